"""What realizations of a driven chain cost, against what was measured."""

import pytest
from phasetrace.models.floquet.cost import MEASURED, seconds
from phasetrace.models.floquet.settings import FloquetSettings
from phasetrace.models.measured import rows

CHAIN = FloquetSettings()


def chain(**changes):
    return CHAIN.model_copy(update=changes)


@pytest.mark.parametrize("row", rows(MEASURED), ids=lambda row: "-".join(row.values()))
def test_realizations_take_what_was_measured_of_them(row):
    one = chain(
        precision=row["precision"],
        sites=int(row["sites"]),
        periods=int(row["periods"]),
        realizations=1,
    )
    assert seconds(one, [0.3]) == pytest.approx(float(row["seconds"]), rel=0.3)


def test_both_precisions_were_measured():
    assert {row["precision"] for row in rows(MEASURED)} == {"float64", "float32"}


def test_time_grows_with_states_sites_periods_and_realizations():
    base = seconds(CHAIN, [0.1, 0.2])
    assert seconds(CHAIN, [0.1]) == pytest.approx(base / 2)
    assert seconds(chain(periods=2 * 49), [0.1, 0.2]) == pytest.approx(2 * base)
    assert seconds(chain(realizations=25), [0.1, 0.2]) == pytest.approx(base / 2)
    # Twice the states, and 13 sites in place of 12; little else.
    assert seconds(chain(sites=13), [0.1, 0.2]) == pytest.approx(base * 2 * 13 / 12, rel=0.1)
