# What every stage shares: the checked configuration and the names that follow from it.

import os
import re
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
from phasetrace.jobs.command import CommandError, check_options
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.config_reading import check_file
from phasetrace.jobs.figures import (
    every_chain,
    every_spectrum,
    every_training,
    figures,
    module_name,
)
from phasetrace.jobs.lock import lock
from phasetrace.jobs.origins import Origins
from phasetrace.jobs.plan import check_plan
from phasetrace.jobs.sources import PAGE
from phasetrace.jobs.studies import EXPLORE, SHARES, TABLES, maps, studies
from phasetrace.jobs.trainings import accuracy_trainings
from phasetrace.models.entry import entry
from phasetrace.store import provenance
from phasetrace.store.errors import FileError
from phasetrace.store.origin import (
    FOREIGN,
    departure,
    drawn_from,
    is_foreign,
    origin_digest,
)
from phasetrace.store.seal import refuse_irregular

ENVIRONMENT = "../../envs/phasetrace.yaml"

try:
    # The command and the files of an importer are its own.
    if workflow.modifier.is_main_snakefile():
        check_options(sys.argv[1:])
        for file in workflow.configfiles:
            check_file(Path(file))
    CONFIG = check_config(config)
    check_plan(CONFIG)
except (CommandError, ConfigError, FileError) as error:
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
        "diagonalize",
        "analyse",
        "draw",
        "accuracy",
        "comparison",
        "energy_density",
        "transitions",
        "readings",
        "scaling",
        "report",
        "gather",
        "judge",
        "study_tables",
        "map_table",
        "page",
    )
}


def code_digest(script, *modules):
    """Digest a script of this workflow, wherever that lies, and modules of the library."""
    return provenance.code_digest(SCRIPTS[script], *modules)


PAGE_CODE = [
    "figures.explore",
    *(
        f"figures/explore/{name}"
        for name in (
            "page.html",
            "page.css",
            "numbers.js",
            "drawing.js",
            "choosing.js",
        )
    ),
]
FIGURES = figures(CONFIG)
USUAL = [name for name, figure in FIGURES.items() if figure.usual]
TRAININGS = every_training(CONFIG)
SPECTRA = every_spectrum(CONFIG)
ORIGINS = Origins(CONFIG, code_digest)
# Asked while this file is read: later, it is the importer who is asked.
ALONE = workflow.modifier.is_main_snakefile()
PLACES = workflow.modifier.path_modifier
STUDIES = studies(CONFIG, PLACES.modify)
try:
    MAPS = maps(CONFIG, PLACES.modify)
except ConfigError as error:
    sys.exit(str(error))
STUDIED = [one.training for one in STUDIES.values()]
CHAINS = every_chain(CONFIG, STUDIED)
DEPARTURES = {}


onstart:
    try:
        os.makedirs("results", exist_ok=True)
        tempfile.TemporaryFile(dir="results").close()
    except OSError as error:
        sys.exit(f"phasetrace: cannot write into results: {error.strerror}")
    for stage in (
        "traces",
        "spectra",
        "networks",
        "predictions",
        "studies",
        "logs",
        "benchmarks",
    ):
        folder = os.path.join("results", stage)
        if os.path.lexists(folder) and not os.path.isdir(folder):
            sys.exit(f"phasetrace: {folder} is no folder; move it away")
    try:
        lock(".")
    except RuntimeError as error:
        sys.exit(f"phasetrace: {error}")
    except OSError as error:
        sys.exit(f"phasetrace: {error.filename}: {error.strerror}")


def planned(table, key, what):
    """Look up what the configuration plans; a file name may ask for something else."""
    if key not in table:
        sys.exit(
            f"no {what} {key} in this configuration; it has: {', '.join(map(str, table)) or 'none'}"
        )
    return table[key]


def training(wildcards):
    return planned(TRAININGS, wildcards.training, "training")


def names_of(studies):
    """A regular expression of names, which nothing matches if there are none."""
    return "|".join(map(re.escape, studies)) or "(?!)"


