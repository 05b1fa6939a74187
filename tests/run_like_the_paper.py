"""Datasets of a run that finds what the paper found, figure by figure, and changes of it."""

import numpy as np
import xarray as xr
from phasetrace.paper.comparison import comparison

NETWORKS = 10
SCATTER = np.linspace(-0.1, 0.1, NETWORKS)
RETRAINING = float(np.std(SCATTER, ddof=1)) / NETWORKS**0.5
"""Error of a transition by initial weights."""
REALIZATIONS = 50
HALF = 0.07
"""Half of the interval of a transition."""
DISORDER = 0.125 * np.arange(1, 65)
DENSITY = np.round(0.2 + 0.05 * np.arange(13), 2)
DRIVE = np.linspace(0, np.pi / 2, 81)
FIRST, SECOND = 0.3, 1.2
PHASES = ["time crystal", "ergodic", "MBL"]
LABELS = {"ergodic": [0.0, 0.5], "MBL": [7.6, 8.0]}
RUN = {"L": 12, "boundary": "open", "learning_units": 32, "retrainings": NETWORKS}


def step(x, at, width):
    return 0.5 * (1 + np.tanh((np.asarray(x) - at) / width))


def bump(x, at):
    return np.exp(-((np.asarray(x) - at) ** 2))


def located(dims, value, half=HALF, name="transition"):
    """A transition, found everywhere, with its interval."""
    value = np.asarray(value, dtype=float)
    return {
        f"{name}_value": (dims, value),
        f"{name}_low": (dims, value - half),
        f"{name}_high": (dims, value + half),
        f"{name}_retraining": (dims, np.full(value.shape, RETRAINING)),
        f"{name}_verdict": (dims, np.full(value.shape, "found", dtype=object)),
    }


def fig2():
    units = np.array([2, 8, 16, 32])
    boundary = 3.4 - 8 * (DENSITY - 0.5) ** 2
    return xr.Dataset(
        {
            **located("units", 3.4 + 1 / units, name="units_transition"),
            # Networks scatter the less, the larger they are.
            "units_transition": (
                ("units", "retraining"),
                3.4 + 1 / units[:, None] + 8 * SCATTER / units[:, None],
            ),
            **{f"units_transition_{name}": ("units", [0.02] * 4) for name in ("disorder", "grid")},
            "units_confusion": (("units", "W"), bump(DISORDER, 3.4 + 1 / units[:, None])),
            "units_confusion_error": (("units", "W"), np.full((4, len(DISORDER)), 0.01)),
            **located("epsilon", boundary),
            "confusion": (("epsilon", "W"), bump(DISORDER, boundary[:, None])),
            "epsilon_attained_mean": (("epsilon", "W"), DENSITY[:, None] + 0 * DISORDER),
            "exact_transition": ("epsilon", boundary + 0.3),
            "exact_error": ("epsilon", 0.05 + 0 * DENSITY),
        },
        {"units": units, "W": DISORDER, "epsilon": DENSITY},
        RUN | {"units_epsilon": 0.5, "exact_L": 12},
    )


def outputs(first=FIRST, second=SECOND, width=0.03):
    crystal, mbl = 1 - step(DRIVE, first, width), step(DRIVE, second, width)
    return np.stack([crystal, 1 - crystal - mbl, mbl], axis=1)


def driven_imbalance(first=FIRST, second=SECOND):
    return step(DRIVE, second, 0.1) - (1 - step(DRIVE, first, 0.1))


def fig3():
    crystal = 1 - step(DRIVE, FIRST, 0.1)
    periods = np.arange(50.0)
    return xr.Dataset(
        {
            **located("gap", [FIRST, SECOND], half=0.01),
            "output": (("drive", "phase"), outputs()),
            "output_error": (("drive", "phase"), np.full((len(DRIVE), 3), 0.005)),
            "imbalance": ("drive", driven_imbalance()),
            "imbalance_error": ("drive", np.full(len(DRIVE), 0.005)),
            "period_imbalance": (("drive", "time"), np.outer(crystal, (-1) ** periods)),
            "period_imbalance_error": (("drive", "time"), np.full((len(DRIVE), 50), 0.01)),
        },
        {"drive": DRIVE, "phase": PHASES, "time": periods},
        RUN | {"period": 99},
    )


