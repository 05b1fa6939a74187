"""Evolve one block of a model's chains and write their traces."""

from importlib import import_module

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

wildcards, resources = snakemake.wildcards, snakemake.resources
origin = snakemake.params.origin
place = f"{origin['model']} {wildcards.point}{wildcards.block}, seed {wildcards.seed}"
with JobLog(snakemake.log[0], f"traces of {place}") as job:
    with starting(resources.gpu):
        from phasetrace.jobs.processes import evolution_bytes
        from phasetrace.store.files import write_dataset
        from phasetrace.store.origin import telling_origin

        module = import_module(f"phasetrace.models.{origin['model']}.simulate")
    job.started()
    (seed,) = origin["seeds"]
    memory = None if resources.gpu else evolution_bytes(origin["model"], resources.mem_mb)
    dataset = module.simulate(
        origin["values"],
        seed,
        **origin["point"],
        **origin["chain"],
        memory=memory,
        progress=job.progress(),
    )
    write_dataset(snakemake.output[0], telling_origin(dataset, origin))
