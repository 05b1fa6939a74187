"""Put together what Fig. 3 shows."""

from phasetrace.analyses.drive import fig3
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.traces import read_traces

with JobLog(snakemake.log[0], "Fig. 3"):
    dataset = fig3(
        read_dataset(snakemake.input.predictions[0]),
        read_traces(snakemake.input.traces),
        snakemake.params.averaging,
    )
    write_dataset(snakemake.output[0], dataset)
