"""Put together what Fig. 5 shows."""

from phasetrace.analyses.fig5 import fig5
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset

with JobLog(snakemake.log[0], "Fig. 5"):
    dataset = fig5(
        snakemake.params.widths,
        [read_dataset(path) for path in snakemake.input.predictions],
        snakemake.params.averaging,
    )
    write_dataset(snakemake.output[0], dataset)
