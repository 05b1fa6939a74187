"""Estimates against numbers worked out by hand."""

import numpy as np
from phasetrace.measurement.estimate import mean_of_spins, spins_of

STRINGS = np.array([[0b001, 0b011, 0b011, 0b111], [0b000, 0b000, 0b111, 0b111]], np.uint8)


def test_spins_are_summed_over_all_shots():
    total, kept = spins_of(STRINGS, 3)
    assert total.tolist() == [[4, 2, -2], [0, 0, 0]] and kept.tolist() == [4, 4]
    magnetization, error = mean_of_spins(total, kept)
    assert magnetization.tolist() == [[1, 0.5, -0.5], [0, 0, 0]]
    np.testing.assert_allclose(error, [[0, *[np.sqrt(0.75 / 4)] * 2], [0.5] * 3])


def test_shots_are_selected_by_their_up_spins():
    total, kept = spins_of(STRINGS, 3, up_spins=2)
    assert total.tolist() == [[2, 2, -2], [0, 0, 0]] and kept.tolist() == [2, 0]
    magnetization, error = mean_of_spins(total, kept)
    assert magnetization[0].tolist() == [1, 1, -1] and error[0].tolist() == [0, 0, 0]
    # Nothing was measured.
    assert np.isnan(magnetization[1]).all() and np.isnan(error[1]).all()
