"""Settings of the learning stage."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from phasetrace.learning.cells import cell_names
from phasetrace.settings import MOST, Amount, Count, Positive, Seed, Settings, number, whole

CHANGES_NUMBERS = False


def _known(name: str) -> str:
    if name not in cell_names():
        allowed = " or ".join(map(repr, cell_names()))
        raise PydanticCustomError("cell", "must be {allowed}", {"allowed": allowed})
    return name


Cell = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(cell_names())})]


class LearningSettings(Settings):
    """Which networks are trained, and how."""

    units: Annotated[int, Field(ge=1, le=10_000), whole] = Field(
        default=32, description="N, units of the recurrent layer"
    )
    cell: Cell = Field(default="lstm", description=f"recurrent cell: {' or '.join(cell_names())}")
    gates: Literal["hard_sigmoid", "sigmoid"] = Field(
        default="hard_sigmoid",
        description="function of the gates: hard_sigmoid as in Keras of 2017, or sigmoid",
    )
    initialization: Literal["keras", "flax"] = Field(
        default="keras",
        description="how weights begin: as in Keras of 2017 (keras), or as in Flax (flax)",
    )
    dropout: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False), number] = Field(
        default=0.2, description="share of sites or units left out in a training step"
    )
    dropout_on: Literal["input", "output"] = Field(
        default="input",
        description="what is left out: sites of the input, as in Keras of 2017, or units of the "
        "output",
    )
    l2: Amount = Field(default=0.01, description="weight of the squared kernels in the loss")
    l2_on: Literal["input_kernel", "recurrent_layer", "all_kernels"] = Field(
        default="input_kernel",
        description="which kernels: the input's; the recurrent one, too (recurrent_layer); or the "
        "output's, too",
    )
    batch: Annotated[int, Field(ge=3, le=1_000_000), whole] = Field(
        default=64, description="traces in a training step (mini-batch)"
    )
    epochs: Count = Field(default=50, description="passes over the traces")
    epoch: Literal["labelled", "all"] = Field(
        default="labelled",
        description="what a pass is over: the labelled traces, beside which two thirds of a batch "
        "are blanked; or all",
    )
    normalization: Literal["labelled", "all"] = Field(
        default="labelled",
        description="labelled: the cross-entropy is a mean over the labelled traces of a batch, "
        "the confidence over the others; all: both are means over all traces of a "
        "batch",
    )
    learning_rate: Positive = Field(default=1e-3, description="step size of the optimizer, Adam")
    confidence_weight: Amount = Field(
        default=0.1,
        description="δ, weight of the confidence enhancement on the blanked traces; 0 for none. It"
        " was chosen by held-out accuracy in the labelled regimes, never by W_c; "
        "regularization.pdf shows both.",
    )
    confidence_form: Literal["entropy", "impurity"] = Field(
        default="entropy",
        description="what δ multiplies: the mean entropy of the blanked outputs, or impurity 1 - Σ"
        " p²",
    )
    class_weight: Literal["none", "balanced"] = Field(
        default="none",
        description="none, or balanced: phases with few labelled traces count as much as those "
        "with many",
    )
    standardization: Literal["none", "training"] = Field(
        default="none",
        description="none, or training: inputs minus the mean of the training traces, over their "
        "standard deviation",
    )
    train_fraction: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False), number] = Field(
        default=0.6, description="share of the realizations of a point that train"
    )
    validation_fraction: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False), number] = Field(
        default=0.2, description="share of the realizations to choose settings by; the rest tests"
    )
    judged: Literal["withheld", "all"] = Field(
        default="withheld",
        description="realizations that a transition is read off: those not trained on (withheld), "
        "or all",
    )
    retrainings: Count = Field(
        default=10, description="k, number of networks, from different initial weights"
    )
    bootstraps: Annotated[int, Field(ge=0, le=MOST), whole] = Field(
        default=5,
        description="number of bootstraps of the training realizations; retrainings are repeated "
        "on them for the error of a transition; 0 for no error",
    )
    averaging: Literal["mean_output", "per_sample"] = Field(
        default="mean_output",
        description="mean_output: confusion of the mean output; per_sample: mean of the confusion "
        "of each trace",
    )
    seed: Seed = Field(default=0, description="seed of the first network; the others follow")
