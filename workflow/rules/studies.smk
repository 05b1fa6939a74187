# Studies: anybody's chains and traces, each in a folder of its own.

STUDY = "|".join(STUDIES) or "(?!)"
GATHERED = "|".join(name for name, one in STUDIES.items() if one.files) or "(?!)"
TAUGHT = (
    "|".join(name for name, one in STUDIES.items() if not one.training.judges) or "(?!)"
)
JUDGED_STUDY = (
    "|".join(name for name, one in STUDIES.items() if one.training.judges) or "(?!)"
)


rule studies:
    input:
        [file for one in STUDIES.values() for file in one.results],
    localrule: True


rule gather:
    input:
        lambda wildcards: fresh_of(
            [study(wildcards).training.chain.path],
            lambda: ORIGINS.traces(study(wildcards).training),
            study(wildcards).files,
        ),
    output:
        "results/studies/{study}/traces.nc",
    log:
        "results/logs/studies/{study}/traces.log",
    benchmark:
        "results/benchmarks/studies/{study}/traces.tsv"
    wildcard_constraints:
        study=GATHERED,
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.gathering_mebibytes(
            input.size_mb, attempt
        ),
        runtime=30,
    params:
        origin=lambda wildcards, input: made_from(
            lambda: ORIGINS.traces(study(wildcards).training), input
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Gathering the traces of {wildcards.study}"
    script:
        "../../scripts/gather.py"


rule train_study:
    input:
        traces=lambda wildcards: fresh_of(
            [
                study(wildcards).training.networks,
                study(wildcards).training.predictions,
            ],
            lambda: ORIGINS.training(study(wildcards).training),
            study(wildcards).training.traces,
        ),
        training_set=[],
    output:
        networks="results/studies/{study}/networks.nc",
        predictions="results/studies/{study}/predictions.nc",
    log:
        "results/logs/studies/{study}/networks.log",
    benchmark:
        "results/benchmarks/studies/{study}/networks.tsv"
    wildcard_constraints:
        study=TAUGHT,
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
            made_from(
                lambda: cost.training_bytes(CONFIG, study(wildcards).training), input
            ),
            attempt,
        ),
        runtime=lambda wildcards, input, attempt: cost.minutes(
            made_from(lambda: cost.training_seconds(study(wildcards).training), input),
            attempt,
        ),
        gpu=CONFIG.jobs.gpus.train,
    params:
        title="training {study}",
        origin=lambda wildcards, input: made_from(
            lambda: ORIGINS.training(study(wildcards).training), input
        ),
        reads=lambda wildcards, input: made_from(
            lambda: list(
                map(origin_digest, ORIGINS.blocks(study(wildcards).training))
            ),
            input,
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Training the networks of {wildcards.study}"
    script:
        "../../scripts/train.py"


rule train_relabelled:
    input:
        traces=lambda wildcards: fresh_of(
            [
                f"results/studies/{wildcards.study}/labels/{wildcards.share}/{kind}.nc"
                for kind in ("networks", "predictions")
            ],
            lambda: ORIGINS.training(relabelled(wildcards)),
            study(wildcards).training.traces,
        ),
        training_set=[],
    output:
        networks="results/studies/{study}/labels/{share}/networks.nc",
        predictions="results/studies/{study}/labels/{share}/predictions.nc",
    log:
        "results/logs/studies/{study}/labels/{share}.log",
    benchmark:
        "results/benchmarks/studies/{study}/labels/{share}.tsv"
    wildcard_constraints:
        study=TAUGHT,
        share="|".join(share for share in SHARES if share != "1"),
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
            made_from(
                lambda: cost.training_bytes(CONFIG, relabelled(wildcards)), input
            ),
            attempt,
        ),
        runtime=lambda wildcards, input, attempt: cost.minutes(
            made_from(lambda: cost.training_seconds(relabelled(wildcards)), input),
            attempt,
        ),
        gpu=CONFIG.jobs.gpus.train,
    params:
        title="training {study}, {share} of its labels",
        origin=lambda wildcards, input: made_from(
            lambda: ORIGINS.training(relabelled(wildcards)), input
        ),
        reads=lambda wildcards, input: made_from(
            lambda: list(map(origin_digest, ORIGINS.blocks(relabelled(wildcards)))),
            input,
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Training networks of {wildcards.study} on {wildcards.share} of its labels"
    script:
        "../../scripts/train.py"


rule judge:
    input:
        networks=lambda wildcards: fresh_of(
            [study(wildcards).training.predictions],
            lambda: ORIGINS.training(study(wildcards).training),
            [study(wildcards).training.networks],
        ),
        traces=lambda wildcards: list(study(wildcards).training.traces),
    output:
        "results/studies/{study}/predictions.nc",
    log:
        "results/logs/studies/{study}/predictions.log",
    benchmark:
        "results/benchmarks/studies/{study}/predictions.tsv"
    wildcard_constraints:
        study=JUDGED_STUDY,
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
            made_from(
                lambda: cost.training_bytes(CONFIG, study(wildcards).training), input
            ),
            attempt,
        ),
        runtime=30,
        gpu=CONFIG.jobs.gpus.train,
    params:
        origin=lambda wildcards, input: made_from(
            lambda: ORIGINS.training(study(wildcards).training), input
        ),
        reads=lambda wildcards, input: made_from(
            lambda: list(
                map(origin_digest, ORIGINS.blocks(study(wildcards).training))
            ),
            input,
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Letting the networks judge the traces of {wildcards.study}"
    script:
        "../../scripts/judge.py"


rule analyse_study:
    input:
        lambda wildcards: fresh_of(
            [f"results/studies/{wildcards.study}/{wildcards.figure}.nc"],
            lambda: study_origin(wildcards),
            study(wildcards).read(wildcards.figure),
        ),
    output:
        "results/studies/{study}/{figure}.nc",
    log:
        "results/logs/studies/{study}/{figure}-analysis.log",
    benchmark:
        "results/benchmarks/studies/{study}/{figure}-analysis.tsv"
    wildcard_constraints:
        study=STUDY,
        figure="phases|methods|labels",
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
            made_from(
                lambda: cost.analysis_bytes(CONFIG, study_figure(wildcards)),
                input,
            ),
            attempt,
        ),
        runtime=lambda wildcards, input: made_from(
            lambda: cost.analysis_minutes(study_figure(wildcards)), input
        ),
    params:
        origin=lambda wildcards, input: made_from(
            lambda: study_origin(wildcards), input
        ),
        reads=lambda wildcards, input: made_from(
            lambda: {
                argument: (source.kind, source.several, ORIGINS.digests(source))
                for argument, source in study_figure(wildcards).reads.items()
            },
            input,
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Computing what {wildcards.figure} of {wildcards.study} shows"
    script:
        "../../scripts/analyse.py"


rule draw_study:
    input:
        lambda wildcards: fresh_of(
            [
                f"results/studies/{wildcards.study}/{wildcards.figure}.{kind}"
                for kind in ("pdf", "png")
            ],
            lambda: study_origin(wildcards),
            [f"results/studies/{wildcards.study}/{wildcards.figure}.nc"],
            drawn=True,
        ),
    output:
        pdf="results/studies/{study}/{figure}.pdf",
        png=report(
            "results/studies/{study}/{figure}.png",
            caption="../report/study.rst",
            category="Studies",
            labels={"study": "{study}", "figure": "{figure}"},
        ),
    log:
        "results/logs/studies/{study}/{figure}.log",
    benchmark:
        "results/benchmarks/studies/{study}/{figure}.tsv"
    wildcard_constraints:
        study=STUDY,
        figure="phases|methods|labels",
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        figure="{figure}",
        reads=lambda wildcards, input: made_from(
            lambda: [origin_digest(study_origin(wildcards))], input
        ),
        code=lambda wildcards: code_digest("draw", f"figures.{wildcards.figure}"),
    message:
        "Drawing {wildcards.figure} of {wildcards.study}"
    script:
        "../../scripts/draw.py"


rule study_tables:
    input:
        phases="results/studies/{study}/phases.nc",
        others=lambda wildcards: [
            f"results/studies/{wildcards.study}/{name}.nc"
            for name in study(wildcards).figure_names
            if name != "phases"
        ],
        predictions=lambda wildcards: fresh(
            [f"results/studies/{wildcards.study}/{name}" for name in TABLES],
            reads=[study(wildcards).training.predictions],
        ),
    output:
        transitions="results/studies/{study}/transitions.csv",
        accuracy="results/studies/{study}/accuracy.csv",
        predictions="results/studies/{study}/predictions.csv",
    log:
        "results/logs/studies/{study}/tables.log",
    benchmark:
        "results/benchmarks/studies/{study}/tables.tsv"
    wildcard_constraints:
        study=STUDY,
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        code=code_digest(
            "study_tables",
            "analyses.study_tables",
            "paper.tables",
            "learning.predictions",
        ),
    message:
        "Writing the tables of {wildcards.study}"
    script:
        "../../scripts/study_tables.py"


# Snakemake knows that no rule makes a file of another study, but not which studies there are.
if workflow.modifier.is_main_snakefile():

    rule no_such_study:
        input:
            lambda wildcards: planned(STUDIES, wildcards.study, "study"),
        output:
            "results/studies/{study}/{file}",
        wildcard_constraints:
            study=rf"(?!({STUDY})/)[^/]+",
            file="[^/]+",
