"""Training against numbers worked out by hand, and on traces whose answer is known."""

import dataclasses

import jax
import numpy as np
import pytest
from phasetrace.learning import speed, training
from phasetrace.learning.cells import cell_names
from phasetrace.learning.classifier import predict
from phasetrace.learning.initialization import initial_weights
from phasetrace.learning.labels import accuracy
from phasetrace.learning.recipe import UNLABELLED, Architecture, Fit, Recipe
from phasetrace.learning.training import fit
from problems import loss_of, toy_traces

SMALL = Architecture(sites=3, phases=2, units=4)
STILL = dataclasses.replace(SMALL, dropout=0.0)
QUICK = Recipe(batch=16, epochs=2)


@pytest.fixture(scope="module")
def unlearnt() -> tuple[Fit, np.ndarray, np.ndarray]:
    """Networks at learning rate 0, and their traces: 20 labelled and 50 unlabelled."""
    traces, labels = toy_traces(0, 70)
    labels = np.where(np.arange(70) < 20, labels, UNLABELLED)
    recipe = Recipe(
        batch=16, epochs=1, epoch="all", learning_rate=0.0, l2=0.5, confidence_weight=2.0
    )
    return fit(STILL, recipe, traces, labels, [3, 4]), traces, labels


def test_history_holds_the_means_over_an_epoch(unlearnt):
    """70 traces in batches of 16: batches of unequal content, and a short one, count rightly."""
    networks, traces, labels = unlearnt
    one = {name: value[1] for name, value in networks.weights.items()}
    loss, terms = loss_of(STILL, networks.recipe, one, traces, labels)
    for name in ("cross_entropy", "l2_penalty", "indecision"):
        expected = float(getattr(terms, name))
        assert getattr(networks, name)[1, 0] == pytest.approx(expected, rel=1e-5), name
    assert networks.loss[1, 0] == pytest.approx(float(loss), rel=1e-5)


def test_first_step_is_that_of_adam(unlearnt):
    """Adam's first step is learning_rate * sign(gradient), whatever the gradient's size."""
    networks, traces, labels = unlearnt
    before = {name: value[0] for name, value in networks.weights.items()}
    recipe = dataclasses.replace(networks.recipe, learning_rate=1e-3, batch=70)
    stepped = fit(STILL, recipe, traces, labels, [3])
    gradient, _ = jax.grad(loss_of, argnums=2, has_aux=True)(STILL, recipe, before, traces, labels)
    for name, value in before.items():
        clear = np.abs(gradient[name]) > 1e-4
        assert clear.mean() > 0.7
        step = stepped.weights[name][0] - value
        expected = -1e-3 * np.sign(gradient[name])
        np.testing.assert_allclose(step[clear], expected[clear], rtol=2e-3)


def test_steps_are_those_of_adam():
    """Algorithm 1 of Kingma and Ba (2014), three steps over all traces, in NumPy."""
    traces, labels = toy_traces(0)
    recipe = Recipe(batch=64, epochs=3, epoch="all", learning_rate=0.03)
    trained = fit(STILL, recipe, traces, labels, [3])
    before = initial_weights(STILL, np.random.default_rng([3, 0]))
    weights = {name: value.astype(float) for name, value in before.items()}
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    for step in (1, 2, 3):
        now = {name: value.astype(np.float32) for name, value in weights.items()}
        gradient, _ = jax.grad(loss_of, argnums=2, has_aux=True)(STILL, recipe, now, traces, labels)
        for name, slope in gradient.items():
            slope = np.asarray(slope, float)
            first[name] = 0.9 * first[name] + 0.1 * slope
            second[name] = 0.999 * second[name] + 0.001 * slope**2
            corrected = first[name] / (1 - 0.9**step), second[name] / (1 - 0.999**step)
            weights[name] -= 0.03 * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)
    for name, value in weights.items():
        np.testing.assert_allclose(trained.weights[name][0], value, atol=3e-5, err_msg=name)


def test_padding_of_a_batch_takes_no_part():
    """64 traces, which need no padding themselves, in batches of 24, the last a third empty."""
    traces, labels = toy_traces(0)
    recipe = Recipe(batch=24, epochs=1, epoch="all", learning_rate=0.0)
    networks = fit(STILL, recipe, traces, labels, [3])
    one = {name: value[0] for name, value in networks.weights.items()}
    _, terms = loss_of(STILL, recipe, one, traces, labels)
    assert networks.cross_entropy[0, 0] == pytest.approx(float(terms.cross_entropy), rel=1e-5)


def test_strengths_of_regularization_share_compiled_code():
    traces, labels = toy_traces(0)
    fit(SMALL, QUICK, traces, labels, [0])
    compiled = training._train._cache_size()
    other = dataclasses.replace(QUICK, l2=0.5, confidence_weight=0.7, learning_rate=1e-4)
    assert fit(SMALL, other, traces, labels, [0]).recipe == other
    assert training._train._cache_size() == compiled


