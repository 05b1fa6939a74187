"""What a run takes before it starts: core hours, time, memory and disk of its jobs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phasetrace.jobs import cost
from phasetrace.jobs.amounts import HOUR, core_hours, duration, size
from phasetrace.jobs.config import Config
from phasetrace.jobs.sources import Figure
from phasetrace.jobs.spectra import Levels
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import ChainSettings, entry

CHANGES_NUMBERS = False

EXPENSIVE = 24
"""Core hours above which a run says that it is a long one."""
MOST = 100_000
"""Core hours above which no run starts: eleven years of a core."""
MEASURING = 600.0
"""Seconds of the job that measures, about."""
SAID = 3
"""Files that are named where more are made anew."""
DRAWN = 200_000
"""Bytes of a figure in all its formats, or of a table, about."""


@dataclass(frozen=True)
class Job:
    """What a job takes.

    Parameters
    ----------
    seconds : float
        Of one core.
    memory : int
        Bytes, at its fullest.
    disk : int
        Bytes that it writes.
    """

    seconds: float
    memory: int
    disk: int


def simulation(config: Config, model: str, chain: ChainSettings, values: Sequence[float]) -> Job:
    """What a job takes that evolves every realization of some values of a sweep."""
    one = entry(model)
    traces = len(values) * chain.realizations * (one.trace_bytes(chain) + one.shot_bytes(chain))
    return Job(
        cost.simulation_seconds(model, chain, values),
        cost.simulation_bytes(config, model, chain, values),
        cost.FILE + traces,
    )


def diagonalization(levels: Levels) -> Job:
    """What a job takes that finds the energy levels at one disorder strength."""
    return Job(
        cost.diagonalization_seconds(levels),
        cost.diagonalizing_bytes(levels),
        cost.FILE + cost.level_array(levels),
    )


def training(config: Config, training: Training) -> Job:
    """What a job takes which trains networks and lets them judge every trace."""
    return Job(
        cost.training_seconds(training),
        cost.training_bytes(config, training),
        2 * cost.FILE + cost.learned_bytes(training),
    )


def analysis(config: Config, figure: Figure) -> Job:
    """What a job takes which computes what a figure shows."""
    return Job(cost.STARTING, cost.analysis_bytes(config, figure), DRAWN)


def drawing() -> Job:
    """What a job takes which draws a figure or writes a table."""
    return Job(cost.STARTING, cost.drawing_bytes(), DRAWN)


def measuring() -> Job:
    """What the job takes that measures how the cost of exact dynamics grows."""
    return Job(MEASURING, cost.drawing_bytes(), DRAWN)


def bill(jobs: Sequence[Job], longest: float, at_once: int, where: str) -> str:
    """Say what the jobs of a run take together.

    Parameters
    ----------
    jobs : sequence of Job
        Every job.
    longest : float
        Seconds of those that have to follow one another.
    at_once : int
        Jobs that run side by side.
    where : str
        What runs them: "cores", or "jobs at a time".

    Returns
    -------
    str
        One line, and a second one if they take more than `EXPENSIVE` core hours.
    """
    seconds = sum(job.seconds for job in jobs)
    fullest = sorted((job.memory for job in jobs), reverse=True)[:at_once]
    line = (
        f"Work for {core_hours(seconds)}, about {duration(max(longest, seconds / at_once))} on "
        f"{at_once} {where}; up to {size(max(fullest))} of memory for a job and "
        f"{size(sum(fullest))} for all at once; {size(sum(job.disk for job in jobs))} of disk."
    )
    if seconds > EXPENSIVE * HOUR:
        line += f"\nThis is a long run, of more than {EXPENSIVE} core hours."
    return line


def departures(found: Mapping[str, str]) -> list[str]:
    """Say which files are made anew because of what they tell, in a few lines.

    Parameters
    ----------
    found : mapping
        What is other about a file than what would be made, by path; what others are made from
        comes behind them, and is told first.
    """
    sources = list(found.items())[: -SAID - 1 : -1]
    lines = [f"{path} is made anew: {what}" for path, what in sources]
    return lines + ([f"and {len(found) - SAID} more files"] if len(found) > SAID else [])


def refusal(jobs: Sequence[tuple[str, Job]]) -> str | None:
    """Refuse a run that would never end, naming the rule that takes most; None if it may start.

    Parameters
    ----------
    jobs : sequence of (str, Job)
        Every job, with its rule.
    """
    seconds = sum(job.seconds for _, job in jobs)
    if seconds <= MOST * HOUR:
        return None
    rules: dict[str, float] = {}
    for rule, job in jobs:
        rules[rule] = rules.get(rule, 0.0) + job.seconds
    largest = max(rules, key=lambda rule: rules[rule])
    return (
        f"phasetrace: this would take about {duration(seconds)} of one core, {largest} alone "
        f"{duration(rules[largest])}; no run of more than {MOST} core hours starts"
    )
