"""Numbers of the XXZ chain, any of which may be swept, and where each has its place.

A chain's settings leave the swept number out: its value comes wherever it is left out, so that one
term of a field is swept or several are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from phasetrace.parameter import Parameter

PARAMETERS = {
    one.name: one
    for one in (
        Parameter("W", unit="J", decimals=3, long_name="strength of the field"),
        Parameter("frequency", unit="1", decimals=6, long_name="frequency of the field, per site"),
        Parameter("slope", unit="J", decimals=3, long_name="slope of the field, per site"),
        Parameter("anisotropy", unit="1", decimals=3, long_name="anisotropy"),
        Parameter("coupling", unit="J", decimals=3, long_name="coupling of neighbouring spins"),
        Parameter("epsilon", unit="1", decimals=3, long_name="energy density"),
        Parameter("rate", unit="J", decimals=6, long_name="rate of dephasing, per site"),
    )
}
"""What may be swept, by name."""
TERMS = {"random": ("W",), "quasiperiodic": ("W", "frequency"), "tilt": ("slope",)}
"""Names of the numbers that a term of the field has, by its kind."""
DEFAULTS = {"coupling": 1.0, "anisotropy": 1.0}
"""What a number is that is neither given nor swept."""

Path = tuple[str | int, ...]


def listed(field: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Terms of a field, which may be one alone."""
    return [field] if isinstance(field, Mapping) else list(field)


def placed(chain: Mapping[str, Any]) -> dict[Path, float | None]:
    """Numbers of a chain by the places that they have in it; None where one is left out.

    Parameters
    ----------
    chain : mapping
        Its coupling, anisotropy, field, initial state and dephasing, as plain settings.
    """
    field, initial, dephasing = chain["field"], chain["initial"], chain["dephasing"]
    alone = isinstance(field, Mapping)
    numbers: dict[Path, float | None] = {(name,): chain[name] for name in DEFAULTS}
    for number, term in enumerate(listed(field)):
        for name in TERMS[term["kind"]]:
            numbers[("field", name) if alone else ("field", number, name)] = term.get(name)
    if initial["kind"] == "energy density":
        numbers["initial", "epsilon"] = initial.get("epsilon")
    if dephasing is not None:
        numbers["dephasing", "rate"] = dephasing.get("rate")
    return numbers


def with_value(chain: Mapping[str, Any], name: str, value: float) -> dict[str, Any]:
    """Settings of a chain with the value of its swept parameter in its place, and no other empty.

    Parameters
    ----------
    chain : mapping
        Its coupling, anisotropy, field, initial state and dephasing, as plain settings.
    name : str
        Of the swept parameter.
    value : float
        Of it.

    Returns
    -------
    dict
        The same keys; the field is a list of its terms.
    """
    numbers = {
        key: default if chain[key] is None else chain[key] for key, default in DEFAULTS.items()
    }
    terms, initial = [dict(term) for term in listed(chain["field"])], dict(chain["initial"])
    dephasing = chain["dephasing"]
    if name in numbers:
        numbers[name] = value
    elif name == "epsilon":
        initial["epsilon"] = value
    elif name == "rate":
        dephasing = {**dephasing, "rate": value}
    else:
        for term in terms:
            if name in TERMS[term["kind"]] and term.get(name) is None:
                term[name] = value
    return {**chain, **numbers, "field": terms, "initial": initial, "dephasing": dephasing}
