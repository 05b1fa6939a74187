"""Fig. 4: a handcrafted LSTM unit, and trained ones beside it."""

from collections.abc import Callable

import numpy as np
import xarray as xr

from phasetrace.analyses import integrator
from phasetrace.learning.classifier import predict, responses
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.recipe import Architecture, Fit, Weights
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME

CONSTANTS = (0.0, 1.0, -1.0)
"""Constant magnetizations whose phase is beyond doubt: ergodic, MBL, MBL."""


def analyse(networks: Fit, predictions: xr.Dataset, traces: xr.Dataset) -> xr.Dataset:
    """Put together what Fig. 4 shows.

    The handcrafted unit and the trained ones see the same handcrafted signal, sampled as
    the traces are. A hidden state may favour either phase; it is shown with the sign with
    which it favours the ergodic phase in the output layer.

    Parameters
    ----------
    networks : Fit
        Networks of one unit that see one site.
    predictions : xarray.Dataset
        What the networks made of the traces; says which traces tested them.
    traces : xarray.Dataset
        Those traces.

    Returns
    -------
    xarray.Dataset
        ``signal`` (time), and by ``network``, the handcrafted unit first, ``hidden`` and
        ``output`` (network, time). How much of an integrator a unit is, is told by
        ``rise`` (network, constant), the change of the output while the signal rests at 0
        (positive for an integrator), +1 and -1 (negative), and by ``constant_output``
        (network, constant), the output at the end of constant signals;
        ``right_on_constants`` (network) says whether all of these are on the right side
        of 1/2. ``test_accuracy`` (network) is that of the traces that tested the networks.
        The attributes count the trained units that rise and fall as an integrator, and
        those right on all constant signals.

    Raises
    ------
    ValueError
        If the networks have more than one unit or site, or tell other phases apart.
    """
    shape = networks.architecture
    if (shape.units, shape.sites) != (1, 1):
        raise ValueError(
            f"networks have {shape.units} units on {shape.sites} sites, must have one on one"
        )
    phases = [str(phase) for phase in predictions[PHASE].values]
    if sorted(phases) != sorted(integrator.PHASES):
        raise ValueError(f"phases are {phases}, must be {list(integrator.PHASES)}")
    ergodic = phases.index("ergodic")

    signal = integrator.signal(traces[TIME].values)
    samples, is_ergodic = _tests(predictions, traces, ergodic)
    crafted_ergodic = integrator.PHASES.index("ergodic")
    units = [
        _evaluate(architecture, weights, given, column, signal, samples, is_ergodic)
        for architecture, weights, given, column in (
            (integrator.ARCHITECTURE, integrator.integrator(), np.asarray, crafted_ergodic),
            (shape, networks.weights, networks.given, ergodic),
        )
    ]
    data = xr.concat(units, dim="network").assign(
        signal=(TIME, signal, {"units": "1", "long_name": "handcrafted magnetization m"})
    )
    trained = data.isel(network=slice(1, None))
    moves = (trained["rise"] * [1, -1, -1] > 0).all("constant")
    return data.assign_coords(
        {
            TIME: traces[TIME],
            "network": (
                "network",
                ["handcrafted", *(f"seed {seed}" for seed in networks.seeds)],
                {"long_name": "handcrafted unit, and trained ones by seed"},
            ),
            "constant": (
                "constant",
                list(CONSTANTS),
                {"units": "1", "long_name": "constant magnetization"},
            ),
        }
    ).assign_attrs(
        site=predictions.attrs["learning_site"],
        retrainings=predictions.sizes[RETRAINING],
        trained_moving_as_integrators=int(moves.sum()),
        trained_right_on_constants=int(trained["right_on_constants"].sum()),
    )


def _tests(
    predictions: xr.Dataset, traces: xr.Dataset, ergodic: int
) -> tuple[np.ndarray, np.ndarray]:
    """Labelled traces (sample, time, 1) of the test realizations, and their phase."""
    label = predictions["label"].values
    tested = (label >= 0)[:, None] & (predictions["part"].values == "test")
    seen = traces[MAGNETIZATION].sel({SITE: [predictions.attrs["learning_site"]]})
    samples = seen.transpose(*predictions["label"].dims, REALIZATION, TIME, SITE).values[tested]
    return samples, np.broadcast_to((label == ergodic)[:, None], tested.shape)[tested]


def _evaluate(
    architecture: Architecture,
    weights: Weights,
    given: Callable[[np.ndarray], np.ndarray],
    ergodic: int,
    signal: np.ndarray,
    samples: np.ndarray,
    is_ergodic: np.ndarray,
) -> xr.Dataset:
    constants = np.repeat(np.array(CONSTANTS)[:, None], len(signal), axis=1)
    shown = np.concatenate([signal[None], constants])[..., None]
    hidden, probability = responses(architecture, weights, given(shown))
    output = probability[..., ergodic]
    kernel = weights["output_kernel"][:, 0]
    sign = np.sign(kernel[:, ergodic] - kernel[:, 1 - ergodic])
    steps = np.diff(output[:, 0], axis=1)
    resting = np.isclose(signal[1:], np.array(CONSTANTS)[:, None])
    last = output[:, 1:, -1]
    right = (last > 0.5) == (np.array(CONSTANTS) == 0)
    judged = predict(architecture, weights, given(samples))[..., ergodic]

    data = {
        "hidden": (TIME, sign[:, None] * hidden[:, 0, :, 0], "hidden state h, towards ergodic"),
        "output": (TIME, output[:, 0], "output y for the ergodic phase"),
        "rise": ("constant", steps @ resting.T, "rise of the output while the signal rests"),
        "constant_output": ("constant", last, "output at the end of a constant signal"),
        "right_on_constants": (None, right.all(1), "whether all constant signals are told"),
        "test_accuracy": (None, ((judged > 0.5) == is_ergodic).mean(1), "test accuracy"),
    }
    return xr.Dataset(
        {
            name: (["network", *([dim] if dim else [])], values, {"units": "1", "long_name": text})
            for name, (dim, values, text) in data.items()
        }
    )
