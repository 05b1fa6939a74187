# Studies: anybody's chains and traces, each in a folder of its own.

STUDY = names_of(STUDIES)
GATHERED = names_of(name for name, one in STUDIES.items() if one.files)
TAUGHT = names_of(name for name, one in STUDIES.items() if not one.training.judges)
JUDGED_STUDY = names_of(name for name, one in STUDIES.items() if one.training.judges)
MAP = names_of(MAPS)


rule studies:
    input:
        [
            file
            for name, one in STUDIES.items()
            if "/" not in name
            for file in one.results
        ],
        [file for one in MAPS.values() for file in one.results],
    localrule: True


rule gather:
    input:
        lambda wildcards: fresh_of(
            [study(wildcards).training.chain.path],
            lambda: ORIGINS.traces(study(wildcards).training),
            files_of(wildcards),
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
            learned(wildcards),
            lambda: ORIGINS.training(taught(wildcards)),
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
            made_from(lambda: cost.training_bytes(CONFIG, taught(wildcards)), input),
            attempt,
        ),
        runtime=lambda wildcards, input, attempt: cost.minutes(
            made_from(lambda: cost.training_seconds(taught(wildcards)), input),
            attempt,
        ),
        gpu=CONFIG.jobs.gpus.train,
    params:
        title=lambda wildcards: "training "
        + ", ".join([wildcards.study, *map("{} of its labels".format, wildcards[1:])]),
        origin=lambda wildcards, input: made_from(
            lambda: ORIGINS.training(taught(wildcards)), input
        ),
        reads=lambda wildcards, input: made_from(
            lambda: list(map(origin_digest, ORIGINS.blocks(taught(wildcards)))),
            input,
        ),
        settings=lambda wildcards: ORIGINS.asked(study(wildcards).training),
    message:
        "Training the networks of {wildcards.study}"
    script:
        "../../scripts/train.py"


use rule train_study as train_relabelled with:
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
    message:
        "Training networks of {wildcards.study} on {wildcards.share} of its labels"


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
        figure="phases|methods|labels|explore",
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


rule analyse_map:
    input:
        lambda wildcards: fresh_of(
            [f"results/studies/{wildcards.map}/{wildcards.figure}.nc"],
            lambda: map_origin(wildcards),
            map_figure(wildcards).files,
        ),
    output:
        "results/studies/{map}/{figure}.nc",
    log:
        "results/logs/studies/{map}/{figure}-analysis.log",
    benchmark:
        "results/benchmarks/studies/{map}/{figure}-analysis.tsv"
    wildcard_constraints:
        map=MAP,
        figure="map|explore",
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, input, attempt: cost.mebibytes(
            made_from(
                lambda: cost.analysis_bytes(CONFIG, map_figure(wildcards)), input
            ),
            attempt,
        ),
        runtime=lambda wildcards: cost.analysis_minutes(map_figure(wildcards)),
    params:
        origin=lambda wildcards, input: made_from(lambda: map_origin(wildcards), input),
        reads=lambda wildcards, input: made_from(
            lambda: {
                argument: (source.kind, source.several, ORIGINS.digests(source))
                for argument, source in map_figure(wildcards).reads.items()
            },
            input,
        ),
        settings=lambda wildcards: dict(map_figure(wildcards).settings),
    message:
        "Computing what {wildcards.figure} of {wildcards.map} shows"
    script:
        "../../scripts/analyse.py"


rule draw_map:
    input:
        lambda wildcards: fresh_of(
            [f"results/studies/{wildcards.map}/map.{kind}" for kind in ("pdf", "png")],
            lambda: map_origin(wildcards),
            [f"results/studies/{wildcards.map}/map.nc"],
            drawn=True,
        ),
    output:
        pdf="results/studies/{map}/map.pdf",
        png=report(
            "results/studies/{map}/map.png",
            caption="../report/map.rst",
            category="Studies",
            labels={"study": "{map}", "figure": "map"},
        ),
    log:
        "results/logs/studies/{map}/map.log",
    benchmark:
        "results/benchmarks/studies/{map}/map.tsv"
    wildcard_constraints:
        map=MAP,
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        figure="map",
        reads=lambda wildcards, input: made_from(
            lambda: [origin_digest(map_origin(wildcards))], input
        ),
        code=code_digest("draw", "figures.map"),
    message:
        "Drawing the map of {wildcards.map}"
    script:
        "../../scripts/draw.py"


rule map_table:
    input:
        lambda wildcards: fresh(
            [f"results/studies/{wildcards.map}/transitions.csv"],
            reads=[f"results/studies/{wildcards.map}/map.nc"],
        ),
    output:
        "results/studies/{map}/transitions.csv",
    log:
        "results/logs/studies/{map}/tables.log",
    benchmark:
        "results/benchmarks/studies/{map}/tables.tsv"
    wildcard_constraints:
        map=MAP,
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        code=code_digest("map_table", "analyses.study_tables", "paper.tables"),
    message:
        "Writing the table of {wildcards.map}"
    script:
        "../../scripts/map_table.py"


# Snakemake knows that no rule makes a file of another study, but not which studies there are.
if workflow.modifier.is_main_snakefile():

    rule no_such_study:
        input:
            lambda wildcards: planned(STUDIES | MAPS, wildcards.study, "study"),
        output:
            "results/studies/{study}/{file}",
        wildcard_constraints:
            study=rf"(?!({names_of(STUDIES | MAPS)})/)[^/]+",
            file="[^/]+",

    rule no_such_file_of_a_map:
        input:
            lambda wildcards: planned(
                dict.fromkeys(
                    [
                        *(
                            os.path.basename(file)
                            for file in MAPS[wildcards.map].results
                        ),
                        *(
                            f"{sweep.name.partition('/')[2]}/{wildcards.file}"
                            for sweep in MAPS[wildcards.map].sweeps
                        ),
                    ]
                ),
                wildcards.file,
                "file",
            ),
        output:
            "results/studies/{map}/{file}",
        wildcard_constraints:
            map=MAP,
            file=r"(?!map\.|explore\.|transitions\.csv$)[^/]+",
