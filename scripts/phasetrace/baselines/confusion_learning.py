"""Learning by confusion: where a transition, wherever assumed, is learnt best.

Van Nieuwenburg, Liu and Huber, Nat. Phys. 13, 435 (2017). No phase need be known. Traces on either
side of an assumed transition are told apart; the accuracy is high at both ends of the parameter,
where nearly all traces have one label, and where the labels are right: against the assumed
transition it has the shape of a W, whose middle peak is the transition. The peak may be lacking.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks
from sklearn.linear_model import LogisticRegression

from phasetrace.baselines.features import imbalances

LEAST_RISE = 2.0


def judged_right(training: NDArray[np.floating], test: NDArray[np.floating]) -> NDArray[np.float64]:
    """Which traces are on the side of every assumed transition that a classifier says.

    The classifier is a logistic regression on the imbalance I(t).

    Parameters
    ----------
    training, test
        Magnetization to train on and to judge, (point, realization, time, site), NaN where a
        realization does not exist.

    Returns
    -------
    right
        (cell, point, realization) of the test traces, 1 or 0, for transitions in the cells between
        neighbouring points; NaN where a realization does not exist.
    """
    exist = [~np.isnan(one).all(axis=(2, 3)) for one in (training, test)]
    seen, judged = (
        imbalances(one[there]) for one, there in zip((training, test), exist, strict=True)
    )
    place, asked = (np.nonzero(there)[0] for there in exist)
    right = np.full((len(training) - 1, *test.shape[:2]), np.nan)
    for cell in range(1, len(training)):
        classifier = LogisticRegression().fit(seen, place >= cell)
        right[cell - 1, exist[1]] = classifier.predict(judged) == (asked >= cell)
    return right


def peaks(accuracy: NDArray[np.floating], traces: int) -> list[tuple[int, float]]:
    """Middle peaks of an accuracy against the assumed transition.

    Parameters
    ----------
    accuracy
        (cell,), of the transitions assumed in the cells between neighbouring points.
    traces
        Of how many judged traces.

    Returns
    -------
    peaks
        The cell of each peak that rises above the higher of the dips beside it by more than
        `LEAST_RISE` standard errors of the accuracy, and how much it does.
    """
    cells, found = find_peaks(accuracy, prominence=0)
    # Not zero where all are right (Agresti and Coull, The American Statistician 52, 119, 1998).
    among = (accuracy * traces + 2) / (traces + 4)
    error = np.sqrt(among * (1 - among) / (traces + 4))
    return [
        (int(cell), float(rise))
        for cell, rise in zip(cells, found["prominences"], strict=True)
        if rise > LEAST_RISE * error[cell]
    ]
