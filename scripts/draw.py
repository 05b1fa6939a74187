"""Draw a figure from exactly what it shows."""

from importlib import import_module

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], snakemake.params.figure) as job:
    with starting():
        from phasetrace.figures import save
        from phasetrace.store.files import read_dataset
        from phasetrace.store.origin import check_origins

        module = import_module(f"phasetrace.figures.{snakemake.params.figure}")
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    shown, files = read_dataset(snakemake.input[0]), snakemake.output
    save(module.draw(shown), files.pdf, files.png, f"origin {shown.attrs['origin']}")
