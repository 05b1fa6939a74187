"""Write the table of a map's transitions."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], f"table of {snakemake.wildcards.map}") as job:
    with starting():
        from phasetrace.analyses.study_tables import map_transitions
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic, read_dataset
    job.started()
    rows = map_transitions(read_dataset(*snakemake.input))
    with atomic(snakemake.output[0]) as path:
        path.write_text(comma_separated(rows), encoding="utf-8")
