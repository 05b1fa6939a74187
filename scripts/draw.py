"""Draw a figure from exactly what it shows."""

from importlib import import_module

from phasetrace.figures import save
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset

with JobLog(snakemake.log[0], snakemake.params.figure):
    module = import_module(f"phasetrace.figures.{snakemake.params.figure}")
    save(module.draw(read_dataset(snakemake.input[0])), snakemake.output.pdf, snakemake.output.png)
