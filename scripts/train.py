"""Train the retrainings of one network and let them judge every trace."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

params = snakemake.params
with JobLog(snakemake.log[0], params.title) as job:
    with starting(snakemake.resources.gpu):
        from phasetrace.learning.networks import network_dataset
        from phasetrace.learning.retrainings import learn
        from phasetrace.store.files import write_dataset
        from phasetrace.store.origin import check_origins, telling_origin
        from phasetrace.store.reading import read_traces
    job.started()
    origin = params.origin
    check_origins(snakemake.input, params.reads)
    traces = read_traces(snakemake.input.traces)
    own = snakemake.input.training_set
    try:
        fit, predictions = learn(
            traces,
            origin["regimes"],
            origin["learning"],
            job.progress(),
            read_traces(own) if own else None,
        )
    except ValueError as error:
        # What traces do not allow is no fault of the program.
        raise RuntimeError(str(error)) from error
    networks = network_dataset(fit, list(origin["regimes"]), predictions.attrs)
    write_dataset(snakemake.output.networks, telling_origin(networks, origin))
    write_dataset(snakemake.output.predictions, telling_origin(predictions, origin))
