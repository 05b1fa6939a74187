"""Runs whose agreement with the statements about the imbalance is known."""

import numpy as np
import pytest
from phasetrace.paper.imbalance_statements import fig8_rows
from run_like_the_paper import (
    DISORDER,
    check_change,
    move,
    paper,
    put,
    step,
    unchanged,
    use,
    without_errors,
)

NAN = float("nan")
REGIMES = [(0.0, 0.5), (7.6, 8.0)]

# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "the weak spins stay": (put("fig8", "memory", 0.3, trace_W=1.5), ["weak disorder"]),
    "half of the weak spins stay": (
        put("fig8", "memory", 0.3, trace_W=1.5, realization=range(20)),
        {"weak disorder": None},
    ),
    "the strong spins flip once": (
        put("fig8", "memory", -0.9, trace_W=7.5, time=500.0),
        ["strong disorder"],
    ),
    "some strong spins flip once": (
        put("fig8", "memory", -0.9, trace_W=7.5, time=500.0, realization=range(5)),
        [],
    ),
    "half of the strong spins flip once": (
        put("fig8", "memory", -0.9, trace_W=7.5, time=500.0, realization=range(25)),
        {"strong disorder": None},
    ),
    "perhaps untypical spins": (
        put("fig8", "trace_imbalance", 0.51, trace_W=7.5, time=500.0),
        {"behaviours are typical": None},
    ),
    "the extremes are as far apart as errors": (
        put("fig8", "imbalance_error", 0.5),
        {"easily distinguishes": None, "threshold": None},
    ),
    "networks as uncertain as the threshold": (
        move("fig2", 3.4, half=0.5, epsilon=0.5),
        {"threshold": None, "lower: W_c": None, "slightly: W_c": None},
    ),
    "untypical spins": (
        put("fig8", "trace_imbalance", 0.4, trace_W=7.5, time=500.0),
        ["behaviours are typical"],
    ),
    "the extremes overlap": (
        put("fig8", "imbalance", 0.9, W=0.25, epsilon=0.2),
        ["easily distinguishes"],
    ),
    "a steep imbalance": (
        use("fig8", "imbalance", lambda old: np.tile(step(DISORDER, 3.0, 0.1), (len(old), 1))),
        ["threshold"],
    ),
}


def rows(run):
    return fig8_rows(run["fig8"], run["fig2"], REGIMES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_without_errors_means_are_left_open():
    run = without_errors(paper())
    assert [row.agrees for row in rows(run)] == [True, True, None, None, None]


def test_a_threshold_that_is_never_reached_is_left_open():
    run = paper()
    use("fig8", "imbalance", lambda values: values * 0.4)(run)
    threshold = rows(run)[-1]
    assert threshold.agrees is None
    assert "1/2 nowhere" in threshold.measured and "1/4 at " in threshold.measured


def test_measured_numbers_are_the_runs():
    weak, strong, typical, extremes, threshold = (row.measured for row in rows(paper()))
    time = np.linspace(0, 500, 50)
    late = np.exp(-time[time > 50] / 10).mean()
    weak_spin = f"W = 1.5 J: median of that mean {late:.2f}; it holds in 100% of 50 realizations"
    assert weak == weak_spin and late < 0.01
    assert strong.startswith("W = 7.5 J: median of the least m(t) m(0) 0.90; it holds in 100%")
    assert rows(paper())[1].holds_in == "50 of 50 realizations"
    assert typical == f"weak: mean |I| = {late:.2f}; strong: at least 0.90"
    assert extremes == "ergodic: at most 0.01; MBL: at least 0.80"
    # 0.4 (1 + tanh(W - 3)) is 1/4 at W = 3 - atanh(3/8), 2.606, and 1/2 at 3 + atanh(1/4),
    # 3.255; lines between points 0.125 apart cross a little beside.
    assert "reaches 1/4 at 2.60 J and 1/2 at 3.26 J" in threshold
    assert threshold.endswith("networks: W_c = 3.40 (3.33 to 3.47) J")


def test_the_first_tenth_of_the_time_does_not_count_for_a_weak_spin():
    run = paper()
    early = run["fig8"]["time"] <= 50
    run["fig8"]["memory"].loc[{"trace_W": 1.5, "time": early}] = -1.0
    assert rows(run)[0].agrees is True


def test_labelled_ends_count_with_both_ends():
    run = paper()
    put("fig8", "imbalance", 0.9, W=0.5, epsilon=0.5)(run)
    assert rows(run)[3].agrees is False
    run = paper()
    put("fig8", "imbalance", 0.9, W=0.625, epsilon=0.5)(run)
    assert rows(run)[3].agrees is True


def test_all_but_the_first_tenth_of_the_time_counts_for_a_weak_spin():
    run = paper()
    time = run["fig8"]["time"]
    late, second = time > 50, (time > 50) & (time <= 100)
    run["fig8"]["memory"].loc[{"trace_W": 1.5, "time": late}] = 0.2
    assert rows(run)[0].agrees is True
    run["fig8"]["memory"].loc[{"trace_W": 1.5, "time": second}] = 1.0
    assert rows(run)[0].agrees is False
