# What every stage shares: the checked configuration and the names that follow from it.

import fcntl
import os
import platform
import re
import sys
import tempfile
from pathlib import Path

import yaml
from snakemake.utils import update_config

sys.path.insert(0, str(Path(workflow.basedir) / "scripts"))

from phasetrace.jobs import cost, plan
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.models.parameter import label
from phasetrace.store.provenance import code_digest

ENVIRONMENT = str(Path(workflow.basedir) / "envs" / "phasetrace.yaml")

try:
    CONFIG = check_config(config)
except ConfigError as error:
    sys.exit(str(error))
# Captions of the report and the rules' params read it as plain values.
config.update(CONFIG.model_dump())

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

# The paper to the letter, whatever is configured.
PAPER = {}
for file in ("config.yaml", "workflow/presets/paper.yaml"):
    text = Path(workflow.basedir, file).read_text(encoding="utf-8")
    update_config(PAPER, yaml.safe_load(text))

HEISENBERG = config["heisenberg"]
FLOQUET = config["floquet"]
AVERAGING = config["learning"]["averaging"]
BLOCKS = {
    model: plan.sweep_blocks(config, model) for model in ("heisenberg", "floquet")
}
TRAININGS = plan.trainings(config)
DENSITIES = {label("epsilon", value): value for value in plan.energy_densities(config)}


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


def block(model, name):
    return planned(BLOCKS[model], name, "block")


def simulating(model):
    """Memory, time and GPUs that a simulation job asks a scheduler for."""

    def values(wildcards):
        return block(model, wildcards.block)

    return {
        "mem_mb": lambda wildcards, attempt: cost.mebibytes(
            cost.simulation_bytes(config, model, values(wildcards)), attempt
        ),
        "runtime": lambda wildcards, attempt: cost.minutes(
            cost.simulation_seconds(config, model, values(wildcards)), attempt
        ),
        "gpu": config["jobs"]["gpus"]["simulate"],
    }


def pick(section, *keys):
    """Take the configuration values that a rule uses, so that no other re-runs it."""
    return {key: section[key] for key in keys}


def predictions(trainings):
    """List the prediction files of several trainings."""
    return [f"results/predictions/{training.name}.nc" for training in trainings]
