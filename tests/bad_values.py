"""Values that a configuration may not have, each with what is said of it.

A key, the value that is laid over the default configuration there, and a part of the message.
"""

import datetime

NAN, INFINITY = float("nan"), float("inf")
RECURSIVE: list = []
RECURSIVE.append(RECURSIVE)
DEEP: list = []
for _ in range(5000):
    DEEP = [DEEP]

AT_LEAST_1 = "must be greater than or equal to 1"
AT_LEAST_0 = "must be greater than or equal to 0"
UNKNOWN = "unknown key; allowed: "
GRID = "must be {start, stop, points} or a list of numbers"
NUMBER, WHOLE = "must be a number", "must be a whole number"
MAPPING, LIST, FINITE = "must be a mapping", "must be a valid list", "must be a finite number"

UNKNOWN_KEYS = [
    ("heisenberg.sits", 12, UNKNOWN + "sites"),
    ("engine", {}, UNKNOWN + "heisenberg, floquet, learning, figures, studies, jobs"),
    ("heisenberg.labels.glass", [2.0, 3.0], UNKNOWN + "ergodic, MBL"),
    ("floquet.labels.time_crystal", [0.0, 0.1], UNKNOWN + "time crystal, ergodic, MBL"),
    ("figures.fig9", {}, UNKNOWN + "fig2"),
    ("figures.fig6.beyond.glass", [2.0, 3.0], UNKNOWN + "ergodic, MBL"),
    ("heisenberg.disorder.step", 0.1, UNKNOWN + "start, stop, points"),
    ("heisenberg.disorder.(mapping)", 0.1, UNKNOWN + "start, stop, points"),
    ("heisenberg.times.start", 0.0, UNKNOWN + "stop, points"),
    ("heisenberg.focus.sites", 12, UNKNOWN + "energy_density, seeds"),
    ("jobs.gpus.draw", 1, UNKNOWN + "simulate, train"),
    ("learning.Units", 32, UNKNOWN + "units"),
    ("learning.ünits", 32, UNKNOWN + "units"),
    ("learning.кол", None, UNKNOWN + "units"),
    ("learning.", 1, UNKNOWN + "units"),
    ("Heisenberg", {"sites": 12}, UNKNOWN + "heisenberg"),
]

