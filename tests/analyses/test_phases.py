"""A study's phases from outputs that are worked out by hand."""

import numpy as np
from phasetrace.analyses.phases import analyse
from toys import DISORDER, ENDS, of_two_networks

FIRST, SECOND = [1.0, 0.8, 0.3, 0.0], [0.8, 0.6, 0.1, 0.0]


def shown():
    known = of_two_networks(FIRST, SECOND)
    p = known["probability"].values.copy()
    # Of three realizations one is sure at the second point, another at the other extreme.
    p[:, 1, 0], p[:, 1, 2] = [1.0, 0.0], [0.4, 0.6]
    known = known.assign(probability=(known["probability"].dims, p))
    return analyse(known, "mean_output")


def test_outputs_are_means_with_the_band_of_the_realizations():
    data = shown()
    first = data["output"].sel(phase="ergodic")
    np.testing.assert_allclose(first, [0.9, 0.7, 0.2, 0.0])
    # Of 0.4, 0.7 and 1.0 the quantiles at 0.16 and 0.84 are 0.32 steps from the ends.
    low, high = (data[f"output_{end}"].sel(phase="ergodic", W=2.0) for end in ("low", "high"))
    np.testing.assert_allclose([low, high], [0.4 + 0.32 * 0.3, 1.0 - 0.32 * 0.3])
    np.testing.assert_allclose(data["output_low"].sel(W=3.0), [0.2, 0.8])


def test_transitions_say_between_which_phases_they_are():
    data = shown()
    assert data["from"].values.tolist() == ["ergodic"] and data["to"].values.tolist() == ["MBL"]
    # The lead of 0.4 becomes one of -0.6.
    np.testing.assert_allclose(data["transition_value"], [2.4])
    assert data["label"].values.tolist() == ENDS
    assert data["W"].values.tolist() == DISORDER
    assert data["judged_realizations"].values.tolist() == [3] * 4


def test_a_sample_that_does_not_exist_is_not_counted():
    known = of_two_networks(FIRST, SECOND)
    p = known["probability"].values.copy()
    p[:, 2, 1] = np.nan
    data = analyse(known.assign(probability=(known["probability"].dims, p)), "mean_output")
    assert data["judged_realizations"].values.tolist() == [3, 3, 2, 3]


def test_without_known_phases_no_transition_is_sought():
    known = of_two_networks(FIRST, SECOND)
    for labels in ([-1] * 4, [0, 0, -1, -1]):
        data = analyse(known.assign(label=("W", labels)), "mean_output")
        assert data.sizes["gap"] == 0
        np.testing.assert_allclose(data["output"].sel(phase="ergodic"), [0.9, 0.7, 0.2, 0.0])
        located = analyse(known, "mean_output")
        for name in ("output", "confusion", "output_error", "confusion_error"):
            np.testing.assert_allclose(data[name], located[name])
