"""Of which chains levels are found, and where they lie."""

import pytest
from configurations import PAPER, changed
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.spectra import chain, disorders, folder


def test_levels_are_of_the_configured_chain_at_the_focus():
    config = Config()
    assert chain(config) == {
        "sites": 12,
        "coupling": 1.0,
        "boundary": "open",
        "up_spins": 6,
        "realizations": 50,
    }
    assert folder(config) == "results/spectra/heisenberg/L12/eps0.50/seed0+1"
    ring = changed({"heisenberg": {"boundary": "periodic", "up_spins": 4, "focus": {"seeds": [3]}}})
    assert chain(ring)["up_spins"] == 4
    assert folder(ring) == "results/spectra/heisenberg/L12-periodic/eps0.50/seed3"


def test_a_chain_that_is_too_long_has_a_shorter_one_in_its_place():
    config = check_config(PAPER)
    assert config.heisenberg.sites == 20
    assert chain(config)["sites"] == 16 and chain(config)["up_spins"] == 8
    assert "/L16/" in folder(config)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(16, [0.5 * k for k in range(1, 17)]), (3, [2.75, 5.375, 8.0]), (2, [4.0, 8.0])],
)
def test_disorders_are_of_the_traces_and_evenly_spread_to_the_last(points, expected):
    config = changed({"figures": {"gap_ratio": {"points": points}}})
    values = list(disorders(config).values())
    assert values == pytest.approx(expected, abs=0.13) and values[-1] == 8.0
    assert set(values) <= set(config.heisenberg.sweep)


def test_there_are_no_more_disorders_than_the_traces_have():
    config = changed({"figures": {"gap_ratio": {"points": 100}}})
    assert list(disorders(config).values()) == config.heisenberg.sweep
    assert next(iter(disorders(config))).endswith("/W0.125.nc")
