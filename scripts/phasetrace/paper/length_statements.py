"""The paper's statements about chains and traces of other lengths, of which figure drift is."""

import xarray as xr

from phasetrace.paper.statements import ERRORS, Row, equal, every

TOLD = 3.0
"""Standard errors by which fall and rise must differ from zero, at the W that shows them best."""

MERGING = 0.25
"""Share of the fall below which a rise is none."""

ALIKE = 0.01
"""Accuracy by which networks may differ and still be as right."""

_ELSEWHERE = "not measured: results/drift.pdf, which is drawn on its own, judges it"


def crossing_row(drift: xr.Dataset | None = None) -> Row:
    """Judge the statement about the imbalance of several lengths.

    Parameters
    ----------
    drift : xarray.Dataset, optional
        From `phasetrace.analyses.drift.analyse`; a run of one length has none.

    Returns
    -------
    Row
    """
    measured, agrees = _ELSEWHERE, None
    if drift is not None:
        place, fall, of_fall, rise, of_rise = (
            float(drift[f"imbalance_{name}"])
            for name in ("turn", "fall", "fall_error", "rise", "rise_error")
        )
        measured = (
            f"per spin I grows by {fall:+.4f} ± {of_fall:.4f} below W = {place:.2f} J and by "
            f"{rise:+.4f} ± {of_rise:.4f} above, L = "
            + ", ".join(str(length) for length in drift["sites"].values)
        )
        if fall < -TOLD * of_fall and rise > TOLD * of_rise:
            agrees = False
        elif fall < -TOLD * of_fall and rise + ERRORS * of_rise < -MERGING * fall:
            agrees = True
    return Row(
        "Fig. 8",
        "A finite size scaling attempt on the imbalance does not show a crossing point "
        "(Comparison with imbalance)",
        f"the final imbalance falls with L below some W by more than {TOLD:g} standard errors, and "
        f"above it rises by less than {MERGING:g} of that within {ERRORS:g}; no if it rises by "
        f"more than {TOLD:g} standard errors",
        measured,
        agrees,
    )


def lengths_row(drift: xr.Dataset | None = None) -> Row:
    """Judge the statement about traces of several lengths; see `crossing_row`."""
    measured, agrees = _ELSEWHERE, None
    if drift is not None:
        shorter, whole = drift.isel(stop=slice(None, -1)), drift.isel(stop=-1)
        measured = (
            "; ".join(
                f"to t = {float(one['stop']):.0f}/J {float(one['trained_accuracy']):.3f} "
                f"({float(one['trained_change']):+.3f} ± {float(one['trained_change_error']):.3f})"
                for one in (shorter.isel(stop=place) for place in range(shorter.sizes["stop"]))
            )
            + f"; to the last, {float(whole['stop']):.0f}/J: {float(whole['trained_accuracy']):.3f}"
        )
        agrees = every(
            equal(change, error, most=5 * ALIKE, slack=ALIKE)
            for change, error in zip(
                shorter["trained_change"].values,
                shorter["trained_change_error"].values,
                strict=True,
            )
        )
    return Row(
        "Discussion",
        "The same recurrent network can be easily trained on various lengths of data",
        f"trained on shorter traces its test accuracy is the same, within {ALIKE:g} and "
        f"{ERRORS:g} standard errors of the difference on the same realizations",
        measured,
        agrees,
    )
