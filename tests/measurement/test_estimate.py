"""Estimates against numbers worked out by hand."""

import numpy as np
from phasetrace.measurement.estimate import mean_of_spins, measured, spins_of
from phasetrace.measurement.shots import Recording

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


def recorded():
    recording = Recording(4, 3, 2, [{"realization": 0}])
    recording.strings[0] = STRINGS
    return recording


def test_what_was_done_is_told():
    variables, attributes = measured(recorded(), None, None)
    assert attributes == {"shots": 4}
    assert set(variables) == {"magnetization", "magnetization_error", "bitstring"}
    np.testing.assert_array_equal(variables["bitstring"][0], STRINGS)
    variables, attributes = measured(recorded(), None, 2)
    assert attributes == {"shots": 4, "postselected_up_spins": 2}
    assert variables["kept_shots"].tolist() == [[2, 0]]


def test_the_readout_is_inverted_if_it_is_asked_for():
    plain, _ = measured(recorded(), None, None)
    readout = {"p01": [0.0, 0.0, 0.5], "p10": 0.0}
    read, attributes = measured(recorded(), {**readout, "invert": False}, None)
    assert attributes["readout_p01"] == [0.0, 0.0, 0.5] and not attributes["readout_inverted"]
    found, attributes = measured(recorded(), {**readout, "invert": True}, None)
    assert attributes["readout_inverted"]
    np.testing.assert_array_equal(found["bitstring"], read["bitstring"])
    for name in ("magnetization", "magnetization_error"):
        np.testing.assert_array_equal(found[name][..., :2], plain[name][..., :2])
    expected = 2 * read["magnetization"][..., 2] - 1
    np.testing.assert_allclose(found["magnetization"][..., 2], expected)
    np.testing.assert_allclose(
        found["magnetization_error"][..., 2], 2 * read["magnetization_error"][..., 2]
    )
