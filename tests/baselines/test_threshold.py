"""The threshold half-way between means, by hand."""

import numpy as np
from phasetrace.baselines.threshold import HalfWay


def column(*numbers):
    return np.array(numbers)[:, None]


def test_the_threshold_is_half_way_between_the_means():
    told = HalfWay().fit(column(-0.5, 0.5, 0.5, 1.5), np.array([0, 0, 1, 1]))
    p = told.predict_proba(column(-2.0, 0.25, 0.5, 0.75, 2.0))
    np.testing.assert_allclose(p[:, 1], [0.0, 0.25, 0.5, 0.75, 1.0])
    np.testing.assert_allclose(p.sum(axis=1), 1)


def test_phases_may_be_several_and_in_any_order():
    told = HalfWay().fit(column(0.0, 1.0, -1.0), np.array([0, 1, 2]))
    p = told.predict_proba(column(-0.75, 0.5, 1.0))
    np.testing.assert_allclose(p, [[0.25, 0, 0.75], [0.5, 0.5, 0], [0, 1, 0]])
