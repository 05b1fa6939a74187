"""Which axis of an array is the parameter, the realization, the time and the site."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from types import MappingProxyType

from phasetrace.store.errors import FileError
from phasetrace.store.foreign.names import AXES, DIMENSIONS

Roles = tuple[str, ...]


def axes_of(
    path: str,
    name: str,
    shape: Sequence[int],
    known: Sequence[str | None],
    lengths: Mapping[str, int],
    asked: str | None = None,
    alias: Mapping[str, str] = MappingProxyType({}),
) -> Roles:
    """Say what the axes of an array are.

    An axis is known by its name, or by its length, which is that of a coordinate. Where several
    orders fit, none is guessed.

    Parameters
    ----------
    path, name : str
        The file and the array.
    shape : sequence of int
        Of the array, without axes of one entry.
    known : sequence of str or None
        What each axis is, as far as its name tells it.
    lengths : mapping of int
        Lengths of the coordinates that the file has, by what they are.
    asked : str, optional
        What the axes are, as the user says: words, separated by spaces.
    alias : mapping of str
        What the words stand for that the user may say as well, such as the parameter's name.

    Returns
    -------
    tuple of str
        For each axis one of `phasetrace.store.foreign.names.AXES`.

    Raises
    ------
    FileError
        If no order fits, or several do; the line names all of them.
    """
    fitting = _fitting(shape, known, lengths)
    if asked is not None:
        words = tuple(alias.get(word, word) for word in asked.replace(",", " ").split())
        fitting = _fitting(shape, [None] * len(shape), lengths)
        # Axes of one entry may be told or not.
        kept = tuple(word for word in words if lengths.get(word) != 1)
        for order in (words, kept):
            if order in fitting:
                return order
    elif len(fitting) == 1:
        return fitting[0]
    held = ", ".join(f"{length} of {role}" for role, length in lengths.items())
    orders = " or ".join(f'"{" ".join(order)}"' for order in fitting)
    raise FileError(
        path,
        f"{name} has {' × '.join(map(str, shape))} entries, the file has {held}; "
        + (f"dimensions {asked!r} do not fit; " if asked is not None else "")
        + (f"say names: {{{DIMENSIONS}: {orders}}}" if fitting else "no order of axes fits"),
    )


def _fitting(
    shape: Sequence[int], known: Sequence[str | None], lengths: Mapping[str, int]
) -> list[Roles]:
    """Every order of axes that agrees with names and lengths, and leaves no coordinate out."""
    needed = {role for role, length in lengths.items() if length > 1}
    return [
        order
        for order in permutations(AXES, len(shape))
        if needed <= set(order)
        and all(name in (None, role) for name, role in zip(known, order, strict=True))
        and all(lengths.get(role, n) == n for role, n in zip(order, shape, strict=True))
    ]