NUMBERS = [
    ("heisenberg.sites", "twelve", NUMBER),
    ("heisenberg.sites", None, NUMBER),
    ("heisenberg.sites", "", NUMBER),
    ("heisenberg.sites", " 12", NUMBER),
    ("heisenberg.sites", "012", NUMBER),
    ("heisenberg.sites", "1_2", NUMBER),
    ("heisenberg.sites", "0x0c", NUMBER),
    ("heisenberg.sites", "１２", NUMBER),
    ("heisenberg.sites", "12 spins", NUMBER),
    ("heisenberg.sites", [12], NUMBER),
    ("heisenberg.sites", {}, NUMBER),
    ("heisenberg.sites", 12.5, WHOLE),
    ("heisenberg.sites", "1.25e1", WHOLE),
    ("heisenberg.sites", 11, "must be even while up_spins is half"),
    ("heisenberg.sites", -4, "must be greater than or equal to 2"),
    ("heisenberg.sites", 64, "must be less than or equal to 62"),
    ("heisenberg.sites", 2**64, "must be less than or equal to 62"),
    ("heisenberg.sites", 1e300, "must be less than or equal to 62"),
    ("heisenberg.sites", INFINITY, FINITE),
    ("heisenberg.sites", datetime.date(2017, 11, 16), NUMBER),
    ("heisenberg.sites", 30, "GiB is 4294967296; the longest chain that fits has 26 sites"),
    ("floquet.sites", 40, "bytes, jobs.memory = 4.0 GiB is 4294967296; the longest chain that"),
    ("floquet.sites", 1, "must be greater than or equal to 2"),
    ("heisenberg.up_spins", 12, "must be at most 11"),
    ("heisenberg.up_spins", "all", "must be 'half' or a number of up spins"),
    ("heisenberg.up_spins", "Half", "must be 'half' or a number of up spins"),
    ("heisenberg.up_spins", None, "must be 'half' or a number of up spins"),
    ("heisenberg.up_spins", True, "must be 'half' or a number of up spins"),
    ("heisenberg.up_spins", [6], "must be 'half' or a number of up spins"),
    ("heisenberg.up_spins", 5.5, WHOLE),
    ("heisenberg.up_spins", 0, AT_LEAST_1),
    ("heisenberg.up_spins", -1, AT_LEAST_1),
    ("heisenberg.realizations", 0, AT_LEAST_1),
    ("heisenberg.realizations", -5, AT_LEAST_1),
    ("heisenberg.realizations", -0.0, AT_LEAST_1),
    ("heisenberg.realizations", 1e12, "must be less than or equal to 1000000"),
    ("heisenberg.realizations", False, NUMBER),
    ("heisenberg.coupling", NAN, FINITE),
    ("heisenberg.coupling", -INFINITY, FINITE),
    ("heisenberg.coupling", 10**400, FINITE),
    ("heisenberg.coupling", "1e999", FINITE),
    ("heisenberg.coupling", "nan", NUMBER),
    ("heisenberg.coupling", "J", NUMBER),
    ("heisenberg.coupling", 1e300, "must be less than or equal to 1000000000"),
    ("heisenberg.coupling", True, NUMBER),
    ("heisenberg.tolerance", "small", NUMBER),
    ("heisenberg.tolerance", 0, "must be greater than 0"),
    ("heisenberg.tolerance", 0.01, "must be less than or equal to 0.001"),
    ("heisenberg.tolerance", "1e-999", "must be greater than 0"),
    ("heisenberg.block", 0, AT_LEAST_1),
    ("heisenberg.times.points", 1, "must be greater than or equal to 2"),
    ("heisenberg.times.points", 1e9, "must be less than or equal to 10000"),
    ("heisenberg.times.stop", 0.0, "must be greater than 0"),
    ("heisenberg.times.stop", 1e15, "must be less than or equal to 1000000000"),
    ("heisenberg.times.stop", INFINITY, FINITE),
    ("heisenberg.times.stop", 1e9, "must be at most 2.02e+05 with times.points = 50: one step"),
    ("heisenberg.seeds", [2**64, 0], "must be less than or equal to 1000000000"),
    ("heisenberg.seeds", [0.0, 1.0, 1.5], WHOLE),
    ("heisenberg.seeds", [0.0, 1.0, "1e0"], "must not repeat a value"),
    ("heisenberg.realizations", "1e-1", WHOLE),
    ("learning.epochs", "1e12", "must be less than or equal to 1000000"),
    ("learning.epochs", "1.5e0", WHOLE),
    ("figures.fig2.units", list(range(1, 102)), "must have at most 100 items, not 101"),
    ("figures.fig8.disorder", ["1.5", 1.5], "must not repeat a value"),
    ("learning.seed", "18446744073709551616", "must be less than or equal to 1000000000"),
    ("jobs.memory", "1e300", "must be less than or equal to 1000000"),
    ("floquet.periods", 10, "must be odd"),
    ("floquet.periods", -1, AT_LEAST_1),
    ("floquet.pulse", "pi/2", NUMBER),
    ("floquet.strength", -0.5, AT_LEAST_0),
    ("learning.units", 2.5, WHOLE),
    ("learning.units", True, NUMBER),
    ("learning.dropout", 1.0, "must be less than 1"),
    ("learning.l2", -0.1, AT_LEAST_0),
    ("learning.batch", 2, "must be greater than or equal to 3"),
    ("learning.batch", 100000, "the labelled traces to train on that floquet.realizations"),
    ("learning.epochs", 0, AT_LEAST_1),
    ("learning.epochs", 1e12, "must be less than or equal to 1000000"),
    ("learning.retrainings", 0, AT_LEAST_1),
    ("learning.learning_rate", NAN, FINITE),
    ("learning.learning_rate", 0, "must be greater than 0"),
    ("floquet.training_set.seed", 0, "must be none of floquet.seeds"),
    ("floquet.training_set.drive", [0.7, 0.70001], "two values print as 0.7000"),
    ("floquet.trained_on", "all", "must be 'training_set' or 'sweep'"),
    ("learning.train_fraction", 0.999, "must leave at least one"),
    ("learning.train_fraction", 0.0, "must be greater than 0"),
    ("learning.validation_fraction", 0.4, "that are not trained on to choose by and one to test"),
    (
        "learning.validation_fraction",
        0.001,
        "must leave at least one of the 20 realizations",
    ),
    ("learning.judged", "test", "must be 'withheld' or 'all'"),
    ("learning.bootstraps", -1, AT_LEAST_0),
    ("learning.train_fraction", 1, "must be less than 1"),
    ("learning.confidence_weight", "entropy", NUMBER),
    ("learning.seed", -1, AT_LEAST_0),
    ("learning.seed", 2**64, "must be less than or equal to 1000000000"),
    ("jobs.gpus.simulate", 2, "must be less than or equal to 1"),
    ("jobs.gpus.train", True, NUMBER),
    ("jobs.memory", 0, "must be greater than 0"),
    ("jobs.memory", "lots", NUMBER),
    ("jobs.memory", "4 GiB", NUMBER),
    ("jobs.memory", 1e300, "must be less than or equal to 1000000"),
]