def test_more_or_fewer_labels_share_compiled_code():
    """30 and 40 are labelled, which are 6 and 8 steps of 5 labelled ones, of 70 and 80 traces."""
    compiled = []
    for labelled, samples in ((40, 80), (30, 70)):
        traces, labels = toy_traces(0, samples)
        fit(SMALL, QUICK, traces, np.where(np.arange(samples) < labelled, labels, UNLABELLED), [0])
        compiled.append(training._train._cache_size())
    assert compiled[1] == compiled[0]


@pytest.mark.parametrize("cell", cell_names())
def test_joined_epochs_are_those_one_by_one(cell, monkeypatch):
    """Epochs of 4 steps: five of them joined by twos, with one left over, and not at all."""
    traces, labels = toy_traces(0)
    shape, recipe = dataclasses.replace(SMALL, cell=cell), dataclasses.replace(QUICK, epochs=5)
    told: list[tuple[int, int]] = []
    fits = []
    for steps in (8, 1):
        monkeypatch.setattr(speed, "JOINED_STEPS", steps)
        fits.append(fit(shape, recipe, traces, labels, [0, 1], lambda *done: told.append(done)))
    assert told == [(done, 10) for done in (2, 4, 5, 7, 9, 10, *range(1, 11))]
    joined, single = fits
    for term in ("cross_entropy", "l2_penalty", "indecision"):
        np.testing.assert_array_equal(getattr(joined, term), getattr(single, term))
    for name, weight in joined.weights.items():
        np.testing.assert_array_equal(weight, single.weights[name])


def test_networks_side_by_side_are_those_one_after_the_other(monkeypatch):
    traces, labels = toy_traces(0)
    one_by_one = fit(SMALL, QUICK, traces, labels, [0, 1])
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    together = fit(SMALL, QUICK, traces, labels, [0, 1])
    for name, value in together.weights.items():
        np.testing.assert_allclose(value, one_by_one.weights[name], atol=1e-5)
    np.testing.assert_allclose(together.loss, one_by_one.loss, rtol=1e-5)


def test_seeds_give_other_initial_weights(unlearnt):
    for name, value in unlearnt[0].weights.items():
        assert name.endswith("bias") or not np.allclose(value[0], value[1], atol=1e-2)


def test_a_network_depends_on_its_seed_alone():
    traces, labels = toy_traces(0)
    together = fit(SMALL, QUICK, traces, labels, [11, 4, 2**32 - 1])
    alone = fit(SMALL, QUICK, traces, labels, [4])
    for name, value in together.weights.items():
        np.testing.assert_array_equal(value[1], alone.weights[name][0])
    np.testing.assert_array_equal(together.loss[1], alone.loss[0])
    np.testing.assert_array_equal(together.seeds, [11, 4, 2**32 - 1])


@pytest.mark.parametrize("cell", cell_names())
def test_x64_changes_no_network(cell):
    traces, labels = toy_traces(0)
    shape = dataclasses.replace(SMALL, cell=cell)
    plain = fit(shape, QUICK, traces, labels, [4])
    with jax.enable_x64(True):
        wide = fit(shape, QUICK, traces, labels, [4])
    for name, value in plain.weights.items():
        assert wide.weights[name].dtype == np.float32
        np.testing.assert_array_equal(value, wide.weights[name])


def learn(confidence_weight: float, **architecture: str) -> Fit:
    """Train on the toy traces, and on fainter ones without labels."""
    traces, labels = toy_traces(0, 128)
    samples = np.concatenate([traces, 0.3 * toy_traces(2, 128)[0]])
    blanked = np.concatenate([labels, np.full(128, UNLABELLED)])
    # Of three sites none can be spared.
    shape = dataclasses.replace(SMALL, units=8, dropout_on="output", **architecture)
    recipe = Recipe(batch=16, epochs=30, learning_rate=2e-3, confidence_weight=confidence_weight)
    # Of 48 seeds one is off its course in the last epoch, with confidence enhancement seed 0.
    networks = fit(shape, recipe, samples, blanked, [1, 2])
    assert networks.loss.shape == (2, 30)
    return networks


def assert_learnt(networks: Fit) -> None:
    new_traces, new_labels = toy_traces(1, 200)
    traces, labels = toy_traces(0, 128)
    both = np.concatenate([traces, new_traces])
    p = predict(networks.architecture, networks.weights, both)
    assert accuracy(p[:, 128:], new_labels).min() > 0.97
    # The history is under dropout, so it is worse than what the networks then predict.
    surprise = -np.log(p[:, np.arange(128), labels]).mean(axis=1)
    assert (networks.cross_entropy[:, -1] > surprise).all()


