"""The optimal predictor, against Bayes' rule worked out by hand."""

import numpy as np
import pytest
from phasetrace.baselines.optimal_predictor import NARROWEST, Bayes

X, LABELS = np.array([[0.0], [0.2], [1.0], [1.4], [1.8]]), np.array([0, 0, 1, 1, 1])


def density(x, numbers, width):
    kernels = [np.exp(-0.5 * ((x - one) / width) ** 2) / width for one in numbers]
    return sum(kernels) / len(numbers)


@pytest.mark.parametrize("x", [-0.5, 0.1, 0.4, 0.6, 1.4, 3.0])
def test_outputs_are_those_of_bayes_rule(x):
    # Scott's widths: standard deviations 0.1 √2 and 0.4, times n^(-1/5).
    first = density(x, [0.0, 0.2], 0.1 * 2**0.5 * 2**-0.2)
    second = density(x, [1.0, 1.4, 1.8], 0.4 * 3**-0.2)
    (p,) = Bayes().fit(X, LABELS).predict_proba(np.array([[x]]))
    np.testing.assert_allclose(p, np.array([first, second]) / (first + second), rtol=1e-10)


def test_phases_are_equally_probable_beforehand():
    # More numbers of a phase make it no more probable where their density is the same.
    x = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]])
    bayes = Bayes().fit(x, np.array([0, 0, 1, 1, 1]))
    np.testing.assert_allclose(bayes.predict_proba(np.array([[0.5]])), [[0.5, 0.5]])


def test_far_from_all_numbers_there_is_still_an_answer():
    p = Bayes().fit(X, LABELS).predict_proba(np.array([[1e3], [-1e3]]))
    np.testing.assert_allclose(p, [[0, 1], [0, 1]])


def test_numbers_that_are_all_alike_have_the_narrowest_kernel():
    bayes = Bayes().fit(np.array([[0.0], [1.0], [1.0]]), np.array([0, 1, 1]))
    assert [one.bandwidth for one in bayes.densities] == [NARROWEST, NARROWEST]
    np.testing.assert_allclose(bayes.predict_proba(np.array([[0.4], [0.6]])), [[1, 0], [0, 1]])
