# What a run will take, said beside the table of its jobs: in a dry run too, where no hook runs.
# What shows the run reads the plan from the same record.

from snakemake.logging import logger
from snakemake_interface_logger_plugins.common import LogEvent

from phasetrace.jobs import bill
from phasetrace.jobs.ending import ending
from phasetrace.jobs.progress import Plan, Planned

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
    dag, jobs, paths = workflow.dag, {}, {}
    for job in dag.needrun_jobs(exclude_finished=False):
        if job.rule.name in TAKES:
            jobs[job] = TAKES[job.rule.name](job.wildcards)
    # From a job's start to the end of all that waits for it.
    for level in reversed(list(dag.toposorted(set(jobs)))):
        for job in level:
            after = (paths.get(one, 0.0) for one in dag.depending[job])
            paths[job] = jobs[job].seconds + max(after, default=0.0)
    if jobs:
        refused = bill.refusal([(job.rule.name, take) for job, take in jobs.items()])
        if refused:
            sys.exit(refused)
        # Of a scheduler Snakemake is told the jobs, of this machine the cores.
        at_once, where = workflow.nodes, "jobs at a time"
        if at_once is None:
            at_once = workflow.cores
            where = "core" if at_once == 1 else "cores"
        said = bill.bill(list(jobs.values()), max(paths.values()), at_once, where)
        said = "\n".join([*bill.departures(DEPARTURES), said])
        record.msg += f"\n{said}\n"
        planned = {
            dag.jobid(job): Planned(jobs[job].seconds, paths[job]) for job in jobs
        }
        record.plan = Plan(planned, at_once, said)
    return True


logger.addFilter(with_bill)


onsuccess:
    made = {file for job in workflow.dag.finished_jobs for file in job.output}
    for line in ending(made):
        logger.info(line)
