"""What the workflow must know of the binary-drive Floquet chain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from phasetrace.measurement.amounts import EXACT, shot_bytes
from phasetrace.models.entry import Model
from phasetrace.models.floquet import cost
from phasetrace.models.floquet.batches import batch_bytes, batch_size
from phasetrace.models.floquet.disorder import DRIVE
from phasetrace.models.floquet.sampling import sampled_periods

if TYPE_CHECKING:
    from phasetrace.models.floquet.settings import FloquetSettings

CHANGES_NUMBERS = False


class Floquet(Model):
    """The binary-drive Floquet chain, swept along the drive."""

    name = "floquet"
    title = "driven"
    parameter = DRIVE
    simulated = (
        "sites",
        "boundary",
        "pulse",
        "durations",
        "strength",
        "distribution",
        "periods",
        "sampling",
        "initial",
        "initial_errors",
        "realizations",
        "precision",
        "tolerance",
        "shots",
        "readout",
        "postselect",
    )

    absent: ClassVar[dict[str, Any]] = {"initial_errors": 0.0, **EXACT}
    sweep_key = "drive"
    second_keys = ("strength", "pulse")

    def study(self) -> "type[FloquetSettings]":
        """See `Model.study`."""
        from phasetrace.models.floquet.settings import StudiedChain

        return StudiedChain

    def folder(self, settings: "FloquetSettings") -> str:
        """See `Model.folder`."""
        others = (
            (settings.initial, "random"),
            (settings.sampling, "every"),
            (settings.distribution, "uniform"),
        )
        chosen = "".join(f"-{value}" for value, usual in others if value != usual)
        errors = "-errors" if settings.initial_errors else ""
        own = f"-{self.word(settings)}" if settings.studied else ""
        return f"{super().folder(settings)}{chosen}{errors}{settings.folder}{own}"

    def training_set(self, settings: "FloquetSettings") -> "FloquetSettings | None":
        """See `Model.training_set`."""
        return settings.trained_chain

    def rounding(self, settings: "FloquetSettings", device: str) -> dict[str, int]:
        """See `Model.rounding`; XLA orders the sums of its products by the size of a batch."""
        return {"batch": batch_size(settings.sites, settings.precision, device)}

    def trace_bytes(self, settings: "FloquetSettings") -> int:
        """See `Model.trace_bytes`."""
        one = 8 * len(sampled_periods(settings.periods, settings.sampling)) * settings.sites
        # Estimates come with their errors.
        return one if settings.measurement.shots is None else 2 * one

    def shot_bytes(self, settings: "FloquetSettings") -> int:
        """See `Model.shot_bytes`; shots are drawn after every period, sampled or not."""
        return shot_bytes(settings.measurement.shots, settings.sites, settings.periods + 1)

    def batch_bytes(self, settings: "FloquetSettings", sites: int) -> int:
        """See `Model.batch_bytes`."""
        size = batch_size(sites, settings.precision, "cpu")
        observed = 0 if settings.measurement.shots is None else settings.periods
        return batch_bytes(sites, settings.precision, size, observed)

    def seconds(self, settings: "FloquetSettings", values: Sequence[float]) -> float:
        """See `Model.seconds`."""
        return cost.seconds(settings, values)


ENTRY = Floquet()
