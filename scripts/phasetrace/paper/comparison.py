"""Every statement of the paper about its figures beside what a run measured."""

from collections.abc import Mapping, Sequence

import xarray as xr

from phasetrace.analyses.energy_density import in_one_line, missed
from phasetrace.paper.accuracy_statements import accuracy_rows
from phasetrace.paper.blanking_statements import fig5_rows, regularization_rows
from phasetrace.paper.calibration_statements import fig6_rows
from phasetrace.paper.diagram_statements import diagram_rows
from phasetrace.paper.floquet_statements import fig3_rows, phases_along_drive
from phasetrace.paper.imbalance_statements import fig8_rows
from phasetrace.paper.length_statements import crossing_row, lengths_row
from phasetrace.paper.network_statements import convergence_rows, fig4_rows
from phasetrace.paper.statements import Row
from phasetrace.paper.unseen_statements import fig7_rows

_NOTES = (
    "In brackets: the section or the caption of the paper that says so. The criteria follow its "
    "words; none depends on what a run measured. A dash: this run has too little to tell: "
    "errors are larger than what the statement is about, or it is not measured.",
    "Holds in: of how many readings of the paper (docs/readings.md) the statement holds, each with "
    "networks of its own, and of how many it cannot be told (open). Of 1 reading: only the "
    "configured one was trained. Statements about every ε, width, unit, drive value or realization "
    "say of how many of these they hold in this run.",
    "A transition is where the mean output of the networks crosses, with its 68 % interval in "
    "brackets: from other initial weights, other realizations to train on and to judge, and the "
    "grid. Half of the interval is its standard error. Where two analyses of the same realizations "
    "are compared, standard errors are those of retraining alone. Several crossings are more than "
    "the judged realizations' scatter explains, so that a transition is missing, and a statement "
    "about it does not hold.",
    "± is the standard deviation between k retrained networks (k - 1 in the denominator) unless it "
    "is named otherwise.",
)

_TRIED = {
    "Fig. 4": "Fig. 4 was tried under all 16 readings of open chains of 12 spins: on a constant "
    "signal of 0 the output of 8 to 10 of 10 retrained units is for the ergodic phase, on +1 and "
    "−1 that of at most 8 is for MBL, and without confidence enhancement of at most 1.",
    "Fig. 7": "Fig. 7 was tried under other readings of chains of 12 spins: labels at exactly 0, "
    "0.7 and π/2, 200 realizations, odd periods alone, l2 tenfold, dropout on the input or the "
    "output, 100 epochs, Néel and fully polarized initial states. Without the ergodic phase C was "
    "above 1/2 at no more than 23% of all drive values; of that phase's own at 51% once, for spins "
    "that start all up and odd periods, and else at no more than 22%.",
}
"""What was tried where a statement does not hold, by figure."""


def comparison(
    figures: Mapping[str, xr.Dataset],
    accuracies: Sequence[Mapping[str, float]],
    labels: Mapping[str, Sequence[float]],
) -> list[Row]:
    """Judge every statement.

    Parameters
    ----------
    figures : mapping
        Datasets of ``fig2`` to ``fig8``, of ``regularization`` and of ``readings``.
    accuracies : sequence of mapping
        Rows of the table of accuracies.
    labels : mapping
        Labelled interval of the disorder, in units of J, by phase.

    Returns
    -------
    list of Row
        In the order of the figures.
    """
    regimes = sorted((float(low), float(high)) for low, high in labels.values())
    by_units = sorted(accuracies, key=lambda row: row["units"])
    fig2, fig3, fig7 = figures["fig2"], figures["fig3"], figures["fig7"]
    readings = figures["readings"]
    phases = phases_along_drive(fig7)
    return [
        *convergence_rows(fig2),
        *diagram_rows(fig2, regimes, readings),
        *accuracy_rows(by_units, readings),
        *fig3_rows(fig3, phases),
        *fig4_rows(figures["fig4"]),
        *fig5_rows(figures["fig5"]),
        *fig6_rows(figures["fig6"], readings),
        *fig7_rows(fig7, fig3, phases),
        *fig8_rows(figures["fig8"], fig2, regimes),
        crossing_row(),
        *regularization_rows(figures["regularization"]),
        lengths_row(),
    ]


def heading(figures: Mapping[str, xr.Dataset], realizations: Mapping[str, int]) -> list[str]:
    """Name the run.

    Parameters
    ----------
    figures : mapping
        Datasets of ``fig2`` and ``fig3``, among others.
    realizations : mapping
        Realizations a point of the ``diagram``, of the ``focus`` and of the ``drive``.

    Returns
    -------
    list of str
        A line each for the two models.
    """
    heisenberg, floquet = figures["fig2"].attrs, figures["fig3"].attrs
    return [
        f"Heisenberg chain: L = {heisenberg['L']}, {heisenberg['boundary']} boundary, "
        f"{realizations['diagram']} realizations a point of the phase diagram, "
        f"{realizations['focus']} at ε = {heisenberg['units_epsilon']:.2f} elsewhere, "
        f"{heisenberg['learning_units']} LSTM units, {heisenberg['retrainings']} retrainings.",
        f"Driven chain: L = {floquet['L']}, {floquet['boundary']} boundary, "
        f"{realizations['drive']} realizations a point, {floquet['period']} periods, "
        f"{floquet['learning_units']} LSTM units, {floquet['retrainings']} retrainings.",
    ]


def notes(fig2: xr.Dataset, rows: Sequence[Row]) -> list[str]:
    """Say how the table is to be read, what was tried, and which energy densities there are.

    Parameters
    ----------
    fig2 : xarray.Dataset
        From `phasetrace.analyses.fig2.analyse`.
    rows : sequence of Row
        The table.

    Returns
    -------
    list of str
        Paragraphs.
    """
    densities = f"In the phase diagram {in_one_line(fig2)}; energy-density.csv has every point."
    if missed(fig2).any():
        densities += (
            " No product state is nearer there, so what is said of such an ε and W is said of "
            "states at the energy density that they have."
        )
    failed = {row.figure for row in rows if row.agrees is False}
    return [*_NOTES, *(text for figure, text in _TRIED.items() if figure in failed), densities]


def count(rows: Sequence[Row]) -> str:
    """Say how many of the statements agree."""
    yes, no, unclear = ([row.agrees for row in rows].count(value) for value in (True, False, None))
    return f"Of {len(rows)} statements {yes} agree, {no} do not and {unclear} cannot be told."
