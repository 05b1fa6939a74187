"""Blocks of the Heisenberg chain as a job makes them."""

import numpy as np
import pytest
from phasetrace.evolution.cpu import kernels
from phasetrace.models.heisenberg.simulate import load_kernels, simulate_heisenberg

SETTINGS = {
    "sites": 8,
    "coupling": 1.0,
    "boundary": "open",
    "up_spins": "half",
    "precision": "float64",
    "tolerance": 1e-9,
    "times": {"stop": 10.0, "points": 3},
    "realizations": 2,
}


def test_kernels_are_loaded_within_the_memory_of_the_job(monkeypatch):
    monkeypatch.setattr("phasetrace.models.heisenberg.chain.default_memory", lambda: 1)
    load_kernels(SETTINGS, memory=2**30)
    with pytest.raises(MemoryError, match="memory = 2 bytes"):
        load_kernels(SETTINGS, memory=2)


def test_loaded_kernels_are_all_that_a_block_needs():
    compiled = (kernels.chebyshev, kernels.expectation, kernels.lanczos, kernels.measure)
    load_kernels(SETTINGS)
    before = [list(kernel.signatures) for kernel in compiled]
    traces = simulate_heisenberg(SETTINGS, 0.5, [0.5, 2.0], seed=0)
    assert traces["magnetization"].shape == (2, 2, 3, 8)
    assert np.all(traces["norm_drift"] < 2e-9)
    assert [list(kernel.signatures) for kernel in compiled] == before
