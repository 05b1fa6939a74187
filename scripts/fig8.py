"""Put together what Fig. 8 shows."""

from phasetrace.analyses.fig8 import fig8
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import write_dataset
from phasetrace.store.traces import read_traces

with JobLog(snakemake.log[0], "Fig. 8"):
    diagram = [
        read_traces(paths) for name, paths in snakemake.input.items() if name.startswith("eps")
    ]
    focus = read_traces(snakemake.input.focus)
    dataset = fig8(diagram, focus, snakemake.params.disorder, snakemake.params.site)
    write_dataset(snakemake.output[0], dataset)
