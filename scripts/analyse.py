"""Put together what a figure shows."""

from importlib import import_module

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

params = snakemake.params
with JobLog(snakemake.log[0], f"analysis of {params.figure}") as job:
    with starting():
        from phasetrace.analyses.sources import described
        from phasetrace.learning.networks import load_networks
        from phasetrace.store.files import read_dataset, write_dataset
        from phasetrace.store.reading import read_traces

        module = import_module(f"phasetrace.analyses.{params.figure}")
    job.started()
    readers = {
        "predictions": lambda files: read_dataset(*files),
        "networks": lambda files: load_networks(*files)[0],
        "traces": read_traces,
    }
    arguments, sources = {}, []
    for name, (kind, several, groups) in params.reads.items():
        read = [readers[kind](files) for files in groups]
        arguments[name] = read if several else read[0]
        # What networks are of, their predictions say.
        sources += read if kind != "networks" else []
    shown = module.analyse(**arguments, **params.settings)
    write_dataset(snakemake.output[0], described(shown, sources))
