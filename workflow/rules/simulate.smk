# Exact dynamics: one job evolves every disorder realization of a block of a model's sweep.

import re
from functools import partial

from phasetrace.models.entry import BLOCK, POINT


def block_origin(wildcards, model, settings, seeds, points, blocks):
    """What a trace file is made from."""
    planned(seeds, int(wildcards.seed), "seed")
    planned(points, wildcards.point, "point")
    values = planned(blocks, wildcards.block, "block")
    return ORIGINS.sweep(
        model, settings, wildcards.point, [int(wildcards.seed)], values
    )


SIMULATES = {}
for name, settings in CHAINS:
    model = entry(name)
    seeds = {
        seed: seed
        for one in [*TRAININGS.values(), *STUDIED]
        if one.model == name
        for chain, numbers in one.sweeps
        if model.folder(chain) == model.folder(settings)
        for seed in numbers
    }
    blocks = model.blocks(settings)
    points = model.points(settings)
    # Snakemake takes a file that no rule can make for one that needs none.
    for place, pattern in [
        *((p, POINT) for p in points),
        *((b, BLOCK) for b in blocks),
    ]:
        if not re.fullmatch(pattern, place):
            sys.exit(f"phasetrace: no rule can make traces in {place!r} of {name}")

    folder = model.folder(settings).removeprefix("results/")
    place = f"{folder}/{{point}}seed{{seed}}/{{block}}"
    traces = f"results/{place}.nc"
    origin = partial(
        block_origin,
        model=name,
        settings=settings,
        seeds=seeds,
        points=points,
        blocks=blocks,
    )
    # Other chains than the configured one have rules of their own, called like their folders; an
    # open chain beside a configured ring is called so. A model may have chains of studies alone.
    configured = getattr(CONFIG, name, None)
    length, *words = os.path.basename(folder).split("-")
    if configured is None or settings.sites != configured.sites:
        words = [length, *words]
    words = words or [settings.boundary]
    other = "" if settings == configured else "".join(f"_{word}" for word in words)
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
