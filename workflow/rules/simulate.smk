# Exact dynamics: one job evolves every disorder realization of a block of a model's sweep.

import re
from functools import partial

from phasetrace.models.entry import BLOCK, POINT


def block_origin(wildcards, model, settings, points, blocks):
    """What a trace file is made from."""
    planned(SEEDS[model], int(wildcards.seed), "seed")
    planned(points, wildcards.point, "point")
    values = planned(blocks, wildcards.block, "block")
    return ORIGINS.sweep(
        model, settings, wildcards.point, [int(wildcards.seed)], values
    )


SEEDS = {
    name: {
        seed: seed
        for one in TRAININGS.values()
        if one.model == name
        for seed in one.seeds
    }
    for name, _ in CHAINS
}
SIMULATES = {}
for name, settings in CHAINS:
    model = entry(name)
    blocks = model.blocks(settings)
    points = model.points(settings)
    # Snakemake takes a file that no rule can make for one that needs none.
    for place, pattern in [
        *((p, POINT) for p in points),
        *((b, BLOCK) for b in blocks),
    ]:
        if not re.fullmatch(pattern, place):
            sys.exit(f"phasetrace: no rule can make traces in {place!r} of {name}")

    place = f"{model.folder(settings).removeprefix('results/')}/{{point}}seed{{seed}}/{{block}}"
    traces = f"results/{place}.nc"
    origin = partial(
        block_origin, model=name, settings=settings, points=points, blocks=blocks
    )
    # A chain of another boundary than the configured one has rules of its own.
    other = "" if settings == getattr(CONFIG, name) else f"_{settings.boundary}"
    SIMULATES[f"simulate_{name}{other}"] = name, settings, blocks

    rule:
        name:
            f"simulate_{name}{other}"
        input:
            lambda wildcards, traces=traces, origin=origin: fresh(
                [traces.format(**wildcards)], origin(wildcards)
            ),
        output:
            traces,
        log:
            f"results/logs/{place}.log",
        benchmark:
            f"results/benchmarks/{place}.tsv"
        wildcard_constraints:
            point=POINT,
            seed=r"\d+",
            block=BLOCK,
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, attempt, name=name, settings=settings, blocks=blocks: cost.mebibytes(
                cost.simulation_bytes(
                    CONFIG, name, settings, planned(blocks, wildcards.block, "block")
                ),
                attempt,
            ),
            runtime=lambda wildcards, attempt, name=name, settings=settings, blocks=blocks: cost.minutes(
                cost.simulation_seconds(
                    name, settings, planned(blocks, wildcards.block, "block")
                ),
                attempt,
            ),
            gpu=CONFIG.jobs.gpus.simulate,
        params:
            origin=origin,
        message:
            f"Evolving {settings.realizations} {model.title} chains of {settings.sites} spins "
            "at each of {wildcards.point}{wildcards.block}, seed {wildcards.seed}"
        script:
            "../../scripts/simulate.py"
