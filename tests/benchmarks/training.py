"""Time a retraining by every tool, once what it computes is right."""

from collections.abc import Callable, Iterator
from math import ceil

import numpy as np
from benchmarks.learners import TOOLS, Predict, phasetrace
from benchmarks.task import Task, some_weights, test_samples
from benchmarks.timing import Timing, alone, repeated, seconds

Row = dict[str, str | int | float]

AGREEMENT = 1e-5
"""Between the outputs of two tools with the same weights and gates."""
SPAN = 5.0
"""Seconds of retrainings at least: no machine is as busy at one time as at another."""
ACCURACY = 0.95
"""Share of the traces not trained on that a network must get right; the problem is easy."""


def rows(epochs: int, repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Time every tool without and with confidence enhancement.

    Parameters
    ----------
    epochs : int
        Passes over the labelled traces.
    repeats : int
        Least number of retrainings that are timed when all is compiled.
    say : callable
        Told what is going on.

    Yields
    ------
    Row
        Seconds a retraining and milliseconds a step.
    """
    right = {gates: alone(outputs, gates) for gates in {tool.gates for tool in TOOLS.values()}}
    for enhanced in (False, True):
        for name, tool in TOOLS.items():
            row = alone(case, name, Task(epochs, enhanced), right[tool.gates], repeats)
            kind = "with confidence enhancement" if enhanced else "labelled traces alone"
            say(f"{kind}: {name} {row['warm_s']:.3g} s, accuracy {row['accuracy']:.3f}")
            yield row


def outputs(gates: str) -> np.ndarray:
    """What phasetrace makes of the test traces with `some_weights` and a function of the gates."""
    return phasetrace(Task(1, False), gates).load(some_weights())(test_samples().traces)


def case(name: str, task: Task, right: np.ndarray, repeats: int) -> Row:
    """Check one tool's outputs and accuracy, then time it.

    Raises
    ------
    ArithmeticError
        If it errs; it then has no time.
    """
    test = test_samples()

    def share(predict: Predict) -> float:
        return float(np.mean(predict(test.traces).argmax(axis=1) == test.labels))

    start, learner = seconds(lambda: TOOLS[name].prepare(task))
    difference = float(np.abs(learner.load(some_weights())(test.traces) - right).max())
    if not difference <= AGREEMENT:
        raise ArithmeticError(f"outputs of {name} are off by {difference:.1e}")
    first, predict = seconds(lambda: learner.retrain(0))
    second, other = seconds(lambda: learner.retrain(1))
    # The last step leaves one network in many off its course, whatever the tool.
    several = [share(predict), share(other), share(learner.retrain(2))]
    accuracy = float(np.median(several))
    if not accuracy >= ACCURACY:
        raise ArithmeticError(f"{name} gets only {accuracy:.3f} of an easy problem right")
    timing = Timing(first, repeated(learner.retrain, max(repeats, ceil(SPAN / second))))
    return {
        "tool": name,
        "enhanced": int(task.enhanced),
        "steps": task.steps,
        "difference": difference,
        "accuracy": accuracy,
        "start_s": start,
        **timing.columns(),
        "warm_ms_a_step": 1000 * timing.median / task.steps,
    }
