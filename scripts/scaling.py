"""Measure how the cost of exact dynamics grows, and what the paper's data set would take."""

from phasetrace.files import write_dataset
from phasetrace.progress import JobLog
from phasetrace.scaling import data_set, growth

params = snakemake.params
with JobLog(snakemake.log[0], "scaling") as job:
    measured = growth(params.chain, **params.grid, report=job.progress())
    measured.attrs |= {f"paper_{name}": value for name, value in data_set(params.paper).items()}
    write_dataset(snakemake.output[0], measured)
