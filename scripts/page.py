"""Make a page to look around on, of exactly what it shows."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "page to explore") as job:
    with starting():
        try:
            from phasetrace.figures.explore import draw
        except ModuleNotFoundError as error:
            if error.name != "bokeh":
                raise
            said = "a page needs Bokeh, of the extra page: pip install 'phasetrace[page]'"
            raise RuntimeError(said) from error
        from phasetrace.store.files import atomic, read_dataset
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    page = draw(read_dataset(snakemake.input[0]))
    with atomic(snakemake.output[0]) as path:
        path.write_text(page, encoding="utf-8")
