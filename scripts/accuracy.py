"""Write the table of accuracies beside the published ones."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "accuracies") as job:
    with starting():
        from phasetrace.learning.predictions import read_predictions
        from phasetrace.paper.accuracy import accuracy_table
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    rows = accuracy_table([read_predictions(path) for path in snakemake.input])
    with atomic(snakemake.output[0]) as path:
        path.write_text(comma_separated(rows), encoding="utf-8")
