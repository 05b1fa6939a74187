"""Writes the page on every setting from what `phasetrace.jobs.config` and the models declare."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from phasetrace.jobs.config import Config
from phasetrace.jobs.config_file import flow
from phasetrace.models.entry import entry, names
from phasetrace.settings import LARGEST

CHANGES_NUMBERS = False

REFERENCE = Path("docs/configuration.md")

HEADER = """\
# Every setting

The settings of `config.yaml`, and of files that are laid over it with `--configfile`. What a file
leaves out has its default. Energies are in units of J, times in 1/J. A grid is either
`{start, stop, points}`, both ends included, or a list of values that increase.
[Running it](running.md) says how settings are given.

`make config` writes this page from the same declarations by which a configuration is checked.
"""
STUDIES = """\

Each study has a name, made of letters, digits, `-` and `_`, which is that of its folder in
`results/studies/`. It has either a `chain` or `traces`. [Studies](studies.md) has examples.
"""
CHAIN = """\

### A study's chain of model `{model}`

Keys of `chain`, beside `model: {model}`. Leave out the number that is swept.
[Your own chain](chains.md) has examples.
"""
LEARNING = """\

`learning` of a study takes the keys of [`learning`](#learning). For traces from files, the defaults
of `standardization` and `class_weight` are `training` and `balanced`. Keys of `traces` and of
`second` are needed only if a study has these.
"""
GRIDS = ("Range", "NumberRange", "FractionRange")
ELSEWHERE = ("parameter", "labels", "trained_on", "training_set")
"""Fields of a model's settings that other keys of a study give, or that no study has."""


def reference_text() -> str:
    """Write the page, in Markdown."""
    schema = Config.model_json_schema()
    return HEADER + "".join(
        _section(name, section, schema["$defs"]) for name, section in schema["properties"].items()
    )


def _section(name: str, section: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    described = _sentence(section["description"])
    lines = f"\n## `{name}`\n\n{described}\n"
    if name == "studies":
        return lines + STUDIES + _table(definitions["StudySettings"], definitions) + _chains()
    return lines + _table(_definition(section, definitions), definitions)


def _chains() -> str:
    text = LEARNING
    for model in names():
        settings: Any = entry(model).study()
        if settings is None:
            continue
        schema = settings.model_json_schema()
        given = {entry(model).sweep_key, *ELSEWHERE}
        own = {key: one for key, one in schema["properties"].items() if key not in given}
        text += CHAIN.format(model=model)
        text += _table({**schema, "properties": own}, schema["$defs"])
    return text


def _table(settings: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    rows = "".join(
        f"| `{key}` | {described} | {allowed} | {default} |\n"
        for key, described, allowed, default in _rows(settings, definitions, "")
    )
    return f"\n| key | what it is | values | default |\n| --- | --- | --- | --- |\n{rows}"


def _rows(
    settings: Mapping[str, Any], definitions: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, str, str, str]]:
    """Cells of every key of some settings, and of those within it."""
    for name, one in settings["properties"].items():
        within = _definition(one, definitions)
        default = _shown(one.get("default"))
        if name in settings.get("required", []):
            default = "*needed*"
        elif "$ref" in one and "required" not in within:
            default = ""  # Every key within it has its own.
        described = _linked(one["description"]).replace("|", "\\|")
        yield f"{prefix}{name}", described, _allowed(one, definitions), default
        if within:
            yield from _rows(within, definitions, f"{prefix}{name}.")


def _definition(one: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """Settings that a value is made of, itself or in a list; none of a grid."""
    for part in [one, one.get("items", {}), *one.get("anyOf", []), *one.get("oneOf", [])]:
        name = part.get("$ref", "").rpartition("/")[2]
        if name and name not in GRIDS:
            found: Mapping[str, Any] = definitions[name]
            return found
    return {}


def _allowed(one: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Say in words what a value may be."""
    choices = [part for key in ("anyOf", "oneOf") for part in one.get(key, [])]
    if choices:
        said = [_allowed(part, definitions) for part in choices if part.get("type") != "null"]
        return " or ".join(said)
    if "$ref" in one:
        keys = definitions[one["$ref"].rpartition("/")[2]]["properties"]
        return f"`{{{', '.join(keys)}}}`"
    if "enum" in one:
        return " or ".join(f"`{value}`" for value in one["enum"])
    if "const" in one:
        return f"`{one['const']}`"
    match one.get("type"):
        case "integer" | "number":
            return f"{_kind(one)}{_limits(one)}"
        case "string":
            return "text"
        case "array":
            return _list(one, definitions)
        case "object":
            return _mapping(one, definitions)
    return "what that setting may be"


def _mapping(one: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    patterns = one.get("patternProperties") or {"": one.get("additionalProperties", True)}
    each = next(iter(patterns.values()))
    if each is True:
        return "mapping"
    named = [f"`{name}`" for name in one.get("propertyNames", {}).get("enum", [])]
    return f"mapping of {', '.join(named) or 'names'}: {_allowed(each, definitions)}"


def _list(one: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    count, each = "two" if one.get("maxItems") == 2 else "list of", one["items"]
    if each.get("type") in ("integer", "number"):
        return f"{count} {_kind(each)}s{_limits(each)}"
    return f"{count}: {_allowed(each, definitions)}"


def _kind(one: Mapping[str, Any]) -> str:
    return "whole number" if one["type"] == "integer" else "number"


def _limits(one: Mapping[str, Any]) -> str:
    least, most = one.get("minimum", -LARGEST), one.get("maximum", LARGEST)
    above, below = one.get("exclusiveMinimum"), one.get("exclusiveMaximum")
    lower = f", {least:g} or more" if least > -LARGEST else ""
    if above is not None:
        lower = f" above {above:g}"
    if below is not None:
        return f"{lower} and below {below:g}"
    if most < LARGEST:
        shown = f"{most:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if most > 1 else f"{most:g}"
        return f" from {least:g} to {shown}" if above is None else f"{lower}, at most {shown}"
    return lower


def _shown(default: Any) -> str:
    if isinstance(default, Mapping):
        default = {key: value for key, value in default.items() if value is not None}
    return "" if default is None else f"`{flow(default)}`"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{_linked(text)[1:]}."


def _linked(text: str) -> str:
    return re.sub(r"docs/(([\w-]+)\.md)", r"[\2](\1)", text)
