# Exact dynamics: one job evolves every disorder realization of a block of a model's sweep.

import re
from functools import partial

from phasetrace.models.entry import BLOCK, POINT


def block_origin(wildcards, model, points, blocks):
    """What a trace file is made from."""
    planned(points, wildcards.point, "point")
    values = planned(blocks, wildcards.block, "block")
    return ORIGINS.sweep(model, wildcards.point, [int(wildcards.seed)], values)


for name, model in MODELS.items():
    settings = getattr(CONFIG, name)
    blocks = model.blocks(settings)
    points = model.points(settings)
    # Snakemake takes a file that no rule can make for one that needs none.
    for place, pattern in [
        *((p, POINT) for p in points),
        *((b, BLOCK) for b in blocks),
    ]:
        if not re.fullmatch(pattern, place):
            sys.exit(f"phasetrace: no rule can make traces in {place!r} of {name}")

    traces = f"{model.folder(settings)}/{{point}}seed{{seed}}/{{block}}.nc"
    origin = partial(block_origin, model=name, points=points, blocks=blocks)

    rule:
        name:
            f"simulate_{name}"
        input:
            lambda wildcards, traces=traces, origin=origin: fresh(
                [traces.format(**wildcards)], origin(wildcards)
            ),
        output:
            traces,
        log:
            f"results/logs/traces/{name}/{{point}}seed{{seed}}/{{block}}.log",
        benchmark:
            f"results/benchmarks/traces/{name}/{{point}}seed{{seed}}/{{block}}.tsv"
        wildcard_constraints:
            point=POINT,
            seed=r"\d+",
            block=BLOCK,
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, attempt, name=name, blocks=blocks: cost.mebibytes(
                cost.simulation_bytes(
                    CONFIG, name, planned(blocks, wildcards.block, "block")
                ),
                attempt,
            ),
            runtime=lambda wildcards, attempt, name=name, blocks=blocks: cost.minutes(
                cost.simulation_seconds(
                    CONFIG, name, planned(blocks, wildcards.block, "block")
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
