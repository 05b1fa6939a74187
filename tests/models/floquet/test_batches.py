"""How many driven chains evolve together, and in how many bytes."""

import jax
import numpy as np
import pytest
from phasetrace.models.floquet.batches import batch_bytes, batch_size
from phasetrace.models.floquet.propagation import evolve_batch


def test_a_batch_fits_the_cache_and_is_one_for_long_chains():
    sizes = [batch_size(sites, "float64", "cpu") for sites in (4, 10, 12, 16, 20)]
    assert sizes == [256, 16, 4, 1, 1]
    assert batch_size(12, "float32", "cpu") == 8
    assert batch_size(12, "float64", "gpu") > 4


@pytest.mark.parametrize(("sites", "precision"), [(8, "float64"), (12, "float32")])
def test_predicted_bytes_cover_what_is_compiled(sites, precision):
    batch = batch_size(sites, precision, "cpu")
    zeros = np.zeros((batch, sites))
    with jax.enable_x64(True):
        lowered = evolve_batch.lower(
            np.zeros(batch),
            zeros[:, 1:],
            zeros,
            np.zeros(batch, np.int64),
            periods=9,
            precision=precision,
        )
        analysis = lowered.compile().memory_analysis()
    used = analysis.temp_size_in_bytes + analysis.output_size_in_bytes
    assert used <= batch_bytes(sites, precision, batch) <= 3 * used