def fig4():
    rises = np.array([[0.3, -0.4, -0.4]] * 4)
    return xr.Dataset(
        {
            "rise": (("network", "constant"), rises),
            "constant_output": (("network", "constant"), [[0.9, 0.1, 0.2]] * 4),
        },
        {"network": ["handcrafted", "seed 0", "seed 1", "seed 2"], "constant": [0.0, 1.0, -1.0]},
    )


def fig5():
    width = np.array([0.25, 0.5, 0.75, 1.0, 2.0, 3.0])
    mean = np.where(width < 0.75, 2.0, 3.4 + 0.02 * width)
    scatter = np.where(width < 0.75, 3.0, 1.0)[:, None] * SCATTER
    return xr.Dataset(
        {
            **located("width", mean),
            "transition": (("width", "retraining"), mean[:, None] + scatter),
        },
        {"width": width},
    )


def fig6():
    return xr.Dataset(
        {
            # Nearly empty bins but for the first and the last one.
            "count": ("output", [500] + [1] * 18 + [482]),
            **uncertain("output", "underconfidence", [0.02] * 20, 0.005),
            **uncertain("phase", "confidence", [0.97, 0.93], 0.005),
            **uncertain("phase", "phase_underconfidence", [0.02, 0.055], 0.005),
            **uncertain("outcome", "sure", [0.96, 0.8], 0.02),
        },
        {"phase": ["ergodic", "MBL"], "outcome": ["right", "wrong"]},
        {"retrainings": 20},
    )


def uncertain(dimension, name, values, error):
    return {name: (dimension, values), f"{name}_error": (dimension, [error] * len(values))}


def readings():
    """Four readings of the same numbers, the last one of periodic chains."""
    of_networks = {
        f"{part}_accuracy_{kind}": ("reading", np.full(4, value))
        for part, mean in (("train", 0.997), ("test", 0.984))
        for kind, value in (("mean", mean), ("std", 0.005))
    }
    chosen = [["open"], ["open"], ["open"], ["periodic"]]
    return xr.Dataset(
        {
            **located("reading", np.full(4, 3.4)),
            **of_networks,
            "chosen": (("reading", "choice"), chosen),
            "transition": (("reading", "retraining"), 3.4 + np.tile(SCATTER[:5], (4, 1))),
        },
        {"choice": ["boundary"]},
        {"learning_units": 32},
    ).merge(xr.concat([fig6()] * 4, dim="reading"), combine_attrs="override")


def fig7():
    number = np.searchsorted([FIRST, SECOND], DRIVE)
    label = np.full(len(DRIVE), -1)
    for phase, (low, high) in enumerate([(0.0, 0.05), (0.65, 0.75), (1.52, 1.58)]):
        label[(low <= DRIVE) & (high >= DRIVE)] = phase
    confusion = np.where(number == np.arange(3)[:, None], 0.9, 0.05)
    return xr.Dataset(
        {
            "confusion": (("unseen", "drive"), confusion),
            "confusion_error": (("unseen", "drive"), np.full(confusion.shape, 0.02)),
            "label": ("drive", label),
        },
        {"unseen": PHASES, "drive": DRIVE, "phase": PHASES},
    )


def fig8():
    time = np.linspace(0, 500, 50)
    decay, still = np.exp(-time / 10), 0.9 + 0.1 * np.exp(-time / 10)
    final = np.tile(0.8 * step(DISORDER, 3.0, 1.0), (len(DENSITY), 1))
    spins = np.stack([decay, still])
    return xr.Dataset(
        {
            "memory": (
                ("trace_W", "realization", "time"),
                np.repeat(spins[:, None], REALIZATIONS, axis=1),
            ),
            "trace_imbalance": (("trace_W", "time"), spins),
            "trace_imbalance_error": (("trace_W", "time"), np.full(spins.shape, 0.02)),
            "imbalance": (("epsilon", "W"), final),
            "imbalance_error": (("epsilon", "W"), np.full(final.shape, 0.01)),
        },
        {"trace_W": [1.5, 7.5], "time": time, "epsilon": DENSITY, "W": DISORDER},
        {"trace_epsilon": 0.5},
    )


