# Exact dynamics: one job evolves every disorder realization of a block of a model's sweep.

import re

from phasetrace.models.entry import BLOCK, POINT

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

    rule:
        name:
            f"simulate_{name}"
        output:
            f"{model.folder(settings)}/{{point}}seed{{seed}}/{{block}}.nc",
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
            model=name,
            chain={key: config[name][key] for key in model.simulated},
            point=lambda wildcards, points=points: planned(
                points, wildcards.point, "point"
            ),
            values=lambda wildcards, blocks=blocks: planned(
                blocks, wildcards.block, "block"
            ),
            device=cost.device(CONFIG, "simulate"),
            rounding=model.rounding(settings, cost.device(CONFIG, "simulate")),
            code=code_digest(
                "simulate.py", *model.code(cost.device(CONFIG, "simulate"))
            ),
        message:
            f"Evolving {settings.realizations} {model.title} chains of {settings.sites} spins "
            "at each of {wildcards.point}{wildcards.block}, seed {wildcards.seed}"
        script:
            "../../scripts/simulate.py"
