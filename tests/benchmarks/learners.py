"""The tools that train, each run as its documentation suggests.

Each takes the same traces in batches of the same make-up for the same number of steps, with Adam,
l2 on the input kernel, dropout on the last hidden state and, if the task says so, the confidence
enhancement. Shuffling, dropout and initial weights are each tool's own.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from benchmarks.task import (
    BATCH,
    CONFIDENCE,
    DROPOUT,
    L2,
    LABELLED_IN_BATCH,
    LEARNING_RATE,
    SITES,
    TIMES,
    UNITS,
    Task,
)

Predict = Callable[[np.ndarray], np.ndarray]
"""Maps traces (sample, time, site) to the probability of each phase (sample, phase)."""
Weights = dict[str, np.ndarray]


class Learner(NamedTuple):
    """A tool made ready for a task.

    Attributes
    ----------
    load : callable
        Gives the network with the given weights.
    retrain : callable
        Trains a network from the initial weights of the given seed.
    """

    load: Callable[[Weights], Predict]
    retrain: Callable[[int], Predict]


def phasetrace(task: Task, gates: str = "hard_sigmoid") -> Learner:
    """Train by phasetrace; PyTorch's gates are "sigmoid"."""
    from phasetrace import Architecture, Recipe, fit, predict

    samples = task.samples()
    architecture = Architecture(
        SITES, phases=2, units=UNITS, gates=gates, dropout=DROPOUT, dropout_on="output"
    )
    recipe = Recipe(
        batch=BATCH,
        epochs=task.epochs,
        learning_rate=LEARNING_RATE,
        l2=L2,
        confidence_weight=CONFIDENCE if task.enhanced else 0.0,
    )

    def load(weights: Weights) -> Predict:
        one = {name: value[None] for name, value in weights.items()}
        return lambda traces: predict(architecture, one, traces)[0]

    def retrain(seed: int) -> Predict:
        trained = fit(architecture, recipe, samples.traces, samples.labels, [seed])
        return lambda traces: predict(architecture, trained.weights, traces)[0]

    return Learner(load, retrain)


def keras(task: Task, jit_compile: bool | str = "auto") -> Learner:
    """Train by Keras on TensorFlow: `fit`, with a `train_step` for the confidence enhancement.

    By default it leaves an LSTM uncompiled; to ask for XLA halves the time. One model serves every
    retraining and only its weights start anew: the usual model a retraining would be built, and
    compiled, again each time.
    """
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)

    class Enhanced(keras.Model):
        def train_step(self, batch):
            (traces, blanked), labels = batch
            with tf.GradientTape() as tape:
                logits = self(tf.concat([traces, blanked], axis=0), training=True)
                known = tf.shape(labels)[0]
                # The compiled loss adds the regularization.
                loss = self.compute_loss(y=labels, y_pred=logits[:known])
                log_p = tf.nn.log_softmax(logits[known:])
                entropy = -tf.reduce_mean(tf.reduce_sum(tf.exp(log_p) * log_p, axis=-1))
                loss += CONFIDENCE * entropy
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    def network() -> keras.Model:
        traces = keras.Input((TIMES, SITES))
        hidden = keras.layers.LSTM(
            UNITS,
            # Keras 3 has other slopes for its "hard_sigmoid" than the Keras of 2017.
            recurrent_activation=lambda z: keras.ops.clip(0.2 * z + 0.5, 0.0, 1.0),
            kernel_regularizer=keras.regularizers.L2(L2),
        )(traces)
        dropped = keras.layers.Dropout(DROPOUT)(hidden)
        model = Enhanced if task.enhanced else keras.Model
        return model(traces, keras.layers.Dense(2)(dropped))

    samples = task.samples()
    labelled = samples.labels >= 0
    model = network()
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE, epsilon=1e-8),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=jit_compile,
    )
    model.optimizer.build(model.trainable_variables)
    fresh_optimizer = [variable.numpy() for variable in model.optimizer.variables]
    if task.enhanced:
        known = tf.data.Dataset.from_tensor_slices(
            (samples.traces[labelled], samples.labels[labelled])
        )
        known = known.shuffle(len(samples.traces)).batch(LABELLED_IN_BATCH)
        blanked = tf.data.Dataset.from_tensor_slices(samples.traces[~labelled])
        blanked = blanked.shuffle(len(samples.traces)).batch(BATCH - LABELLED_IN_BATCH)
        batches = tf.data.Dataset.zip(known, blanked)
        batches = batches.map(lambda pair, others: ((pair[0], others), pair[1])).prefetch(2)

    def predict(traces: np.ndarray) -> np.ndarray:
        return keras.ops.convert_to_numpy(keras.ops.softmax(model(traces)))

    def load(weights: Weights) -> Predict:
        model.set_weights(list(weights.values()))
        return predict

    def retrain(seed: int) -> Predict:
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        for variable, value in zip(model.optimizer.variables, fresh_optimizer, strict=True):
            variable.assign(value)
        if task.enhanced:
            model.fit(batches, epochs=task.epochs, verbose=0)
        else:
            model.fit(
                samples.traces, samples.labels, batch_size=BATCH, epochs=task.epochs, verbose=0
            )
        return predict

    return Learner(load, retrain)


