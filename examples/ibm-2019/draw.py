"""Outputs of networks that never saw a run of the day, and how well methods tell the ends."""

import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

import numpy as np
import pandas as pd
from phasetrace.figures import MUTED, PAGE, letter, new_figure
from phasetrace.jobs.log import JobLog

COLORS = {"counts": "#0072B2", "reduced": "#D55E00"}
DAYS = snakemake.params.days

with JobLog(snakemake.log[0], "figure"):
    figure, ((left, right),) = new_figure(PAGE, 2.8, columns=2)
    judged = iter(snakemake.input.judged)
    for (kind, color), aside in zip(COLORS.items(), (-0.012, 0.012), strict=True):
        for day, marker in zip(DAYS, "os^", strict=True):
            of_h = pd.read_csv(next(judged)).groupby("h")["delocalized"]
            label = kind if day == DAYS[0] else None
            mean = of_h.mean()
            left.errorbar(
                mean.index + aside, mean, of_h.sem(), color=color, marker=marker, label=label
            )
    left.axhline(0.5, color=MUTED, linewidth=0.6, linestyle="--")
    left.set(xlabel="disorder $h$ / $J$", ylabel="delocalized", ylim=(0, 1))
    left.legend()

    for kind, path, shift in zip(COLORS, snakemake.input.accuracy, (0.15, -0.15), strict=True):
        table = pd.read_csv(path).query("part == 'test'")
        right_share, places = table["accuracy"], np.arange(len(table))[::-1] + shift
        error = np.sqrt(right_share * (1 - right_share) / table["traces"])
        right.errorbar(right_share, places, xerr=error, fmt="o", color=COLORS[kind], markersize=3.5)
    right.set_yticks(np.arange(len(table))[::-1], table["method"])
    right.set(xlabel="share of held-out runs told right", xlim=(0.4, 1.02))
    for axes, name in ((left, "a"), (right, "b")):
        letter(axes, name)
    figure.savefig(snakemake.output[0], dpi=150)
