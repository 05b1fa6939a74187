"""What figures show, on predictions and traces whose answer is worked out by hand."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.drive import fig3, fig7, late_imbalance
from phasetrace.analyses.fig5 import fig5
from phasetrace.analyses.fig6 import fig6
from phasetrace.analyses.fig8 import fig8
from phasetrace.analyses.regularization import regularization

ATTRIBUTES = {
    "model": "toy",
    "L": 2,
    "boundary": "open",
    "epsilon": 0.5,
    "T1": 1.0,
    "T2": 1.0,
    "software": "phasetrace 0",
    "learning_units": 2,
    "learning_l2": 0.01,
    "learning_confidence_weight": 0.1,
}


def predictions(parameter, values, output, labels, phases, **attributes):
    """Predictions in which every realization and network has the given output."""
    output = np.asarray(output, dtype=float)
    p = np.stack([output] * 3, axis=1)
    return xr.Dataset(
        {
            "probability": (("retraining", parameter, "realization", "phase"), np.stack([p, p])),
            "label": (parameter, np.asarray(labels)),
            "trained_on": ((parameter, "realization"), np.zeros(p.shape[:2], dtype=bool)),
            "test_accuracy": ("retraining", [0.9, 1.0]),
            "test_cross_entropy": ("retraining", [0.1, 0.3]),
        },
        {parameter: (parameter, values, {"units": "J"}), "phase": phases, "retraining": [0, 1]},
        {**ATTRIBUTES, **attributes},
    )


def driven():
    """Two spins that flip, forget or keep their start, at three drives."""
    drive = [0.0, 0.5, 1.0, 1.5]
    start = np.array([1.0, -1.0])
    end = np.array([-1.0, 0.0, 0.2, 1.0])[:, None, None] * start
    magnetization = np.stack([np.broadcast_to(start, (4, 3, 2)), np.repeat(end, 3, axis=1)], axis=2)
    return xr.Dataset(
        {"magnetization": (("drive", "realization", "time", "site"), magnetization)},
        {"drive": ("drive", drive, {"units": "rad"}), "time": [0, 7], "site": [1, 2]},
    )


def test_late_imbalance_compares_the_last_sample_with_the_first():
    np.testing.assert_allclose(late_imbalance(driven()), [-1.0, 0.0, 0.2, 1.0])


def test_fig3_finds_both_transitions_by_interpolation():
    output = [[0.9, 0.1, 0.0], [0.3, 0.7, 0.0], [0.0, 0.6, 0.4], [0.0, 0.2, 0.8]]
    phases = ["time crystal", "ergodic", "MBL"]
    known = predictions("drive", [0.0, 0.5, 1.0, 1.5], output, [0, 1, -1, 2], phases)
    shown = fig3(known, driven(), "mean_output")
    # The leads 0.8, -0.4 and 0.2, -0.6 cross zero after 2/3 and 1/4 of their cells.
    np.testing.assert_allclose(shown["transition_mean"], [1 / 3, 1.125])
    np.testing.assert_allclose(shown["transition_std"], 0, atol=1e-12)
    assert shown.attrs["period"] == 7


def test_fig7_names_every_phase_in_full_where_one_is_unseen():
    drive, phases = [0.0, 0.5, 1.0, 1.5], ["time crystal", "ergodic", "MBL"]
    rising = np.array([[0.9, 0.1], [0.6, 0.4], [0.4, 0.6], [0.1, 0.9]])
    seen = [
        predictions("drive", drive, rising, labels, [p for p in phases if p != unseen])
        for unseen, labels in zip(
            phases, [[-1, 0, -1, 1], [0, -1, -1, 1], [0, 1, -1, -1]], strict=True
        )
    ]
    shown = fig7(seen, phases, driven(), "mean_output")
    assert shown["phase"].values.tolist() == shown["unseen"].values.tolist() == phases
    first = shown["output"].sel(unseen="time crystal")
    np.testing.assert_allclose(first.sel(phase="time crystal"), 0)
    np.testing.assert_allclose(first.sel(phase="MBL"), rising[:, 1])
    assert shown["label"].values.tolist() == [0, 1, -1, 2]


def test_fig5_keeps_the_order_of_the_widths():
    phases = ["ergodic", "MBL"]
    low = [[0.9, 0.1], [0.4, 0.6], [0.1, 0.9], [0.1, 0.9]]
    high = [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.1, 0.9]]
    known = [
        predictions("W", [1.0, 2.0, 3.0, 4.0], output, [0, -1, -1, 1], phases)
        for output in (low, high)
    ]
    shown = fig5([0.5, 1.0], known, "mean_output")
    np.testing.assert_allclose(shown["transition_mean"], [1.8, 2.8])


def test_fig6_bins_judgements_of_fresh_traces_by_output():
    output = [[0.97, 0.03], [0.62, 0.38], [0.62, 0.38], [0.02, 0.98]]
    known = predictions("W", [1.0, 2.0, 3.0, 4.0], output, [0, -1, -1, 1], ["ergodic", "MBL"])
    known["trained_on"][0, :2] = True
    shown = fig6(known, {"ergodic": [2.0, 2.0], "MBL": [3.0, 3.0]})
    judged = zip(shown["output"].values.round(3), shown["count"].values, strict=True)
    # Two networks: one fresh realization at W = 1 and three each at the other W.
    assert {x: n for x, n in judged if n} == {0.025: 6, 0.625: 12, 0.975: 2}
    assert float(shown["frequency"].sel(output=0.625, method="nearest")) == 0.5
    assert np.isnan(shown["frequency"].sel(output=0.325, method="nearest"))
    np.testing.assert_allclose(shown["probability"].sum(), 1)
    np.testing.assert_allclose(shown.attrs["mean_confidence"][0], (0.97 + 3 * 0.62) / 4)
    np.testing.assert_allclose(shown.attrs["accuracy"], [1.0, 0.5])


def test_fig8_takes_the_nearest_disorder_and_the_first_realization():
    traces = driven().rename(drive="W").assign_attrs(ATTRIBUTES)
    traces = traces.assign_coords(W=[1.0, 2.0, 3.0, 4.0])
    shown = fig8([traces, traces.assign_attrs(epsilon=0.6)], traces, [1.2, 3.9], site=2)
    assert shown["trace_W"].values.tolist() == [1.0, 4.0]
    np.testing.assert_allclose(shown["magnetization"].isel(time=-1), [1.0, -1.0])
    np.testing.assert_allclose(shown["trace_imbalance"].isel(time=-1), [-1.0, 1.0])
    np.testing.assert_allclose(shown["imbalance"].sel(epsilon=0.6), [-1.0, 0.0, 0.2, 1.0])


def test_regularization_puts_each_combination_in_its_place():
    phases, W = ["ergodic", "MBL"], [1.0, 2.0, 3.0, 4.0]
    weights = [
        predictions(
            "W", W, [[0.9, 0.1], [0.4, 0.6], [0.1, 0.9], [0.1, 0.9]], [0, -1, -1, 1], phases
        )
    ]
    switched = []
    for number, (l2, weight) in enumerate([(0.0, 0.0), (0.0, 0.1), (0.01, 0.0), (0.01, 0.1)]):
        lead = 0.1 * (number + 1)
        output = [[0.9, 0.1], [0.5 + lead / 2, 0.5 - lead / 2], [0.4, 0.6], [0.1, 0.9]]
        switched.append(
            predictions(
                "W",
                W,
                output,
                [0, -1, -1, 1],
                phases,
                learning_l2=l2,
                learning_confidence_weight=weight,
            )
        )
    shown = regularization(weights, switched, "mean_output")
    expected = [2 + lead / (lead + 0.2) for lead in (0.1, 0.2, 0.3, 0.4)]
    found = shown["transition_mean"].transpose("l2", "confidence", "epsilon").values.ravel()
    np.testing.assert_allclose(found, expected)
    np.testing.assert_allclose(shown["weight_accuracy_mean"], [0.95])
    assert shown["weight_transition_mean"].values == pytest.approx([1.8])
