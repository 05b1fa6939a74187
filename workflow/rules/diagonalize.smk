# Exact diagonalization: one job finds the energy levels of every realization of a disorder strength.


rule diagonalize:
    input:
        lambda wildcards: fresh(
            [f"results/spectra/{wildcards.spectrum}.nc"],
            ORIGINS.spectrum(*spectrum(wildcards)),
        ),
    output:
        "results/spectra/{spectrum}.nc",
    log:
        "results/logs/spectra/{spectrum}.log",
    benchmark:
        "results/benchmarks/spectra/{spectrum}.tsv"
    group:
        "levels"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(
            cost.diagonalizing_bytes(spectrum(wildcards)[0]), attempt
        ),
        runtime=lambda wildcards, attempt: cost.minutes(
            cost.diagonalization_seconds(spectrum(wildcards)[0]), attempt
        ),
    params:
        origin=lambda wildcards: ORIGINS.spectrum(*spectrum(wildcards)),
    message:
        "Finding the energy levels of {params.origin[chain][realizations]} Heisenberg chains of "
        "{params.origin[chain][sites]} spins a seed at W = {params.origin[W]}"
    script:
        "../../scripts/diagonalize.py"
