"""Let the networks of one study judge the traces of another."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

params, files = snakemake.params, snakemake.input
with JobLog(snakemake.log[0], f"judging {snakemake.wildcards.study}") as job:
    with starting(snakemake.resources.gpu):
        from phasetrace.learning.judging import judged_predictions
        from phasetrace.learning.networks import load_networks
        from phasetrace.store.files import write_dataset
        from phasetrace.store.origin import check_origins, telling_origin
        from phasetrace.store.reading import read_traces
    job.started()
    origin = params.origin
    check_origins([*files.networks, *files.traces], [origin["networks"], *params.reads])
    networks, phases = load_networks(*files.networks)
    try:
        predictions = judged_predictions(
            networks, phases, read_traces(files.traces), origin["regimes"]
        )
    except ValueError as error:
        # What traces do not allow is no fault of the program.
        raise RuntimeError(str(error)) from error
    write_dataset(snakemake.output[0], telling_origin(predictions, origin))
