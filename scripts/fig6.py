"""Put together what Fig. 6 shows."""

from phasetrace.analyses.fig6 import fig6
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset

with JobLog(snakemake.log[0], "Fig. 6"):
    dataset = fig6(read_dataset(snakemake.input.predictions[0]), snakemake.params.beyond)
    write_dataset(snakemake.output[0], dataset)
