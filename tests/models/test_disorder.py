"""Random numbers of realizations are functions of their labels alone."""

import numpy as np
from phasetrace.models.disorder import unit_uniform


def test_a_stream_is_pinned_for_ever():
    # Published traces are only reproducible while these numbers stay.
    expected = [0.9642809735, 0.2226623824, 0.7863318715]
    np.testing.assert_allclose(unit_uniform(3, model="test", realization=0), expected, atol=1e-10)


def test_the_order_of_labels_does_not_matter_and_their_values_do():
    first = unit_uniform(4, model="test", seed=1)
    np.testing.assert_array_equal(unit_uniform(4, seed=1, model="test"), first)
    assert not np.isclose(unit_uniform(4, seed=2, model="test"), first).any()
    # Text that spells a number is another label.
    assert not np.isclose(unit_uniform(4, seed="1", model="test"), first).any()


def test_more_draws_begin_with_the_fewer():
    many = unit_uniform(1000, model="test")
    np.testing.assert_array_equal(unit_uniform(10, model="test"), many[:10])
    assert 0 <= many.min() and many.max() < 1 and abs(many.mean() - 0.5) < 0.05
    np.testing.assert_array_equal(many * 2.0**53, np.round(many * 2.0**53))
