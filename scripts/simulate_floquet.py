"""Evolve one block of the binary-drive Floquet chain and write its traces."""

from phasetrace.files import write_dataset
from phasetrace.progress import JobLog
from phasetrace.simulation import simulate_floquet

wildcards, params = snakemake.wildcards, snakemake.params
with JobLog(snakemake.log[0], f"traces of {wildcards.block}, seed {wildcards.seed}") as job:
    dataset = simulate_floquet(params.chain, params.drive, int(wildcards.seed), job.progress())
    write_dataset(snakemake.output[0], dataset)
