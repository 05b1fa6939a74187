"""Traces are put where the outputs of their realizations are."""

import explored
import numpy as np
from phasetrace.analyses.seen import as_seen
from phasetrace.learning.classifier import predict
from phasetrace.learning.predictions import JUDGED_BY


def test_networks_say_of_a_trace_what_stands_in_its_place():
    fit, given = explored.networks(), explored.traces()
    said = explored.predictions(fit, given)
    values = as_seen(given, said)["magnetization"].values
    assert values.shape[:2] == said["probability"].shape[1:3]
    # Not where they were measured: at one value three realizations are divided among three parts.
    assert values.shape[:2] != given["magnetization"].shape[:2] or np.isnan(values[4]).any()
    one = fit.given(values[:, -1:][~np.isnan(values[:, -1:]).all(axis=(2, 3))])
    expected = predict(fit.architecture, fit.weights, one)
    found = said["probability"].values[:, :, -1]
    np.testing.assert_allclose(found[~np.isnan(found)].ravel(), expected.ravel(), atol=1e-6)


def test_traces_that_other_networks_judge_are_as_they_are():
    given = explored.traces()
    said = explored.predictions(explored.networks(), given).assign_attrs({JUDGED_BY: "others"})
    assert as_seen(given, said) is given
