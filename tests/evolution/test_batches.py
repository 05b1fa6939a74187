"""How many realizations evolve together, and in how many bytes."""

from math import comb

import pytest
from phasetrace.evolution.batches import batch_bytes, batch_size

PLENTY = 2**50


@pytest.mark.parametrize(
    ("sites", "precision", "size"),
    [(12, "float64", 8), (12, "float32", 16), (18, "float64", 8), (20, "float64", 4)],
)
def test_on_a_cpu_a_batch_is_a_line_of_the_cache_or_half_of_one(sites, precision, size):
    dimension = comb(sites, sites // 2)
    assert batch_size(dimension, sites - 1, precision, "cpu", PLENTY) == size
    # Bits may depend on the size, so memory that suffices for one batch does not change it.
    enough = batch_bytes(dimension, sites - 1, precision, "cpu", 1)
    assert batch_size(dimension, sites - 1, precision, "cpu", enough) == size
    assert batch_size(dimension, sites - 1, precision, "cpu", enough - 1) == 0


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("sites", [8, 14, 20])
def test_on_a_gpu_a_batch_fits_its_memory_and_is_a_power_of_two(sites, precision):
    dimension = comb(sites, sites // 2)
    most = batch_size(dimension, sites - 1, precision, "gpu", PLENTY)
    assert most >= 4 and most & (most - 1) == 0
    for realizations in (most, most // 2):
        enough = batch_bytes(dimension, sites - 1, precision, "gpu", realizations)
        assert batch_size(dimension, sites - 1, precision, "gpu", enough) == max(4, realizations)
    least = batch_bytes(dimension, sites - 1, precision, "gpu", 1)
    assert batch_size(dimension, sites - 1, precision, "gpu", least) == 4
    assert batch_size(dimension, sites - 1, precision, "gpu", least - 1) == 0
