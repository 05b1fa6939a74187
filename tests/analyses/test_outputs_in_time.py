"""Networks say something at every time, and at the last what they say of the whole trace."""

import explored
import numpy as np
from phasetrace.analyses.outputs_in_time import outputs_in_time
from phasetrace.learning.classifier import predict


def test_an_output_is_that_of_the_trace_up_to_then():
    fit = explored.networks()
    samples = np.random.default_rng(0).normal(size=(600, 5, 3))
    moments = np.array([1, 4])
    outputs = outputs_in_time(fit, samples, moments)
    assert outputs.shape == (3, 600, 2, 2)
    for place, moment in enumerate(moments):
        until = predict(fit.architecture, fit.weights, samples[:, : moment + 1])
        np.testing.assert_allclose(outputs[:, :, place], until, atol=1e-6)