def pytorch(task: Task) -> Learner:
    """Train by PyTorch's nn.LSTM, whose gates are sigmoid: hard ones would forgo its fast path."""
    import torch
    from torch import nn

    torch.set_num_threads(1)

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(SITES, UNITS, batch_first=True)
            self.dropout = nn.Dropout(DROPOUT)
            self.output = nn.Linear(UNITS, 2)

        def forward(self, traces: torch.Tensor) -> torch.Tensor:
            return self.output(self.dropout(self.lstm(traces)[0][:, -1]))

    samples = task.samples()
    traces = torch.from_numpy(samples.traces)
    labels = torch.from_numpy(samples.labels.astype(np.int64))
    labelled, unlabelled = (torch.nonzero(labels >= 0)[:, 0], torch.nonzero(labels < 0)[:, 0])
    places = LABELLED_IN_BATCH if task.enhanced else BATCH

    def predictor(network: Network) -> Predict:
        def predict(traces: np.ndarray) -> np.ndarray:
            network.eval()
            with torch.no_grad():
                return torch.softmax(network(torch.from_numpy(traces)), dim=1).numpy()

        return predict

    def load(weights: Weights) -> Predict:
        network = Network()
        given = {name: torch.from_numpy(value) for name, value in weights.items()}
        network.load_state_dict(
            {
                "lstm.weight_ih_l0": given["input_kernel"].T,
                "lstm.weight_hh_l0": given["recurrent_kernel"].T,
                "lstm.bias_ih_l0": given["bias"],
                "lstm.bias_hh_l0": torch.zeros_like(given["bias"]),
                "output.weight": given["output_kernel"].T,
                "output.bias": given["output_bias"],
            }
        )
        return predictor(network)

    def retrain(seed: int) -> Predict:
        torch.manual_seed(seed)
        network = Network()
        optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, eps=1e-8)
        for _ in range(task.epochs):
            others = unlabelled[torch.randperm(len(unlabelled))].split(BATCH - places)
            batches = labelled[torch.randperm(len(labelled))].split(places)
            for number, known in enumerate(batches):
                index = torch.cat([known, others[number]]) if task.enhanced else known
                logits = network(traces[index])
                loss = nn.functional.cross_entropy(logits[: len(known)], labels[known])
                loss = loss + L2 * network.lstm.weight_ih_l0.square().sum()
                if task.enhanced:
                    log_p = nn.functional.log_softmax(logits[len(known) :], dim=1)
                    loss = loss - CONFIDENCE * (log_p.exp() * log_p).sum(dim=1).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        return predictor(network)

    return Learner(load, retrain)


class Tool(NamedTuple):
    """A tool, the name that its version is known by, and the function of its gates."""

    prepare: Callable[[Task], Learner]
    package: str
    gates: str = "hard_sigmoid"


TOOLS = {
    "phasetrace": Tool(phasetrace, "phasetrace"),
    "PyTorch": Tool(pytorch, "torch", "sigmoid"),
    "Keras, XLA": Tool(partial(keras, jit_compile=True), "keras"),
    "Keras": Tool(keras, "keras"),
}
"""In the order in which they are reported; the first is what the others are compared with."""
