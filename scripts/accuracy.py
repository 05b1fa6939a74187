"""Write the table of accuracies beside the published ones."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "accuracies") as job:
    with starting():
        from phasetrace.paper.accuracy import accuracy_table
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic, read_dataset
    job.started()
    rows = accuracy_table([read_dataset(path) for path in snakemake.input])
    with atomic(snakemake.output[0]) as path:
        path.write_text(comma_separated(rows), encoding="utf-8")
