"""What a measurement of cost says, on numbers whose growth is known."""

import numpy as np
import pytest
from phasetrace.analyses.scaling import fitted


def test_exponential_growth_is_found():
    sites = np.array([8, 10, 12])
    factor, base = fitted(sites, 0.5 * 1.7**sites)
    assert factor == pytest.approx(0.5) and base == pytest.approx(1.7)