@pytest.mark.parametrize("cell", cell_names())
def test_networks_like_those_of_flax_learn_to_tell_decay_from_memory(cell):
    assert_learnt(learn(0.0, cell=cell, gates="sigmoid", initialization="flax"))


@pytest.mark.parametrize("cell", cell_names())
def test_networks_learn_and_decide_on_faint_traces_if_asked(cell):
    indifferent, confident = learn(0.0, cell=cell), learn(1.0, cell=cell)
    assert_learnt(indifferent)
    assert_learnt(confident)
    assert (confident.indecision[:, -1] < 0.7 * indifferent.indecision[:, -1]).all()


@pytest.mark.parametrize(("batch", "epoch"), [(4, 1), (32, 2)])
def test_a_diverging_loss_is_an_error(batch, epoch):
    """The first step breaks the network, which the next one shows."""
    traces, labels = toy_traces(0, 32)
    with pytest.raises(FloatingPointError, match=f"seed 7 is not finite in epoch {epoch}$"):
        fit(SMALL, Recipe(epochs=3, learning_rate=1e30, batch=batch), traces, labels, [7])


@pytest.mark.parametrize(
    ("labels", "seeds", "message"),
    [
        ([0, 1], [0], r"labels have shape \(2,\) and type int64, must be 4 integers"),
        ([0.0, 1.0, 0.0, 1.0], [0], "type float64, must be 4 integers"),
        ([0, 1, 2, 0], [0], r"labels run from 0 to 2, must lie between -1 \(unlabelled\) and 1"),
        ([0, 0, -1, -1], [0], "labels leave phase 1 without a trace"),
        ([0, 1, 0, 1], [], r"seeds are \[\], must be one or more different integers"),
        ([0, 1, 0, 1], [3, 3], r"seeds are \[3, 3\], must be one or more different integers"),
        ([0, 1, 0, 1], [-1], r"seeds are \[-1\], must lie between 0 and 2\*\*32 - 1"),
    ],
)
def test_bad_labels_and_seeds_are_refused(labels, seeds, message):
    with pytest.raises(ValueError, match=message):
        fit(SMALL, QUICK, toy_traces(0, 4)[0], labels, seeds)


def test_a_network_learns_from_what_stands_for_each_trace():
    """As from those traces themselves, in as many steps, and on its own."""
    traces, labels = toy_traces(0, 24)
    places = np.arange(24)
    others = np.stack([np.where(labels == labels[0], places[0], places), places])
    pair = fit(SMALL, QUICK, traces, labels, [3, 4], resampled=others)
    first = fit(SMALL, QUICK, traces[others[0]], labels, [3])
    second = fit(SMALL, QUICK, traces, labels, [4])
    for name, weights in pair.weights.items():
        np.testing.assert_allclose(weights[0], first.weights[name][0], rtol=1e-5, atol=1e-6)
        np.testing.assert_array_equal(weights[1], second.weights[name][0])


@pytest.mark.parametrize(
    ("resampled", "message"),
    [
        (np.zeros((1, 8), int), r"resampled has shape \(1, 8\) .* must be 2 networks by 8"),
        (np.zeros((2, 8)), "type float64"),
        (np.full((2, 8), 8), "resampled runs from 8 to 8, must lie between 0 and 7"),
        (np.zeros((2, 8), int), "in place of one of another label"),
    ],
)
def test_stand_ins_that_do_not_fit_are_refused(resampled, message):
    traces, labels = toy_traces(0, 8)
    assert len(set(labels.tolist())) == 2
    with pytest.raises(ValueError, match=message):
        fit(SMALL, QUICK, traces, labels, [3, 4], resampled=resampled)


def test_phases_of_equal_size_train_alike_with_class_weights():
    traces, labels = toy_traces(1, 48)
    plain, balanced = (
        fit(SMALL, Recipe(batch=16, epochs=2, class_weight=kind), traces, labels, [3])
        for kind in ("none", "balanced")
    )
    for name, weights in plain.weights.items():
        np.testing.assert_array_equal(balanced.weights[name], weights)


def test_a_small_phase_counts_as_much_as_a_large_one():
    """Where traces tell nothing, outputs are the shares of the phases, or equal if balanced."""
    labels = np.repeat([0, 1], [40, 8])
    traces = np.zeros((48, 4, 3), np.float32)
    share = {}
    for kind in ("none", "balanced"):
        recipe = Recipe(
            batch=48, epochs=300, learning_rate=0.02, confidence_weight=0.0, class_weight=kind
        )
        trained = fit(SMALL, recipe, traces, labels, [0])
        share[kind] = predict(SMALL, trained.weights, traces[:1])[0, 0, 1]
    assert share["none"] == pytest.approx(8 / 48, abs=0.03)
    assert share["balanced"] == pytest.approx(1 / 2, abs=0.05)
