"""Fields of the Heisenberg chain are functions of their labels alone."""

import numpy as np
import pytest
from phasetrace import random_field
from phasetrace.models.disorder import unit_uniform
from scipy.stats import kstest

HEISENBERG = {"sites": 6, "boundary": "open", "epsilon": 0.5, "seed": 0}


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


def test_draws_are_what_their_labels_say_for_ever():
    # Published traces are only reproducible while labels and signs stay.
    labels = {"model": "heisenberg", "sites": 6, "boundary": "open", "seed": 0}
    drawn = unit_uniform(6, realization=1, epsilon="0.50", W="4.000", **labels)
    found = random_field(W=4.0, realizations=2, **HEISENBERG)
    np.testing.assert_array_equal(found[1], 4.0 * (2.0 * drawn - 1.0))
