"""Errors of transitions worked out by hand, and how often intervals hold the transition."""

import numpy as np
import pytest
import regimes
import xarray as xr
from phasetrace.analyses.interval import binomial_error, estimate, standard_error

X = np.linspace(0, 10, 21)
LABELS = np.where(X < 1, 0, np.where(X > 9, 1, -1))


def falling(middle):
    """Outputs (..., point, phase) that cross at the middle, linear about it."""
    first = np.clip(0.5 - 0.05 * (X - np.asarray(middle)[..., None]), 0, 1)
    return np.stack([first, 1 - first], axis=-1)


def judged(networks, realizations=(0.0, 0.0)):
    """Outputs (retraining, point, realization, phase) that cross at the sum of two numbers."""
    places = np.add.outer(networks, realizations)
    return falling(places).transpose(0, 2, 1, 3)


def test_retraining_is_the_standard_error_of_the_networks():
    networks = np.array([4.0, 4.5, 5.0, 6.0])
    found = estimate(X, judged(networks), LABELS, falling([4.0, 5.0, 4.0, 5.0]), [0, 1, 2, 3])
    np.testing.assert_allclose(found.value, networks.mean())
    np.testing.assert_allclose(found.retraining, networks.std(ddof=1) / 2)
    # On a straight line of 18 steps, one of which is half a unit.
    np.testing.assert_allclose(found.grid, 0.5 / 18**3 / 12**0.5)
    assert found.verdict.tolist() == ["found"]


def test_judging_is_the_standard_error_of_the_realizations():
    realizations = np.array([-1.0, 0.0, 0.5, 1.5, 2.0])
    found = estimate(X, judged([4.0] * 4, realizations), LABELS, falling([4.0] * 4), [0, 0, 1, 1])
    np.testing.assert_allclose(found.value, 4 + realizations.mean())
    np.testing.assert_allclose(found.disorder, realizations.std(ddof=1) / 5**0.5)
    # Student's t with four degrees of freedom at 84.13 %, from a table.
    np.testing.assert_allclose(found.high - found.value, 1.1416 * found.disorder, rtol=1e-3)
    np.testing.assert_allclose(found.value - found.low, 1.1416 * found.disorder, rtol=1e-3)


def test_two_judged_realizations_leave_one_degree_of_freedom():
    """However many bootstraps say that training adds nothing."""
    found = estimate(
        X, judged([4.0] * 5, [-1.0, 1.0]), LABELS, falling([4.0] * 10), np.repeat(range(5), 2)
    )
    np.testing.assert_allclose(found.disorder, 1.0)
    # Student's t with one degree of freedom at 84.13 %, from a table.
    np.testing.assert_allclose(found.high - found.value, 1.8373, rtol=1e-3)


def test_realizations_of_a_group_count_once():
    """Three measurements of each of five devices that agree say no more than one of each."""
    devices = np.array([-1.0, 0.0, 0.5, 1.5, 2.0])
    once = estimate(X, judged([4.0] * 4, devices), LABELS, trained_elsewhere=True)
    outputs = judged([4.0] * 4, np.tile(devices, 3))
    groups = np.tile(list("abcde"), (len(X), 3))
    np.testing.assert_allclose(
        [*estimate(X, outputs, LABELS, trained_elsewhere=True, groups=groups)[2:6]],
        [*once[2:6]],
    )
    alone = estimate(X, outputs, LABELS, trained_elsewhere=True)
    np.testing.assert_allclose(alone.disorder, devices.std(ddof=1) / 15**0.5 * (12 / 14) ** 0.5)
    one = estimate(X, outputs, LABELS, trained_elsewhere=True, groups=np.full(groups.shape, "a"))
    assert np.isnan([one.low, one.high]).all()


