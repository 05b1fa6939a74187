# Pages to look around on: one of the paper's phase diagram, and one of each study. What they show is
# computed as that of other figures is.


rule draw_explore:
    input:
        lambda wildcards: fresh(
            ["results/explore.html"],
            reads=["results/explore.nc"],
            drawn=origin_digest(ORIGINS.figure(EXPLORE, FIGURES[EXPLORE])),
        ),
    output:
        report(
            "results/explore.html",
            caption="../report/explore.rst",
            category="Pages",
            labels={"page": "explore"},
        ),
    log:
        "results/logs/figures/explore.log",
    benchmark:
        "results/benchmarks/figures/explore.tsv"
    group:
        EXPLORE
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        reads=[origin_digest(ORIGINS.figure(EXPLORE, FIGURES[EXPLORE]))],
        code=code_digest("page", *PAGE_CODE),
    message:
        "Making the page to explore"
    script:
        "../../scripts/page.py"


rule draw_study_page:
    input:
        lambda wildcards: fresh_of(
            [f"results/studies/{wildcards.study}/explore.html"],
            lambda: page_origin(wildcards),
            [f"results/studies/{wildcards.study}/explore.nc"],
            drawn=True,
        ),
    output:
        report(
            "results/studies/{study}/explore.html",
            caption="../report/explore.rst",
            category="Studies",
            labels={"study": "{study}", "figure": "page to explore"},
        ),
    log:
        "results/logs/studies/{study}/explore.log",
    benchmark:
        "results/benchmarks/studies/{study}/explore.tsv"
    wildcard_constraints:
        study=names_of(STUDIES | MAPS),
    group:
        "study"
    conda:
        ENVIRONMENT
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: cost.mebibytes(cost.drawing_bytes(), attempt),
        runtime=5,
    params:
        reads=lambda wildcards, input: made_from(
            lambda: [origin_digest(page_origin(wildcards))], input
        ),
        code=code_digest("page", *PAGE_CODE),
    message:
        "Making the page of {wildcards.study}"
    script:
        "../../scripts/page.py"
