"""What is trained, how, and what comes of it.

Nothing here needs JAX, so that whoever only reads trained networks starts without it.
"""

import dataclasses
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.learning.cells import cell_names
from phasetrace.learning.inputs import Inputs, fill_gaps

Gates = Literal["hard_sigmoid", "sigmoid"]
Initialization = Literal["keras", "flax"]
DropoutOn = Literal["input", "output"]
Weights = dict[str, NDArray[np.float32]]

UNLABELLED = -1

LABELLED_SHARE = 3
"""One in so many traces of a mini-batch is labelled where epochs pass over the labelled ones."""

ConfidenceForm = Literal["entropy", "impurity"]
Epoch = Literal["labelled", "all"]
L2On = Literal["input_kernel", "recurrent_layer", "all_kernels"]
Normalization = Literal["labelled", "all"]
ClassWeight = Literal["none", "balanced"]
Standardization = Literal["none", "training"]


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}, must be one of {allowed}")


@dataclasses.dataclass(frozen=True)
class Architecture:
    """Shape and details of a network.

    Parameters
    ----------
    sites
        Number of magnetizations at each time.
    phases
        Number of phases told apart.
    units
        Number N of recurrent units.
    cell
        Kind of the units, a module of `phasetrace.learning.cells`: "lstm", long short-term
        memories; "gru", gated recurrent units.
    gates
        Function of the gates: "hard_sigmoid", clip(0.2 x + 0.5, 0, 1), as in Keras in 2017;
        "sigmoid", 1 / (1 + exp(-x)), as in Flax and PyTorch.
    initialization
        What untrained weights are drawn from: "keras", as in Keras in 2017, glorot-uniform input
        and output kernels, an orthogonal recurrent kernel and, in an LSTM, a forget bias of 1;
        "flax", for each gate lecun-normal input and orthogonal recurrent kernels, a lecun-normal
        output kernel and zero biases.
    dropout
        Fraction of the units (or sites) dropped in training.
    dropout_on
        "input" drops sites of the trace, the same at all times; "output" drops units of the last
        hidden state.

    Raises
    ------
    ValueError
        If a parameter is out of range.
    """

    sites: int
    phases: int
    units: int = 32
    cell: str = "lstm"
    gates: Gates = "hard_sigmoid"
    initialization: Initialization = "keras"
    dropout: float = 0.2
    dropout_on: DropoutOn = "input"

    def __post_init__(self) -> None:
        for name, least in (("sites", 1), ("phases", 2), ("units", 1)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} is {getattr(self, name)}, must be at least {least}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}, must be at least 0 and less than 1")
        _check_choice("cell", self.cell, cell_names())
        _check_choice("gates", self.gates, get_args(Gates))
        _check_choice("initialization", self.initialization, get_args(Initialization))
        _check_choice("dropout_on", self.dropout_on, get_args(DropoutOn))


