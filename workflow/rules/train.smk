# Learning: one job trains every retraining of one network on one set of traces.


rule train:
    input:
        traces=lambda wildcards: fresh(
            [training(wildcards).networks, training(wildcards).predictions],
            ORIGINS.training(training(wildcards)),
            training(wildcards).traces,
        ),
        training_set=lambda wildcards: list(training(wildcards).taught),
    output:
        networks="results/networks/{training}.nc",
        predictions="results/predictions/{training}.nc",
    log:
        "results/logs/networks/{training}.log",
    benchmark:
        "results/benchmarks/networks/{training}.tsv"
    group:
        "training"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(
            cost.training_bytes(CONFIG, training(wildcards)), attempt
        ),
        runtime=lambda wildcards, attempt: cost.minutes(
            cost.training_seconds(training(wildcards)), attempt
        ),
        gpu=CONFIG.jobs.gpus.train,
    params:
        title="training {training}",
        origin=lambda wildcards: ORIGINS.training(training(wildcards)),
        reads=lambda wildcards: [
            origin_digest(one)
            for one in [
                *ORIGINS.blocks(training(wildcards)),
                *ORIGINS.taught(training(wildcards)),
            ]
        ],
    message:
        "Training {params.origin[learning][retrainings]} networks of "
        "{params.origin[learning][units]} units: {wildcards.training}"
    script:
        "../../scripts/train.py"
