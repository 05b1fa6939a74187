"""Runs whose agreement with the statements about accuracies is known."""

import numpy as np
import pytest
from phasetrace.analyses.interval import binomial_error
from phasetrace.paper.accuracy_statements import RANGE, accuracy_rows
from run_like_the_paper import check_change, paper, table, unchanged, words

NAN = float("nan")


def everywhere(**values):
    """A change of a run: numbers of all sizes of networks."""
    return lambda run: [row.update(values) for row in run["accuracies"]]


# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "train accuracy falls": (
        table(32, "train_mean", 0.9),
        ["train accuracy increases", "Table: 32 units"],
    ),
    "test accuracy falls on one step": (
        table(16, "test_mean", 0.9),
        ["test accuracy increases", "Table: 16 units"],
    ),
    "other accuracy of 2 units": (table(2, "train_mean", 0.89), ["Table: 2 units"]),
    "other accuracy of 4 units": (table(4, "test_mean", 0.9), ["Table: 4 units"]),
    "test accuracy grows by an error": (
        everywhere(test_mean=0.97, test_published=0.97),
        {"test accuracy increases": None},
    ),
    "too few tests": (
        everywhere(test_traces=10),
        {
            "test accuracy increases": None,
            **{f"Table: {units} units": None for units in (2, 4, 16, 32)},
        },
    ),
}


def rows(run):
    return accuracy_rows(run["accuracies"], run["readings"])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_one_network_has_no_uncertainty():
    run = paper()
    everywhere(train_std=NAN, test_std=NAN, retrainings=1)(run)
    assert {row.agrees for row in rows(run)} == {None}


def test_a_fall_decides_even_where_another_step_has_no_uncertainty():
    table = paper()["accuracies"]
    table[0].update(test_std=NAN)
    assert accuracy_rows(table)[1].agrees is None
    table[3].update(test_mean=0.5)
    assert accuracy_rows(table)[1].agrees is False


def test_an_uncertainty_is_too_large_beyond_the_range_of_the_published():
    assert {part: round(value, 2) for part, value in RANGE.items()} == {"train": 0.06, "test": 0.1}


def test_published_accuracies_are_as_uncertain_as_ours_and_by_their_own_traces():
    # Rounding by 0.005 and 2 standard errors: each side's 0.01 / √10, and binomial.
    published = binomial_error(0.94, 480)
    for off, agrees in ((0.03, True), (0.045, False)):
        table = paper()["accuracies"]
        table[0].update(train_mean=0.94 - off, train_std=0.01)
        error = np.sqrt(2 * 0.01**2 / 10 + binomial_error(0.94 - off, 480) ** 2 + published**2)
        assert bool(off <= 0.005 + 2 * error) is agrees
        assert accuracy_rows(table)[2].agrees is agrees, off


def test_readings_are_counted_at_their_number_of_units():
    run = paper()
    run["readings"]["test_accuracy_mean"][:2] = [0.9, 0.99]
    found = {words(row).split(": ")[1]: row.holds_in for row in rows(run)}
    assert found["32 units"] == "3 of 4 readings" and found["16 units"] == "1 of 1 reading"


def test_measured_numbers_are_the_runs():
    grows, two = rows(paper())[1:3]
    assert grows.measured.startswith("N = 2: 0.884 ± 0.010; N = 4: 0.964")
    assert grows.measured.endswith("; of 320 traces")
    # √(2 (0.002² / 10) + …), √(2 (0.01² / 10) + …)
    assert two.measured == (
        "train 0.937 ± 0.002 (difference -0.003, standard error 0.016), "
        "test 0.884 ± 0.010 (difference -0.006, standard error 0.026); "
        "tested by 320 traces by which nothing was chosen"
    )