@dataclasses.dataclass(frozen=True)
class Recipe:
    """How networks are trained.

    The loss of a mini-batch is

        mean over its labelled traces of -ln p(label)
        + l2 * sum of the squared kernels that `l2_on` names
        + confidence_weight * mean over its unlabelled traces of their indecision

    and the optimizer is Adam with epsilon 1e-8, as in Keras in 2017 (Kingma and Ba 2014).

    The defaults were chosen by the paper's words and by held-out accuracy in the labelled regimes;
    docs/readings.md says how. The learning rate is Keras's of 2017.

    Parameters
    ----------
    batch
        Traces in a batch.
    epochs
        Passes over the traces.
    epoch
        What a pass is. "labelled": once over the labelled traces, in batches of which the other
        two thirds are unlabelled (if any are); "all": once over all traces, shuffled together, so
        that a batch holds few labelled ones and an epoch has many more batches.
    learning_rate
        Step size of Adam.
    l2
        Weight decay, without a factor 1/2 and of no bias, as Keras has it.
    l2_on
        What decays: "input_kernel", which is what the `kernel_regularizer` of a recurrent layer of
        Keras acts on; "recurrent_layer", its recurrent kernel, too; "all_kernels", these and the
        output kernel.
    normalization
        What the first and the last term are means over. "labelled": the traces that they are of,
        labelled or unlabelled; "all": all traces of the mini-batch, to which those that a term is
        not of add zero, as they do in Keras where blanked traces have a label of zeros.
    confidence_weight
        Weight of the confidence enhancement (Schindler, Regnault and Neupert 2017), which favours
        networks that decide on the unlabelled traces too. 0 switches it off.
    confidence_form
        Indecision of an output p: "entropy" is -sum p ln p, "impurity" is 1 - sum p^2.
    class_weight
        What the cross-entropy of a labelled trace is multiplied by. "none": 1; "balanced": n / (k
        n_c), of n labelled training traces n_c of its phase and k phases, so that all phases count
        the same (as in scikit-learn).
    standardization
        What inputs are. "none": the values as they are; "training": less the mean of all values of
        the training samples and over their standard deviation, of all channels together.

    Raises
    ------
    ValueError
        If a parameter is out of range.
    """

    batch: int = 64
    epochs: int = 50
    epoch: Epoch = "labelled"
    learning_rate: float = 1e-3
    l2: float = 0.01
    l2_on: L2On = "input_kernel"
    normalization: Normalization = "labelled"
    confidence_weight: float = 0.1
    confidence_form: ConfidenceForm = "entropy"
    class_weight: ClassWeight = "none"
    standardization: Standardization = "none"

    def __post_init__(self) -> None:
        for name, least in (("batch", LABELLED_SHARE), ("epochs", 1)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} is {getattr(self, name)}, must be at least {least}")
        for name in ("learning_rate", "l2", "confidence_weight"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0):
                raise ValueError(f"{name} is {value}, must be finite and not negative")
        _check_choice("epoch", self.epoch, get_args(Epoch))
        _check_choice("l2_on", self.l2_on, get_args(L2On))
        _check_choice("normalization", self.normalization, get_args(Normalization))
        _check_choice("confidence_form", self.confidence_form, get_args(ConfidenceForm))
        _check_choice("class_weight", self.class_weight, get_args(ClassWeight))
        _check_choice("standardization", self.standardization, get_args(Standardization))


@dataclasses.dataclass(frozen=True)
class Fit:
    """Trained networks and how they got there.

    Attributes
    ----------
    architecture, recipe
        What was trained, and how.
    seeds
        (retraining,), the seed of each network.
    weights
        Weights of `phasetrace.learning.classifier`, with a leading retraining axis.
    cross_entropy, l2_penalty, indecision
        (retraining, epoch), the terms of the loss averaged over an epoch's training batches, under
        dropout and before their weights: mean -ln p(label) in nats, sum of the squared kernels
        that decay, mean indecision of the unlabelled traces (0 if there are none). The means are
        over what the recipe's `normalization` says.
    inputs
        What the networks were given, if their training knew it.
    """

    architecture: Architecture
    recipe: Recipe
    seeds: NDArray[np.int64]
    weights: Weights
    cross_entropy: NDArray[np.float32]
    l2_penalty: NDArray[np.float32]
    indecision: NDArray[np.float32]
    inputs: Inputs | None = None

    def given(self, values: ArrayLike) -> NDArray[np.float64]:
        """What networks are given of values (..., time, channel), NaN where none was measured."""
        if self.inputs is None:
            return fill_gaps(np.asarray(values, dtype=np.float64))
        return self.inputs.of(values)

    @property
    def loss(self) -> NDArray[np.float32]:
        """Total loss, (retraining, epoch)."""
        return (
            self.cross_entropy
            + self.recipe.l2 * self.l2_penalty
            + self.recipe.confidence_weight * self.indecision
        )
