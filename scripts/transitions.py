"""Write the table of the transitions that the methods find."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "transitions") as job:
    with starting():
        from phasetrace.analyses.transition_table import transition_table
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic, read_dataset
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    rows = transition_table(*map(read_dataset, snakemake.input))
    with atomic(snakemake.output[0]) as path:
        path.write_text(comma_separated(rows), encoding="utf-8")
