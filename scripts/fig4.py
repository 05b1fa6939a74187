"""Put together what Fig. 4 shows."""

from phasetrace.analyses.fig4 import fig4
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.networks import load_networks
from phasetrace.store.traces import read_traces

with JobLog(snakemake.log[0], "Fig. 4"):
    networks, phases = load_networks(snakemake.input.networks)
    predictions = read_dataset(snakemake.input.predictions)
    write_dataset(
        snakemake.output[0],
        fig4(networks, phases, predictions, read_traces(snakemake.input.traces)),
    )
