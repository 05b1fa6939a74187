"""The one line that a wrong configuration ends in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from phasetrace.settings import FORMS, Settings

LONGEST = 200
"""Characters of a value that are shown."""

TOP = "(top level)"
NOWHERE = object()


class ConfigError(ValueError):
    """A value that a configuration may not have, in one line."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        super().__init__(f"config: {key} = {_shown(value)}: {allowed}")


def first_fault(
    error: ValidationError, settings: type[Settings], values: Mapping[str, Any]
) -> ConfigError:
    """Say what is wrong first, in the order in which the values were given.

    Parameters
    ----------
    error
        All faults.
    settings
        Whose they are.
    values
        What was given.
    """
    faults = error.errors(include_url=False)
    return _explained(min(faults, key=lambda fault: _position(fault, values)), settings, values)


def _explained(
    fault: ErrorDetails, settings: type[Settings], values: Mapping[str, Any]
) -> ConfigError:
    path, value = _followed(fault, values)
    match fault["type"]:
        case "string_pattern_mismatch" if _is_key(fault):
            spaces = " spaces," if "phases" in fault["loc"] else ""
            allowed = f"the name must be made of letters, digits,{spaces} - and _"
        case "string_too_long" if _is_key(fault):
            allowed = fault["msg"].replace("String should", "the name must")
        case _ if _is_key(fault):
            allowed = "the key must be text"
        case "extra_forbidden" | "invalid_key":
            allowed = f"unknown key; allowed: {', '.join(allowed_keys(settings, path[:-1]))}"
        case "missing":
            allowed = "is missing"
        case "model_type" | "dict_type":
            allowed = "must be a mapping"
        case _:
            allowed = re.sub(r"^(Input|\w+) should", "must", fault["msg"])
            allowed = allowed.replace(" after validation", "")
    return ConfigError(_joined(path), value, allowed)


def _followed(fault: ErrorDetails, values: Any) -> tuple[list[Any], object]:
    """Keys that lead to a fault, without the forms that a value may have, and what is there."""
    path: list[Any] = []
    for part in fault["loc"][: -1 if _is_key(fault) else None]:
        key = _key(values, part)
        if key is not NOWHERE:
            values = values[key]
        elif part in FORMS:
            continue
        else:
            values = None if fault["type"] == "missing" else fault["input"]
        path.append(part)
    return path, values


def _position(fault: ErrorDetails, values: Any) -> list[int]:
    """Places in their mappings and lists of what leads to a fault."""
    places = []
    for part in fault["loc"]:
        key = _key(values, part)
        if key is not NOWHERE:
            places.append(list(values).index(key) if isinstance(values, Mapping) else key)
            values = values[key]
        elif part not in FORMS:
            places.append(len(values) if isinstance(values, Mapping) else 0)
            values = None
    return places


def _is_key(fault: ErrorDetails) -> bool:
    return fault["loc"][-1:] == ("[key]",)


def _key(values: object, part: int | str) -> Any:
    """Find the key that a fault names, which calls every key by its text."""
    if isinstance(values, Mapping):
        if part in values:
            return part
        return next((key for key in values if str(key) == part), NOWHERE)
    within = isinstance(values, list | tuple) and isinstance(part, int) and part < len(values)
    return part if within else NOWHERE


def allowed_keys(settings: type[Settings], path: Sequence[Any]) -> list[str]:
    """Keys that settings may have in a place that a path of keys leads to."""
    for part in path:
        # Of a mapping of sections the name of one is no key of theirs.
        if part in settings.model_fields:
            settings = next(_within(settings.model_fields[part].annotation))
    return list(settings.model_fields)


def _within(annotation: Any) -> Iterator[type[Settings]]:
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        yield annotation
    for argument in get_args(annotation):
        yield from _within(argument)


def _joined(path: Sequence[Any]) -> str:
    text = ""
    for part in path:
        if isinstance(part, int) and text:
            text += f"[{part}]"
        else:
            text += "." * bool(text) + (str(part) if str(part).isprintable() else repr(part))
    return text or TOP


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        # Of a number with too many digits, or of lists too deep within lists.
        return f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
