"""Training of classifiers on labelled and unlabelled traces, by Adam."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import ArrayLike, NDArray

from phasetrace.compile import xla
from phasetrace.learning import speed
from phasetrace.learning.classifier import check_traces, single_precision
from phasetrace.learning.initialization import initial_weights
from phasetrace.learning.loss import Form, Terms, batch_loss, form
from phasetrace.learning.minibatches import draw_epoch
from phasetrace.learning.recipe import (
    UNLABELLED,
    Architecture,
    Fit,
    Recipe,
    Weights,
)

_PADDING_LABEL = -2
# To compile a training, XLA's fusion emitters for CPUs take twice as long as those before them, and
# 95 MiB more.
_OPTIONS = {**xla.OPTIONS, "xla_cpu_use_fusion_emitters": False}


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


@partial(jax.jit, compiler_options=_OPTIONS)
def _untrained(weights: dict[str, jax.Array]) -> _State:
    """Networks before their first step."""
    return _State(weights, jax.vmap(_optimizer(0).init)(weights))


@partial(jax.jit, static_argnums=(0, 1), donate_argnums=3, compiler_options=_OPTIONS)
def _train(
    architecture: Architecture,
    form: Form,
    numbers: _Numbers,
    states: _State,
    traces: jax.Array,
    labels: jax.Array,
    phase_weights: jax.Array | None,
    indices: jax.Array,
    draws: jax.Array,
    steps: int,
    epochs: int,
) -> tuple[_State, jax.Array]:
    """Train a group of networks for `epochs` of the epochs drawn for each, `steps` batches of each.

    With the terms of the loss (network, epoch, term) in the order of `Terms`, means over an epoch.
    """

    def train(state: _State, indices: jax.Array, draws: jax.Array) -> tuple[_State, jax.Array]:
        known = labels.at[indices].get(mode="clip")
        phases = jnp.where(indices < 0, _PADDING_LABEL, known)

        def epoch(number: int, before: tuple[_State, jax.Array]) -> tuple[_State, jax.Array]:
            def step(place: int, before: tuple[_State, Terms]) -> tuple[_State, Terms]:
                state, sums = before
                gradient, terms = jax.grad(batch_loss, argnums=4, has_aux=True)(
                    architecture,
                    form,
                    numbers.l2,
                    numbers.confidence_weight,
                    state.weights,
                    traces,
                    phases[number, place],
                    draws[number, place],
                    indices[number, place],
                    phase_weights,
                )
                updates, moments = _optimizer(numbers.learning_rate).update(gradient, state.moments)
                weighted = terms._replace(
                    cross_entropy=terms.cross_entropy * terms.cross_entropy_traces,
                    indecision=terms.indecision * terms.indecision_traces,
                )
                state = _State(optax.apply_updates(state.weights, updates), moments)
                return state, jax.tree.map(jnp.add, sums, weighted)

            state, history = before
            nothing = Terms(*(jnp.zeros((), traces.dtype) for _ in Terms._fields))
            state, sums = jax.lax.fori_loop(0, steps, step, (state, nothing))
            means = sums._replace(
                cross_entropy=sums.cross_entropy / jnp.maximum(sums.cross_entropy_traces, 1),
                l2_penalty=sums.l2_penalty / steps,
                indecision=sums.indecision / jnp.maximum(sums.indecision_traces, 1),
            )
            return state, history.at[number].set(jnp.stack(means))

        history = jnp.zeros((len(indices), len(Terms._fields)), traces.dtype)
        return jax.lax.fori_loop(0, epochs, epoch, (state, history))

    if len(indices) > 1:
        return jax.vmap(train)(states, indices, draws)
    # An axis of one network would still keep XLA for a CPU from its fastest products.
    return jax.lax.map(lambda network: train(*network), (states, indices, draws))


def fit(
    architecture: Architecture,
    recipe: Recipe,
    traces: ArrayLike,
    labels: ArrayLike,
    seeds: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
    resampled: ArrayLike | None = None,
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
    resampled
        (network, sample), the trace that each network learns from in place of each of them, of the
        same label: a bootstrap of its own. Without it all learn from the traces as they are.

    Returns
    -------
    fit
        The networks, in the order of the seeds.

    Raises
    ------
    ValueError
        If the traces, labels, seeds or resampled traces do not fit the architecture and each other,
        or a phase has no trace.
    FloatingPointError
        If a loss is not finite.
    """
    samples = check_traces(traces, architecture.sites)
    phases = _check_labels(labels, len(samples), architecture.phases)
    numbers = _check_seeds(seeds)
    stand_ins = _check_resampled(resampled, phases, len(numbers))
    # Padded like the mini-batches.
    unused = (0, 2 ** (len(phases) - 1).bit_length() - len(phases))
    samples = np.pad(samples, (unused, (0, 0), (0, 0)))
    phases = np.pad(phases, unused, constant_values=_PADDING_LABEL)
    # One core trains networks fastest one after the other, a GPU side by side.
    width = 1 if jax.default_backend() == "cpu" else len(numbers)
    with single_precision():
        placed = jax.device_put(samples)
        groups = [
            _fit_group(
                architecture,
                recipe,
                placed,
                phases,
                numbers[start : start + width],
                None if stand_ins is None else stand_ins[start : start + width],
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
    resampled: NDArray[np.int32] | None,
    report: Callable[[int], None],
) -> tuple[Weights, Terms]:
    # An epoch's random numbers are drawn from (seed, epoch), counted from 1.
    drawn = [initial_weights(architecture, np.random.default_rng([seed, 0])) for seed in seeds]
    states = _untrained(jax.tree.map(lambda *weights: np.stack(weights), *drawn))
    numbers = jax.device_put(_Numbers(recipe.learning_rate, recipe.l2, recipe.confidence_weight))
    phases = jax.device_put(labels)
    weighted = jax.device_put(_phase_weights(recipe, labels))
    history = []
    done = 0
    for *batches, epochs in _joined_epochs(architecture, recipe, seeds, labels, resampled):
        states, terms = _train(
            architecture,
            form(recipe),
            numbers,
            states,
            traces,
            phases,
            weighted,
            *batches,
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


def _phase_weights(recipe: Recipe, labels: NDArray[np.int32]) -> NDArray[np.float32] | None:
    """What each phase's traces count, (phase,); None where all count the same."""
    counts = np.bincount(labels[labels >= 0])
    if recipe.class_weight == "none" or (counts == counts[0]).all():
        return None
    return (counts.sum() / (len(counts) * counts)).astype(np.float32)


def _joined_epochs(
    architecture: Architecture,
    recipe: Recipe,
    seeds: NDArray[np.int64],
    labels: NDArray[np.int32],
    resampled: NDArray[np.int32] | None,
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32], int, int]]:
    """Draw all epochs, several at once: indices, dropout, the steps of an epoch, the epochs."""
    first, last = 1, recipe.epochs
    while first <= last:
        parts = [draw_epoch(architecture, recipe, seeds, first, labels, resampled)]
        joined = max(1, speed.JOINED_STEPS // parts[0][0].shape[1])
        epochs = min(joined, last - first + 1)
        parts += [
            draw_epoch(architecture, recipe, seeds, epoch, labels, resampled)
            for epoch in range(first + 1, first + epochs)
        ]
        # Padded, so that one compilation serves them all.
        indices, draws, steps = zip(*parts, *[parts[0]] * (joined - epochs), strict=True)
        yield np.stack(indices, axis=1), np.stack(draws, axis=1), steps[0], epochs
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


def _check_resampled(
    resampled: ArrayLike | None, labels: NDArray[np.int32], networks: int
) -> NDArray[np.int32] | None:
    if resampled is None:
        return None
    array = np.asarray(resampled)
    if array.shape != (networks, len(labels)) or not np.issubdtype(array.dtype, np.integer):
        raise ValueError(
            f"resampled has shape {array.shape} and type {array.dtype}, "
            f"must be {networks} networks by {len(labels)} integers, one a trace"
        )
    if array.min() < 0 or array.max() >= len(labels):
        raise ValueError(
            f"resampled runs from {array.min()} to {array.max()}, "
            f"must lie between 0 and {len(labels) - 1}"
        )
    if (labels[array] != labels).any():
        raise ValueError("resampled has a trace in place of one of another label, must not")
    return array.astype(np.int32)