def test_groups_of_unequal_size_are_left_out_whole():
    """The jackknife, one group after another, by hand."""
    places = np.array([-1.0, -0.5, 0.0, 1.0, 2.0, 2.5])
    groups = np.array([0, 0, 0, 1, 2, 2])
    found = estimate(
        X,
        judged([4.0], places),
        LABELS,
        trained_elsewhere=True,
        groups=np.tile(groups, (len(X), 1)),
    )
    without = [places[groups != group].mean() for group in range(3)]
    pseudo = 3 * places.mean() - 2 * np.array(without)
    np.testing.assert_allclose(found.disorder, pseudo.std(ddof=1) / 3**0.5)


def test_networks_that_are_given_have_no_error_of_training():
    realizations = np.array([-1.0, 0.0, 0.5, 1.5, 2.0])
    given = estimate(X, judged([4.0] * 4, realizations), LABELS, trained_elsewhere=True)
    np.testing.assert_allclose(given.disorder, realizations.std(ddof=1) / 5**0.5)
    assert np.isfinite([given.low, given.high]).all()


@pytest.mark.parametrize(("count", "step", "width"), [(20, 0.25, 0.03), (20, 0.1, 0.03)])
def test_an_interval_of_a_sudden_change_is_as_wide_as_the_steps_ask_for(count, step, width):
    """Realizations of one phase or the other, with a crossing anywhere between two points."""
    rng = np.random.default_rng(2)
    x = np.arange(0, 2 + step / 2, step)
    labels = np.where(x <= 0.25, 0, np.where(x >= 1.75, 1, -1))
    within = []
    for at in 1 + step * rng.uniform(-0.5, 0.5, size=300):
        first = rng.random((len(x), count)) < 1 / (1 + np.exp((x[:, None] - at) / width))
        p = np.stack([first, ~first], axis=-1)[None].astype(float).repeat(2, axis=0)
        found = estimate(x, p, labels, trained_elsewhere=True)
        within.append(found.low[0] <= at <= found.high[0])
    assert np.mean(within) == pytest.approx(0.68, abs=0.08)


def test_training_is_told_from_retraining_by_networks_of_one_bootstrap():
    """Mean squares between and within, (2/3) Σ (m - m̄)² 2 and Σ (T - m)² / 3, by hand."""
    repeated = np.array([3.9, 4.1, 4.9, 5.1, 5.9, 6.1])
    found = estimate(X, judged([5.0] * 6), LABELS, falling(repeated), [0, 0, 1, 1, 2, 2])
    between, within = 2 * 2 / 2, 6 * 0.1**2 / 3
    np.testing.assert_allclose(found.disorder**2, (between - within) / 2)
    np.testing.assert_allclose(found.retraining, 0, atol=1e-12)
    # Student's t with two degrees of freedom at 84.13 %, from a table.
    assert (found.high - found.value) / found.disorder == pytest.approx(1.3213, rel=2e-3)


def test_bootstraps_that_agree_better_than_their_networks_add_nothing():
    repeated = [4.0, 6.0, 4.1, 5.9]
    found = estimate(X, judged([4.8, 5.2] * 2), LABELS, falling(repeated), [0, 0, 1, 1])
    np.testing.assert_allclose(found.disorder, 0, atol=1e-9)
    assert found.retraining > 0


def test_the_grid_counts_where_outputs_curve():
    """A lead of 1 - x² falls through zero at 1; lines between 0.6 and 1.2 say 0.9111."""
    x = 0.6 * np.arange(6)
    lead = (1 - x**2) / 10
    p = np.stack([0.5 + lead / 2, 0.5 - lead / 2], axis=-1)
    labels = [0, -1, -1, -1, -1, 1]
    found = estimate(x, p[None, :, None].repeat(9, axis=2), labels)
    at = 0.6 + 0.6 * 0.64 / 1.08
    np.testing.assert_allclose(found.value, at)
    # The lead there over the slope of the line, which is the error to first order.
    np.testing.assert_allclose(found.grid, (1 - at**2) / (1.08 / 0.6))


