"""Which periods are sampled: the start is always one of them."""

import pytest
from phasetrace.models.floquet.sampling import sampled_periods


@pytest.mark.parametrize(
    ("periods", "every", "odd"),
    [(1, [0, 1], [0, 1]), (4, [0, 1, 2, 3, 4], [0, 1, 3]), (5, [0, 1, 2, 3, 4, 5], [0, 1, 3, 5])],
)
def test_every_period_or_the_odd_ones(periods, every, odd):
    assert sampled_periods(periods, "every").tolist() == every
    assert sampled_periods(periods, "odd").tolist() == odd
