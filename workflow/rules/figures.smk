# Figures: an analysis writes exactly what is drawn to results/<figure>.nc, and drawing
# reads only that.

for name, figure in FIGURES.items():

    rule:
        name:
            f"analyse_{name}"
        input:
            figure.files,
        output:
            f"results/{name}.nc",
        log:
            f"results/logs/figures/{name}-analysis.log",
        benchmark:
            f"results/benchmarks/figures/{name}-analysis.tsv"
        group:
            name
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, attempt, figure=figure: cost.mebibytes(
                cost.analysis_bytes(CONFIG, figure), attempt
            ),
            runtime=5,
        params:
            figure=name,
            reads={
                argument: (source.kind, source.several, source.files)
                for argument, source in figure.reads.items()
            },
            settings=figure.settings,
            code=code_digest(
                "analyse.py", f"analyses.{name}", "analyses.sources", "store.reading"
            ),
        message:
            f"Computing what {name} shows"
        script:
            "../../scripts/analyse.py"

    rule:
        name:
            f"draw_{name}"
        input:
            f"results/{name}.nc",
        output:
            pdf=f"results/{name}.pdf",
            png=report(
                f"results/{name}.png",
                caption=f"../report/{name}.rst",
                category="Figures",
                labels={"figure": name},
            ),
        log:
            f"results/logs/figures/{name}.log",
        benchmark:
            f"results/benchmarks/figures/{name}.tsv"
        group:
            name
        conda:
            ENVIRONMENT
        threads: 1
        resources:
            mem_mb=lambda wildcards, attempt: cost.mebibytes(
                cost.drawing_bytes(), attempt
            ),
            runtime=5,
        params:
            figure=name,
            code=code_digest("draw.py", f"figures.{name}"),
        message:
            f"Drawing {name}"
        script:
            "../../scripts/draw.py"


# Snakemake knows that no rule makes a misspelt figure, but not which figures there are.
rule no_such_figure:
    input:
        lambda wildcards: planned(FIGURES, wildcards.figure, "figure"),
    output:
        "results/{figure}.{format}",
    wildcard_constraints:
        figure=rf"(?!({'|'.join([*FIGURES, 'scaling', 'comparison'])})\.)[^/.]+",
        format="pdf|png|nc|md",


rule accuracy:
    input:
        predictions(accuracy_trainings(CONFIG)),
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
    group:
        "tables"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        code=code_digest("accuracy.py", "paper.accuracy", "paper.tables"),
    message:
        "Tabulating accuracies beside the published ones"
    script:
        "../../scripts/accuracy.py"


rule energy_density:
    input:
        "results/fig2.nc",
    output:
        report(
            "results/energy-density.csv",
            caption="../report/energy-density.rst",
            category="Tables",
            labels={"table": "energy density"},
        ),
    log:
        "results/logs/figures/energy-density.log",
    benchmark:
        "results/benchmarks/figures/energy-density.tsv"
    group:
        "tables"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        code=code_digest("energy_density.py", "analyses.energy_density", "paper.tables"),
    message:
        "Tabulating which energy density the initial states have"
    script:
        "../../scripts/energy_density.py"


rule comparison:
    input:
        **{name: f"results/{name}.nc" for name, one in FIGURES.items() if one.judged},
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
    group:
        "tables"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        labels=config["heisenberg"]["labels"],
        realizations={
            "diagram": CONFIG.heisenberg.realizations * len(CONFIG.heisenberg.seeds),
            "focus": CONFIG.heisenberg.realizations
            * len(CONFIG.heisenberg.focus.seeds),
            "drive": CONFIG.floquet.realizations * len(CONFIG.floquet.seeds),
        },
        code=code_digest(
            "comparison.py",
            "paper.comparison",
            "paper.tables",
            "paper/comparison.html",
        ),
    message:
        "Setting the paper's statements beside what this run measured"
    script:
        "../../scripts/comparison.py"
