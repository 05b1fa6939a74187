# What a run will take, said beside the table of its jobs: in a dry run too, where no hook runs.

from snakemake.logging import logger
from snakemake_interface_logger_plugins.common import LogEvent

from phasetrace.jobs import bill

TAKES = {
    **{
        job: lambda wildcards, name=name, settings=settings, blocks=blocks: bill.simulation(
            CONFIG, name, settings, blocks[wildcards.block]
        )
        for job, (name, settings, blocks) in SIMULATES.items()
    },
    "diagonalize": lambda wildcards: bill.diagonalization(spectrum(wildcards)[0]),
    "train": lambda wildcards: bill.training(CONFIG, TRAININGS[wildcards.training]),
    **{
        f"analyse_{module_name(name)}": lambda wildcards, figure=figure: bill.analysis(
            CONFIG, figure
        )
        for name, figure in FIGURES.items()
    },
    "gather": lambda wildcards: bill.drawing(),
    "judge": lambda wildcards: bill.drawing(),
    # Of traces that are yet to be gathered nothing is known.
    "train_study": lambda wildcards: awaited(
        lambda: bill.training(CONFIG, taught(wildcards))
    )
    or bill.drawing(),
    "train_relabelled": lambda wildcards: awaited(
        lambda: bill.training(CONFIG, taught(wildcards))
    )
    or bill.drawing(),
    "analyse_study": lambda wildcards: awaited(
        lambda: bill.analysis(CONFIG, study_figure(wildcards))
    )
    or bill.drawing(),
    **dict.fromkeys(
        ["draw_study", "draw_study_page"], lambda wildcards: bill.drawing()
    ),
    **dict.fromkeys(
        ["analyse_map", "draw_map", "map_table"], lambda wildcards: bill.drawing()
    ),
    "study_tables": lambda wildcards: bill.drawing(),
    "measure_scaling": lambda wildcards: bill.measuring(),
    **dict.fromkeys(
        [
            *(f"draw_{module_name(name)}" for name in [*FIGURES, "scaling"]),
            "accuracy",
            "energy_density",
            "transitions",
            "readings",
            "comparison",
        ],
        lambda wildcards: bill.drawing(),
    ),
    "html_report": lambda wildcards: bill.drawing(),
}
# Rules may have other names in a workflow that uses this one as a module, and others beside them.
TAKES = {workflow.modifier.modify_rulename(name): take for name, take in TAKES.items()}


def with_bill(record):
    """Write what the jobs of a run take below their table, or end a run that would never end."""
    if getattr(record, "event", None) != LogEvent.RUN_INFO:
        return True
    dag, jobs, ends = workflow.dag, {}, {}
    for job in dag.needrun_jobs(exclude_finished=False):
        if job.rule.name in TAKES:
            jobs[job] = TAKES[job.rule.name](job.wildcards)
    for level in dag.toposorted(set(jobs)):
        for job in level:
            before = (ends.get(one, 0.0) for one in dag.dependencies[job])
            ends[job] = jobs[job].seconds + max(before, default=0.0)
    if jobs:
        refused = bill.refusal([(job.rule.name, take) for job, take in jobs.items()])
        if refused:
            sys.exit(refused)
        # Of a scheduler Snakemake is told the jobs, of this machine the cores.
        at_once, where = workflow.nodes, "jobs at a time"
        if at_once is None:
            at_once = workflow.cores
            where = "core" if at_once == 1 else "cores"
        said = bill.bill(list(jobs.values()), max(ends.values()), at_once, where)
        record.msg += "\n" + "\n".join([*bill.departures(DEPARTURES), said]) + "\n"
    return True


logger.addFilter(with_bill)
