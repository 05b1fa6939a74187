"""Single recurrent units whose behaviour is known, and traces that test them."""

import numpy as np
import xarray as xr
from phasetrace import Fit, Recipe
from phasetrace.analyses import integrator

TIMES = np.linspace(0.0, 500.0, 50)
PHASES = ("ergodic", "MBL")
SITE = 3


def known_units() -> Fit:
    """The integrator, its mirror image, an integrator of 1 - m alone and a unit at rest."""
    crafted = integrator.integrator()
    mirrored = {name: value.copy() for name, value in crafted.items()}
    for name in ("input_kernel", "bias"):
        mirrored[name][..., 2] *= -1
    mirrored["output_kernel"] *= -1
    one_sided = {name: value.copy() for name, value in crafted.items()}
    one_sided["input_kernel"][..., 0] = 0
    resting = {name: np.zeros_like(value) for name, value in crafted.items()}
    resting["output_bias"][:] = [-1, 1]
    units = [crafted, mirrored, one_sided, resting]
    weights = {name: np.concatenate([unit[name] for unit in units]) for name in crafted}
    history = np.zeros((len(units), 25), np.float32)
    return Fit(
        integrator.ARCHITECTURE,
        Recipe(),
        np.arange(7, 7 + len(units)),
        weights,
        cross_entropy=history,
        l2_penalty=history,
        indecision=history,
    )


def known_traces() -> tuple[xr.Dataset, xr.Dataset]:
    """Traces at rest at 0 for W = 1, at 0.2 for W = 4 and at 1 and -1 for W = 8."""
    held = np.array([[0.0, 0.0, 0.0], [0.2, 0.2, 0.2], [0.0, 1.0, -1.0]])
    magnetization = np.full((3, 3, len(TIMES), 4), np.nan)
    magnetization[..., SITE - 1] = held[:, :, None]
    traces = xr.Dataset(
        {"magnetization": (("W", "realization", "time", "site"), magnetization)},
        {"W": [1.0, 4.0, 8.0], "time": TIMES, "site": [1, 2, 3, 4]},
    )
    # The first MBL trace rests at 0: it would count as an error were it not trained on.
    predictions = xr.Dataset(
        {
            "label": ("W", [0, -1, 1]),
            "part": ("realization", ["train", "test", "test"]),
            "probability": (("retraining", "W", "realization", "phase"), np.zeros((4, 3, 3, 2))),
        },
        {"W": traces["W"], "phase": list(PHASES)},
        {"learning_site": SITE},
    )
    return predictions, traces
