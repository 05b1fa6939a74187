"""Evolve one block of the random-field Heisenberg chain and write its traces."""

from phasetrace.jobs.cost import evolution_bytes
from phasetrace.jobs.device import choose_device
from phasetrace.jobs.log import JobLog
from phasetrace.models.heisenberg.simulate import load_kernels, simulate_heisenberg
from phasetrace.store.files import write_dataset

wildcards, params, resources = snakemake.wildcards, snakemake.params, snakemake.resources
with JobLog(
    snakemake.log[0], f"traces of ε {wildcards.eps}, {wildcards.block}, seed {wildcards.seed}"
) as job:
    memory = None if resources.gpu else evolution_bytes("heisenberg", resources.mem_mb)
    with job.starting():
        choose_device(resources.gpu)
        load_kernels(params.chain, memory)
    dataset = simulate_heisenberg(
        params.chain,
        params.epsilon,
        params.disorder,
        int(wildcards.seed),
        memory=memory,
        progress=job.progress(),
    )
    write_dataset(snakemake.output[0], dataset)