def test_an_interval_ends_with_the_gap():
    repeated = [2.0, 3.0, 7.0, 8.0]
    found = estimate(X, judged([2.0] * 4), LABELS, falling(repeated), [0, 0, 1, 1])
    assert found.low == 0.5 and 2.0 < found.high <= 9.5


def test_what_cannot_be_told_is_left_open():
    # So many labelled points that a single realization tells the phases apart.
    many = np.where(X < 2, 0, np.where(X > 8, 1, -1))
    bare = estimate(X, judged([4.0, 5.0]), many)
    assert np.isfinite([bare.value, bare.retraining, bare.grid]).all()
    assert np.isnan([bare.low, bare.high, bare.disorder]).all()
    single = estimate(X, judged([4.0, 5.0], [0.0]), many, falling([4.0, 5.0]), [0, 1])
    assert np.isfinite(single.value) and np.isnan([single.low, single.high]).all()
    alone = estimate(X, judged([4.0]), many)
    assert np.isfinite(alone.value) and np.isnan([alone.retraining, alone.low]).all()
    never = estimate(X, judged([20.0, 21.0]), many, falling([20.0, 21.0]), [0, 1])
    assert never.verdict.tolist() == ["not told apart"]
    assert np.isnan(np.array([part for part in never if part.dtype.kind == "f"])).all()


def missing(outputs, *places):
    """The same (retraining, point, realization, phase) without these (points, realization)."""
    changed = outputs.copy()
    for points, realization in places:
        changed[:, points, realization] = np.nan
    return changed


def test_realizations_at_some_points_only_are_left_out_there():
    """One of five lacks below 5, another one from there on: pseudo-values by hand."""
    five = np.array([-0.1, 0.0, 0.05, 0.15, 0.2])
    p = missing(judged([4.2] * 4, five), (slice(0, 10), 4), (slice(10, None), 1))
    found = estimate(X, p, LABELS, falling([4.2] * 4), [0, 0, 1, 1])
    # Between 4 and 4.5, where there are the first four, outputs are linear.
    np.testing.assert_allclose(found.value, 4.2 + five[:4].mean())
    # Without realization r of the four, the mean of three; without the fifth, the same as with it.
    without = np.append((five[:4].sum() - five[:4]) / 3, five[:4].mean())
    pseudo = 5 * five[:4].mean() - 4 * without
    np.testing.assert_allclose(found.disorder**2, pseudo.var(ddof=1) / 5)
    # By as much above that of four alone as the description says.
    alone = five[:4].var(ddof=1) / 4
    np.testing.assert_allclose(found.disorder**2, alone * (4 / 5) / (3 / 4))


