"""Write the table of the energy densities that the phase diagram's initial states have."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

with JobLog(snakemake.log[0], "phase diagram") as job:
    with starting():
        from phasetrace.analyses.energy_density import density_table, in_one_line, missed
        from phasetrace.paper.tables import comma_separated
        from phasetrace.store.files import atomic, read_dataset
        from phasetrace.store.origin import check_origins
    job.started()
    check_origins(snakemake.input, snakemake.params.reads)
    diagram = read_dataset(snakemake.input[0])
    if missed(diagram).any():
        job.info(in_one_line(diagram))
    with atomic(snakemake.output[0]) as path:
        path.write_text(comma_separated(density_table(diagram)), encoding="utf-8")
