"""How far the conserved norm and energy of a state may drift before it is refused.

Spectral bounds that are too tight make the Chebyshev recursion diverge, and so does anything else
that goes wrong with it: both quantities leave their initial values then.
"""

import numpy as np
from numpy.typing import NDArray


def drift_bound(
    precision: str,
    tolerance: float,
    steps: int | NDArray[np.integer],
    phase: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Largest drift of the norm and of the energy that is accepted (realization,).

    Truncation moves the norm by twice `tolerance` at most. Rounding moves it by a
    fraction of a unit of the precision for every Chebyshev term, of which each of
    `steps` sampling steps takes about 64 more than the `phase` it adds at the edge of
    the spectrum.

    Parameters
    ----------
    precision : {"float64", "float32"}
        Of the evolution.
    tolerance : float
        Of the truncation, at any sampling time.
    steps : int or (realization,)
        Sampling steps of the evolution.
    phase : (realization,)
        Phase that a step adds at the edge of the spectrum, in rad.
    """
    return 2 * tolerance + float(np.finfo(precision).eps) * (steps + 1) * (phase + 64)


def refuse_drift(
    quantity: str,
    drift: NDArray[np.float64],
    bound: NDArray[np.float64],
    realizations: NDArray[np.integer],
    time: float | NDArray[np.float64],
) -> None:
    """Refuse a drift that is above its bound or not a number.

    Parameters
    ----------
    quantity : str
        What has drifted.
    drift, bound : (realization,)
        How far, and how far it may.
    realizations : (realization,)
        Their numbers.
    time : float or (realization,)
        When.

    Raises
    ------
    RuntimeError
        Naming the first realization whose drift is refused.
    """
    bad = np.flatnonzero(~(drift <= bound))
    if len(bad):
        worst = bad[0]
        when = np.broadcast_to(time, len(realizations))[worst]
        raise RuntimeError(
            f"{quantity} of realization {realizations[worst]} has drifted by {drift[worst]:.3g} "
            f"at time {when:g}; at most {bound[worst]:.3g} is accepted"
        )