def test_realizations_that_exist_nowhere_change_nothing():
    rng = np.random.default_rng(0)
    for ragged in (False, True):
        p = np.ascontiguousarray(judged(rng.normal(5, 0.3, 4), rng.normal(0, 1, 6)))
        if ragged:
            p = missing(p, (slice(0, 9), 2), (slice(7, 15), 5), (18, 0))
        wider = np.full((4, 21, 9, 2), np.nan)
        wider[:, :, [0, 2, 3, 4, 6, 7]] = p
        again = falling(rng.normal(5, 0.3, 4)), [0, 0, 1, 1]
        for one, other in zip(
            estimate(X, p, LABELS, *again), estimate(X, wider, LABELS, *again), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_a_single_realization_at_a_point_of_the_gap_leaves_the_interval_open():
    p = judged([4.0, 5.0], [-1.0, 0.0, 1.0])
    found = estimate(X, missing(p, (12, 0), (12, 2)), LABELS, falling([4.0, 5.0]), [0, 1])
    assert np.isfinite([found.value, found.retraining]).all()
    assert np.isnan([found.low, found.high, found.disorder]).all()
    beyond = missing(p, (0, 0), (0, 2))
    beyond = estimate(X, beyond, LABELS, falling([4.0, 5.0]), [0, 1])
    assert np.isfinite([beyond.low, beyond.high, beyond.disorder]).all()


def test_a_point_without_a_realization_is_refused():
    p = missing(judged([4.0, 5.0]), (3, 0), (3, 1))
    with pytest.raises(ValueError, match="no realization at point 3, must have one"):
        estimate(X, p, LABELS)


def drawn(rng, training, retraining, judging=0.3, networks=10, bootstraps=5):
    """A transition at 5 by networks that are off by as much as is said, of normal errors."""
    own = np.arange(networks) % bootstraps
    realizations = judging * rng.standard_normal(30)
    off = training * rng.standard_normal()
    first, again = retraining * rng.standard_normal((2, networks))
    other = (off + training * rng.standard_normal(bootstraps))[own]
    p = judged(5 + off + first, realizations)
    return estimate(X, p, LABELS, falling(5 + other + again + realizations.mean()), own)


@pytest.mark.parametrize(
    ("training", "retraining", "expected"),
    [(0.3, 0.0, 0.68), (0.3, 0.3, 0.65), (0.1, 0.3, 0.73), (0.0, 0.3, 0.81)],
)
def test_known_errors_are_covered(training, retraining, expected):
    """By 68 %, or more where initial weights hide how little the training realizations matter.

    Shares of 200,000 draws of mean squares with 4 and 5 degrees of freedom; 200 here are off by
    0.033 and less.
    """
    rng = np.random.default_rng(0)
    found = [drawn(rng, training, retraining) for _ in range(200)]
    assert abs(coverage(found, 5.0) - expected) < 0.08


def widths(transitions):
    """Half intervals, by root mean square, beside the scatter of what they are of."""
    low, high, value = (
        np.array([getattr(one, name)[0] for one in transitions])
        for name in ("low", "high", "value")
    )
    return np.sqrt(np.mean(((high - low) / 2) ** 2)) / value.std(ddof=1)


def coverage(transitions, transition):
    """Share of the intervals that hold the transition; one without a value does not."""
    held = [one.low[0] <= transition <= one.high[0] for one in transitions]
    return np.mean(held)


@pytest.mark.slow
def test_intervals_of_a_regression_are_about_as_wide_as_they_should_be():
    found = [regimes.by_regression(np.random.default_rng([d, 1]), 60, 100) for d in range(25)]
    assert 0.5 < widths(found) < 2


@pytest.mark.slow
def test_intervals_of_networks_are_about_as_wide_as_they_should_be():
    found = [
        regimes.by_networks(np.random.default_rng([d, 1]), 30, 50, regimes.RECIPE)
        for d in range(15)
    ]
    assert 0.5 < widths(found) < 2


@pytest.mark.long
def test_two_thirds_of_the_intervals_hold_what_a_regression_finds_of_unlimited_data():
    found = [regimes.by_regression(np.random.default_rng([d, 1]), 60, 100) for d in range(1000)]
    assert 0.64 <= coverage(found, regimes.unlimited_regression()) <= 0.72


@pytest.mark.long
def test_two_thirds_of_the_intervals_hold_what_networks_find_of_unlimited_data():
    found = [
        regimes.by_networks(np.random.default_rng([d, 1]), 60, 100, regimes.RECIPE)
        for d in range(200)
    ]
    assert 0.61 <= coverage(found, regimes.unlimited_networks(60)) <= 0.75


def test_a_share_of_few_trials_is_uncertain_even_if_all_are_alike():
    assert binomial_error(1.0, 12) == pytest.approx(np.sqrt(14 / 16 * 2 / 16 / 16))
    assert binomial_error(0.5, 1e6) == pytest.approx(0.0005, rel=1e-4)


def test_a_mean_of_one_has_no_error():
    values = xr.DataArray([[1.0, 2.0, 3.0]], dims=("x", "y"), attrs={"long_name": "z"})
    np.testing.assert_allclose(standard_error(values, "y"), [1 / 3**0.5])
    assert standard_error(values, "y").attrs["long_name"] == "standard error of the mean z"
    assert np.isnan(standard_error(values, "x")).all()
