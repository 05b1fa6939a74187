"""Recurrent layers written down again, in NumPy and by Flax, to compare the library's with."""

import jax.numpy as jnp
import numpy as np
from flax import linen as nn

GATES = {
    "hard_sigmoid": lambda z: np.clip(0.2 * z + 0.5, 0, 1),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
COUNT = {"lstm": 4, "gru": 3}


def problem(cell, samples, times, sites, units, seed=0):
    """Traces, weights wide enough to saturate some of the hard gates, and a direction."""
    rng = np.random.default_rng(seed)
    traces = jnp.asarray(rng.normal(size=(samples, times, sites)), jnp.float32)
    columns = COUNT[cell] * units
    shapes = {
        "input_kernel": (sites, columns),
        "recurrent_kernel": (units, columns),
        "bias": (columns,),
    }
    if cell == "gru":
        shapes["recurrent_bias"] = (units,)
    wide = 2 / np.sqrt(sites + units)
    weights = {
        name: jnp.asarray(wide * rng.normal(size=shape), jnp.float32)
        for name, shape in shapes.items()
    }
    return traces, weights, jnp.asarray(rng.normal(size=(samples, units)), jnp.float32)


def followed(cell, gates, weights, traces):
    """h (time, sample, unit) in float64."""
    w = {name: np.asarray(value, float) for name, value in weights.items()}
    c = h = np.zeros((len(traces), len(w["recurrent_kernel"])))
    s = GATES[gates]
    hidden = []
    for trace in np.asarray(traces, float).swapaxes(0, 1):
        inward = np.split(trace @ w["input_kernel"] + w["bias"], COUNT[cell], -1)
        recurrent = np.split(h @ w["recurrent_kernel"], COUNT[cell], -1)
        if cell == "lstm":
            z_input, z_forget, z_cell, z_output = np.add(inward, recurrent)
            c = s(z_forget) * c + s(z_input) * np.tanh(z_cell)
            h = s(z_output) * np.tanh(c)
        else:
            reset, update = s(inward[0] + recurrent[0]), s(inward[1] + recurrent[1])
            new = np.tanh(inward[2] + reset * (recurrent[2] + w["recurrent_bias"]))
            h = (1 - update) * new + update * h
        hidden.append(h)
    return np.array(hidden)


def by_flax(kind, weights, traces):
    """h (time, sample, unit) of a cell of Flax."""
    count = 3 if kind is nn.GRUCell else 4
    inward, recurrent, bias = (
        jnp.split(weights[name], count, axis=-1)
        for name in ("input_kernel", "recurrent_kernel", "bias")
    )
    params = {}
    for place, gate in enumerate("rzn" if kind is nn.GRUCell else "ifgo"):
        params[f"i{gate}"] = {"kernel": inward[place]}
        params[f"h{gate}"] = {"kernel": recurrent[place]}
        # Flax adds the bias of an LSTM to the recurrent product, that of a GRU to the other.
        params[f"{'i' if kind is nn.GRUCell else 'h'}{gate}"]["bias"] = bias[place]
    if kind is nn.GRUCell:
        params["hn"]["bias"] = weights["recurrent_bias"]
    layer = nn.RNN(kind(len(weights["recurrent_kernel"])))
    return layer.apply({"params": {"cell": params}}, traces).swapaxes(0, 1)


def assert_close(found, expected, tolerance):
    """Compare dictionaries of weights, to a part of the largest number."""
    assert found.keys() == expected.keys()
    scale = max(float(np.abs(value).max()) for value in expected.values())
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, atol=tolerance * scale, err_msg=name)
