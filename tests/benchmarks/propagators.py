"""The tools that evolve, each run as its documentation suggests.

What a tool builds once for all realizations of a ring (basis, hopping, compiled code) is made by
its function here; what a realization needs (its Hamiltonian, bounds or norms, the evolution)
happens in the `Evolve` that the function returns, which is what is timed.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import scipy.sparse
from benchmarks.ring import (
    INTERVAL,
    Evolve,
    Ring,
    chebyshev_terms,
    one_by_one,
    sector,
    taylor_series,
)
from scipy.sparse.linalg import eigsh


def phasetrace(ring: Ring, precision: str) -> Evolve:
    """Evolve a batch of realizations by phasetrace."""
    from phasetrace import HeisenbergChain

    chain = HeisenbergChain(ring.sites, boundary="periodic")

    def evolve(fields: np.ndarray, times: np.ndarray) -> np.ndarray:
        spins = np.broadcast_to(ring.neel, fields.shape)
        evolution = chain.evolve(fields, 0.5, times, initial_spin=spins, precision=precision)
        return evolution.magnetization

    return evolve


def quspin(ring: Ring) -> Evolve:
    """QuSpin's ExpmMultiplyParallel, one product of its exponential an interval."""
    from quspin.basis import spin_basis_1d
    from quspin.operators import hamiltonian
    from quspin.tools.evolution import ExpmMultiplyParallel

    sites = range(ring.sites)
    basis = spin_basis_1d(ring.sites, Nup=ring.sites // 2, pauli=False)
    operator = partial(
        hamiltonian,
        dynamic_list=[],
        basis=basis,
        dtype=np.float64,
        check_symm=False,
        check_herm=False,
        check_pcon=False,
    )
    bonds = [[1.0, i, (i + 1) % ring.sites] for i in sites]
    halves = [[0.5, i, j] for _, i, j in bonds]
    hopping = operator([["zz", bonds], ["+-", halves], ["-+", halves]]).tocsr()
    spins = np.array([2 * operator([["z", [[1.0, i]]]]).diagonal().real for i in sites])
    start = basis.index("".join("1" if spin > 0 else "0" for spin in ring.neel))

    def evolve(field: np.ndarray, times: np.ndarray) -> np.ndarray:
        energy = hopping + scipy.sparse.diags(field @ spins / 2, format="csr")
        propagator = ExpmMultiplyParallel(energy, a=-1j * INTERVAL, dtype=np.complex128)
        states = np.zeros((len(times), basis.Ns), np.complex128)
        states[0, start] = 1
        work = np.empty(2 * basis.Ns, np.complex128)
        for number in range(1, len(times)):
            states[number] = states[number - 1]
            # With the tolerance at 1e-8 errors add up to 2e-8 at L = 16.
            propagator.dot(states[number], work_array=work, overwrite_v=True, tol=1e-9)
        return np.abs(states) ** 2 @ spins.T

    return one_by_one(evolve)


def qutip(ring: Ring) -> Evolve:
    """QuTiP's sesolve by its Krylov method.

    Of the dimensions and algorithms tried, the fastest whose error stays below 1e-8.
    """
    from qutip import Qobj, sesolve

    basis = sector(ring)
    hopping = basis.hopping()
    start = Qobj(basis.initial)
    options = {
        "method": "krylov",
        "algorithm": "lanczos",
        "krylov_dim": 60,
        "atol": 1e-10,
        "nsteps": 10**6,
        "progress_bar": "",
    }

    def evolve(field: np.ndarray, times: np.ndarray) -> np.ndarray:
        energy = hopping + scipy.sparse.diags_array(basis.diagonal(field))
        energy = Qobj(scipy.sparse.csr_matrix(energy), isherm=True)
        if len(times) == 1:
            return basis.magnetization(basis.initial[None])
        states = sesolve(energy, start, times, options=options).states
        return basis.magnetization(np.array([state.full()[:, 0] for state in states]))

    return one_by_one(evolve)


def tensorcircuit(ring: Ring) -> Evolve:
    """TensorCircuit-NG's Chebyshev evolution, compiled by JAX, with exchanges as gathers.

    Its rule of thumb for the number of terms, `estimate_k`, gives errors of 1e-2 at these times;
    here the series ends where its Bessel functions do. Number and bounds are compiled in, so they
    are made to serve every realization, and are not timed.
    """
    import jax
    import jax.numpy as jnp
    import tensorcircuit as tc

    tc.set_backend("jax")
    tc.set_dtype("complex128")
    basis = sector(ring)
    swaps = jnp.asarray(basis.swaps)
    hopping = basis.hopping()
    energies = [hopping + scipy.sparse.diags_array(basis.diagonal(f)) for f in ring.fields(0, 4)]
    low, high = (
        choose(
            eigsh(energy, 1, which=end, tol=1e-3, return_eigenvectors=False)[0]
            for energy in energies
        )
        for choose, end in ((min, "SA"), (max, "LA"))
    )
    margin = 0.01 * (high - low)
    low, high = float(low - margin), float(high + margin)
    order = chebyshev_terms((high - low) / 2 * INTERVAL, 1e-12)
    config = tc.matrixfunc.ChebyshevConfig(order=order, bounds=(low, high))

    def image(diagonal: jax.Array, vector: jax.Array) -> jax.Array:
        return 0.5 * sum(vector[swap] for swap in swaps) + diagonal * vector

    @jax.jit
    def step(diagonal: jax.Array, state: jax.Array) -> jax.Array:
        return tc.timeevol.chebyshev_evol(partial(image, diagonal), state, INTERVAL, config=config)

    def evolve(field: np.ndarray, times: np.ndarray) -> np.ndarray:
        diagonal = jnp.asarray(basis.diagonal(field) - ring.sites / 4)
        states = [jnp.asarray(basis.initial)]
        for _ in times[1:]:
            states.append(step(diagonal, states[-1]))
        return basis.magnetization(np.array(states))

    return one_by_one(evolve)


class Tool(NamedTuple):
    """How a tool is built for a ring, and what is asked of it.

    Attributes
    ----------
    build : callable
        Makes its `Evolve` for a ring.
    package : str
        The name that its version is known by.
    precision : str
        Of its real numbers.
    accuracy : float
        Error of the magnetization that it is allowed.
    batched : bool
        Whether it evolves realizations together.
    """

    build: Callable[[Ring], Evolve]
    package: str
    precision: str = "float64"
    accuracy: float = 1e-8
    batched: bool = False

    def realizations(self, ring: Ring) -> int:
        """Realizations of a call: as many as the tool evolves together, or one."""
        if not self.batched:
            return 1
        return 64 if ring.sites <= 14 else 16


TOOLS = {
    "phasetrace": Tool(partial(phasetrace, precision="float64"), "phasetrace", batched=True),
    "phasetrace, float32": Tool(
        partial(phasetrace, precision="float32"),
        "phasetrace",
        precision="float32",
        accuracy=1e-4,
        batched=True,
    ),
    "TensorCircuit-NG": Tool(tensorcircuit, "tensorcircuit-ng"),
    "QuSpin": Tool(quspin, "quspin"),
    "QuTiP": Tool(qutip, "qutip"),
    "SciPy": Tool(taylor_series, "scipy"),
}
"""In the order in which they are reported; the first is what the others are compared with."""
