# What every stage shares: the checked configuration and the names that follow from it.

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from snakemake.io import IOFile

# As a module from a git reference, this file has no library beside it. Where it has, that comes
# last, as it does for jobs: of several libraries, both take the same.
if isinstance(workflow.current_basedir, os.PathLike):
    sys.path.append(str(Path(workflow.current_basedir).parents[1] / "scripts"))
elif find_spec("phasetrace") is None:
    sys.exit(
        "phasetrace: a module from a git reference needs the library of the same reference "
        "installed: pip install git+<repository>@<tag or commit>"
    )

from phasetrace.jobs import cost
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.figures import every_chain, every_training, figures
from phasetrace.jobs.lock import lock
from phasetrace.jobs.origins import Origins
from phasetrace.jobs.trainings import accuracy_trainings
from phasetrace.models.entry import entry
from phasetrace.store import provenance
from phasetrace.store.errors import FileError
from phasetrace.store.origin import departure, origin_digest

ENVIRONMENT = "../../envs/phasetrace.yaml"

try:
    CONFIG = check_config(config)
except ConfigError as error:
    sys.exit(str(error))
# Captions of the report and the rules' params read it as plain values; a module's importer
# keeps its own.
config = CONFIG.model_dump(mode="json")

# Where they are is known only while this file is read.
SCRIPTS = {
    name: workflow.source_path(f"../../scripts/{name}.py")
    for name in (
        "simulate",
        "train",
        "analyse",
        "draw",
        "accuracy",
        "comparison",
        "energy_density",
        "readings",
        "scaling",
    )
}


def code_digest(script, *modules):
    """Digest a script of this workflow, wherever that lies, and modules of the library."""
    return provenance.code_digest(SCRIPTS[script], *modules)


FIGURES = figures(CONFIG)
TRAININGS = every_training(CONFIG)
CHAINS = every_chain(CONFIG)
ORIGINS = Origins(CONFIG, code_digest)
PLACES = workflow.modifier.path_modifier
DEPARTURES = {}


onstart:
    try:
        os.makedirs("results", exist_ok=True)
        tempfile.TemporaryFile(dir="results").close()
    except OSError as error:
        sys.exit(f"phasetrace: cannot write into results: {error.strerror}")
    for count, (path, difference) in enumerate(DEPARTURES.items()):
        if count == 3:
            logger.info(f"and {len(DEPARTURES) - count} more files are made anew")
            break
        logger.info(f"{path} is made anew: {difference}")
    try:
        lock(".")
    except RuntimeError as error:
        sys.exit(f"phasetrace: {error}")


def planned(table, key, what):
    """Look up what the configuration plans; a file name may ask for something else."""
    if key not in table:
        sys.exit(f"no {what} {key} in this configuration; it has: {', '.join(table)}")
    return table[key]


def training(wildcards):
    return planned(TRAININGS, wildcards.training, "training")


def fresh(outputs, origin=None, reads=()):
    """List what a job reads, after a look at what lies in the place of what it makes.

    Snakemake knows what made a file while it has its records, which a copy of the results may
    lack, and only as long as nobody puts another file there. What the file itself tells to be made
    from something else is made anew, and so is what tells nothing and of which there is no record.
    """
    for path in map(PLACES.modify, outputs):
        try:
            if origin is not None:
                difference = departure(path, origin)
            elif os.path.exists(path) and not workflow.persistence.metadata(
                IOFile(path)
            ):
                difference = "nothing tells what it was made from"
            else:
                difference = None
        except FileError as error:
            sys.exit(f"phasetrace: {error}")
        if difference:
            DEPARTURES[path] = difference
            workflow.dag.forcefiles.add(path)
    return list(reads)
