# What every stage shares: the checked configuration and the names that follow from it.

import fcntl
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(workflow.basedir) / "scripts"))

from phasetrace.jobs import cost
from phasetrace.jobs.command import CommandError, check_options
from phasetrace.jobs.config import ConfigError, check_config, models
from phasetrace.jobs.config_reading import check_file
from phasetrace.jobs.figures import every_training, figures
from phasetrace.jobs.plan import check_plan
from phasetrace.jobs.trainings import accuracy_trainings
from phasetrace.models.entry import entry
from phasetrace.store.errors import FileError
from phasetrace.store.provenance import code_digest

ENVIRONMENT = str(Path(workflow.basedir) / "envs" / "phasetrace.yaml")

try:
    check_options(sys.argv[1:])
    for file in workflow.configfiles:
        check_file(Path(file))
    CONFIG = check_config(config)
    check_plan(CONFIG)
except (CommandError, ConfigError, FileError) as error:
    sys.exit(str(error))
# Captions of the report and the rules' params read it as plain values.
config.update(CONFIG.model_dump(mode="json"))

# A job has one core: without this XLA starts a thread for each core of the machine, and
# as many jobs then take nearly twice as long.
os.environ.setdefault("NPROC", "1")

# Jobs of a kind share what XLA and Numba compile, which would otherwise be most of a short job.
# Compiled code is only good for the machine that made it, hence a folder for each.
for variable, compiler in (
    ("JAX_COMPILATION_CACHE_DIR", "jax"),
    ("NUMBA_CACHE_DIR", "numba"),
):
    folder = Path(".snakemake", compiler, platform.node()).resolve()
    os.environ.setdefault(variable, str(folder))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")

MODELS = {name: entry(name) for name in models()}
FIGURES = figures(CONFIG)
TRAININGS = every_training(CONFIG)


onstart:
    try:
        os.makedirs("results", exist_ok=True)
        tempfile.TemporaryFile(dir="results").close()
    except OSError as error:
        sys.exit(f"phasetrace: cannot write into results: {error.strerror}")
    # Snakemake's own lock would outlive a killed run; this one goes with the process. Its
    # descriptor is never closed. A file system without locks makes no lock.
    descriptor = os.open(
        Path(".snakemake", "phasetrace.lock"), os.O_CREAT | os.O_WRONLY, 0o666
    )
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"phasetrace: another snakemake is at work in {os.getcwd()}")
    except OSError:
        pass


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
