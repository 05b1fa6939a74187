"""The workflow as a user starts it, and a run of it that takes seconds."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]

TINY = {
    "heisenberg": {
        "sites": 6,
        "disorder": [0.5, 8.0],
        "energy_density": [0.5],
        "times": {"stop": 20.0, "points": 5},
        "realizations": 5,
        "focus": {"energy_density": 0.5, "seeds": [0]},
        "block": 1,
        "labels": {"ergodic": [0.0, 1.0], "MBL": [7.0, 8.0]},
    },
    "floquet": {
        "sites": 6,
        "drive": [0.0, 0.7, 1.5],
        "periods": 5,
        "realizations": 5,
        "block": 1,
        "labels": {"time crystal": [0.0, 0.1], "ergodic": [0.7, 0.8], "MBL": [1.5, 1.6]},
        "trained_on": "sweep",
    },
    "learning": {"units": 2, "batch": 6, "retrainings": 2, "epochs": 2},
    "figures": {
        "fig5": {"widths": [1.0]},
        "fig6": {"retrainings": 2, "beyond": {"ergodic": [0.5, 1.0], "MBL": [7.0, 8.0]}},
        "gap_ratio": {"realizations": 2, "levels": 10},
        "drift": {"lengths": [4], "retrainings": 2, "times": [0.5], "realizations": 2},
        "regularization": {"weights": [0.0], "energy_density": [0.5]},
    },
}
"""Enough to draw any figure."""


def command(*arguments, directory=ROOT, root=ROOT):
    start = [sys.executable, "-m", "snakemake", *arguments]
    return [*map(str, start), "--snakefile", str(root / "Snakefile"), "--directory", str(directory)]


def snakemake(*arguments, directory=ROOT, root=ROOT):
    return subprocess.run(
        command(*arguments, directory=directory, root=root),
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def copy_checkout(target):
    """Copy the repository as it is, for a test that changes or moves its files."""
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def write_config(path, config=TINY, **changes):
    """Write a configuration, sections of which get the changed keys."""
    both = {key: {**section, **changes.get(key, {})} for key, section in config.items()}
    path.write_text(yaml.safe_dump(both), encoding="utf-8")
    return path


def rules(output):
    """Names of the rules in the table of jobs that a dry run prints."""
    return set(jobs(output))


def jobs(output):
    """Number of jobs by rule in the table that a dry run prints."""
    table = output.rpartition("Job stats:")[2].splitlines()[3:]
    counts = {}
    for line in table:
        if not line.strip():
            break
        rule, count = line.split()
        counts[rule] = int(count)
    counts.pop("total", None)
    return counts


def many_runs(*runs, directory=ROOT):
    """Exit code and output of many runs of snakemake, each of which ends before any job.

    They are forks of one process that has imported Snakemake; it is not this one, which
    may have threads.
    """
    texts = [[str(argument) for argument in run] for run in runs]
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        cwd=directory,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _forked(cli, arguments):
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if not child:
            code = 1
            try:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
                sys.argv[1:] = arguments
                cli.main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
                if not isinstance(end.code, int):
                    print(end.code, file=sys.stderr)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read()


if __name__ == "__main__":
    from snakemake import cli

    print(json.dumps([_forked(cli, run) for run in json.load(sys.stdin)]))
