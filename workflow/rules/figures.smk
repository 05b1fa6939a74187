# Figures: an analysis writes exactly what is drawn to results/<figure>.nc, and drawing
# reads only that.

for name, figure in FIGURES.items():

    origin = ORIGINS.figure(name, figure)

    rule:
        name:
            f"analyse_{module_name(name)}"
        input:
            lambda wildcards, name=name, figure=figure, origin=origin: fresh(
                [f"results/{name}.nc"], origin, figure.files
            ),
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
            runtime=cost.analysis_minutes(figure),
        params:
            origin=origin,
            reads={
                argument: (source.kind, source.several, ORIGINS.digests(source))
                for argument, source in figure.reads.items()
            },
        message:
            f"Computing what {name} shows"
        script:
            "../../scripts/analyse.py"


for name, figure in FIGURES.items():

    if figure.formats == PAGE:
        continue

    origin = ORIGINS.figure(name, figure)

    rule:
        name:
            f"draw_{module_name(name)}"
        input:
            lambda wildcards, name=name, origin=origin: fresh(
                [f"results/{name}.pdf", f"results/{name}.png"],
                reads=[f"results/{name}.nc"],
                drawn=origin_digest(origin),
            ),
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
            figure=module_name(name),
            reads=[origin_digest(origin)],
            code=code_digest("draw", f"figures.{module_name(name)}"),
        message:
            f"Drawing {name}"
        script:
            "../../scripts/draw.py"


# Snakemake knows that no rule makes a misspelt figure, but not which figures there are. What else
# an importer makes in results is none of ours.
if workflow.modifier.is_main_snakefile():

    rule no_such_figure:
        input:
            lambda wildcards: planned(FIGURES, wildcards.figure, "figure"),
        output:
            "results/{figure}.{format}",
        wildcard_constraints:
            figure=rf"(?!({'|'.join([*FIGURES, 'scaling', 'comparison', 'report'])})\.)[^/.]+",
            format="pdf|png|nc|md|html",


ACCURACIES = accuracy_trainings(CONFIG)
ACCURACY_DIGESTS = [origin_digest(ORIGINS.training(one)) for one in ACCURACIES]
JUDGED = {name: figure for name, figure in FIGURES.items() if figure.judged}


rule accuracy:
    input:
        lambda wildcards: fresh(
            ["results/accuracy.csv"], reads=[one.predictions for one in ACCURACIES]
        ),
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
        reads=ACCURACY_DIGESTS,
        code=code_digest(
            "accuracy", "paper.accuracy", "paper.tables", "learning.predictions"
        ),
    message:
        "Tabulating accuracies beside the published ones"
    script:
        "../../scripts/accuracy.py"


rule energy_density:
    input:
        lambda wildcards: fresh(
            ["results/energy-density.csv"], reads=["results/fig2.nc"]
        ),
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
        reads=[origin_digest(ORIGINS.figure("fig2", FIGURES["fig2"]))],
        code=code_digest("energy_density", "analyses.energy_density", "paper.tables"),
    message:
        "Tabulating which energy density the initial states have"
    script:
        "../../scripts/energy_density.py"


rule transitions:
    input:
        lambda wildcards: fresh(
            ["results/transitions.csv"],
            reads=["results/methods.nc", "results/readings.nc"],
        ),
    output:
        report(
            "results/transitions.csv",
            caption="../report/transitions.rst",
            category="Tables",
            labels={"table": "transitions"},
        ),
    log:
        "results/logs/figures/transitions.log",
    benchmark:
        "results/benchmarks/figures/transitions.tsv"
    group:
        "tables"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        reads=[
            origin_digest(ORIGINS.figure(name, FIGURES[name]))
            for name in ("methods", "readings")
        ],
        code=code_digest("transitions", "analyses.transition_table", "paper.tables"),
    message:
        "Tabulating the transition that each method finds"
    script:
        "../../scripts/transitions.py"


rule readings:
    input:
        lambda wildcards: fresh(["results/readings.csv"], reads=["results/readings.nc"]),
    output:
        report(
            "results/readings.csv",
            caption="../report/readings-table.rst",
            category="Tables",
            labels={"table": "readings"},
        ),
    log:
        "results/logs/figures/readings-table.log",
    benchmark:
        "results/benchmarks/figures/readings-table.tsv"
    group:
        "tables"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        reads=[origin_digest(ORIGINS.figure("readings", FIGURES["readings"]))],
        code=code_digest("readings", "analyses.readings", "paper.tables"),
    message:
        "Tabulating the readings of the paper"
    script:
        "../../scripts/readings.py"


rule comparison:
    input:
        lambda wildcards: fresh(
            ["results/comparison.md", "results/comparison.html"],
            reads=[
                *(f"results/{name}.nc" for name in JUDGED),
                *(one.predictions for one in ACCURACIES),
            ],
        ),
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
        figures=list(JUDGED),
        reads=[
            *(
                origin_digest(ORIGINS.figure(name, one))
                for name, one in JUDGED.items()
            ),
            *ACCURACY_DIGESTS,
        ],
        labels=config["heisenberg"]["labels"],
        realizations={
            "diagram": CONFIG.heisenberg.realizations * len(CONFIG.heisenberg.seeds),
            "focus": CONFIG.heisenberg.realizations
            * len(CONFIG.heisenberg.focus.seeds),
            "drive": CONFIG.floquet.realizations * len(CONFIG.floquet.seeds),
        },
        code=code_digest(
            "comparison",
            "paper.comparison",
            "paper.accuracy",
            "paper.tables",
            "learning.predictions",
            "paper/comparison.html",
        ),
    message:
        "Setting the paper's statements beside what this run measured"
    script:
        "../../scripts/comparison.py"
