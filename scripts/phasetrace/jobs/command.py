"""How snakemake was called: what its options would misunderstand or drop in silence.

``--configfile`` and ``--config`` take every word that follows them, targets too, and of several the
last one alone counts.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from phasetrace.jobs.config_reading import check_file, fault_of
from phasetrace.store.errors import FileError

CHANGES_NUMBERS = False

OPTIONS = {
    "--configfile": "--configfile",
    "--configfiles": "--configfile",
    "--config": "--config",
    "-C": "--config",
}
"""Spellings of the options that are looked at."""
SUFFIXES = (".yaml", ".yml", ".json")


class CommandError(ValueError):
    """A command that does not do what it says, in one line with one that does."""


def check_command(words: Sequence[str]) -> None:
    """Refuse what an option takes for something else or drops, and files that it cannot read.

    Parameters
    ----------
    words
        What follows ``snakemake`` on the command line.

    Raises
    ------
    CommandError
        If an option is given twice, or takes a target for a setting or a file.
    FileError
        If a configuration file cannot be read as it is meant.
    """
    files = check_options(words)
    _refuse_targets("--configfile", files, [word for word in files if _is_target(word)])
    for word in files:
        check_file(Path(word))


def check_options(words: Sequence[str]) -> list[str]:
    """Refuse what `check_command` refuses but for files, and return those of ``--configfile``."""
    given: dict[str, list[str]] = {}
    for option, values in _options(words):
        if option in given:
            every = shlex.join([option, *given[option], *values])
            raise CommandError(
                f"config: {option} is given twice, and snakemake would drop the first: {every}"
            )
        given[option] = values
    settings = given.get("--config", [])
    _refuse_targets("--config", settings, [word for word in settings if "=" not in word])
    for word in settings:
        key, _, value = word.partition("=")
        fault = fault_of(value.strip("'\""))
        if not re.fullmatch(r"[a-zA-Z_][\w-]*\w", key):
            fault = f"unknown key {key!r}"
        if fault is not None:
            raise CommandError(f"config: --config {shlex.quote(word)}: {fault}")
    return given.get("--configfile", [])


def _options(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Options that are looked at, with all that each takes."""
    left = list(words)
    while left and (word := left.pop(0)) != "--":
        name, equals, value = word.partition("=")
        if name in OPTIONS:
            values = [value] if equals else []
            while not equals and left and not left[0].startswith("-"):
                values.append(left.pop(0))
            yield OPTIONS[name], values


def _is_target(word: str) -> bool:
    """Whether a word in the place of a configuration file is none, and has another ending."""
    if Path(word).suffix in SUFFIXES:
        return False
    try:
        check_file(Path(word))
    except FileError:
        return True
    return False


def _refuse_targets(option: str, values: Sequence[str], targets: Sequence[str]) -> None:
    if targets:
        kept = [value for value in values if value not in targets]
        rest = [option, *kept] if kept else []
        raise CommandError(
            f"config: {option} takes all that follows, {' '.join(map(shlex.quote, targets))} too; "
            f"name first what to make: {shlex.join(['snakemake', *targets, *rest])}"
        )
