"""The dependence on l2 and on the confidence weight, each combination with a place of its own."""

import numpy as np
import pytest
from phasetrace.analyses.regularization import analyse
from toys import of_two_networks

LEADS = {(0, 0): 0.1, (0, 1): 0.2, (1, 0): 0.3, (1, 1): 0.4}


def crossing(lead, other=None, **attributes):
    """Networks whose outputs lead by so much at W = 2 and lag by 0.2 at W = 3."""
    outputs = [[0.9, 0.5 + one / 2, 0.4, 0.1] for one in (lead, lead if other is None else other)]
    return of_two_networks(*np.array(outputs), **attributes)


def at(lead):
    return 2 + lead / (lead + 0.2)


@pytest.fixture(scope="module")
def shown():
    weights = [
        crossing(0.1, 0.3, learning_confidence_weight=0.0, epsilon=0.5),
        crossing(0.2, learning_confidence_weight=0.3, epsilon=0.5),
    ]
    switched = [
        crossing(
            lead + epsilon,
            lead + epsilon + 0.1,
            epsilon=epsilon,
            learning_l2=0.01 * l2,
            learning_confidence_weight=0.1 * confidence,
        )
        for epsilon in (0.2, 0.0)
        for (l2, confidence), lead in reversed(LEADS.items())
    ]
    return analyse(weights, switched, "mean_output")


@pytest.mark.parametrize(("l2", "confidence"), LEADS)
@pytest.mark.parametrize("epsilon", [0.0, 0.2])
def test_each_combination_is_in_its_place(shown, l2, confidence, epsilon):
    lead = LEADS[l2, confidence] + epsilon
    place = shown.isel(l2=l2, confidence=confidence).sel(epsilon=epsilon)
    np.testing.assert_allclose(place["transition_value"], at(lead + 0.05))
    np.testing.assert_allclose(place["transition"], [at(lead), at(lead + 0.1)])
    assert place["transition_verdict"] == "found"


def test_weights_have_their_transitions_and_the_accuracies_that_one_is_chosen_by(shown):
    np.testing.assert_array_equal(shown["weight"], [0.0, 0.3])
    np.testing.assert_allclose(shown["weight_transition_value"], [at(0.2), at(0.2)])
    # Of two networks one gets 0.9 right and one all, at 0.1 and 0.3 nats.
    np.testing.assert_allclose(shown["weight_accuracy_mean"], [0.95, 0.95])
    np.testing.assert_allclose(shown["weight_accuracy_std"], [0.1 / 2**0.5] * 2)
    np.testing.assert_allclose(shown["weight_cross_entropy_mean"], [0.2, 0.2])
    np.testing.assert_allclose(shown["weight_cross_entropy_std"], [0.2 / 2**0.5] * 2)


def test_choices_are_by_validation_not_by_test():
    known = crossing(0.1, learning_l2=0.01, epsilon=0.5).assign(
        validation_accuracy=("retraining", [0.5, 0.7])
    )
    np.testing.assert_allclose(
        analyse([known], [known], "mean_output")["weight_accuracy_mean"], [0.6]
    )


def test_off_and_on_are_told_by_their_weights(shown):
    np.testing.assert_array_equal(shown["l2"], [0, 0.01])
    np.testing.assert_array_equal(shown["confidence"], [0, 0.1])


def test_everything_has_its_unit(shown):
    units = {name: shown[name].attrs.get("units") for name in shown.data_vars}
    for part in ("value", "low", "high", "retraining", "disorder", "grid"):
        assert units.pop(f"transition_{part}") == units.pop(f"weight_transition_{part}") == "J"
    assert units.pop("transition_verdict") is units.pop("weight_transition_verdict") is None
    for part in ("mean", "std"):
        assert units.pop(f"weight_accuracy_{part}") == "1"
        assert units.pop(f"weight_cross_entropy_{part}") == "nat"
    assert units.pop("transition") == "J"
    assert not units
    assert shown.attrs["weight_epsilon"] == 0.5 and shown.attrs["retrainings"] == 2
