"""Put together what a figure shows."""

from importlib import import_module

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

origin, reads = snakemake.params.origin, snakemake.params.reads
with JobLog(snakemake.log[0], f"analysis of {origin['figure']}") as job:
    with starting():
        from phasetrace.analyses.sources import described
        from phasetrace.learning.networks import load_networks
        from phasetrace.learning.predictions import read_predictions
        from phasetrace.store.files import read_dataset, write_dataset
        from phasetrace.store.origin import check_origins, telling_origin
        from phasetrace.store.reading import read_traces
        from phasetrace.store.spectra import read_spectra

        module = import_module(f"phasetrace.analyses.{origin['figure']}")
    job.started()
    readers = {
        "predictions": lambda files: read_predictions(*files),
        "networks": lambda files: load_networks(*files)[0],
        "traces": read_traces,
        "spectra": read_spectra,
        "shown": lambda files: read_dataset(*files),
    }
    # A prefix of whoever imports the workflow puts these files elsewhere, in the same order.
    files = iter(snakemake.input)
    arguments, sources = {}, []
    for name, (kind, several, groups) in reads.items():
        read = []
        for digests in groups:
            paths = [next(files) for _ in digests]
            check_origins(paths, digests)
            read.append(readers[kind](paths))
        arguments[name] = read if several else read[0]
        # What networks are of, their predictions say; levels are beside the data.
        sources += read if kind in ("predictions", "traces") else []
    shown = module.analyse(**arguments, **origin["settings"])
    write_dataset(snakemake.output[0], telling_origin(described(shown, sources), origin))
