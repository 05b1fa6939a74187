"""Of which chains levels are found, and where they lie."""

import pytest
from configurations import PAPER, changed
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.spectra import focus_levels, length_levels


def test_levels_are_of_the_configured_chain_at_the_focus():
    levels = focus_levels(Config())
    assert levels.chain == {
        "sites": 12,
        "coupling": 1.0,
        "boundary": "open",
        "up_spins": 6,
        "realizations": 50,
    }
    assert levels.folder == "results/spectra/heisenberg/L12/eps0.50/seed0+1"
    ring = {"boundary": "periodic", "up_spins": 4, "focus": {"seeds": [3]}}
    levels = focus_levels(changed({"heisenberg": ring}))
    assert levels.chain["up_spins"] == 4
    assert levels.folder == "results/spectra/heisenberg/L12-periodic/eps0.50/seed3"


def test_a_chain_that_is_too_long_has_a_shorter_one_in_its_place():
    config = check_config(PAPER)
    assert config.heisenberg.sites == 20
    levels = focus_levels(config)
    assert levels.chain["sites"] == 16 and levels.chain["up_spins"] == 8
    assert "/L16/" in levels.folder


@pytest.mark.parametrize(
    ("points", "expected"),
    [(16, [0.5 * k for k in range(1, 17)]), (3, [2.75, 5.375, 8.0]), (2, [4.0, 8.0])],
)
def test_disorders_are_of_the_traces_and_evenly_spread_to_the_last(points, expected):
    config = changed({"figures": {"gap_ratio": {"points": points}}})
    values = list(focus_levels(config).files.values())
    assert values == pytest.approx(expected, abs=0.13) and values[-1] == 8.0
    assert set(values) <= set(config.heisenberg.sweep)


def test_there_are_no_more_disorders_than_the_traces_have():
    config = changed({"figures": {"gap_ratio": {"points": 100}}})
    files = focus_levels(config).files
    assert list(files.values()) == config.heisenberg.sweep
    assert next(iter(files)).endswith("/W0.125.nc")


def test_other_lengths_have_levels_of_the_realizations_that_their_traces_are_of():
    config = Config()
    short, middle, focus, long = length_levels(config)
    assert focus == focus_levels(config)
    assert [one.chain["sites"] for one in (short, long)] == [8, 14]
    assert short.folder == "results/spectra/heisenberg/L8/eps0.50/seed0+1"
    assert (long.realizations, long.count, long.chain["up_spins"]) == (20, 50, 7)
    # One in ten of 70, 252 and 924 levels is near ε, of 50 at the most.
    assert [one.near for one in (short, middle, focus, long)] == [7, 25, 50, 50]
    assert (short.realizations, middle.realizations) == (8 * 20, 2 * 20)
    # The lower half of the W of the focus.
    assert long.disorder == focus.disorder[:8] and long.disorder[-1] == 4.0


def test_only_lengths_that_are_diagonalized_have_levels():
    config = changed({"figures": {"drift": {"lengths": [14, 18]}, "gap_ratio": {"longest": 12}}})
    assert [one.settings.sites for one in length_levels(config)] == [12]
    few = changed(
        {"heisenberg": {"sites": 12, "up_spins": 9}, "figures": {"drift": {"lengths": [8, 10]}}}
    )
    assert [one.near for one in length_levels(few)] == [3, 22]
    assert not length_levels(
        changed({"heisenberg": {"sites": 20}, "figures": {"drift": {"lengths": [18]}}})
    )
