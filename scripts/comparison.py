"""Write what the paper says beside what this run measured."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

params = snakemake.params
with JobLog(snakemake.log[0], "comparison with the paper") as job:
    with starting():
        from phasetrace.learning.predictions import read_predictions
        from phasetrace.paper.accuracy import accuracy_table
        from phasetrace.paper.comparison import comparison, count, heading, notes
        from phasetrace.paper.tables import html, markdown
        from phasetrace.store.files import atomic, read_dataset
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, params.reads)
    files = iter(snakemake.input)
    figures = {name: read_dataset(next(files)) for name in params.figures}
    accuracies = accuracy_table([read_predictions(path) for path in files])
    rows = comparison(figures, accuracies, params.labels)
    above = [*heading(figures, params.realizations), count(rows)]
    below = notes(figures["fig2"], rows)
    for target, write in ((snakemake.output.markdown, markdown), (snakemake.output.html, html)):
        with atomic(target) as path:
            path.write_text(write(above, rows, below), encoding="utf-8")
