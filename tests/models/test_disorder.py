"""Random numbers of realizations are functions of their labels alone."""

import numpy as np
import pytest
from phasetrace import random_drive, random_field
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


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"sites": 0}, "sites is 0, must be a whole number of at least 1"),
        ({"seed": -1}, "seed is -1, must be a whole number of at least 0"),
        ({"seed": 1.5}, "seed is 1.5, must be a whole number"),
        ({"realizations": 0}, "realizations is 0, must be a whole number of at least 1"),
        ({"boundary": "x"}, "boundary is 'x', must be 'open' or 'periodic'"),
        ({"W": float("nan")}, "W is nan, must be finite and not negative"),
        ({"W": -1.0}, "W is -1.0, must be finite and not negative"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, line):
    drawn = {"sites": 6, "boundary": "open", "seed": 0, "realizations": 2}
    with pytest.raises(ValueError, match=line):
        random_field(epsilon=0.5, **{"W": 1.0, **drawn, **change})
    if "W" in change:
        change = {"strength": change["W"]}
        line = line.replace("W is", "strength is")
    with pytest.raises(ValueError, match=line):
        random_drive(drive=0.1, **{"strength": 0.5, **drawn, **change})
