"""What the workflow must know of XXZ chains."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from phasetrace.evolution.batches import batch_bytes
from phasetrace.measurement.amounts import EXACT, shot_bytes
from phasetrace.models.entry import Model
from phasetrace.models.xxz import cost
from phasetrace.models.xxz.numbers import PARAMETERS, TERMS, listed
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
        "initial_errors",
        "dephasing",
        "times",
        "realizations",
        "precision",
        "tolerance",
        "shots",
        "readout",
        "postselect",
    )

    absent: ClassVar[dict[str, Any]] = {"initial_errors": 0.0, "dephasing": None, **EXACT}
    second_keys = tuple(PARAMETERS)

    def study(self) -> "type[XXZSettings]":
        """See `Model.study`."""
        from phasetrace.models.xxz.settings import XXZSettings

        return XXZSettings

    def with_number(self, chain: Mapping[str, Any], name: str, value: float) -> dict[str, Any]:
        """See `Model.with_number`; each number has the place that `placed` says."""
        from phasetrace.settings import refuse

        if name == "epsilon":
            initial = chain.get("initial", {})
            given = dict(initial) if isinstance(initial, Mapping) else {"kind": initial}
            return {"initial": {**given, name: value}}
        if name == "rate":
            given = chain.get("dephasing") or {}
            if not isinstance(given, Mapping):
                # It is refused where the chain is made.
                return {}
            if name in given:
                refuse(("chain", "dephasing", name), given[name], "belongs to second.values")
            return {"dephasing": {**given, name: value}}
        field = chain.get("field")
        if all(name not in numbers for numbers in TERMS.values()) or field is None:
            return {name: value}
        terms = [
            {**term, name: value}
            if isinstance(term, Mapping)
            and name in TERMS.get(str(term.get("kind")), ())
            and name not in term
            else term
            for term in listed(field)
        ]
        return {"field": terms[0] if isinstance(field, Mapping) else terms}

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
        one = 8 * len(sampling_times(times)) * settings.sites
        # Means over trajectories and shots come with their errors.
        dephasing = settings.dephasing
        exact = dephasing is None or dephasing.trajectories == 1
        return one if exact and settings.shots is None else 2 * one

    def shot_bytes(self, settings: "XXZSettings") -> int:
        """See `Model.shot_bytes`."""
        times = settings.model_dump(mode="json", include={"times"})["times"]
        return shot_bytes(settings.shots, settings.sites, len(sampling_times(times)))

    def batch_bytes(self, settings: "XXZSettings", sites: int) -> int:
        """See `Model.batch_bytes`."""
        return batch_bytes(*cost.sector_size(settings, sites), settings.precision, "cpu", 1)

    def seconds(self, settings: "XXZSettings", values: Sequence[float]) -> float:
        """See `Model.seconds`."""
        return cost.seconds(settings, values)


ENTRY = XXZ()
