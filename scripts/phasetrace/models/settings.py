"""What settings of chains in a sector of fixed magnetization have in common."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from phasetrace.settings import refuse, spells_number, whole

CHANGES_NUMBERS = False

LARGEST_PHASE = 1e5
"""Of a step between samples at the edges of the spectrum: it takes as many Chebyshev terms."""


def _half_or_number(value: object) -> str | None:
    if value == "half":
        return "(half)"
    return "(number)" if spells_number(value) else None


UpSpins = Annotated[
    Annotated[Literal["half"], Tag("(half)")]
    | Annotated[int, Field(ge=1, le=61), whole, Tag("(number)")],
    Discriminator(
        _half_or_number,
        custom_error_type="up_spins",
        custom_error_message="must be 'half' or a number of up spins",
    ),
]


def up_spins_of(sites: int, up_spins: int | str) -> int:
    """Number of up spins of a chain whose setting is a number or ``"half"``."""
    return sites // 2 if up_spins == "half" else int(up_spins)


def check_sector(sites: int, boundary: str, up_spins: int | str) -> None:
    """Refuse settings of a chain that has no such boundary or sector."""
    if boundary == "periodic" and sites < 3:
        refuse(("sites",), sites, "must be at least 3 on a periodic chain")
    if up_spins == "half" and sites % 2:
        refuse(("sites",), sites, "must be even while up_spins is half")
    if up_spins_of(sites, up_spins) >= sites:
        refuse(("up_spins",), up_spins, f"must be at most {sites - 1}, one fewer than sites")
