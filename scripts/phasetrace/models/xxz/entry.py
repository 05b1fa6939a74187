"""What the workflow must know of XXZ chains."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from phasetrace.evolution.batches import batch_bytes
from phasetrace.models.entry import Model
from phasetrace.models.xxz import cost
from phasetrace.models.xxz.numbers import PARAMETERS
from phasetrace.models.xxz.sampling import sampling_times
from phasetrace.parameter import Parameter

if TYPE_CHECKING:
    from phasetrace.models.xxz.settings import XXZSettings

CHANGES_NUMBERS = False


class XXZ(Model):
    """The XXZ chain, swept along any number of it."""

    name = "xxz"
    title = "XXZ"
    simulated = (
        "parameter",
        "sites",
        "coupling",
        "boundary",
        "up_spins",
        "anisotropy",
        "field",
        "initial",
        "times",
        "realizations",
        "precision",
        "tolerance",
    )

    def study(self) -> "type[XXZSettings]":
        """See `Model.study`."""
        from phasetrace.models.xxz.settings import XXZSettings

        return XXZSettings

    def swept(self, settings: "XXZSettings") -> Parameter:
        """See `Model.swept`."""
        return PARAMETERS[settings.parameter]

    def folder(self, settings: "XXZSettings") -> str:
        """See `Model.folder`; a word tells chains and sweeps of other settings apart."""
        return f"{super().folder(settings)}-{self.word(settings)}"

    def code(self, device: str) -> tuple[str, ...]:
        """See `Model.code`; an engine is found by the device's name."""
        return (*super().code(device), f"evolution.{device}.engine")

    def trace_bytes(self, settings: "XXZSettings") -> int:
        """See `Model.trace_bytes`."""
        times = settings.model_dump(mode="json", include={"times"})["times"]
        return 8 * len(sampling_times(times)) * settings.sites

    def batch_bytes(self, settings: "XXZSettings", sites: int) -> int:
        """See `Model.batch_bytes`."""
        return batch_bytes(*cost.sector_size(settings, sites), settings.precision, "cpu", 1)

    def seconds(self, settings: "XXZSettings", values: Sequence[float]) -> float:
        """See `Model.seconds`."""
        return cost.seconds(settings, values)


ENTRY = XXZ()
