"""Put together how l2 and the confidence weight shape the phase diagram."""

from phasetrace.analyses.regularization import regularization
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset

with JobLog(snakemake.log[0], "regularization"):
    dataset = regularization(
        [read_dataset(path) for path in snakemake.input.weights],
        [read_dataset(path) for path in snakemake.input.switched],
        snakemake.params.averaging,
    )
    write_dataset(snakemake.output[0], dataset)
