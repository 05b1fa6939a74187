# Exact dynamics: one job evolves every disorder realization of a block of the sweep.


rule simulate_heisenberg:
    output:
        f"results/traces/heisenberg/L{HEISENBERG['sites']}/eps{{eps}}/seed{{seed}}/{{block}}.nc",
    log:
        "results/logs/traces/heisenberg/eps{eps}/seed{seed}/{block}.log",
    benchmark:
        "results/benchmarks/traces/heisenberg/eps{eps}/seed{seed}/{block}.tsv"
    wildcard_constraints:
        eps=r"\d\.\d\d",
        seed=r"\d+",
        block=r"W[\d.]+-[\d.]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        **simulating("heisenberg"),
    params:
        chain=pick(
            HEISENBERG,
            "sites",
            "coupling",
            "boundary",
            "up_spins",
            "times",
            "realizations",
            "precision",
            "tolerance",
        ),
        epsilon=lambda wildcards: planned(DENSITIES, wildcards.eps, "energy density"),
        disorder=lambda wildcards: block("heisenberg", wildcards.block),
        code=code_digest(
            "simulate_heisenberg.py",
            "models.heisenberg.simulate",
            f"evolution.{cost.device(config, 'simulate')}.engine",
        ),
    message:
        "Evolving {params.chain[realizations]} Heisenberg chains of {params.chain[sites]} spins at "
        "each of {wildcards.block}, energy density {wildcards.eps}, seed {wildcards.seed}"
    script:
        "../../scripts/simulate_heisenberg.py"


rule simulate_floquet:
    output:
        f"results/traces/floquet/L{FLOQUET['sites']}/seed{{seed}}/{{block}}.nc",
    log:
        "results/logs/traces/floquet/seed{seed}/{block}.log",
    benchmark:
        "results/benchmarks/traces/floquet/seed{seed}/{block}.tsv"
    wildcard_constraints:
        seed=r"\d+",
        block=r"drive[\d.]+-[\d.]+",
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        **simulating("floquet"),
    params:
        chain=pick(
            FLOQUET,
            "sites",
            "boundary",
            "pulse",
            "durations",
            "strength",
            "periods",
            "realizations",
            "precision",
            "tolerance",
        ),
        drive=lambda wildcards: block("floquet", wildcards.block),
        code=code_digest("simulate_floquet.py", "models.floquet.simulate"),
    message:
        "Driving {params.chain[realizations]} Floquet chains of {params.chain[sites]} spins at "
        "each of {wildcards.block}, seed {wildcards.seed}"
    script:
        "../../scripts/simulate_floquet.py"
