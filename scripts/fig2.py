"""Put together what Fig. 2 shows."""

from phasetrace.analyses.fig2 import fig2
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset

with JobLog(snakemake.log[0], "Fig. 2"):
    dataset = fig2(
        [read_dataset(path) for path in snakemake.input.units],
        [read_dataset(path) for path in snakemake.input.diagram],
        snakemake.params.averaging,
    )
    write_dataset(snakemake.output[0], dataset)
