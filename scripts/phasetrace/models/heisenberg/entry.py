"""What the workflow must know of the random-field Heisenberg chain."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from phasetrace.evolution.batches import batch_bytes
from phasetrace.models.entry import Model
from phasetrace.models.heisenberg import cost
from phasetrace.models.heisenberg.disorder import DISORDER, ENERGY_DENSITY

if TYPE_CHECKING:
    from phasetrace.models.heisenberg.settings import HeisenbergSettings

CHANGES_NUMBERS = False


class Heisenberg(Model):
    """The random-field Heisenberg chain, swept along W at every energy density."""

    name = "heisenberg"
    title = "Heisenberg"
    parameter = DISORDER
    in_studies = "xxz with anisotropy: 1, field: {kind: random} and initial: energy density"
    simulated = (
        "sites",
        "coupling",
        "boundary",
        "up_spins",
        "times",
        "realizations",
        "precision",
        "tolerance",
    )

    def points(self, settings: "HeisenbergSettings") -> dict[str, Mapping[str, float]]:
        """Energy densities of the phase diagram, the focus among them."""
        return {self.point(value): {"epsilon": value} for value in settings.energy_densities}

    def point(self, epsilon: float) -> str:
        """Folder of the traces at an energy density."""
        return f"eps{ENERGY_DENSITY.label(epsilon)}/"

    def code(self, device: str) -> tuple[str, ...]:
        """See `Model.code`; an engine is found by the device's name."""
        return (*super().code(device), f"evolution.{device}.engine")

    def trace_bytes(self, settings: "HeisenbergSettings") -> int:
        """See `Model.trace_bytes`."""
        return 8 * settings.times.points * settings.sites

    def batch_bytes(self, settings: "HeisenbergSettings", sites: int) -> int:
        """See `Model.batch_bytes`."""
        return batch_bytes(*cost.sector_size(settings, sites), settings.precision, "cpu", 1)

    def seconds(self, settings: "HeisenbergSettings", values: Sequence[float]) -> float:
        """See `Model.seconds`."""
        return cost.seconds(settings, values)


ENTRY = Heisenberg()
