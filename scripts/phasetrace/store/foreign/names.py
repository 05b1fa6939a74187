"""What the columns and variables of a file stand for, and how a user says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phasetrace.store.errors import FileError

PARAMETER, REALIZATION, TIME, SITE, CHANNEL = "parameter", "realization", "time", "site", "channel"
VALUE, ERROR, GROUP, BITSTRING, COUNT = "value", "error", "group", "bitstring", "count"
DIMENSIONS, MAGNETIZATION = "dimensions", "magnetization"
AXES = (PARAMETER, REALIZATION, TIME, SITE)
"""What the axes of traces are."""

ROLES = (*AXES, CHANNEL, VALUE, ERROR, GROUP, BITSTRING, COUNT)


def check_names(
    parameter: str | None, variable: str | None, names: Mapping[str, str]
) -> Mapping[str, str]:
    """Refuse names that cannot be meant.

    Parameters
    ----------
    parameter, variable : str, optional
        Names of the parameter and of what was measured.
    names : mapping of str
        Names in the files by what they stand for.

    Returns
    -------
    mapping of str
        `names`.

    Raises
    ------
    ValueError
        If a key of `names` stands for nothing or has no name, two keys have one, or the parameter
        or the variable is called like a dimension.
    """
    for key, name in names.items():
        if key not in (*ROLES, DIMENSIONS):
            raise ValueError(
                f"names has the key {key!r}, allowed are {', '.join((*ROLES, DIMENSIONS))}"
            )
        if not isinstance(name, str) or not name:
            raise ValueError(f"names: {key} is {name!r}, must be a name in the files")
        if list(names.values()).count(name) > 1:
            raise ValueError(f"names gives {name!r} to several keys, a name stands for one thing")
    if SITE in names and CHANNEL in names:
        raise ValueError("names has both site and channel, which stand for the same dimension")
    for what, chosen in (("parameter", parameter), ("variable", variable)):
        if chosen in (REALIZATION, TIME, SITE, CHANNEL, GROUP):
            raise ValueError(f"{what} is {chosen!r}, which is the name of something else")
    if parameter is not None and parameter == variable:
        raise ValueError(f"parameter and variable are both {parameter!r}, must differ")
    return names


@dataclass(frozen=True)
class Names:
    """Names of a file's columns or variables by what they stand for.

    Parameters
    ----------
    path : str
        The file.
    held : sequence of str
        Names that it has.
    given : mapping of str
        Names by what they stand for, as the user says, where they are not the usual ones.

    Raises
    ------
    FileError
        If the file lacks a name that was given.
    """

    path: str
    held: Sequence[str]
    given: Mapping[str, str]

    def __post_init__(self) -> None:
        for role, name in self.given.items():
            if role != DIMENSIONS and name not in self.held:
                raise FileError(
                    self.path, f"has no {name}, which names give for {role}; {self.listed()}"
                )

    def find(self, role: str, *usual: str) -> str | None:
        """Name that stands for `role`: the given one, or the first of the usual; None if none."""
        if role in self.given:
            return self.given[role]
        return next((name for name in usual or (role,) if name in self.held), None)

    def need(self, role: str, *usual: str) -> str:
        """Name that stands for `role`.

        Raises
        ------
        FileError
            If none does.
        """
        name = self.find(role, *usual)
        if name is None:
            raise FileError(
                self.path,
                f"has no {' or '.join(usual or (role,))}; {self.listed()}; if one of these is it, "
                f"say names: {{{role}: …}}",
            )
        return name

    def site(self) -> tuple[str | None, str]:
        """Name that stands for sites or channels, if any does, and which of the two it means."""
        found = self.find(SITE) or self.find(CHANNEL)
        named = CHANNEL in self.given or (found is not None and found == CHANNEL)
        return found, CHANNEL if named else SITE

    def listed(self) -> str:
        """Say what the file has, as far as a line holds it."""
        shown = [name if len(name) <= 30 else f"{name[:29]}…" for name in self.held[:12]]
        return f"it has {', '.join(shown) or 'nothing'}{' …' if len(self.held) > 12 else ''}"
