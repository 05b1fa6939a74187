"""Write the tables of a study: its transitions, its accuracies, and what is said of each trace."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

files, output = snakemake.input, snakemake.output
with JobLog(snakemake.log[0], f"tables of {snakemake.wildcards.study}") as job:
    with starting():
        from phasetrace.analyses.study_tables import (
            ACCURACY,
            TRANSITION,
            accuracies,
            each_trace,
            transitions,
        )
        from phasetrace.learning.predictions import read_predictions
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic, read_dataset
    job.started()
    phases = read_dataset(files.phases)
    methods, labels = map(read_dataset, files.others) if files.others else (None, None)
    predictions = read_predictions(*files.predictions)
    for path, rows, columns in (
        (output.transitions, transitions(phases, methods, labels), TRANSITION),
        (output.accuracy, accuracies(predictions, methods), ACCURACY),
        (output.predictions, each_trace(predictions), ()),
    ):
        with atomic(path) as file:
            file.write_text(comma_separated(rows, columns), encoding="utf-8")
