"""Settings of how a chain is measured, and of what is made of counted bit strings."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from phasetrace.settings import MOST_VALUES, Count, Fraction, Settings, form, refuse

CHANGES_NUMBERS = False


def _one_or_each(value: object) -> str:
    return form(value) or "(number)"


Probabilities = Annotated[
    Annotated[Fraction, Tag("(number)")]
    | Annotated[list[Fraction], Field(min_length=1, max_length=MOST_VALUES), Tag("(list)")],
    Discriminator(
        _one_or_each,
        custom_error_type="probabilities",
        custom_error_message="must be a probability, or a list of one for each site",
    ),
]


class ReadoutErrors(Settings):
    """Errors that the readout of each site makes by itself."""

    p01: Probabilities = Field(
        default=0.0, description="that a 0, spin down, is read as 1; of all sites or of each"
    )
    p10: Probabilities = Field(
        default=0.0, description="that a 1, spin up, is read as 0; of all sites or of each"
    )

    @model_validator(mode="after")
    def _tell_apart(self) -> Self:
        zero, one = (p if isinstance(p, list) else [p] for p in (self.p01, self.p10))
        if len(zero) > 1 and len(one) > 1 and len(zero) != len(one):
            refuse(("p10",), one, f"must be as many as p01, {len(zero)}")
        longest = max(len(zero), len(one))
        zero, one = (p * longest if len(p) == 1 else p for p in (zero, one))
        for site, both in enumerate(zip(zero, one, strict=True), 1):
            if sum(both) >= 1:
                refuse(
                    ("p01",),
                    both[0],
                    f"p01 + p10 must be below 1, and is {sum(both):g} on site {site}: what is read "
                    "would not tell up from down",
                )
        return self

    def check_length(self, sites: int, place: Sequence[str]) -> None:
        """Refuse lists of another length than the chain's; `place` leads here."""
        for name in ("p01", "p10"):
            given = getattr(self, name)
            if isinstance(given, list) and len(given) != sites:
                refuse((*place, name), given, f"must be one number, or {sites}, one for each site")


class SimulatedReadout(ReadoutErrors):
    """Errors of a readout that is simulated."""

    invert: bool = Field(
        default=True, description="correct the magnetization for them; false keeps it as it is read"
    )


class Measurement(Settings):
    """How a chain is measured: exactly, or by shots."""

    shots: Count | None = Field(
        default=None, description="bit strings that are drawn at every sampling time; none: exact"
    )
    readout: SimulatedReadout | None = Field(
        default=None, description="{p01, p10, invert}, errors of the readout of shots"
    )
    postselect: bool = Field(
        default=False, description="keep shots with the right number of up spins alone"
    )


def check_measurement(chain: Any, conserved: bool) -> None:
    """Refuse a measurement that means nothing.

    Parameters
    ----------
    chain : Measurement
        Settings of the chain, among them its ``sites`` and ``initial_errors``.
    conserved : bool
        Whether the number of up spins is.
    """
    readout = chain.readout
    if chain.shots is None:
        if readout is not None:
            refuse(("readout",), readout.model_dump(), "needs shots: how many bit strings are read")
        if chain.postselect:
            refuse(("postselect",), True, "needs shots, which it keeps or not")
        return
    if readout is not None:
        readout.check_length(chain.sites, ("readout",))
    if not chain.postselect:
        return
    if not conserved:
        refuse(("postselect",), True, "must be false: the drive conserves no number of up spins")
    if readout is None and not chain.initial_errors:
        refuse(("postselect",), True, "needs readout: without errors every shot is kept")
    if readout is not None and readout.invert:
        refuse(
            ("readout", "invert"),
            True,
            "must be false while postselect is true: in shots that are kept hardly any site was "
            "misread, and the inversion would correct them for errors that they do not have",
        )
