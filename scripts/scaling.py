"""Measure how the cost of exact dynamics grows, and what the paper's data set would take."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

origin = snakemake.params.origin
with JobLog(snakemake.log[0], "scaling") as job:
    with starting():
        from phasetrace.jobs.scaling import data_set, growth
        from phasetrace.models.heisenberg.settings import HeisenbergSettings
        from phasetrace.store.files import write_dataset
        from phasetrace.store.origin import telling_origin
    job.started()
    chain, paper = HeisenbergSettings(**origin["chain"]), HeisenbergSettings(**origin["paper"])
    measured = growth(chain, **origin["grid"], report=job.progress())
    measured.attrs |= {f"paper_{name}": value for name, value in data_set(paper).items()}
    write_dataset(snakemake.output[0], telling_origin(measured, origin))
