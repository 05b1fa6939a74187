"""Write Snakemake's report of what a run has made."""

from pathlib import Path

from phasetrace.jobs.log import JobLog

with JobLog(snakemake.log[0], "report") as job:
    from phasetrace.store.files import atomic
    from snakemake.api import SnakemakeApi
    from snakemake.report.html_reporter import ReportSettings
    from snakemake.settings.enums import Quietness
    from snakemake.settings.types import ConfigSettings, OutputSettings, ResourceSettings

    job.started()
    with (
        atomic(snakemake.output[0]) as path,
        SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api,
    ):
        workflow = api.workflow(
            ResourceSettings(cores=1),
            ConfigSettings(config=snakemake.config),
            snakefile=Path(snakemake.scriptdir).parent / "Snakefile",
        )
        workflow.dag().create_report(report_settings=ReportSettings(path=path))
