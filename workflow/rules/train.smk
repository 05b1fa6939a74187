# Learning: one job trains every retraining of one network on one set of traces.


rule train:
    input:
        lambda wildcards: training(wildcards).traces,
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
            cost.training_seconds(CONFIG, training(wildcards)), attempt
        ),
        gpu=CONFIG.jobs.gpus.train,
    params:
        regimes=lambda wildcards: training(wildcards).regimes,
        learning=lambda wildcards: training(wildcards).learning,
        device=cost.device(CONFIG, "train"),
        code=lambda wildcards: code_digest(
            "train.py",
            "learning.retrainings",
            "store.reading",
            f"learning.cells.{training(wildcards).learning['cell']}",
        ),
    message:
        "Training {params.learning[retrainings]} networks of {params.learning[units]} units: "
        "{wildcards.training}"
    script:
        "../../scripts/train.py"
