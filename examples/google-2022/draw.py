"""Traces of the device, and what networks that saw simulated chains alone say of them."""

import sys
from math import pi
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

import pandas as pd
import xarray as xr
from phasetrace.figures import PAGE, letter, new_figure
from phasetrace.jobs.log import JobLog
from phasetrace.store.errors import FileError

COLORS = ("#0072B2", "#D55E00")


def order_parameter(path):
    """The published spin-glass order parameter against g, by the number of qubits."""
    table = pd.read_csv(path, encoding="utf-8-sig")
    lacking = {"g", "s_8", "s_20"} - set(table)
    if lacking:
        raise FileError(path, f"has no column {min(lacking)}")
    return table.set_index("g")


with JobLog(snakemake.log[0], "figure"):
    published = order_parameter(f"{snakemake.input.published}/fig_5.csv")
    simulated, device, corrected = (pd.read_csv(path) for path in snakemake.input.predictions)
    figure, ((left, right),) = new_figure(PAGE, 2.6, columns=2)
    traces = xr.open_dataset(snakemake.input.traces)["magnetization"].isel(site=0)
    for one, color in zip(traces.transpose("drive", "time", "realization"), COLORS, strict=True):
        left.plot(one["time"], one, color=color, linewidth=0.3)
    left.set(xlabel="periods", ylabel="autocorrelator of a qubit")

    withheld = simulated[simulated["part"] != "train"].groupby("drive")["time crystal"]
    right.plot(1 - 2 / pi * withheld.mean().index, withheld.mean(), "-", color="k", label="chains")
    for table, marker, size, color, name in (
        (corrected, "s", 6.5, "#009E73", "device, corrected"),
        (device, "o", 3.5, "#E69F00", "device"),
    ):
        of_drive = table.groupby("drive")["time crystal"]
        g = 1 - 2 / pi * of_drive.mean().index
        shown = {"markersize": size, "color": color, "label": name}
        right.errorbar(g, of_drive.mean(), of_drive.std(), fmt=marker, **shown)
    # Where longer chains come to have more order than shorter ones.
    less = published.index[published["s_20"] < published["s_8"]][-1]
    right.axvspan(less, published.index[published.index > less][0], color="0.85")
    right.set(xlabel="strength $g$ of the pulse", ylabel="time crystal", ylim=(-0.03, 1.03))
    right.legend()
    for axes, name in ((left, "a"), (right, "b")):
        letter(axes, name)
    figure.savefig(snakemake.output[0], dpi=150)
