"""Gather the traces of a study from a user's files."""

from phasetrace.jobs.log import JobLog
from phasetrace.jobs.process import starting

origin = snakemake.params.origin
with JobLog(snakemake.log[0], f"traces of {snakemake.wildcards.study}") as job:
    with starting():
        from phasetrace.measurement.readout import Readout
        from phasetrace.store.files import write_dataset
        from phasetrace.store.foreign.reading import read_foreign
        from phasetrace.store.foreign.summary import warnings_of
        from phasetrace.store.origin import telling_origin
        from phasetrace.store.traces import KEPT_SHOTS
    job.started()
    readout = origin.get("readout")
    traces = read_foreign(
        list(snakemake.input),
        origin["parameter"],
        origin["variable"],
        origin["names"],
        readout=None if readout is None else Readout(**readout),
        up_spins=origin.get("postselect"),
    )
    if KEPT_SHOTS in traces.attrs:
        job.info(f"kept {traces.attrs[KEPT_SHOTS]} shots, those with the right number of up spins")
    for warning in warnings_of(traces):
        job.info(f"warning: {warning}")
    parameter = traces[origin["parameter"]]
    parameter.attrs["units"] = origin["unit"] or parameter.attrs.get("units", "1")
    write_dataset(snakemake.output[0], telling_origin(traces, origin))
