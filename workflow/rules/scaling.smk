# How the cost of exact dynamics grows, on the machine at hand: snakemake results/scaling.pdf

import yaml

# The paper to the letter, whatever is configured.
PRESET = "workflow/presets/paper.yaml"
try:
    with open(workflow.source_path(f"../../{PRESET}"), encoding="utf-8") as file:
        PAPER = check_config(yaml.safe_load(file))
except ConfigError as error:
    sys.exit(f"{PRESET}: {error}")


SCALING = {
    "figure": "scaling",
    "chain": {
        key: config["heisenberg"][key]
        for key in (
            "sites",
            "coupling",
            "boundary",
            "up_spins",
            "times",
            "tolerance",
        )
    },
    "grid": {
        "lengths": [8, 10, 12, 14, 16, 18, 20],
        "strengths": [0.5, 1.0, 2.0, 4.0, 8.0],
        "batches": [4, 8, 16, 32, 64],
        "length": 14,
    },
    "paper": PAPER.heisenberg.model_dump(mode="json"),
    "code": code_digest(
        "scaling",
        "jobs.scaling",
        "models.heisenberg.chain",
        "evolution.cpu.engine",
        # It shows what is planned, too.
        "evolution.batches",
        "jobs.processes",
        "jobs/peaks.csv",
        "models.heisenberg.cost",
        "evolution.cost",
        "models/heisenberg/seconds.csv",
    ),
}


rule measure_scaling:
    input:
        lambda wildcards: fresh(["results/scaling.nc"], SCALING),
    output:
        "results/scaling.nc",
    log:
        "results/logs/figures/scaling-measurement.log",
    benchmark:
        "results/benchmarks/figures/scaling-measurement.tsv"
    conda:
        ENVIRONMENT
    threads: 2
    resources:
        mem_mb=lambda wildcards, attempt: 750 * attempt,
        runtime=60,
    params:
        origin=SCALING,
    message:
        "Measuring how the cost of exact dynamics grows, for some minutes"
    script:
        "../../scripts/scaling.py"


rule draw_scaling:
    input:
        lambda wildcards: fresh(
            ["results/scaling.pdf", "results/scaling.png"],
            reads=["results/scaling.nc"],
            drawn=origin_digest(SCALING),
        ),
    output:
        pdf="results/scaling.pdf",
        png="results/scaling.png",
    log:
        "results/logs/figures/scaling.log",
    benchmark:
        "results/benchmarks/figures/scaling.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        figure="scaling",
        reads=[origin_digest(SCALING)],
        code=code_digest("draw", "figures.scaling"),
    message:
        "Drawing how the cost of exact dynamics grows"
    script:
        "../../scripts/draw.py"