def study(wildcards):
    return planned(STUDIES, wildcards.study, "study")


def study_origin(wildcards):
    """What the dataset of a study's figure is made from."""
    return ORIGINS.figure(wildcards.figure, study_figure(wildcards), wildcards.study)


def study_map(wildcards):
    return planned(MAPS, wildcards.map, "map")


def map_figure(wildcards):
    return study_map(wildcards).figure(wildcards.get("figure", "map"))


def map_origin(wildcards):
    """What the dataset of a map, or of its page, is made from."""
    name = wildcards.get("figure", "map")
    return ORIGINS.figure(name, map_figure(wildcards), wildcards.map)


def page_origin(wildcards):
    """What the dataset of the page of a study, or of a map, is made from."""
    one = (STUDIES | MAPS)[wildcards.study]
    return ORIGINS.figure(EXPLORE, one.figure(EXPLORE), wildcards.study)


def study_figure(wildcards):
    names = [*study(wildcards).figure_names, EXPLORE]
    planned(dict.fromkeys(names), wildcards.figure, "figure")
    return study(wildcards).figure(wildcards.figure)


def taught(wildcards):
    """A study's training on all of its labels, or on a share of them."""
    return study(wildcards).relabelled(wildcards.get("share", "1"))


def learned(wildcards):
    """Files of what a study's training makes."""
    predictions = study(wildcards).predictions(wildcards.get("share", "1"))
    return [os.path.join(os.path.dirname(predictions), "networks.nc"), predictions]


def awaited(make):
    """What a job is made from; nothing as long as it waits for files of a user's own rules."""
    try:
        return make()
    except FileNotFoundError:
        return None


def made_from(make, input):
    """What a job is made from, which Snakemake asks for anew once its input is there."""
    origin = awaited(make)
    if origin is None:
        raise FileNotFoundError(2, "is yet to be made", str(input[0]))
    return origin


def files_of(wildcards):
    """The user's files of a study; without an importer's rules, one that is not there is named."""
    files = study(wildcards).files
    if ALONE:
        for file in files:
            if not os.path.isfile(file):
                name = wildcards.study.partition("/")[0]
                sys.exit(
                    f"config: studies.{name}.traces.files = {file!r}: no such file in {os.getcwd()}"
                )
    return files


def fresh_of(outputs, make, reads, drawn=False):
    """As `fresh`, of an origin that may be unknown as yet: then everything is made anew."""
    origin = awaited(make)
    if origin is None:
        return list(reads)
    if drawn:
        return fresh(outputs, reads=reads, drawn=origin_digest(origin))
    return fresh(outputs, origin, reads)


def spectrum(wildcards):
    return planned(
        SPECTRA, f"results/spectra/{wildcards.spectrum}.nc", "file of levels"
    )


def fresh(outputs, origin=None, reads=(), drawn=None):
    """List what a job reads, after a look at what lies in the place of what it makes.

    Snakemake knows what made a file while it has its records, which a copy of the results may
    lack, and only as long as nobody puts another file there. What the file itself tells to be made
    from something else is made anew, and so is what tells nothing and of which there is no record.
    """
    for path in map(PLACES.modify, outputs):
        try:
            if origin is not None:
                difference = departure(path, origin)
            else:
                difference = unknown(path, drawn)
        except FileError as error:
            sys.exit(f"phasetrace: {error}")
        except OSError as error:
            sys.exit(f"phasetrace: {path}: {error.strerror}")
        if difference:
            DEPARTURES[path] = difference
            workflow.dag.forcefiles.add(path)
    return list(reads)


def unknown(path, drawn):
    """Why a figure or a table may not be what its job makes."""
    refuse_irregular(path)
    if not os.path.exists(path):
        return None
    if drawn is not None and drawn_from(path, drawn):
        return None
    recorded = workflow.persistence.metadata(IOFile(path))
    if not recorded and is_foreign(path):
        raise FileError(path, FOREIGN)
    if drawn is not None:
        return "does not tell that it was drawn from this data"
    return None if recorded else "nothing tells what it was made from"
