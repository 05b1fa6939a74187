"""Write the table of accuracies beside the published ones."""

import csv

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "accuracies") as job:
    with starting():
        from phasetrace.learning.predictions import read_predictions
        from phasetrace.paper.accuracy import accuracy_table
        from phasetrace.store.files import atomic
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    rows = accuracy_table([read_predictions(path) for path in snakemake.input])
    with atomic(snakemake.output[0]) as path, path.open("w", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        for row in rows:
            table.writerow({key: f"{value:.4g}" for key, value in row.items()})
