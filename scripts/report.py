"""Write Snakemake's report of what a run has made."""

from pathlib import Path

from phasetrace.jobs.log import JobLog

with JobLog(snakemake.log[0], "report") as job:
    from phasetrace.jobs.findings import findings, titled
    from phasetrace.store.files import atomic, read_dataset
    from snakemake.api import SnakemakeApi
    from snakemake.report.html_reporter import ReportSettings
    from snakemake.settings.enums import Quietness
    from snakemake.settings.types import ConfigSettings, OutputSettings, ResourceSettings

    job.started()
    target = Path(snakemake.output[0])
    studies = snakemake.config["studies"]
    units = {name: one["parameter"]["unit"] or "1" for name, one in studies.items()}
    title = "Learning phase transitions from dynamics"
    # Of the data, which may be older than the code that writes this page.
    data = [Path(name).with_suffix(".nc") for name in snakemake.input if name.endswith(".pdf")]
    commits = {read_dataset(path).attrs.get("commit", "unknown") for path in data}
    lines = [
        *findings(target.parent, units),
        f"Figures made from commit {', '.join(sorted(commits))}",
    ]
    with (
        atomic(target) as path,
        SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api,
    ):
        workflow = api.workflow(
            ResourceSettings(cores=1),
            ConfigSettings(config=snakemake.config),
            snakefile=Path(snakemake.scriptdir).parent / "Snakefile",
        )
        workflow.dag().create_report(report_settings=ReportSettings(path=path))
        page = path.read_text(encoding="utf-8")
        path.write_text(titled(page, title, lines), encoding="utf-8")
