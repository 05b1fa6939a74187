"""Configuration files, looked through for what YAML would read differently from what is meant.

Snakemake reads them itself, and keeps the last of several values that one key has.
"""

import json
from pathlib import Path
from typing import Any, NoReturn

import yaml

from phasetrace.settings import spells_number
from phasetrace.store.errors import FileError

CHANGES_NUMBERS = False

MOST_BYTES = 2**20
"""Of a configuration file; all of `config.yaml` is a two-hundredth of it."""
MOST_VALUES = 100_000
"""Of a configuration, once every anchor is replaced by what it stands for."""

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_NOT_FINITE = (".inf", ".nan")
_MERGE = "tag:yaml.org,2002:merge"


class _Fault(ValueError):
    """What is wrong with a text, in one line."""


def check_file(path: Path) -> None:
    """Refuse a configuration file that cannot be read, or not as it is meant.

    Raises
    ------
    FileError
        With the file, the line and what is wrong there.
    """
    try:
        if path.exists() and not path.is_file():
            # A pipe could be read only once.
            raise _Fault("is no regular file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _Fault(f"is no configuration: it has more than {MOST_BYTES} bytes")
        if not isinstance(_read(data.decode("utf-8")), dict):
            raise _Fault("must be a mapping of keys to values")
    except OSError as error:
        raise FileError(f"config: {path}", str(error.strerror)) from None
    except UnicodeDecodeError:
        raise FileError(f"config: {path}", "is no text in UTF-8") from None
    except _Fault as fault:
        raise FileError(f"config: {path}", str(fault)) from None


def fault_of(text: str) -> str | None:
    """What is wrong with a value that is written in YAML or JSON, in one line; None if nothing."""
    try:
        _read(text)
    except _Fault as fault:
        return str(fault)
    return None


def _read(text: str) -> Any:
    try:
        try:
            # Like Snakemake: what is JSON is not read as YAML.
            return json.loads(text, object_pairs_hook=_unrepeated)
        except json.JSONDecodeError:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            _count(node, (), {})
            return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        _refuse(error.problem_mark, str(error.problem))
    except yaml.YAMLError as error:
        raise _Fault(_line(str(error).partition("\n")[0])) from None
    except RecursionError:
        raise _Fault("has too many values within values") from None
    except _Fault:
        raise
    except Exception as error:
        # A date that no calendar has, a number with thousands of digits: there is no end of them.
        raise _Fault(_line(f"cannot be read: {error}")) from None


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _Fault(_line(f"the key {key!r} is there twice"))
        values[key] = value
    return values


def _count(node: Any, above: tuple[int, ...], counted: dict[int, int]) -> int:
    """Count the values of a part of a text, and check each."""
    if id(node) in above:
        _refuse(node.start_mark, "the anchor stands for what holds itself")
    if id(node) not in counted:
        total = 1
        if isinstance(node, yaml.ScalarNode):
            _check_number(node)
        elif isinstance(node, yaml.CollectionNode):
            parts = node.value
            if isinstance(node, yaml.MappingNode):
                _check_keys(node)
                parts = [part for pair in parts for part in pair]
            total += sum(_count(part, (*above, id(node)), counted) for part in parts)
        if total > MOST_VALUES:
            _refuse(node.start_mark, f"there are more than {MOST_VALUES} values")
        counted[id(node)] = total
    return counted[id(node)]


def _check_number(node: yaml.ScalarNode) -> None:
    """Refuse a number of YAML 1.1 that is not decimal, such as 010 for 8 or 1:30 for 90."""
    text = node.value
    if node.tag in _NUMBERS and not text.lower().endswith(_NOT_FINITE) and not spells_number(text):
        value = yaml.SafeLoader("").construct_object(node)
        _refuse(node.start_mark, f"YAML takes {text} for {value}; write a decimal number")


def _check_keys(node: yaml.MappingNode) -> None:
    seen = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
            if (key.tag, key.value) in seen:
                _refuse(key.start_mark, f"the key {key.value!r} is there twice")
            seen.add((key.tag, key.value))


def _refuse(mark: Any, problem: str) -> NoReturn:
    place = f"line {mark.line + 1}: " if mark else ""
    raise _Fault(_line(place + problem)) from None


def _line(text: str) -> str:
    """Make a line that can be printed of a text."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
