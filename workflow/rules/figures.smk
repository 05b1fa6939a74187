# Figures: an analysis writes exactly what is drawn to results/<figure>.nc, and drawing
# reads only that.

SINGLE_SPIN = plan.single_spin_training(config)

# What each analysis reads and which configuration values it uses.
ANALYSES = {
    "fig1": ({}, {}),
    "fig2": (
        {
            "units": predictions(plan.units_trainings(config)),
            "diagram": predictions(plan.diagram_trainings(config)),
        },
        {"averaging": AVERAGING},
    ),
    "fig3": (
        {
            "predictions": predictions([plan.floquet_training(config)]),
            "traces": plan.floquet_training(config).traces,
        },
        {"averaging": AVERAGING},
    ),
    "fig4": (
        {
            "networks": f"results/networks/{SINGLE_SPIN.name}.nc",
            "predictions": f"results/predictions/{SINGLE_SPIN.name}.nc",
            "traces": SINGLE_SPIN.traces,
        },
        {},
    ),
    "fig5": (
        {"predictions": predictions(plan.blanking_trainings(config))},
        {"averaging": AVERAGING, "widths": config["figures"]["fig5"]["widths"]},
    ),
    "fig6": (
        {"predictions": predictions([plan.calibration_training(config)])},
        {"beyond": config["figures"]["fig6"]["beyond"]},
    ),
    "fig7": (
        {
            "predictions": predictions(plan.unseen_phase_trainings(config)),
            "traces": plan.floquet_training(config).traces,
        },
        {"averaging": AVERAGING, "phases": list(FLOQUET["labels"])},
    ),
    "fig8": (
        {
            f"eps{eps}": plan.heisenberg_training(
                config, value, HEISENBERG["seeds"]
            ).traces
            for eps, value in DENSITIES.items()
        }
        | {"focus": plan.focus_training(config).traces},
        {
            "disorder": config["figures"]["fig8"]["disorder"],
            "site": HEISENBERG["sites"] // 2,
        },
    ),
    "regularization": (
        {
            "weights": predictions(plan.confidence_trainings(config)),
            "switched": predictions(plan.regularization_trainings(config)),
        },
        {"averaging": AVERAGING},
    ),
}

# Snakemake knows that no rule makes a misspelt figure, but not which figures there are.
FIGURES = (*ANALYSES, "scaling")
for target in sys.argv[1:]:
    asked = re.fullmatch(
        r"results/([^/]+)\.(?:pdf|png|nc)|results/[^/]+\.md|fig\w+", target
    )
    if asked and target != "results/comparison.md" and asked[1] not in FIGURES:
        sys.exit(
            f"{target}: no such figure; results/<figure>.pdf exists for {', '.join(FIGURES)}"
        )

for figure, (sources, settings) in ANALYSES.items():

    rule:
        name:
            f"analyse_{figure}"
        input:
            **sources,
        output:
            f"results/{figure}.nc",
        log:
            f"results/logs/figures/{figure}-analysis.log",
        benchmark:
            f"results/benchmarks/figures/{figure}-analysis.tsv"
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
                cost.analysis_bytes(config, input), attempt
            ),
            runtime=5,
        params:
            **settings,
            figure=figure,
            code=code_digest(
                f"{figure}.py",
                f"analyses.{'drive' if figure in ('fig3', 'fig7') else figure}",
            ),
        message:
            f"Computing what {figure} shows"
        script:
            "../../scripts/{params.figure}.py"

    rule:
        name:
            f"draw_{figure}"
        input:
            f"results/{figure}.nc",
        output:
            pdf=f"results/{figure}.pdf",
            png=report(
                f"results/{figure}.png",
                caption=f"../report/{figure}.rst",
                category="Figures",
                labels={"figure": figure},
            ),
        log:
            f"results/logs/figures/{figure}.log",
        benchmark:
            f"results/benchmarks/figures/{figure}.tsv"
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, attempt: 165 * attempt,
            runtime=5,
        params:
            figure=figure,
            code=code_digest("draw.py", f"figures.{figure}"),
        message:
            f"Drawing {figure}"
        script:
            "../../scripts/draw.py"


rule accuracy:
    input:
        predictions(plan.accuracy_trainings(config)),
    output:
        report(
            "results/accuracy.csv",
            caption="../report/accuracy.rst",
            category="Tables",
            labels={"table": "accuracy"},
        ),
    log:
        "results/logs/figures/accuracy.log",
    benchmark:
        "results/benchmarks/figures/accuracy.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 150 * attempt,
        runtime=5,
    params:
        code=code_digest("accuracy.py", "paper.accuracy"),
    message:
        "Tabulating accuracies beside the published ones"
    script:
        "../../scripts/accuracy.py"


rule comparison:
    input:
        **{figure: f"results/{figure}.nc" for figure in ANALYSES if figure != "fig1"},
        accuracy="results/accuracy.csv",
    output:
        markdown="results/comparison.md",
        html=report(
            "results/comparison.html",
            caption="../report/comparison.rst",
            category="Tables",
            labels={"table": "comparison"},
        ),
    log:
        "results/logs/figures/comparison.log",
    benchmark:
        "results/benchmarks/figures/comparison.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 150 * attempt,
        runtime=5,
    params:
        labels=HEISENBERG["labels"],
        realizations={
            "diagram": HEISENBERG["realizations"] * len(HEISENBERG["seeds"]),
            "focus": HEISENBERG["realizations"] * len(HEISENBERG["focus"]["seeds"]),
            "drive": FLOQUET["realizations"] * len(FLOQUET["seeds"]),
        },
        code=code_digest("comparison.py", "paper.comparison", "paper.tables"),
    message:
        "Setting the paper's statements beside what this run measured"
    script:
        "../../scripts/comparison.py"
