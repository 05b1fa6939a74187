# Snakemake's own report of everything, as a file that can be asked for like the others.


EVERYTHING = list(rules.all.input)


rule html_report:
    input:
        lambda wildcards: fresh(["results/report.html"], reads=EVERYTHING),
    output:
        "results/report.html",
    log:
        "results/logs/report.log",
    benchmark:
        "results/benchmarks/report.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 500 * attempt,
        runtime=5,
    params:
        code=code_digest("report", "jobs.findings"),
    message:
        "Putting everything into one page"
    script:
        "../../scripts/report.py"
