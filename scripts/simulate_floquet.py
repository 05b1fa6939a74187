"""Evolve one block of the binary-drive Floquet chain and write its traces."""

from phasetrace.jobs.cost import evolution_bytes
from phasetrace.jobs.device import choose_device
from phasetrace.jobs.log import JobLog
from phasetrace.models.floquet.simulate import simulate_floquet
from phasetrace.store.files import write_dataset

wildcards, params, resources = snakemake.wildcards, snakemake.params, snakemake.resources
with JobLog(snakemake.log[0], f"traces of {wildcards.block}, seed {wildcards.seed}") as job:
    choose_device(resources.gpu)
    dataset = simulate_floquet(
        params.chain,
        params.drive,
        int(wildcards.seed),
        memory=None if resources.gpu else evolution_bytes("floquet", resources.mem_mb),
        progress=job.progress(),
    )
    write_dataset(snakemake.output[0], dataset)
