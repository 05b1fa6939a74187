# Snakemake's own report of everything, as a file that can be asked for like the others.


rule html_report:
    input:
        rules.all.input,
    output:
        "results/report.html",
    log:
        "results/logs/report.log",
    benchmark:
        "results/benchmarks/report.tsv"
    conda:
        ENVIRONMENT
    localrule: True
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 500 * attempt,
        runtime=5,
    params:
        code=code_digest("report.py"),
    message:
        "Putting everything into one page"
    script:
        "../../scripts/report.py"
