"""Evolve one block of the random-field Heisenberg chain and write its traces."""

from phasetrace.files import write_dataset
from phasetrace.progress import JobLog
from phasetrace.simulation import simulate_heisenberg

wildcards, params = snakemake.wildcards, snakemake.params
with JobLog(
    snakemake.log[0], f"traces of ε {wildcards.eps}, {wildcards.block}, seed {wildcards.seed}"
) as job:
    dataset = simulate_heisenberg(
        params.chain, params.epsilon, params.disorder, int(wildcards.seed), job.progress()
    )
    write_dataset(snakemake.output[0], dataset)
