"""Disorder realizations are functions of their labels alone."""

import numpy as np
import pytest
from phasetrace.models.disorder import random_drive, random_field, unit_uniform
from scipy.stats import kstest

HEISENBERG = {"sites": 6, "boundary": "open", "epsilon": 0.5, "seed": 0}
FLOQUET = {"sites": 6, "boundary": "open", "seed": 0, "strength": 0.5}


def test_a_stream_is_pinned_for_ever():
    # Published traces are only reproducible while these numbers stay.
    expected = [0.9642809735, 0.2226623824, 0.7863318715]
    np.testing.assert_allclose(unit_uniform(3, model="test", realization=0), expected, atol=1e-10)


def test_fields_are_uniform_within_the_disorder_strength():
    field = random_field(W=4.0, realizations=400, **HEISENBERG)
    assert field.shape == (400, 6)
    assert kstest(field.ravel(), "uniform", args=(-4.0, 8.0)).pvalue > 0.01
    # Neighbouring sites and realizations must not repeat each other.
    assert abs(np.corrcoef(field[:, 0], field[:, 1])[0, 1]) < 0.15
    assert abs(np.corrcoef(field[:-1, 0], field[1:, 0])[0, 1]) < 0.15


def test_more_realizations_keep_the_first_ones():
    few = random_field(W=2.0, realizations=3, **HEISENBERG)
    many = random_field(W=2.0, realizations=7, **HEISENBERG)
    np.testing.assert_array_equal(few, many[:3])


@pytest.mark.parametrize(
    "change", [{"sites": 8}, {"boundary": "periodic"}, {"epsilon": 0.55}, {"seed": 1}, {"W": 2.125}]
)
def test_every_label_counts(change):
    labels = {"W": 2.0, "realizations": 1, **HEISENBERG}
    before = random_field(**labels)[0] / labels["W"]
    labels |= change
    after = random_field(**labels)[0] / labels["W"]
    assert not np.isclose(before, after[:6]).any()


def test_drive_draws_have_their_ranges():
    coupling, field, spin = random_drive(drive=0.7, realizations=300, **FLOQUET)
    assert coupling.shape == (300, 5) and field.shape == spin.shape == (300, 6)
    for draws in (coupling, field):
        assert kstest(draws.ravel(), "uniform", args=(0.0, 0.5)).pvalue > 0.01
    assert set(np.unique(spin)) == {-1, 1} and abs(spin.mean()) < 0.1
    periodic = random_drive(drive=0.7, realizations=2, **{**FLOQUET, "boundary": "periodic"})
    assert periodic[0].shape == (2, 6)
