# Exact diagonalization: one job finds the energy levels of every realization of a disorder strength.

LEVELS = {
    os.path.splitext(os.path.basename(path))[0]: value
    for path, value in spectra.disorders(CONFIG).items()
}


rule diagonalize:
    input:
        lambda wildcards: fresh(
            [f"{spectra.folder(CONFIG)}/{wildcards.disorder}.nc"],
            ORIGINS.spectrum(planned(LEVELS, wildcards.disorder, "disorder")),
        ),
    output:
        f"{spectra.folder(CONFIG)}/{{disorder}}.nc",
    log:
        f"{spectra.folder(CONFIG)}/{{disorder}}.log".replace(
            "results/", "results/logs/", 1
        ),
    benchmark:
        f"{spectra.folder(CONFIG)}/{{disorder}}.tsv".replace(
            "results/", "results/benchmarks/", 1
        )
    wildcard_constraints:
        disorder=r"W[\d.]+",
    group:
        "levels"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(
            diagonalization_bytes(CONFIG.heisenberg, CONFIG.figures.gap_ratio),
            attempt,
        ),
        runtime=lambda wildcards, attempt: cost.minutes(
            cost.diagonalization_seconds(CONFIG), attempt
        ),
    params:
        origin=lambda wildcards: ORIGINS.spectrum(LEVELS[wildcards.disorder]),
    message:
        "Finding the energy levels of {params.origin[chain][realizations]} Heisenberg chains of "
        "{params.origin[chain][sites]} spins a seed at {wildcards.disorder}"
    script:
        "../../scripts/diagonalize.py"
