"""Training of classifiers on labelled and unlabelled traces."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import ArrayLike, NDArray

from phasetrace.learning.classifier import Classifier, check_traces
from phasetrace.learning.initialization import initial_weights
from phasetrace.learning.minibatches import deal
from phasetrace.learning.recipe import (
    UNLABELLED,
    Architecture,
    ConfidenceForm,
    Fit,
    Recipe,
    Weights,
)

_PADDING = -2
# Up to how many steps epochs are joined, dealt and trained on at once: training leaves nothing of
# Python and NumPy in the caches, and to fetch it again takes longer than to deal.
_TOGETHER = 64
# To compile a training, XLA's fusion emitters for CPUs take twice as long as those before them, and
# 95 MiB more.
_EMITTERS = {"xla_cpu_use_fusion_emitters": False}

_INDECISION: dict[ConfidenceForm, Callable[[jax.Array], jax.Array]] = {
    "entropy": lambda log_p: -jnp.sum(jnp.exp(log_p) * log_p, axis=-1),
    "impurity": lambda log_p: 1 - jnp.sum(jnp.exp(2 * log_p), axis=-1),
}


class Terms(NamedTuple):
    """Terms of the loss of a batch, and how many traces the means are over."""

    cross_entropy: jax.Array
    l2_penalty: jax.Array
    indecision: jax.Array
    labelled: jax.Array
    unlabelled: jax.Array


def batch_loss(
    architecture: Architecture,
    confidence_form: ConfidenceForm,
    l2: float | jax.Array,
    confidence_weight: float | jax.Array,
    weights: dict[str, jax.Array],
    traces: jax.Array,
    labels: jax.Array,
    draws: jax.Array | None = None,
    rows: jax.Array | None = None,
) -> tuple[jax.Array, Terms]:
    """Loss of a batch and its terms.

    Parameters
    ----------
    architecture
        What is trained.
    confidence_form, l2, confidence_weight
        See `phasetrace.learning.recipe.Recipe`.
    weights
        Weights of one network.
    traces
        (sample, time, site).
    labels
        (sample,), from 0 to phases - 1, or `UNLABELLED`; other negative numbers leave a trace out.
    draws
        The batch's `phasetrace.learning.minibatches.dropout_draws`; without them nothing is dropped.
    rows
        (sample,), which of the traces each sample is, in place of all of them; negative numbers
        stand for none.
    """
    network = Classifier(architecture).bind({"params": weights})
    log_p = jax.nn.log_softmax(network(traces, draws, rows))
    known = labels[:, None] == jnp.arange(architecture.phases)
    surprise = -jnp.sum(log_p, axis=1, where=known)
    cross_entropy, labelled = _masked_mean(surprise, labels >= 0)
    indecision, unlabelled = _masked_mean(_INDECISION[confidence_form](log_p), labels == UNLABELLED)
    terms = Terms(
        cross_entropy,
        jnp.sum(weights["input_kernel"] ** 2),
        indecision,
        labelled,
        unlabelled,
    )
    loss = cross_entropy + l2 * terms.l2_penalty + confidence_weight * indecision
    return loss, terms


def _masked_mean(values: jax.Array, mask: jax.Array) -> tuple[jax.Array, jax.Array]:
    count = jnp.sum(mask, dtype=jnp.float32)
    return jnp.sum(jnp.where(mask, values, 0)) / jnp.maximum(count, 1), count


class _State(NamedTuple):
    weights: dict[str, jax.Array]
    moments: optax.OptState


class _Numbers(NamedTuple):
    """What of a recipe is an argument of compiled code, so that its values share one."""

    learning_rate: float | jax.Array
    l2: float | jax.Array
    confidence_weight: float | jax.Array


def _optimizer(learning_rate: float | jax.Array) -> optax.GradientTransformation:
    return optax.adam(learning_rate, b1=0.9, b2=0.999, eps=1e-8)


@partial(jax.jit, compiler_options=_EMITTERS)
def _untrained(weights: dict[str, jax.Array]) -> _State:
    """Networks before their first step."""
    return _State(weights, jax.vmap(_optimizer(0).init)(weights))


@partial(jax.jit, static_argnums=(0, 1), donate_argnums=3, compiler_options=_EMITTERS)
def _train(
    architecture: Architecture,
    confidence_form: ConfidenceForm,
    numbers: _Numbers,
    states: _State,
    traces: jax.Array,
    labels: jax.Array,
    dealt: jax.Array,
    draws: jax.Array,
    steps: int,
    epochs: int,
) -> tuple[_State, jax.Array]:
    """Train a group of networks for `epochs` of the epochs dealt to each, `steps` batches of each.

    With the terms of the loss (network, epoch, term) in the order of `Terms`, means over an epoch.
    """

    def train(state: _State, dealt: jax.Array, draws: jax.Array) -> tuple[_State, jax.Array]:
        phases = jnp.where(dealt < 0, _PADDING, labels.at[dealt].get(mode="clip"))

        def epoch(number: int, before: tuple[_State, jax.Array]) -> tuple[_State, jax.Array]:
            def step(place: int, before: tuple[_State, Terms]) -> tuple[_State, Terms]:
                state, sums = before
                gradient, terms = jax.grad(batch_loss, argnums=4, has_aux=True)(
                    architecture,
                    confidence_form,
                    numbers.l2,
                    numbers.confidence_weight,
                    state.weights,
                    traces,
                    phases[number, place],
                    draws[number, place],
                    dealt[number, place],
                )
                updates, moments = _optimizer(numbers.learning_rate).update(gradient, state.moments)
                weighted = terms._replace(
                    cross_entropy=terms.cross_entropy * terms.labelled,
                    indecision=terms.indecision * terms.unlabelled,
                )
                state = _State(optax.apply_updates(state.weights, updates), moments)
                return state, jax.tree.map(jnp.add, sums, weighted)

            state, history = before
            nothing = Terms(*(jnp.zeros((), traces.dtype) for _ in Terms._fields))
            state, sums = jax.lax.fori_loop(0, steps, step, (state, nothing))
            means = sums._replace(
                cross_entropy=sums.cross_entropy / jnp.maximum(sums.labelled, 1),
                l2_penalty=sums.l2_penalty / steps,
                indecision=sums.indecision / jnp.maximum(sums.unlabelled, 1),
            )
            return state, history.at[number].set(jnp.stack(means))

        history = jnp.zeros((len(dealt), len(Terms._fields)), traces.dtype)
        return jax.lax.fori_loop(0, epochs, epoch, (state, history))

    if len(dealt) > 1:
        return jax.vmap(train)(states, dealt, draws)
    # An axis of one network would still keep XLA for a CPU from its fastest products.
    return jax.lax.map(lambda network: train(*network), (states, dealt, draws))


def fit(
    architecture: Architecture,
    recipe: Recipe,
    traces: ArrayLike,
    labels: ArrayLike,
    seeds: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
) -> Fit:
    """Train one network for each seed.

    A network depends on its own seed alone, through initial weights, shuffling and dropout,
    whatever other seeds it is trained with (on a GPU, where the networks are trained side by side,
    up to rounding).

    Parameters
    ----------
    architecture, recipe
        What to train, and how.
    traces
        Magnetization, (sample, time, site).
    labels
        (sample,), the phase of each trace, from 0 to phases - 1, or `UNLABELLED` (-1) for the
        blanked ones.
    seeds
        Different integers from 0 to 2**32 - 1.
    progress
        Called with (epochs done, all epochs), counted over the networks.

    Returns
    -------
    fit
        The networks, in the order of the seeds.

    Raises
    ------
    ValueError
        If the traces, labels or seeds do not fit the architecture and each other, or a phase has
        no trace.
    FloatingPointError
        If a loss is not finite.
    """
    samples = check_traces(traces, architecture.sites)
    phases = _check_labels(labels, len(samples), architecture.phases)
    numbers = _check_seeds(seeds)
    # Filled up like the batches.
    unused = (0, 2 ** (len(phases) - 1).bit_length() - len(phases))
    samples = np.pad(samples, (unused, (0, 0), (0, 0)))
    phases = np.pad(phases, unused, constant_values=_PADDING)
    # One core trains networks fastest one after the other, a GPU side by side.
    width = 1 if jax.default_backend() == "cpu" else len(numbers)
    # Another module's switch to 64 bits must not change a network.
    with jax.enable_x64(False):
        placed = jax.device_put(samples)
        groups = [
            _fit_group(
                architecture,
                recipe,
                placed,
                phases,
                numbers[start : start + width],
                partial(_report, progress, start * recipe.epochs, len(numbers) * recipe.epochs),
            )
            for start in range(0, len(numbers), width)
        ]
    weights, terms = jax.tree.map(lambda *parts: np.concatenate(parts), *groups)
    return Fit(
        architecture=architecture,
        recipe=recipe,
        seeds=numbers,
        weights=weights,
        cross_entropy=terms.cross_entropy,
        l2_penalty=terms.l2_penalty,
        indecision=terms.indecision,
    )


def _report(
    progress: Callable[[int, int], None] | None, before: int, total: int, done: int
) -> None:
    if progress is not None:
        progress(before + done, total)


def _fit_group(
    architecture: Architecture,
    recipe: Recipe,
    traces: jax.Array,
    labels: NDArray[np.int32],
    seeds: NDArray[np.int64],
    report: Callable[[int], None],
) -> tuple[Weights, Terms]:
    # An epoch's random numbers are drawn from (seed, epoch), counted from 1.
    drawn = [initial_weights(architecture, np.random.default_rng([seed, 0])) for seed in seeds]
    states = _untrained(jax.tree.map(lambda *weights: np.stack(weights), *drawn))
    numbers = jax.device_put(_Numbers(recipe.learning_rate, recipe.l2, recipe.confidence_weight))
    phases = jax.device_put(labels)
    history = []
    done = 0
    for *dealt, epochs in _dealt(architecture, recipe, seeds, labels):
        states, terms = _train(
            architecture,
            recipe.confidence_form,
            numbers,
            states,
            traces,
            phases,
            *dealt,
            epochs,
        )
        history.append(np.asarray(terms)[:, :epochs])
        broken = np.argwhere(~np.isfinite(history[-1]).all(axis=2).T)
        if len(broken):
            epoch, network = broken[0]
            raise FloatingPointError(
                f"the loss of the network with seed {seeds[network]} is not finite "
                f"in epoch {done + epoch + 1}"
            )
        done += epochs
        report(done * len(seeds))
    every = np.concatenate(history, axis=1)
    return jax.device_get(states.weights), Terms(*np.moveaxis(every, 2, 0))


def _dealt(
    architecture: Architecture,
    recipe: Recipe,
    seeds: NDArray[np.int64],
    labels: NDArray[np.int32],
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32], int, int]]:
    """Deal every epoch to a group of networks: what is dealt, the steps of an epoch, the epochs."""
    first, last = 1, recipe.epochs
    while first <= last:
        parts = [deal(architecture, recipe, seeds, first, labels)]
        together = max(1, _TOGETHER // parts[0][0].shape[1])
        epochs = min(together, last - first + 1)
        parts += [
            deal(architecture, recipe, seeds, epoch, labels)
            for epoch in range(first + 1, first + epochs)
        ]
        # Filled up, so that one compilation serves them all.
        dealt, draws, steps = zip(*parts, *[parts[0]] * (together - epochs), strict=True)
        yield np.stack(dealt, axis=1), np.stack(draws, axis=1), steps[0], epochs
        first += epochs


def _check_labels(labels: ArrayLike, samples: int, phases: int) -> NDArray[np.int32]:
    array = np.asarray(labels)
    if array.shape != (samples,) or not np.issubdtype(array.dtype, np.integer):
        raise ValueError(
            f"labels have shape {array.shape} and type {array.dtype}, "
            f"must be {samples} integers, one a trace"
        )
    if array.min() < UNLABELLED or array.max() >= phases:
        raise ValueError(
            f"labels run from {array.min()} to {array.max()}, "
            f"must lie between {UNLABELLED} (unlabelled) and {phases - 1}"
        )
    missing = sorted(set(range(phases)) - set(array.tolist()))
    if missing:
        raise ValueError(f"labels leave phase {missing[0]} without a trace, must have every phase")
    return array.astype(np.int32)


def _check_seeds(seeds: Sequence[int]) -> NDArray[np.int64]:
    array = np.asarray(seeds, dtype=np.int64)
    if array.ndim != 1 or not len(array) or len(set(array.tolist())) < len(array):
        raise ValueError(f"seeds are {seeds}, must be one or more different integers")
    if array.min() < 0 or array.max() >= 2**32:
        raise ValueError(f"seeds are {seeds}, must lie between 0 and 2**32 - 1")
    return array
