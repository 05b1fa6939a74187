"""Settings of a chain's dephasing."""

from collections.abc import Sequence

from pydantic import Field

from phasetrace.settings import Amount, Count, Settings, refuse

CHANGES_NUMBERS = False

MOST_JUMPS = 1e5
"""Of a trajectory, about."""


class DephasingSettings(Settings):
    """Jump operators √γ σᶻ_i on every site, by quantum trajectories."""

    rate: Amount | None = Field(default=None, description="γ, in units of J")
    trajectories: Count = Field(
        default=20, description="of a realization, over which its magnetization is averaged"
    )


def check_jumps(place: Sequence[str], rate: float, sites: int, until: float) -> None:
    """Refuse a rate at which a chain would jump too often.

    Parameters
    ----------
    place
        Keys that lead to the rate.
    rate
        γ, the largest of a sweep.
    sites
        Length of the chain.
    until
        The last sampling time.
    """
    if rate * sites * until > MOST_JUMPS:
        refuse(
            place,
            rate,
            f"rates must be at most {MOST_JUMPS / (sites * until):.3g}: a trajectory would jump "
            f"{rate * sites * until:.3g} times",
        )
