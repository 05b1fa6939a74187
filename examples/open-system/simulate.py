"""Short chains that dephase, by QuTiP: traces that phasetrace has no model for."""

import numpy as np
import qutip
import xarray as xr

SITES, REALIZATIONS = 4, 20
TIMES = np.linspace(0.0, 12.0, 40)


def traces(gamma):
    """Magnetization (realization, time, site) of an XX chain with dephasing at a rate gamma.

    H = Σ J/2 (S⁺_i S⁻_{i+1} + S⁻_i S⁺_{i+1}) + Σ w_i Sᶻ_i with J = 1 and weak random fields w_i,
    from the Néel state, with jump operators √gamma σᶻ_i.
    """
    rng = np.random.default_rng([1, round(1000 * gamma)])
    spin = [
        {
            name: qutip.tensor([one if k == site else qutip.qeye(2) for k in range(SITES)])
            for name, one in (("z", qutip.sigmaz()), ("x", qutip.sigmax()), ("y", qutip.sigmay()))
        }
        for site in range(SITES)
    ]
    hopping = sum(
        (spin[i][axis] * spin[i + 1][axis]) / 4 for i in range(SITES - 1) for axis in ("x", "y")
    )
    start = qutip.tensor([qutip.basis(2, site % 2) for site in range(SITES)])
    sigma_z = [one["z"] for one in spin]
    jumps = [np.sqrt(gamma) * one for one in sigma_z]
    every = []
    for _ in range(REALIZATIONS):
        fields = rng.uniform(-0.5, 0.5, SITES)
        hamiltonian = hopping + sum(w * z / 2 for w, z in zip(fields, sigma_z, strict=True))
        solved = qutip.mesolve(hamiltonian, start, TIMES, jumps, e_ops=sigma_z)
        every.append(np.transpose(solved.expect))
    return np.array(every)


gamma = float(snakemake.wildcards.gamma)
dataset = xr.Dataset(
    {"magnetization": (("gamma", "realization", "time", "site"), traces(gamma)[None])},
    {
        "gamma": ("gamma", [gamma], {"units": "J"}),
        "time": ("time", TIMES, {"units": "1/J"}),
        "site": np.arange(1, SITES + 1),
    },
)
dataset.to_netcdf(snakemake.output[0])
