"""Which Heisenberg chains a configuration may ask for."""

import pytest
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from pydantic import ValidationError


def test_the_default_is_the_papers_sweep_on_a_shorter_chain():
    chain = HeisenbergSettings()
    assert chain.sweep == [0.125 * number for number in range(1, 65)]
    assert chain.energy_densities == [round(0.2 + 0.05 * number, 2) for number in range(13)]
    assert (chain.sites, chain.up, chain.boundary) == (12, 6, "open")
    assert (chain.times.stop, chain.times.points) == (500.0, 50)


def test_up_spins_are_half_or_a_number():
    assert HeisenbergSettings(sites=8).up == 4
    assert HeisenbergSettings(sites=7, up_spins=2).up == 2
    assert HeisenbergSettings(sites=8, up_spins="3").up == 3


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"sites": 7}, "sites", "must be even while up_spins is half"),
        ({"sites": 2, "boundary": "periodic"}, "sites", "must be at least 3 on a periodic chain"),
        ({"up_spins": 12}, "up_spins", "must be at most 11"),
        ({"up_spins": 0}, "up_spins", "greater than or equal to 1"),
        ({"up_spins": "most"}, "up_spins", "must be 'half' or a number of up spins"),
        ({"disorder": [2.0, 1.0]}, "disorder", "values must increase"),
        ({"disorder": [1.0, 1.0001]}, "disorder", "two values print as 1.000"),
        ({"energy_density": [0.2, 0.8]}, "focus.energy_density", "must be one of"),
        ({"energy_density": [0.5, 1.2]}, "energy_density", "less than or equal to 1"),
        ({"labels": {"ergodic": [0.0, 0.1], "MBL": [7.6, 8.0]}}, "labels.ergodic", "must hold"),
        ({"labels": {"ergodic": [0.0, 8.0], "MBL": [7.6, 8.0]}}, "labels.MBL", "not overlap"),
        ({"times": {"points": 1}}, "times.points", "greater than or equal to 2"),
        ({"block": 0}, "block", "greater than or equal to 1"),
        ({"tolerance": 0.1}, "tolerance", "less than or equal to 0.001"),
        ({"precision": "float16"}, "precision", "'float64' or 'float32'"),
    ],
)
def test_chains_that_cannot_be_evolved_are_refused_where_they_are_wrong(changes, place, message):
    with pytest.raises(ValidationError) as refusal:
        HeisenbergSettings.model_validate(changes)
    faults = refusal.value.errors()
    forms = ("(half)", "(number)", "(list)", "(mapping)")
    first, *_ = (
        ".".join(part for part in fault["loc"] if isinstance(part, str) and part not in forms)
        for fault in faults
    )
    assert first == place and message in faults[0]["msg"]
