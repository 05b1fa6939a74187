"""What networks and other methods say, beside the published order parameter."""

import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

import numpy as np
import pandas as pd
from phasetrace.figures import MUTED, PAGE, letter, new_figure
from phasetrace.jobs.log import JobLog
from phasetrace.store.errors import FileError
from phasetrace.store.foreign.binary import read_arrays
from phasetrace.store.foreign.formats import MAT

NETWORKS, PUBLISHED = "#D55E00", "#000000"


def order_parameter(path):
    """Strengths of the field, height of the subharmonic peak and its standard deviation."""
    held = {name: array.values.ravel() for name, array in read_arrays(path, MAT).arrays.items()}
    names = "exp_disorders", "exp_fZs_peak_avg", "exp_fZs_peak_sd"
    for name in names:
        if name not in held or len(held[name]) != 17:
            raise FileError(path, f"must have 17 values of {name}")
    return [held[name] for name in names]


with JobLog(snakemake.log[0], "figure"):
    strengths, peak, deviation = order_parameter(f"{snakemake.input[0]}/fig4b.mat")
    said, found = (pd.read_csv(path) for path in snakemake.input[1:])
    withheld = said[said["part"] != "train"].groupby("B")["time crystal"]

    figure, ((left, right),) = new_figure(PAGE, 2.6, columns=2)
    left.errorbar(
        strengths, peak / peak[0], deviation / peak[0], fmt="o-", color=PUBLISHED, label="published"
    )
    left.plot(withheld.mean(), "s-", color=NETWORKS, label="networks")
    for _, one in said[said["part"] != "train"].groupby("realization"):
        left.plot(one["B"], one["time crystal"], color=NETWORKS, linewidth=0.4)
    left.set(xlabel="strength $B$ of the field", ylabel="output, peak over that at $B$ = 0")
    left.legend(loc="lower left")

    rows = found[found["verdict"] == "found"].iloc[::-1]
    for place, (_, row) in enumerate(rows.iterrows()):
        color = NETWORKS if row["method"] == "networks" else PUBLISHED
        right.plot([row["low"], row["high"]], [place, place], color=color)
        right.plot(row["value"], place, "o", color=color, markersize=3.5)
    names = rows["method"] + rows["reading"].map(lambda one: "" if one == "default" else f", {one}")
    right.set_yticks(np.arange(len(rows)), names)
    # Where the published order parameter is half-way between its ends.
    half = np.interp(-(peak[0] + peak[-1]) / 2, -peak, strengths)
    right.axvline(half, color=MUTED, linestyle="--", linewidth=0.6)
    right.set(xlabel="transition in $B$, with 68 % intervals", xlim=(0.1, 3.0))
    for axes, name in ((left, "a"), (right, "b")):
        letter(axes, name)
    figure.savefig(snakemake.output[0], dpi=150)
