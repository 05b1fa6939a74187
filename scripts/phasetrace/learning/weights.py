"""What a weight of a network is: its axes, what it does, and what it is drawn from.

A weight has axes with names, such as (site, gate, unit). In memory the columns of all gates stand
side by side, (site, gate * unit), so that one product serves them all; in files every axis is one
of its own.
"""

import dataclasses
from collections.abc import Mapping
from math import prod

from phasetrace.learning.initializers import Initializer, glorot_uniform, lecun_normal, zeros
from phasetrace.learning.recipe import Initialization

SITE, HIDDEN_UNIT, GATE, UNIT, PHASE = "site", "hidden_unit", "gate", "unit", "phase"


@dataclasses.dataclass(frozen=True)
class Weight:
    """Declaration of one weight.

    Attributes
    ----------
    name
        Name in memory and in files.
    dims
        Names of its axes in files, of `SITE`, `HIDDEN_UNIT` (a unit whose hidden state is read),
        `GATE`, `UNIT` (a unit that is written) and `PHASE`; a `GATE` has a `UNIT` behind it.
    text
        What it is, for readers of files.
    initializers
        What it is drawn from, by convention.
    """

    name: str
    dims: tuple[str, ...]
    text: str
    initializers: Mapping[Initialization, Initializer]

    def file_shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Shape in files, given the size of every axis."""
        return tuple(sizes[dim] for dim in self.dims)

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Shape in memory, given the size of every axis."""
        if GATE not in self.dims:
            return self.file_shape(sizes)
        first = self.dims.index(GATE)
        whole = self.file_shape(sizes)
        return (*whole[:first], prod(whole[first:]))


OUTPUT_LAYER = (
    Weight(
        "output_kernel",
        (UNIT, PHASE),
        "weights of the last hidden state in the outputs",
        {"keras": glorot_uniform, "flax": lecun_normal},
    ),
    Weight("output_bias", (PHASE,), "bias of the outputs", {"keras": zeros, "flax": zeros}),
)
"""The dense layer that follows any recurrent cell."""
