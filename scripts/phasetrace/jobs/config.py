"""Checking a configuration before anything runs."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from phasetrace.jobs import cost
from phasetrace.jobs.plan import energy_densities, sweep
from phasetrace.models.parameter import label


class ConfigError(ValueError):
    """A value that a configuration may not have, in one line."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        super().__init__(f"config: {key} = {value!r}: {allowed}")


def with_numbers(value: Any) -> Any:
    """Turn text that spells a number into that number, throughout a configuration.

    YAML takes 1e-9 for text, and so are all values inside a ``--config key={...}``.
    """
    if isinstance(value, Mapping):
        return {key: with_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_numbers(item) for item in value]
    if isinstance(value, str):
        for number in (int, float):
            with suppress(ValueError):
                return number(value)
    return value


def check_config(config: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Refuse a configuration that could not run to its end.

    Parameters
    ----------
    config : mapping
        The configuration.
    schema : mapping
        JSON schema of it.

    Raises
    ------
    ConfigError
        At the first fault, naming the key, its value and what is allowed.
    """
    for key, value in _numbers(config, ""):
        if not math.isfinite(value):
            raise ConfigError(key, value, "must be a finite number")
    for error in sorted(Draft202012Validator(schema).iter_errors(config), key=lambda e: e.path):
        raise _explain(error)
    _check_heisenberg(config)
    _check_floquet(config)
    for model in ("heisenberg", "floquet"):
        _check_labels(config, model)
    _check_memory(config)
    _check_learning(config)
    _check_figures(config)


def _check_heisenberg(config: Mapping[str, Any]) -> None:
    chain = config["heisenberg"]
    _check_boundary("heisenberg", chain)
    if chain["up_spins"] == "half" and chain["sites"] % 2:
        raise ConfigError("heisenberg.sites", chain["sites"], "must be even while up_spins is half")
    if chain["up_spins"] != "half" and chain["up_spins"] >= chain["sites"]:
        raise ConfigError(
            "heisenberg.up_spins",
            chain["up_spins"],
            f"must be at most {chain['sites'] - 1}, one fewer than heisenberg.sites",
        )
    _check_grid(config, "heisenberg.disorder", lambda: sweep(config, "heisenberg"))
    densities = _check_grid(config, "heisenberg.energy_density", lambda: energy_densities(config))
    focus = label("epsilon", chain["focus"]["energy_density"])
    printed = [label("epsilon", value) for value in densities]
    if focus not in printed:
        raise ConfigError(
            "heisenberg.focus.energy_density",
            chain["focus"]["energy_density"],
            f"must be one of heisenberg.energy_density: {', '.join(printed)}",
        )


def _check_floquet(config: Mapping[str, Any]) -> None:
    chain = config["floquet"]
    _check_boundary("floquet", chain)
    _check_grid(config, "floquet.drive", lambda: sweep(config, "floquet"))
    if chain["periods"] % 2 == 0:
        raise ConfigError(
            "floquet.periods", chain["periods"], "must be odd, so that a time crystal ends flipped"
        )


def _check_boundary(model: str, chain: Mapping[str, Any]) -> None:
    if chain["boundary"] == "periodic" and chain["sites"] < 3:
        raise ConfigError(
            f"{model}.sites", chain["sites"], "must be at least 3 on a periodic chain"
        )


def _check_grid(config: Mapping[str, Any], key: str, values: Any) -> list[float]:
    model, name = key.split(".")
    grid = config[model][name]
    if isinstance(grid, Mapping) and grid["points"] > 1 and grid["stop"] <= grid["start"]:
        raise ConfigError(f"{key}.stop", grid["stop"], f"must exceed start = {grid['start']}")
    try:
        return values()
    except ValueError as error:
        raise ConfigError(key, grid, str(error)) from error


def _check_labels(config: Mapping[str, Any], model: str) -> None:
    labels = config[model]["labels"]
    values = sweep(config, model)
    swept = {"heisenberg": "heisenberg.disorder", "floquet": "floquet.drive"}[model]
    edges: list[tuple[float, float, str]] = []
    for phase, (low, high) in labels.items():
        key = f"{model}.labels.{phase}"
        if high < low:
            raise ConfigError(key, [low, high], "must be [low, high] with low at most high")
        if not any(low <= value <= high for value in values):
            raise ConfigError(
                key, [low, high], f"must hold a value of {swept}, {values[0]} to {values[-1]}"
            )
        edges.append((low, high, phase))
    for (_, high, phase), (low, _, other) in pairwise(sorted(edges)):
        if low <= high:
            raise ConfigError(
                f"{model}.labels.{other}", labels[other], f"must not overlap labels.{phase}"
            )


def _check_memory(config: Mapping[str, Any]) -> None:
    allowed = int(config["jobs"]["memory"] * cost.GIB)
    for model in ("heisenberg", "floquet"):
        chain = config[model]
        needed = cost.least_bytes(chain, model, chain["sites"])
        if needed > allowed:
            step = 2 if chain.get("up_spins") == "half" else 1
            shorter = range(chain["sites"] - step, 1, -step)
            fits = (sites for sites in shorter if cost.least_bytes(chain, model, sites) <= allowed)
            raise ConfigError(
                f"{model}.sites",
                chain["sites"],
                f"needs {needed} bytes, jobs.memory = {config['jobs']['memory']} GiB is {allowed}; "
                f"the longest chain that fits has {next(fits, 'no')} sites",
            )


def _check_learning(config: Mapping[str, Any]) -> None:
    learning = config["learning"]
    for model in ("heisenberg", "floquet"):
        chain = config[model]
        realizations = chain["realizations"] * len(chain["seeds"])
        train = round(learning["train_fraction"] * realizations)
        if not 0 < train < realizations:
            raise ConfigError(
                "learning.train_fraction",
                learning["train_fraction"],
                f"must leave at least one of {model}'s {realizations} realizations to train on "
                "and one to test",
            )
        labelled = sum(
            low <= value <= high
            for value in sweep(config, model)
            for low, high in chain["labels"].values()
        )
        if learning["batch"] > labelled * train:
            raise ConfigError(
                "learning.batch",
                learning["batch"],
                f"must be at most {labelled * train}, the labelled traces to train on that "
                f"{model}.realizations = {chain['realizations']} makes",
            )


def _check_figures(config: Mapping[str, Any]) -> None:
    figures, values = config["figures"], sweep(config, "heisenberg")
    middle = (values[0] + values[-1]) / 2
    for width in figures["fig5"]["widths"]:
        if not values[0] <= width < middle:
            raise ConfigError(
                "figures.fig5.widths",
                width,
                f"must lie between {values[0]}, the smallest disorder, and {middle}, half-way up",
            )
    for phase, (low, high) in figures["fig6"]["beyond"].items():
        if not any(low <= value <= high for value in values):
            raise ConfigError(
                f"figures.fig6.beyond.{phase}", [low, high], "must hold a value of the disorder"
            )
    for disorder in figures["fig8"]["disorder"]:
        if not values[0] <= disorder <= values[-1]:
            raise ConfigError(
                "figures.fig8.disorder",
                disorder,
                f"must lie within the disorder, {values[0]} to {values[-1]}",
            )
    printed = [label("epsilon", value) for value in energy_densities(config)]
    for value in figures["regularization"]["energy_density"]:
        if label("epsilon", value) not in printed:
            raise ConfigError(
                "figures.regularization.energy_density",
                value,
                f"must be one of heisenberg.energy_density: {', '.join(printed)}",
            )


def _numbers(value: object, key: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _numbers(item, f"{key}.{name}".lstrip("."))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _numbers(item, f"{key}[{index}]")
    elif isinstance(value, float):
        yield key, value


def _explain(error: ValidationError) -> ConfigError:
    if error.validator == "oneOf" and error.context:
        # The alternative that the value resembles most tells best what is wrong.
        close = [sub for sub in error.context if sub.path or sub.validator not in ("type", "const")]
        if close:
            return _explain(close[0])
    key = ".".join(str(part) for part in error.absolute_path) or "(top level)"
    rule, value, found = error.validator, error.validator_value, error.instance
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if rule == "additionalProperties":
        known = list(schema.get("properties", {}))
        unknown = next(name for name in found if name not in known)
        path = unknown if key == "(top level)" else f"{key}.{unknown}"
        return ConfigError(path, found[unknown], f"unknown key; allowed: {', '.join(known)}")
    if rule == "required":
        missing = next(name for name in value if name not in found)
        path = missing if key == "(top level)" else f"{key}.{missing}"
        return ConfigError(path, None, "is missing")
    texts = {
        "type": f"must be of type {value}",
        "enum": f"must be one of {value}",
        "const": f"must be {value!r}",
        "minimum": f"must be at least {value}",
        "maximum": f"must be at most {value}",
        "exclusiveMinimum": f"must be greater than {value}",
        "exclusiveMaximum": f"must be less than {value}",
        "minItems": f"must have at least {value} values",
        "maxItems": f"must have at most {value} values",
        "minProperties": f"must have at least {value} entries",
        "uniqueItems": "must not repeat a value",
        "oneOf": f"must be {schema.get('description')}",
    }
    return ConfigError(key, found, texts.get(str(rule), error.message))
