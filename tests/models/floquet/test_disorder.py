"""Draws of the driven chain."""

import numpy as np
from phasetrace import random_drive
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.preparation import with_errors
from scipy.stats import kstest

FLOQUET = {"sites": 6, "boundary": "open", "seed": 0, "strength": 0.5}


def test_drive_draws_have_their_ranges():
    coupling, field, spin = random_drive(drive=0.7, realizations=300, **FLOQUET)
    assert coupling.shape == (300, 5) and field.shape == spin.shape == (300, 6)
    for draws in (coupling, field):
        assert kstest(draws.ravel(), "uniform", args=(0.0, 0.5)).pvalue > 0.01
    assert set(np.unique(spin)) == {-1, 1} and abs(spin.mean()) < 0.1
    periodic = random_drive(drive=0.7, realizations=2, **{**FLOQUET, "boundary": "periodic"})
    assert periodic[0].shape == (2, 6)


def test_every_label_counts():
    labels = {"drive": 0.7, "realizations": 1, **FLOQUET}
    before = random_drive(**labels)[1][0]
    for change in ({"drive": 0.7001}, {"seed": 1}, {"boundary": "periodic"}, {"sites": 8}):
        after = random_drive(**(labels | change))[1][0]
        assert not np.isclose(before, after[:6]).any()


def test_draws_are_what_their_labels_say_for_ever():
    # Published traces are only reproducible while labels, order and signs stay.
    labels = {"model": "floquet", "sites": 6, "boundary": "open", "drive": "0.7000", "seed": 0}
    drawn = unit_uniform(5 + 6 + 6, realization=1, **labels)
    coupling, field, spin = (part[1] for part in random_drive(drive=0.7, realizations=2, **FLOQUET))
    np.testing.assert_array_equal(coupling, 0.5 * drawn[:5])
    np.testing.assert_array_equal(field, 0.5 * drawn[5:11])
    np.testing.assert_array_equal(spin, np.where(drawn[11:] < 0.5, 1, -1))
    assert spin.dtype == np.int8


def test_the_initial_state_changes_no_disorder():
    labels = {"drive": 0.7, "realizations": 4, **FLOQUET}
    coupling, field, _ = random_drive(**labels)
    for initial, start in (("neel", [1, -1, 1, -1, 1, -1]), ("up", [1] * 6)):
        drawn = random_drive(**labels, initial=initial)
        np.testing.assert_array_equal(drawn[0], coupling)
        np.testing.assert_array_equal(drawn[1], field)
        np.testing.assert_array_equal(drawn[2], [start] * 4)
        assert drawn[2].dtype == np.int8


def test_errors_of_the_start_change_no_disorder_and_few_spins():
    labels = {"drive": 0.7, "realizations": 300, **FLOQUET}
    right = random_drive(**labels, initial="neel")
    wrong = random_drive(**labels, initial="neel", initial_errors=0.1)
    for one, other in zip(right[:2], wrong[:2], strict=True):
        np.testing.assert_array_equal(one, other)
    stream = {"model": "floquet", "sites": 6, "boundary": "open", "drive": "0.7000", "seed": 0}
    np.testing.assert_array_equal(wrong[2], with_errors(right[2], 0.1, stream))
    assert abs((wrong[2] != right[2]).mean() - 0.1) < 4 * np.sqrt(0.09 / 1800)


def test_energies_have_the_distribution_that_is_asked_for():
    labels = {**FLOQUET, "drive": 0.7, "realizations": 300}
    usual = random_drive(**labels)
    for distribution, cdf, arguments in (
        ("symmetric", "uniform", (-0.5, 1.0)),
        ("normal", "norm", (0.0, 0.5)),
    ):
        coupling, field, spin = random_drive(**labels, distribution=distribution)
        for draws, others in ((coupling, usual[0]), (field, usual[1])):
            assert kstest(draws.ravel(), cdf, args=arguments).pvalue > 0.01
            # The same random numbers, in the same order.
            assert (draws.ravel().argsort() == others.ravel().argsort()).all()
        np.testing.assert_array_equal(spin, usual[2])
