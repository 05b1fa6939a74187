# phasetrace: learn phase diagrams from dynamics.
#   snakemake                    every figure of config.yaml
#   snakemake results/fig2.pdf   one of them
#   snakemake --profile slurm    the same through Slurm

from snakemake.utils import min_version

min_version("9.0")


# Whoever imports this as a module has a report, and gives a configuration, of their own.
if workflow.modifier.is_main_snakefile():

    report: "workflow/report/workflow.rst"

    configfile: f"{workflow.basedir}/config.yaml"


# What a scheduler limits within one of its jobs, not over all of them.
resource_scopes:
    serial="local",


include: "workflow/rules/common.smk"
include: "workflow/rules/simulate.smk"
include: "workflow/rules/train.smk"
include: "workflow/rules/diagonalize.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/studies.smk"
include: "workflow/rules/pages.smk"
include: "workflow/rules/scaling.smk"
include: "workflow/rules/bill.smk"


rule all:
    input:
        [f"results/{name}.{kind}" for name in USUAL for kind in FIGURES[name].formats],
        "results/accuracy.csv",
        "results/energy-density.csv",
        "results/transitions.csv",
        "results/readings.csv",
        "results/comparison.md",
        rules.studies.input,


include: "workflow/rules/report.smk"
