"""Put together what Fig. 1 shows."""

from phasetrace.analyses.fig1 import fig1
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import write_dataset

with JobLog(snakemake.log[0], "Fig. 1"):
    write_dataset(snakemake.output[0], fig1())
