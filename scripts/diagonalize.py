"""Find energy levels of the chains of one disorder strength."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

origin = snakemake.params.origin
with JobLog(snakemake.log[0], f"levels at W = {origin['W']:g}") as job:
    with starting():
        from phasetrace.models.heisenberg.diagonalize import diagonalize
        from phasetrace.store.files import write_dataset
        from phasetrace.store.origin import telling_origin
    job.started()
    chain = origin["chain"]
    dataset = diagonalize(
        origin["W"], origin["seeds"], epsilon=origin["epsilon"], levels=origin["levels"], **chain
    )
    write_dataset(snakemake.output[0], telling_origin(dataset, origin))