WORDS = [
    ("heisenberg.boundary", "closed", "must be 'open' or 'periodic'"),
    ("heisenberg.boundary", "Open", "must be 'open' or 'periodic'"),
    ("heisenberg.boundary", None, "must be 'open' or 'periodic'"),
    ("heisenberg.boundary", True, "must be 'open' or 'periodic'"),
    ("heisenberg.boundary", "ореn", "must be 'open' or 'periodic'"),
    ("heisenberg.boundary", "open\nperiodic", "must be 'open' or 'periodic'"),
    ("heisenberg.precision", "float16", "must be 'float64' or 'float32'"),
    ("heisenberg.precision", 64, "must be 'float64' or 'float32'"),
    ("learning.cell", "torch", "must be 'gru' or 'lstm'"),
    ("learning.cell", "keras", "must be 'gru' or 'lstm'"),
    ("learning.gates", ["sigmoid"], "must be 'hard_sigmoid' or 'sigmoid'"),
    ("learning.initialization", {"keras": 1}, "must be 'keras' or 'flax'"),
    ("learning.averaging", "median", "must be 'mean_output' or 'per_sample'"),
    ("learning.dropout_on", 0.2, "must be 'input' or 'output'"),
    ("learning.epoch", "", "must be 'labelled' or 'all'"),
]

GRIDS = [
    ("heisenberg.disorder", [], "must have at least 1 item, not 0"),
    ("heisenberg.disorder", [2.0, 1.0], "must increase, and 1.0 follows 2.0"),
    ("heisenberg.disorder", [1.0, 1.0], "must increase, and 1.0 follows 1.0"),
    ("heisenberg.disorder", 3.0, GRID),
    ("heisenberg.disorder", None, GRID),
    ("heisenberg.disorder", "0.5 1.0", GRID),
    ("heisenberg.disorder", "[0.5, 1.0]", GRID),
    ("heisenberg.disorder", [-1.0, 1.0], AT_LEAST_0),
    ("heisenberg.disorder", [[0.5], [1.0]], NUMBER),
    ("heisenberg.disorder", [None], NUMBER),
    ("heisenberg.disorder", [True, 2], NUMBER),
    ("heisenberg.disorder", RECURSIVE, NUMBER),
    ("heisenberg.disorder", DEEP, NUMBER),
    ("heisenberg.disorder", list(range(20_000)), "must have at most 10000 items, not"),
    ("heisenberg.disorder.stop", 0.1, "must exceed start"),
    ("heisenberg.disorder.stop", NAN, FINITE),
    ("heisenberg.disorder.stop", None, NUMBER),
    ("heisenberg.disorder.points", 0, AT_LEAST_1),
    ("heisenberg.disorder.points", 2.5, WHOLE),
    ("heisenberg.disorder.points", 100000000, "must be less than or equal to 10000"),
    ("heisenberg.disorder.points", "many", NUMBER),
    ("heisenberg.disorder.start", -0.5, AT_LEAST_0),
    ("heisenberg.disorder.start", {}, NUMBER),
    ("heisenberg.energy_density", [0.2, 1.5], "must be less than or equal to 1"),
    ("heisenberg.energy_density", [0.5, 0.501], "two values print as 0.50"),
    ("heisenberg.energy_density", "all", GRID + " from 0 to 1"),
    ("heisenberg.energy_density.stop", 1.5, "must be less than or equal to 1"),
    ("heisenberg.energy_density", {"points": 1000}, "two values print as 0.20"),
    ("heisenberg.focus.energy_density", 0.33, "must be one of heisenberg.energy_density: 0.20"),
    ("floquet.drive", [0.1, 0.10001], "two values print as 0.1000"),
    ("floquet.drive", False, GRID),
]

