"""Chains that dephase, by QuTiP's master equation in all of the Hilbert space."""

import numpy as np
import qutip


def master_equation(field, spins, rate, times, *, exchange, ising, boundary="open"):
    """Magnetization (time, site) of a chain with jump operators √rate σᶻ on every site.

    Its H is that of `phasetrace.evolution.hamiltonians.Hamiltonians`.
    """
    sites = len(field)
    x, y, z = (
        [qutip.tensor([s if k == i else qutip.qeye(2) for k in range(sites)]) for i in range(sites)]
        for s in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())
    )
    matrix = sum(w / 2 * one for w, one in zip(field, z, strict=True))
    for i in range(sites - (boundary == "open")):
        j = (i + 1) % sites
        matrix = matrix + exchange / 4 * (x[i] * x[j] + y[i] * y[j]) + ising / 4 * z[i] * z[j]
    start = qutip.tensor([qutip.basis(2, int(spin < 0)) for spin in spins])
    jumps = [np.sqrt(rate) * one for one in z]
    options = {"atol": 1e-10, "rtol": 1e-8}
    solved = qutip.mesolve(matrix, start, times, jumps, e_ops=z, options=options)
    return np.transpose(solved.expect)
