"""Predictions and traces whose answer is worked out by hand."""

import numpy as np
import xarray as xr

ATTRIBUTES = {
    "epsilon": 0.5,
    "learning_units": 2,
    "learning_l2": 0.01,
    "learning_confidence_weight": 0.1,
}
DRIVE = [0.0, 0.5, 1.0, 1.5]
DISORDER = [1.0, 2.0, 3.0, 4.0]
PHASES = ["ergodic", "MBL"]
ENDS = [0, -1, -1, 1]
"""Labels of the first and of the last of four points."""


def predictions(parameter, values, output, labels, phases, units="J", **attributes):
    """Predictions in which every realization and network has the given output."""
    output = np.asarray(output, dtype=float)
    p = np.stack([output] * 3, axis=1)
    return xr.Dataset(
        {
            "probability": (("retraining", parameter, "realization", "phase"), np.stack([p, p])),
            "label": (parameter, np.asarray(labels)),
            "trained_on": ((parameter, "realization"), np.zeros(p.shape[:2], dtype=bool)),
            "part": ("realization", ["test"] * 3),
            "judged": ("realization", [True] * 3),
            **{
                f"{part}_{name}": ("retraining", values)
                for part in ("train", "validation", "test")
                for name, values in (("accuracy", [0.9, 1.0]), ("cross_entropy", [0.1, 0.3]))
            },
            "epsilon_attained": (
                (parameter, "realization"),
                np.full(p.shape[:2], {**ATTRIBUTES, **attributes}["epsilon"]),
            ),
            "epsilon_width": ((parameter, "realization"), np.full(p.shape[:2], 0.1)),
        },
        {parameter: (parameter, values, {"units": units}), "phase": phases, "retraining": [0, 1]},
        {**ATTRIBUTES, **attributes},
    )


def of_two_networks(ergodic, other, **attributes):
    """Predictions along the disorder of two networks, from their outputs for the ergodic phase."""
    known = predictions("W", DISORDER, np.zeros((4, 2)), ENDS, PHASES, **attributes)
    output = np.stack([ergodic, other])[..., None, None] * np.ones((1, 1, 3, 1))
    p = np.concatenate([output, 1 - output], axis=-1)
    return known.assign(probability=(known["probability"].dims, p))


def driven():
    """Two spins that flip, forget, almost forget or keep their start, at four drives."""
    start = np.array([1.0, -1.0])
    end = np.array([-1.0, 0.0, 0.2, 1.0])[:, None, None] * start
    magnetization = np.stack([np.broadcast_to(start, (4, 3, 2)), np.repeat(end, 3, axis=1)], axis=2)
    return xr.Dataset(
        {"magnetization": (("drive", "realization", "time", "site"), magnetization)},
        {"drive": ("drive", DRIVE, {"units": "rad"}), "time": [0, 7], "site": [1, 2]},
    )


def levels(ratios, epsilon=0.5, W=DISORDER):
    """Levels of three realizations at each W, evenly spaced but for gaps that alternate.

    The gap ratio at a W is the smaller gap over the larger.
    """
    steps = np.stack([np.tile([1.0, ratio], 20) for ratio in ratios])
    energy = np.repeat(np.cumsum(steps, axis=1)[:, None], 3, axis=1)
    ends = ("W", "realization")
    return xr.Dataset(
        {
            "energy": ((*ends, "level"), energy),
            "energy_min": (ends, energy[..., 0]),
            "energy_max": (ends, energy[..., -1]),
        },
        {"W": W},
        {"L": 12, "boundary": "open", "epsilon": epsilon, "dimension": 40},
    )
