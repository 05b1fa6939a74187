"""Train the retrainings of one network and let them judge every trace."""

from phasetrace.jobs.device import choose_device
from phasetrace.jobs.log import JobLog
from phasetrace.learning.retrainings import learn
from phasetrace.store.files import write_dataset
from phasetrace.store.networks import save_networks
from phasetrace.store.traces import read_traces

with JobLog(snakemake.log[0], f"training {snakemake.wildcards.training}") as job:
    choose_device(snakemake.resources.gpu)
    traces = read_traces(snakemake.input)
    networks, predictions = learn(
        traces, snakemake.params.regimes, snakemake.params.learning, job.progress()
    )
    save_networks(
        snakemake.output.networks, networks, list(snakemake.params.regimes), predictions.attrs
    )
    write_dataset(snakemake.output.predictions, predictions)
