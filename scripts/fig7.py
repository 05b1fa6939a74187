"""Put together what Fig. 7 shows."""

from phasetrace.analyses.drive import fig7
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.traces import read_traces

with JobLog(snakemake.log[0], "Fig. 7"):
    dataset = fig7(
        [read_dataset(path) for path in snakemake.input.predictions],
        snakemake.params.phases,
        read_traces(snakemake.input.traces),
        snakemake.params.averaging,
    )
    write_dataset(snakemake.output[0], dataset)
