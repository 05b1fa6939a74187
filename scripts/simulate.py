"""Evolve one block of a model's chains and write their traces."""

from importlib import import_module

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

wildcards, params, resources = snakemake.wildcards, snakemake.params, snakemake.resources
place = f"{params.model} {wildcards.point}{wildcards.block}, seed {wildcards.seed}"
with JobLog(snakemake.log[0], f"traces of {place}") as job:
    with starting(resources.gpu):
        from phasetrace.jobs.processes import evolution_bytes
        from phasetrace.store.files import write_dataset

        module = import_module(f"phasetrace.models.{params.model}.simulate")
    job.started()
    dataset = module.simulate(
        params.values,
        int(wildcards.seed),
        **params.point,
        **params.chain,
        memory=None if resources.gpu else evolution_bytes(params.model, resources.mem_mb),
        progress=job.progress(),
    )
    write_dataset(snakemake.output[0], dataset)
