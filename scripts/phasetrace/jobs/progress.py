"""How far a run is, by what its jobs were planned to take and what they took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from phasetrace.jobs.amounts import duration

CHANGES_NUMBERS = False

STAGES = {
    "simulate": "traces",
    "gather": "traces",
    "diagonalize": "levels",
    "train": "networks",
    "judge": "networks",
    "analyse": "analyses",
    "measure": "analyses",
    "draw": "figures",
    "html": "report",
}
"""Stage of a rule by the first word of its name; every other rule writes tables."""
SHOWN = ("figures", "tables", "report")
"""Stages whose files a person looks at."""
TRUSTED = 60.0
"""Planned seconds of one core that the plan outweighs the first jobs by."""


def stage(rule: str) -> str:
    """Stage that a rule belongs to."""
    return STAGES.get(rule.partition("_")[0], "tables")


@dataclass(frozen=True)
class Planned:
    """What a job is planned to take.

    Parameters
    ----------
    seconds : float
        Of one core.
    path : float
        Seconds from its start to the end of all that waits for it, however many cores there are.
    """

    seconds: float
    path: float


@dataclass(frozen=True)
class Plan:
    """What a run is planned to take.

    Parameters
    ----------
    jobs : mapping of int to Planned
        By the number that Snakemake gives a job.
    at_once : int
        Jobs that run side by side.
    said : str
        What is said of it before it starts.
    """

    jobs: Mapping[int, Planned]
    at_once: int
    said: str


@dataclass(frozen=True)
class Running:
    """A job that was started.

    Parameters
    ----------
    rule, message : str
        Its rule, and what it does in a few words.
    outputs : iterable of str
        Files that it makes.
    since : float
        When it started, in seconds.
    """

    rule: str
    message: str
    outputs: Iterable[str]
    since: float


class Progress:
    """Which jobs of a run are done, which run, and how long the others will take.

    Parameters
    ----------
    plan : Plan
        What the run is planned to take.
    total : int
        Number of its jobs.
    """

    def __init__(self, plan: Plan, total: int) -> None:
        self.plan = plan
        self.total = total
        self.running: dict[int, Running] = {}
        self.finished: set[int] = set()
        self.stages: dict[str, float] = {}
        self._took = self._planned = TRUSTED

    @property
    def done(self) -> int:
        """Number of jobs that are done."""
        return len(self.finished)

    def start(self, number: int, job: Running) -> None:
        """Note that a job was started, or started again."""
        self.running[number] = job

    def stop(self, number: int) -> Running | None:
        """Note that a job runs no longer, and say which it was."""
        return self.running.pop(number, None)

    def finish(self, number: int, now: float) -> Running | None:
        """Note that a job is done, and say which it was."""
        self.finished.add(number)
        job = self.stop(number)
        if job is not None:
            took = now - job.since
            name = stage(job.rule)
            self.stages[name] = self.stages.get(name, 0.0) + took
            if number in self.plan.jobs:
                self._took += took
                self._planned += self.plan.jobs[number].seconds
        return job

    def left(self, now: float) -> float:
        """Seconds left: what is planned, at the pace of the jobs that are done."""
        pace = self._took / self._planned
        work = longest = 0.0
        for number, job in self.plan.jobs.items():
            if number not in self.finished:
                spent = 0.0
                if number in self.running:
                    spent = min((now - self.running[number].since) / pace, job.seconds)
                work += job.seconds - spent
                longest = max(longest, job.path - spent)
        return pace * max(longest, work / self.plan.at_once)

    def line(self, now: float) -> str:
        """Say in one line, with what may be cut off at its end, how far the run is."""
        parts = [f"{self.done} of {self.total} jobs", f"{duration(self.left(now))} left"]
        if self.running:
            first = next(iter(self.running.values()))
            parts.insert(0, stage(first.rule))
            several = f"{len(self.running)} at once: " if len(self.running) > 1 else ""
            parts.append(several + first.message)
        return " | ".join(parts)

    def summary(self, seconds: float) -> str:
        """Say what took the time of a run of so many seconds, the longest first."""
        longest = sorted(self.stages.items(), key=lambda item: -item[1])
        said = ", ".join(f"{name} {duration(took)}" for name, took in longest)
        return f"{self.done} jobs done in {duration(seconds)}; time of jobs by stage: {said}"