LISTS = [
    ("heisenberg.seeds", [0, 0], "must not repeat a value"),
    ("heisenberg.seeds", [0, 0.0], "must not repeat a value"),
    ("heisenberg.seeds", ["0", 0], "must not repeat a value"),
    ("heisenberg.seeds", [], "must have at least 1 item, not 0"),
    ("heisenberg.seeds", list(range(100)), "must be fewer: together they name a folder"),
    ("figures.fig5.widths", [0.9996, 1.0004], "must differ from the others in 3 decimals"),
    ("heisenberg.seeds", [-1], AT_LEAST_0),
    ("heisenberg.seeds", [0.5], WHOLE),
    ("heisenberg.seeds", [2**64], "must be less than or equal to 1000000000"),
    ("heisenberg.seeds", 3, LIST),
    ("heisenberg.seeds", "0, 1", LIST),
    ("heisenberg.seeds", {"0": 1}, LIST),
    ("heisenberg.focus.seeds", [1, 1], "must not repeat a value"),
    ("floquet.durations", [1.0], "must have at least 2 items, not 1"),
    ("floquet.durations", [1.0, 1.0, 1.0], "must have at most 2 items, not 3"),
    ("floquet.durations", [1.0, 0.0], "must be greater than 0"),
    ("heisenberg.labels.MBL", [0.4, 8.0], "must not overlap labels.ergodic"),
    ("heisenberg.labels.MBL", [9.0, 10.0], "must hold a value of heisenberg.disorder, 0.125 to 8"),
    ("heisenberg.labels.MBL", [8.0, 7.0], "with low at most high"),
    ("heisenberg.labels.MBL", ["8", "7"], "with low at most high"),
    ("heisenberg.labels.MBL", [NAN, 8.0], FINITE),
    ("heisenberg.labels.MBL", None, LIST),
    ("heisenberg.labels.ergodic", "low", LIST),
    ("floquet.labels.MBL", [1.2], "must have at least 2 items, not 1"),
    ("floquet.labels.ergodic", [0.02, 0.7], "must not overlap labels.time crystal"),
    ("figures.fig2.units", [2, "x"], NUMBER),
    ("figures.fig2.units", [2, 2], "must not repeat a value"),
    ("figures.fig2.units", [], "must have at least 1 item, not 0"),
    ("figures.fig5.widths", [4.5], "must lie between 0.125"),
    ("figures.fig5.widths", [0.5, 0.5], "must not repeat a value"),
    ("figures.fig6.beyond.MBL", [8.5, 9.0], "must hold a value of the disorder"),
    ("figures.fig8.disorder", [1.5, 12.0], "must lie within the disorder"),
    ("figures.fig8.disorder", [1.5, 1.5], "must not repeat a value"),
    ("figures.regularization.energy_density", [0.21], "must be one of"),
    ("figures.regularization.weights", [-1], AT_LEAST_0),
    ("figures.robustness.fits", 1, "must be greater than or equal to 2"),
    ("figures.robustness.noise", [0.0], "must be greater than 0"),
    ("figures.robustness.shots", [0], AT_LEAST_1),
    ("figures.robustness.missing_sites", [1.5], "must be less than or equal to 1"),
    ("figures.gap_ratio.levels", 2, "must be greater than or equal to 3"),
    ("figures.gap_ratio.points", 1, "must be greater than or equal to 2"),
    ("figures.gap_ratio.realizations", 0, AT_LEAST_1),
    ("figures.gap_ratio.longest", 2, "makes 2 energy levels, and a gap ratio takes 3"),
]

SECTIONS = [
    ("learning", [], MAPPING),
    ("learning", None, MAPPING),
    ("learning", "default", MAPPING),
    ("heisenberg", 12, MAPPING),
    ("heisenberg.labels", [[0.0, 0.5]], MAPPING),
    ("heisenberg.labels", None, MAPPING),
    ("heisenberg.times", [0, 500], MAPPING),
    ("heisenberg.focus", 0.5, MAPPING),
    ("figures.fig2", [2, 4], MAPPING),
    ("figures", False, MAPPING),
    ("jobs.gpus", 1, MAPPING),
    ("jobs", None, MAPPING),
]

BAD = [*UNKNOWN_KEYS, *NUMBERS, *WORDS, *GRIDS, *LISTS, *SECTIONS]


def laid_over(key, value):
    """The changes to the default configuration that set what keys lead to, "a.b" or ("a", "b")."""
    for part in reversed(key.split(".") if isinstance(key, str) else key):
        value = {part: value}
    return value


def name(case):
    key, value, _ = case
    if value is RECURSIVE or value is DEEP:
        return f"{key}={'recursive' if value is RECURSIVE else 'deep'}"
    return f"{key}={value!r}"[:60]
