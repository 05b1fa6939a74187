"""Writes config.yaml, its schema and its reference from what `phasetrace.jobs.config` declares.

Usage, in the root of a checkout: ``python -m phasetrace.jobs.config_file``
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from phasetrace.jobs.config import Config
from phasetrace.settings import Settings

WIDTH = 100
NOT_TEXT = ("null", "true", "false", "yes", "no", "on", "off")
"""Words that YAML takes for something else."""

CONFIG = Path("config.yaml")
SCHEMA = Path("workflow/schemas/config.schema.yaml")

CONFIG_HEADER = f"""\
# The default run: every figure of the paper on its own ranges of disorder, energy
# density and drive, for chains of 12 spins, which two cores finish in minutes.
# Lay another file over it with --configfile, for example workflow/presets/paper.yaml.
# Energies are in units of J, times in 1/J. A grid is either {{start, stop, points}}, both
# ends included, or a list of values. `make config` writes this file and its schema anew.
# yaml-language-server: $schema={SCHEMA}
"""
SCHEMA_HEADER = """\
# What config.yaml may hold, for editors. `make config` writes it; phasetrace itself checks more.
"""


def config_text(config: Config | None = None) -> str:
    """Write a configuration, the default one if none is given, with what every key is for."""
    config = config or Config()
    lines = [CONFIG_HEADER.rstrip()]
    for name in type(config).model_fields:
        lines += ["", *_documented(config, name, 0)]
    return "\n".join(lines) + "\n"


def schema_text() -> str:
    """Write the schema of all configurations."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "phasetrace configuration",
        **_terse(Config.model_json_schema()),
    }
    return SCHEMA_HEADER + "\n".join(_block(schema, 0)) + "\n"


def _documented(settings: Settings, name: str, depth: int) -> list[str]:
    """Lines of one key, its value and its description."""
    value, indent = getattr(settings, name), "  " * depth
    described = f"# {type(settings).model_fields[name].description}"
    inline = f"{indent}{name}: {flow(_values(value))} {described}"
    if (depth or value == {}) and len(inline) <= WIDTH and not _is_nested(value):
        return [inline]
    if not isinstance(value, Settings | dict):
        comment = textwrap.wrap(described[2:], WIDTH - len(indent) - 2)
        return [
            *(f"{indent}# {line}" for line in comment),
            f"{indent}{name}: {flow(value)}",
        ]
    if isinstance(value, dict):
        below = [f"{indent}  {_scalar(key)}: {flow(item)}" for key, item in value.items()]
    else:
        below = [
            line for key in type(value).model_fields for line in _documented(value, key, depth + 1)
        ]
    return [f"{indent}{name}: {described}", *below]


def _values(value: Any) -> Any:
    return value.model_dump() if isinstance(value, Settings) else value


def _is_nested(value: Any) -> bool:
    values = _values(value)
    return isinstance(values, dict) and any(isinstance(item, dict) for item in values.values())


def _block(value: Any, depth: int) -> Iterator[str]:
    """Lines of a mapping, whose short values stand beside their keys."""
    indent = "  " * depth
    for key, item in value.items():
        line = f"{indent}{_scalar(key)}: {flow(item)}"
        if len(line) <= WIDTH and not (depth < 2 and isinstance(item, Mapping)):
            yield line
        elif isinstance(item, Mapping):
            yield f"{indent}{_scalar(key)}:"
            yield from _block(item, depth + 1)
        elif isinstance(item, list) and all(isinstance(one, Mapping) for one in item):
            yield f"{indent}{_scalar(key)}:"
            for one in item:
                first, *rest = _block(one, depth + 2)
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        else:
            yield line


def _terse(schema: Any) -> Any:
    """Leave out titles, which repeat the keys, and defaults of what has defaults within."""
    if isinstance(schema, list):
        return [_terse(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    needless = {"title"} | ({"default"} if "$ref" in schema else set())
    return {key: _terse(item) for key, item in schema.items() if key not in needless}


def flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        items = (f"{_scalar(key)}: {flow(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        # YAML takes a number for text where an exponent has no point before it.
        return re.sub(
            r"^(-?\d+)(\.\d+)?e([-+])0?", lambda m: _exponential(*m.groups()), repr(value)
        )
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]\w*( \w+)*", value):
        return json.dumps(value) if value.lower() in NOT_TEXT else value
    return json.dumps(value, ensure_ascii=False)


def _exponential(whole: str, decimals: str | None, sign: str) -> str:
    return f"{whole}{decimals or '.0'}e{sign}"


if __name__ == "__main__":
    from phasetrace.jobs.config_reference import REFERENCE, reference_text

    CONFIG.write_text(config_text(), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    REFERENCE.write_text(reference_text(), encoding="utf-8")
