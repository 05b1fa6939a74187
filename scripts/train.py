"""Train the retrainings of one network and let them judge every trace."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

params = snakemake.params
with JobLog(snakemake.log[0], f"training {snakemake.wildcards.training}") as job:
    with starting(snakemake.resources.gpu):
        from phasetrace.learning.networks import save_networks
        from phasetrace.learning.retrainings import learn
        from phasetrace.store.files import write_dataset
        from phasetrace.store.reading import read_traces
    job.started()
    traces = read_traces(snakemake.input)
    networks, predictions = learn(traces, params.regimes, params.learning, job.progress())
    save_networks(snakemake.output.networks, networks, list(params.regimes), predictions.attrs)
    write_dataset(snakemake.output.predictions, predictions)
