"""Runs whose agreement with the statements about the networks is known."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.network_statements import (
    accuracy_rows,
    convergence_rows,
    fig4_rows,
    fig6_rows,
)
from run_like_the_paper import (
    DISORDER,
    attribute,
    bump,
    check_change,
    move,
    paper,
    put,
    table,
    unchanged,
    use,
    without_errors,
    words,
)

NAN = float("nan")


def with_accuracy(function):
    """Mean label by output, from the accuracy by confidence."""

    def frequency(values):
        output = values["output"]
        accuracy = function(np.maximum(output, 1 - output))
        return xr.where(output > 0.5, accuracy, 1 - accuracy)

    return frequency


# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "larger networks go on": (
        move("fig2", 3.9, transition="units_transition", units=32),
        ["equal within 2 standard errors"],
    ),
    "no boundary of small networks": (
        move("fig2", NAN, transition="units_transition", units=16),
        ["equal within 2 standard errors"],
    ),
    "curves go on": (
        put("fig2", "units_confusion", bump(DISORDER, 7.0), units=32),
        ["root mean square change of C(W)"],
    ),
    "train accuracy falls": (
        table(32, "train_mean", 0.9),
        ["train accuracy increases", "Table: 32 units"],
    ),
    "test accuracy falls on one step": (
        table(16, "test_mean", 0.9),
        ["test accuracy increases", "Table: 16 units"],
    ),
    "other accuracy of 2 units": (table(2, "train_mean", 0.97), ["Table: 2 units"]),
    "other accuracy of 4 units": (table(4, "test_mean", 0.95), ["Table: 4 units"]),
    "a poor craft": (
        put("fig4", "rise", 0.1, network="handcrafted", constant=-1.0),
        ["handcrafted"],
    ),
    "one unit misses zero": (
        put("fig4", "constant_output", 0.4, network="seed 1", constant=0.0),
        ["sticks to zero"],
    ),
    "one unit misses one sign": (
        put("fig4", "constant_output", 0.6, network="seed 2", constant=-1.0),
        ["constantly close to ±1"],
    ),
    "overconfident": (
        use("fig6", "frequency", with_accuracy(lambda confidence: 0.9 * confidence)),
        ["mostly underconfident"],
    ),
    "confidence means nothing": (
        use("fig6", "frequency", with_accuracy(lambda confidence: 1 - 0.02 * confidence)),
        ["confidence is correlated"],
    ),
    "a less accurate MBL": (attribute("fig6", "accuracy", [0.99, 0.94]), ["especially true"]),
    "a surer MBL": (
        attribute("fig6", "mean_confidence", [0.97, 0.98]),
        ["especially true", "Mean confidence is higher"],
    ),
}


def rows(run):
    return [
        *convergence_rows(run["fig2"]),
        *accuracy_rows(run["accuracies"]),
        *fig4_rows(run["fig4"]),
        *fig6_rows(run["fig6"]),
    ]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_a_run_too_small_to_tell_is_left_open():
    found = convergence_rows(paper()["fig2"].sel(units=[2, 8]))
    assert [row.agrees for row in found] == [None, None]
    assert all(row.measured == "not measured: N = 2, 8" for row in found)
    alone = convergence_rows(paper()["fig2"].sel(units=[32]))
    assert [row.agrees for row in alone] == [None, None]


def test_one_step_tells_nothing_of_how_steps_shrink():
    first, second = convergence_rows(paper()["fig2"].sel(units=[16, 32]))
    assert first.agrees is True and second.agrees is None


def test_one_network_has_no_uncertainty():
    run = without_errors(paper())
    first, _ = convergence_rows(run["fig2"])
    assert first.agrees is None
    for row in run["accuracies"]:
        row.update(train_std=NAN, test_std=NAN, retrainings=1)
    assert {row.agrees for row in accuracy_rows(run["accuracies"])} == {None}


def test_a_fall_decides_even_where_another_step_has_no_uncertainty():
    table = paper()["accuracies"]
    table[1].update(test_std=NAN)
    assert accuracy_rows(table)[1].agrees is None
    table[3].update(test_mean=0.5)
    assert accuracy_rows(table)[1].agrees is False


def test_measured_numbers_are_the_runs():
    measured = {words(row): row.measured for row in rows(paper())}

    def of(key):
        (found,) = (text for word, text in measured.items() if key in word)
        return found

    assert of("test accuracy increases").startswith("N = 2: 0.884 ± 0.010; N = 4: 0.964")
    assert of("Table: 2 units") == (
        "train 0.937 ± 0.002 (difference -0.003), test 0.884 ± 0.010 (difference -0.006)"
    )
    assert (
        of("equal within 2")
        == "N = 16: W_c = 3.46 (3.39 to 3.53) J; N = 32: W_c = 3.43 (3.36 to 3.50) J"
    )
    assert of("handcrafted") == "y changes by +0.30 at m = 0, -0.40 at +1, -0.40 at −1"
    assert of("sticks to zero").startswith("3 of 3 units; y moves that way")
    assert of("constantly close").endswith("in 3 of 3")
    # Of 20 bins all but those next to 1/2 and, where all is right, none beyond 1.
    assert of("mostly underconfident").startswith("in 20 of 20 bins, which hold 100%")
    assert of("especially true") == "MBL: 0.985 − 0.930 = +0.055; ergodic: 0.990 − 0.970 = +0.020"
    assert of("Mean confidence is higher") == "ergodic 0.970, MBL 0.930 (20 networks)"


def test_the_correlation_is_weighted_by_the_judgements():
    fig6 = paper()["fig6"].isel(output=[0, 12, 19])
    fig6["frequency"].values[:] = [0.1, 0.7, 0.9]
    fig6["count"].values[:] = [3, 1, 5]
    confidence, accuracy = np.array([0.975, 0.625, 0.975]), np.array([0.9, 0.7, 0.9])
    weights = np.repeat([0, 1, 2], [3, 1, 5])
    expected = np.corrcoef(confidence[weights], accuracy[weights])[0, 1]
    assert fig6_rows(fig6)[3].measured == f"r = {expected:.2f}"
    alone = fig6_rows(paper()["fig6"].isel(output=[19]))[3]
    assert alone.agrees is None and alone.measured == "not measured: too few bins"


def test_empty_bins_do_not_count():
    fig6 = paper()["fig6"]
    fig6["count"].values[5:15] = 0
    fig6["frequency"].values[5:15] = NAN
    assert fig6_rows(fig6)[0].measured.startswith("in 10 of 10 bins")


def test_published_accuracies_are_as_uncertain_as_ours():
    # Rounding by 0.005 and 2 standard errors of a difference, each side's 0.01 / √10: 0.0139.
    table = paper()["accuracies"]
    for off, agrees in ((0.0135, True), (0.0145, False)):
        table[0].update(train_mean=0.94 - off, train_std=0.01)
        assert accuracy_rows(table)[2].agrees is agrees, off