def boundary(strength):
    return 3.0 - strength * (DENSITY[::3] - 0.5) ** 2


def regularization():
    mean = np.reshape([boundary(strength) for strength in (1.0, 5.0, 5.0, 9.0)], (2, 2, 5))
    return xr.Dataset(
        located(("l2", "confidence", "epsilon"), mean),
        {"epsilon": DENSITY[::3]},
        {"retrainings": NETWORKS},
    )


def accuracies():
    published = {2: (0.94, 0.89), 4: (0.99, 0.97), 16: (1.0, 0.99), 32: (1.0, 0.99)}
    return [
        {
            "units": units,
            "train_mean": train - 0.003,
            "train_std": 0.002,
            "train_published": train,
            "test_mean": test - 0.006,
            "test_std": 0.01,
            "test_published": test,
            "retrainings": NETWORKS,
            "train_traces": 480,
            "test_traces": 320,
        }
        for units, (train, test) in published.items()
    ]


def paper():
    """A run that finds what the paper found."""
    makers = (fig2, fig3, fig4, fig5, fig6, fig7, fig8, regularization, readings)
    return {maker.__name__: maker() for maker in makers} | {"accuracies": accuracies()}


def judge(run):
    """Judge every statement by a run."""
    figures = {name: value for name, value in run.items() if name != "accuracies"}
    return comparison(figures, run["accuracies"], LABELS)


def put(name, variable, values, **place):
    """A change of a run: a part of a figure's variable."""

    def change(run):
        run[name][variable].loc[place] = values

    return change


def move(name, value, half=HALF, transition="transition", **place):
    """A change of a run: a transition of a figure, or all of them; NaN where it is not found."""

    def change(run):
        verdict = "no crossing" if np.isnan(value).any() else "found"
        ends = {"value": value, "low": value - half, "high": value + half, "verdict": verdict}
        for part, values in ends.items():
            put(name, f"{transition}_{part}", values, **place)(run)

    return change


def without_errors(run):
    """Leave a run without anything to tell its errors by."""
    for name in run:
        for variable in () if name == "accuracies" else run[name].data_vars:
            if variable.endswith(("_low", "_high", "_retraining", "_error", "_disorder", "_grid")):
                if variable != "exact_error":
                    run[name][variable][:] = np.nan
    return run


def use(name, variable, function):
    """A change of a run: a figure's variable by a function of it."""

    def change(run):
        values = function(run[name][variable])
        run[name][variable] = (run[name][variable].dims, np.asarray(values))

    return change


def attribute(name, key, value):
    """A change of a run: an attribute of a figure."""
    return lambda run: run[name].attrs.update({key: value})


def table(units, key, value):
    """A change of a run: a number of the table of accuracies."""
    return lambda run: next(r for r in run["accuracies"] if r["units"] == units).update(
        {key: value}
    )


def words(row):
    """What tells a statement from all others."""
    return f"{row.figure}: {row.statement}: {row.criterion}"


NEVER = ("finite size scaling attempt", "different parts of the signal", "lengths of data")
"""What no run measures."""


def check_change(change, expected):
    """Ask of a change that the rows with the expected words have another verdict, and no others.

    That is a no, or, where it is given for the words, None, which cannot be told.
    """
    run = paper()
    change(run)
    rows = judge(run)
    verdicts = expected if isinstance(expected, dict) else dict.fromkeys(expected, False)
    for row in rows:
        found = [verdict for key, verdict in verdicts.items() if key in words(row)]
        never = any(key in row.statement for key in NEVER)
        assert row.agrees is (found[0] if found else None if never else True), row
    for key in verdicts:
        assert any(key in words(row) for row in rows), key
    return rows


def unchanged(rows, changes):
    """Rows that no change turns into a no, but those that no run measures."""
    rows = [row for row in rows if not any(key in row.statement for key in NEVER)]
    keys = [
        key
        for _, expected in changes.values()
        for key in expected
        if not isinstance(expected, dict) or expected[key] is False
    ]
    return [row for row in rows if not any(key in words(row) for key in keys)]
