# What every stage shares: the checked configuration and the names that follow from it.

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

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
from phasetrace.jobs.config import ConfigError, check_config, models
from phasetrace.jobs.figures import every_training, figures
from phasetrace.jobs.lock import lock
from phasetrace.jobs.trainings import accuracy_trainings
from phasetrace.models.entry import entry
from phasetrace.store import provenance

ENVIRONMENT = "../../envs/phasetrace.yaml"

try:
    CONFIG = check_config(config)
except ConfigError as error:
    sys.exit(str(error))
# Captions of the report and the rules' params read it as plain values; a module's importer
# keeps its own.
config = CONFIG.model_dump(mode="json")

MODELS = {name: entry(name) for name in models()}
FIGURES = figures(CONFIG)
TRAININGS = every_training(CONFIG)


onstart:
    try:
        os.makedirs("results", exist_ok=True)
        tempfile.TemporaryFile(dir="results").close()
    except OSError as error:
        sys.exit(f"phasetrace: cannot write into results: {error.strerror}")
    try:
        lock(".")
    except RuntimeError as error:
        sys.exit(f"phasetrace: {error}")


def code_digest(script, *modules):
    """Digest a script of this workflow, wherever that lies, and modules of the library."""
    return provenance.code_digest(
        workflow.source_path(f"../../scripts/{script}"), *modules
    )


def planned(table, key, what):
    """Look up what the configuration plans; a file name may ask for something else."""
    if key not in table:
        sys.exit(f"no {what} {key} in this configuration; it has: {', '.join(table)}")
    return table[key]


def training(wildcards):
    return planned(TRAININGS, wildcards.training, "training")


def predictions(trainings):
    """List the prediction files of several trainings."""
    return [f"results/predictions/{training.name}.nc" for training in trainings]
