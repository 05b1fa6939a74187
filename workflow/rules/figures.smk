# Analyses write exactly what a figure shows to results/<figure>.nc; drawing reads only that.

FIGURES = ["results/fig2.pdf"]


rule fig2:
    input:
        units=predictions(plan.units_trainings(config)),
        diagram=predictions(plan.diagram_trainings(config)),
    output:
        "results/fig2.nc",
    log:
        "results/logs/figures/fig2-analysis.log",
    benchmark:
        "results/benchmarks/figures/fig2-analysis.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        averaging=config["learning"]["averaging"],
        code=code_digest("analyses.fig2"),
    message:
        "Locating the transition for Fig. 2"
    script:
        "../../scripts/fig2.py"


rule accuracy:
    input:
        predictions(plan.accuracy_trainings(config)),
    output:
        "results/accuracy.csv",
    log:
        "results/logs/figures/accuracy.log",
    benchmark:
        "results/benchmarks/figures/accuracy.tsv"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        code=code_digest("analyses.accuracy"),
    message:
        "Tabulating accuracies beside the published ones"
    script:
        "../../scripts/accuracy.py"


rule draw:
    input:
        "results/{figure}.nc",
    output:
        pdf=report("results/{figure}.pdf", category="Figures"),
        png="results/{figure}.png",
    log:
        "results/logs/figures/{figure}.log",
    benchmark:
        "results/benchmarks/figures/{figure}.tsv"
    wildcard_constraints:
        figure="fig[1-8]",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        code=lambda wildcards: code_digest(f"figures.{wildcards.figure}"),
    message:
        "Drawing {wildcards.figure}"
    script:
        "../../scripts/draw.py"
