"""Write what the paper says beside what this run measured."""

import csv

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "comparison with the paper") as job:
    with starting():
        from phasetrace.paper.comparison import comparison, count, heading, notes
        from phasetrace.paper.tables import html, markdown
        from phasetrace.store.files import atomic, read_dataset
    job.started()
    paths = dict(snakemake.input.items())
    with open(paths.pop("accuracy"), newline="") as file:
        accuracies = [
            {key: float(value or "nan") for key, value in row.items()}
            for row in csv.DictReader(file)
        ]
    figures = {name: read_dataset(path) for name, path in paths.items()}
    rows = comparison(figures, accuracies, snakemake.params.labels)
    above = [*heading(figures, snakemake.params.realizations), count(rows)]
    below = notes(figures["fig2"])
    for target, write in ((snakemake.output.markdown, markdown), (snakemake.output.html, html)):
        with atomic(target) as path:
            path.write_text(write(above, rows, below), encoding="utf-8")
