"""Blocks of XXZ chains as a job makes them."""

from functools import reduce
from itertools import cycle

import numpy as np
import pytest
from dense import dense_of
from lindblad import master_equation
from phasetrace import XXZChain
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.preparation import with_errors
from phasetrace.models.xxz.disorder import fields, labels
from phasetrace.models.xxz.entry import ENTRY
from phasetrace.models.xxz.settings import XXZSettings
from phasetrace.models.xxz.simulate import simulate
from scipy.linalg import eigh

RANDOM = {"kind": "random", "W": 2.0}
WAVE = {"kind": "quasiperiodic", "frequency": 0.618}
STUDY = {
    "sites": 6,
    "field": WAVE,
    "parameter": "W",
    "values": [1.0, 3.0],
    "times": {"stop": 20.0, "points": 5},
    "realizations": 3,
    "anisotropy": 0.5,
}


def block_of(seed=0, of=None, **changes):
    """Traces of a chain as the workflow asks for them: by plain settings, and the sweep."""
    study = {**STUDY, **changes}
    study = {key: value for key, value in study.items() if value is not None}
    chain = XXZSettings.model_validate(study)
    plainly = chain.model_dump(mode="json")
    simulated = {key: plainly[key] for key in ENTRY.simulated}
    return simulate(chain.sweep if of is None else of, seed, **simulated)


@pytest.mark.parametrize(
    ("parameter", "changes"),
    [
        ("W", {}),
        ("frequency", {"field": {"kind": "quasiperiodic", "W": 2.0}, "values": [0.3, 0.45]}),
        ("slope", {"field": [{"kind": "tilt"}, RANDOM], "values": [-1.0, 2.0]}),
        ("anisotropy", {"field": RANDOM, "anisotropy": None, "values": [-0.5, 0.0, 1.0]}),
        ("coupling", {"field": RANDOM, "values": [0.5, 2.0]}),
        ("epsilon", {"field": RANDOM, "initial": "energy density", "values": [0.2, 0.8]}),
    ],
)
def test_a_block_is_what_the_chain_makes_of_its_fields_and_starts(parameter, changes):
    block = block_of(seed=4, parameter=parameter, **changes)
    assert block["magnetization"].dims == (parameter, "realization", "time", "site")
    assert block[parameter].attrs["units"] in ("J", "1")
    for value in block[parameter].values:
        here = block.sel({parameter: value})
        J = value if parameter == "coupling" else 1.0
        anisotropy = value if parameter == "anisotropy" else 0.5
        chain = XXZChain(6, coupling=J, anisotropy=anisotropy)
        expected = chain.evolve(
            here["field"].values,
            None,
            block["time"].values,
            initial_spin=here["initial_spin"].values,
        )
        for name in ("magnetization", "energy_min", "energy", "norm_drift"):
            np.testing.assert_array_equal(here[name], getattr(expected, name), err_msg=name)
        if parameter == "epsilon":
            start = chain.evolve(here["field"].values, value, [0.0]).initial_spin
            np.testing.assert_array_equal(here["initial_spin"], start)
        else:
            np.testing.assert_array_equal(here["initial_spin"], [[1, -1, 1, -1, 1, -1]] * 3)


SX, SY, SZ = (
    np.array(pauli) / 2 for pauli in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])
)
STATE = {1: np.array([1.0, 0.0]), -1: np.array([0.0, 1.0])}
TIMES = {
    "equal": ({"stop": 30.0, "points": 7}, np.linspace(0, 30, 7)),
    "logarithmic": (
        {"start": 0.1, "stop": 90.0, "points": 9, "spacing": "logarithmic"},
        np.geomspace(0.1, 90, 9),
    ),
    "listed": ([0.0, 0.7, 1.4, 2.1, 33.0], np.array([0.0, 0.7, 1.4, 2.1, 33.0])),
}
# Seven sites, of which three are up: no reflection and no turn of a ring leaves these the same.
CASES = {
    "random, energy density": (
        {"field": {"kind": "random"}, "initial": {"kind": "energy density", "epsilon": 0.7}},
        "W",
        2.5,
    ),
    "quasiperiodic, neel": ({"field": WAVE, "initial": "neel"}, "W", 2.5),
    "tilt, random": ({"field": {"kind": "tilt"}, "initial": "random"}, "slope", 0.8),
    "sum, domain wall": (
        {
            "field": [{"kind": "tilt", "slope": -0.6}, {**WAVE, "W": 1.5}, {"kind": "random"}],
            "initial": "domain wall",
        },
        "W",
        0.5,
    ),
    "anisotropy, given": (
        {"field": RANDOM, "initial": "dudduud", "anisotropy": None},
        "anisotropy",
        -1.7,
    ),
    "coupling, listed": (
        {"field": RANDOM, "initial": [-1, -1, 1, 1, -1, 1, -1]},
        "coupling",
        -0.4,
    ),
    "frequency, neel": (
        {"field": {"kind": "quasiperiodic", "W": 3.0}, "initial": "neel"},
        "frequency",
        0.21,
    ),
}


def whole(matrices):
    """An operator on all of the chain from one for every site."""
    return reduce(np.kron, matrices)


def exact(field, spins, times, boundary, coupling, anisotropy, jump=None):
    """Magnetization (time, site) by diagonalizing a matrix of the whole Hilbert space.

    Behind a jump, a time and a site, if one is given.
    """
    sites = len(field)
    on = [
        [whole([s if k == i else np.eye(2) for k in range(sites)]) for i in range(sites)]
        for s in (SX, SY, SZ)
    ]
    matrix = sum(w * z for w, z in zip(field, on[2], strict=True))
    for i in range(sites if boundary == "periodic" else sites - 1):
        j = (i + 1) % sites
        for spin, strength in zip(on, (1.0, 1.0, anisotropy), strict=True):
            matrix = matrix + coupling * strength * spin[i] @ spin[j]
    state = whole([STATE[spin] for spin in spins.tolist()])
    energies, vectors = eigh(matrix)
    began, found = 0.0, []
    if jump is not None:
        began, site = jump
        moved = vectors @ (np.exp(-1j * began * energies) * (vectors.conj().T @ state))
        state = 2 * on[2][site] @ moved
    for time in times:
        moved = vectors @ (np.exp(-1j * (time - began) * energies) * (vectors.conj().T @ state))
        found.append([2 * (moved.conj() @ z @ moved).real for z in on[2]])
    return np.array(found)


def is_tilted(terms, value):
    """What the fields have in every realization alike, by the settings."""
    slopes = [term.get("slope", value) for term in terms if term["kind"] == "tilt"]
    return sum(slopes) * np.arange(7)


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-8), ("float32", 3e-4)])
@pytest.mark.parametrize(("case", "spacing"), list(zip(CASES, cycle(TIMES), strict=False)))
def test_traces_are_those_of_matrices_of_the_whole_chain(
    case, spacing, precision, tolerance, boundary
):
    changes, parameter, value = CASES[case]
    configured, times = TIMES[spacing]
    chain = {"sites": 7, "up_spins": 3, "boundary": boundary, "precision": precision}
    chain |= {"parameter": parameter, "values": [value], "times": configured, "realizations": 2}
    block = block_of(**chain, **changes).isel({parameter: 0})
    np.testing.assert_allclose(block["time"], times, rtol=1e-14)
    coupling = value if parameter == "coupling" else 1.0
    anisotropy = value if parameter == "anisotropy" else 0.5
    named = {
        "neel": [-1, 1, -1, 1, -1, 1, -1],
        "domain wall": [1, 1, 1, -1, -1, -1, -1],
        "dudduud": [-1, 1, -1, -1, 1, 1, -1],
    }
    terms = changes["field"] if isinstance(changes["field"], list) else [changes["field"]]
    bound = sum(term.get("W", value) for term in terms if term["kind"] != "tilt")
    for realization in range(2):
        here = block.isel(realization=realization)
        field, spins = here["field"].values, here["initial_spin"].values
        assert np.abs(field - is_tilted(terms, value)).max() <= bound
        start = changes["initial"]
        if isinstance(start, list) or str(start) in named:
            np.testing.assert_array_equal(
                spins, start if isinstance(start, list) else named[str(start)]
            )
        expected = exact(field, spins, times, boundary, coupling, anisotropy)
        np.testing.assert_allclose(here["magnetization"], expected, rtol=0, atol=tolerance)


def test_fields_are_the_draws_of_their_labels():
    block = block_of(seed=4, boundary="periodic")
    for W in (1.0, 3.0):
        terms = [{**WAVE, "W": W}]
        labelled = labels(
            sites=6,
            boundary="periodic",
            up_spins=3,
            coupling=1.0,
            anisotropy=0.5,
            field=terms,
            epsilon=None,
            seed=4,
        )
        np.testing.assert_array_equal(block["field"].sel(W=W), fields(terms, 3, labelled))


def test_every_variable_has_units_and_a_name_and_attributes_tell_of_the_chain():
    block = block_of(field=[WAVE, {"kind": "tilt", "slope": 0.25}, {**WAVE, "W": 1.0}], seed=7)
    for name, variable in block.variables.items():
        assert {"units", "long_name"} <= set(variable.attrs), name
    expected = {
        "model": "XXZ chain",
        "L": 6,
        "J": 1.0,
        "anisotropy": 0.5,
        "boundary": "open",
        "up_spins": 3,
        "field_kind": "quasiperiodic + tilt + quasiperiodic",
        "W": 1.0,
        "frequency": [0.618, 0.618],
        "slope": 0.25,
        "initial": "neel",
        "seed": 7,
    }
    assert {name: block.attrs[name] for name in expected} == expected
    # What is swept is a coordinate, and no attribute.
    assert not {"W"} & set(block_of().attrs)
    assert "anisotropy" not in block_of(parameter="anisotropy", field=RANDOM, anisotropy=None).attrs


@pytest.mark.parametrize("parameter", ["W", "anisotropy"])
def test_the_block_changes_no_trace(parameter):
    changes = {} if parameter == "W" else {"field": RANDOM, "anisotropy": None}
    block = block_of(parameter=parameter, **changes)
    alone = block_of(parameter=parameter, of=[3.0], **changes)
    whole = block["magnetization"].sel({parameter: [3.0]})
    np.testing.assert_array_equal(alone["magnetization"], whole)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    "times",
    [[0.0, 0.5, 7.0], {"start": 0.5, "stop": 20.0, "points": 4, "spacing": "logarithmic"}],
    ids=["list", "log"],
)
def test_times_are_listed_or_spaced_as_is_asked_for(times, precision):
    block = block_of(times=times, precision=precision)
    assert block["magnetization"].dtype == precision
    equal = block_of(times={"stop": 20.0, "points": 201}, precision=precision)
    common = [time for time in block["time"].values if (10 * time) % 1 == 0]
    assert len(common) >= 2
    np.testing.assert_allclose(
        block["magnetization"].sel(time=common),
        equal["magnetization"].sel(time=common, method="nearest"),
        rtol=0,
        atol=1e-8 if precision == "float64" else 1e-3,
    )


def solved(block, rate):
    """Magnetization (realization, time, site) by the master equation."""
    drawn = zip(block["field"].values, block["initial_spin"].values, strict=True)
    return np.array(
        [
            master_equation(*one, rate, block["time"].values, exchange=1.0, ising=0.5)
            for one in drawn
        ]
    )


NOISY = {"field": RANDOM, "parameter": "rate", "values": [0.05, 0.4], "realizations": 2}


def test_a_block_that_dephases_solves_the_master_equation():
    block = block_of(**NOISY, sites=4, dephasing={"trajectories": 400})
    assert block["magnetization_error"].dims == block["magnetization"].dims
    assert block["rate"].attrs["units"] == "J" and block.attrs["trajectories"] == 400
    assert "dephasing_rate" not in block.attrs
    for rate in NOISY["values"]:
        here = block.sel(rate=rate).isel(time=slice(1, None))
        right, wrong = (solved(block.sel(rate=rate), by * rate)[:, 1:] for by in (1, 2))
        scatter = (here["magnetization"] - right) / here["magnetization_error"]
        assert np.abs(scatter).max() < 4 and (scatter**2).mean() < 2
        assert np.abs((here["magnetization"] - wrong) / here["magnetization_error"]).max() > 6


def test_one_trajectory_has_no_error_and_a_rate_of_0_none_to_speak_of():
    fixed = {"dephasing": {"rate": 0.3, "trajectories": 1}, "field": RANDOM, "anisotropy": None}
    single = block_of(parameter="anisotropy", **fixed)
    assert "magnetization_error" not in single
    assert (single.attrs["dephasing_rate"], single.attrs["trajectories"]) == (0.3, 1)
    still = block_of(**{**NOISY, "values": [0.0]}, dephasing={"trajectories": 3})
    np.testing.assert_array_equal(still["magnetization_error"], 0)
    here = still.isel(rate=0)
    exact = XXZChain(6, anisotropy=0.5).evolve(
        here["field"].values, None, here["time"].values, initial_spin=here["initial_spin"].values
    )
    np.testing.assert_allclose(here["magnetization"], exact.magnetization, rtol=0, atol=3e-9)


def test_jumps_are_what_their_labels_say_for_ever():
    # The first waiting time of a trajectory and its site are the first two numbers of its stream.
    stream = unit_uniform(
        2,
        model="xxz",
        sites=6,
        boundary="open",
        up_spins=3,
        coupling="1.000",
        anisotropy="0.500",
        rate="0.010000",
        field="random W=2.000",
        seed=0,
        draw="jumps",
        realization=1,
        trajectory=0,
    )
    first, site = -np.log1p(-stream[0]) / 0.06, int(6 * stream[1])
    times = [0.5 * first, 0.999 * first, first + 0.5, first + 1.0]
    noise = {"dephasing": {"trajectories": 1}, "times": times, "values": [0.01]}
    here = block_of(**{**NOISY, **noise}).isel(rate=0, realization=1)
    field, spins = here["field"].values, here["initial_spin"].values
    before = exact(field, spins, times[:2], "open", 1.0, 0.5)
    np.testing.assert_allclose(here["magnetization"][:2], before, rtol=0, atol=1e-8)
    after = exact(field, spins, times[2:], "open", 1.0, 0.5, jump=(first, site))
    np.testing.assert_allclose(here["magnetization"][2:], after, rtol=0, atol=1e-8)
    still = exact(field, spins, times[2:], "open", 1.0, 0.5)
    assert np.abs(after - still).max() > 1e-3


@pytest.mark.parametrize("dephasing", [None, {"rate": 0.1, "trajectories": 3}])
def test_wrong_spins_evolve_in_their_own_sector(dephasing):
    chain = {"sites": 4, "values": [1.0, 3.0], "realizations": 30, "initial_errors": 0.4}
    block = block_of(**chain, dephasing=dephasing)
    assert block.attrs["initial_errors"] == 0.4 and block.attrs["up_spins"] == 2
    start = block["initial_spin"].values
    neel = np.tile(np.array([1, -1], np.int8), (30, 2))
    for number, W in enumerate(chain["values"]):
        label = labels(
            sites=4,
            boundary="open",
            up_spins=2,
            coupling=1.0,
            anisotropy=0.5,
            field=[{**WAVE, "W": W}],
            epsilon=None,
            seed=0,
            rate=dephasing and dephasing["rate"],
        )
        np.testing.assert_array_equal(start[number], with_errors(neel, 0.4, label))
    # All sectors, of one state as well.
    assert set((start > 0).sum(axis=2).ravel()) == set(range(5))
    np.testing.assert_array_equal(block["magnetization"][:, :, 0], start)
    np.testing.assert_allclose(
        block["magnetization"].sum("site"), np.repeat(start.sum(axis=2)[..., None], 5, 2), atol=1e-8
    )
    if dephasing is None:
        for W in (0, 1):
            for k in range(30):
                here = block.isel(W=W, realization=k)
                args = here["field"].values, start[W, k], here["time"].values
                expected = exact(*args, "open", 1.0, 0.5)
                np.testing.assert_allclose(here["magnetization"], expected, rtol=0, atol=1e-8)


@pytest.mark.parametrize("parameter", ["W", "rate"])
def test_the_block_changes_no_trajectory_and_no_error(parameter):
    noise = {"rate": 0.2} if parameter == "W" else {}
    chain = {"initial_errors": 0.2, "dephasing": {**noise, "trajectories": 3}}
    chain |= {"parameter": parameter, **({} if parameter == "W" else {"field": RANDOM})}
    block, alone = block_of(**chain), block_of(of=[3.0], **chain)
    for name in ("magnetization", "magnetization_error", "initial_spin", "norm_drift"):
        np.testing.assert_array_equal(alone[name], block[name].sel({parameter: [3.0]}))


def test_progress_counts_the_realizations_of_all_values():
    chain = XXZSettings.model_validate(
        {
            **STUDY,
            "parameter": "anisotropy",
            "field": RANDOM,
            "anisotropy": None,
            "initial_errors": 0.3,
            "dephasing": {"rate": 0.1, "trajectories": 2},
        }
    )
    plainly = chain.model_dump(mode="json")
    calls = []
    simulate(
        chain.sweep,
        0,
        progress=lambda *call: calls.append(call),
        **{key: plainly[key] for key in ENTRY.simulated},
    )
    done, total = zip(*calls, strict=True)
    assert set(total) == {done[-1]} and list(done) == sorted(done)


def test_a_block_is_evolved_within_the_memory_of_its_job():
    plainly = XXZSettings.model_validate(STUDY).model_dump(mode="json")
    with pytest.raises(MemoryError, match="memory = 2 bytes"):
        simulate([2.0], 0, memory=2, **{key: plainly[key] for key in ENTRY.simulated})


SHOTS = {"field": RANDOM, "parameter": "anisotropy", "anisotropy": None, "values": [0.5, 1.0]}


def bits_of(block):
    """Spins ±1 (parameter, realization, time, shot, site) of the bit strings of a block."""
    return np.where(block["bitstring"].values[..., None] >> np.arange(6) & 1, 1, -1)


def test_shots_have_the_means_and_the_correlations_of_the_states():
    shots = 4000
    exact, block = block_of(**SHOTS), block_of(**SHOTS, shots=shots)
    spins = bits_of(block)
    np.testing.assert_allclose(block["magnetization"], spins.mean(axis=3), atol=1e-12)
    error = np.sqrt((1 - exact["magnetization"] ** 2).clip(0) / shots)
    departure = abs(block["magnetization"] - exact["magnetization"])
    assert (departure <= 4.5 * error + 1e-12).all()
    # Errors are neither too small nor too large: their square is met on average. Of sites in a
    # sector about half are independent.
    late = departure.isel(time=slice(1, None)) / error.isel(time=slice(1, None))
    assert abs((late**2).mean() - 1) < 4 * np.sqrt(2 / (late.size / 2))
    assert (spins.sum(axis=-1) == 0).all()
    for number, anisotropy in enumerate(SHOTS["values"]):
        fields_of = exact["field"].values[number]
        matrices = dense_of(Hamiltonians(3, "open", 1.0, anisotropy, fields_of))
        for realization, (matrix, basis) in enumerate(matrices):
            here = exact.isel(anisotropy=number, realization=realization)
            energies, states = eigh(matrix)
            start = (basis == here["initial_spin"].values).all(axis=1)
            for sample, time in enumerate(here["time"].values):
                psi = states @ (np.exp(-1j * energies * time) * (states.conj().T @ start))
                correlation = (basis.T * abs(psi) ** 2) @ basis
                found = spins[number, realization, sample]
                found = found.T @ found / shots
                error = np.sqrt((1 - correlation**2).clip(0) / shots)
                assert (abs(found - correlation) <= 4.5 * error + 1e-9).all()


def test_a_shot_depends_on_neither_block_nor_batch_nor_on_what_is_drawn_with_it():
    study = {**SHOTS, "shots": 20, "readout": {"p01": 0.1, "p10": 0.2}}
    block = block_of(**study)
    alone = block_of(of=[1.0], **study)
    np.testing.assert_array_equal(alone["bitstring"], block["bitstring"].sel(anisotropy=[1.0]))
    more = block_of(**{**study, "realizations": 5})["bitstring"]
    np.testing.assert_array_equal(more[:, :3], block["bitstring"])
    others = block_of(seed=1, **study)["bitstring"]
    assert (others != block["bitstring"]).any()
    wide = {**study, "parameter": "W", "field": WAVE, "values": [1.0, 3.0]}
    apart = [block_of(of=[value], **wide)["bitstring"].values for value in (1.0, 3.0)]
    np.testing.assert_array_equal(np.concatenate(apart), block_of(**wide)["bitstring"])


def test_shots_change_nothing_else():
    exact, block = block_of(**SHOTS), block_of(**SHOTS, shots=3)
    for name in exact.data_vars:
        if name != "magnetization":
            np.testing.assert_array_equal(block[name], exact[name])
    assert block.attrs == {**exact.attrs, "shots": 3}


def test_misread_shots_are_selected_by_their_up_spins():
    readout = {"p01": 0.1, "p10": 0.2, "invert": False}
    block = block_of(**SHOTS, shots=4000, readout=readout, postselect=True)
    spins = bits_of(block)
    kept = spins.sum(axis=-1) == 0
    np.testing.assert_array_equal(block["kept_shots"], kept.sum(axis=-1))
    assert 0.2 < kept.mean() < 0.6
    mean = (spins * kept[..., None]).sum(axis=3) / kept.sum(axis=-1)[..., None]
    np.testing.assert_allclose(block["magnetization"], mean, atol=1e-12)
    exact = block_of(**SHOTS)["magnetization"]
    raw = block_of(**SHOTS, shots=4000, readout=readout)["magnetization"]
    assert abs(block["magnetization"] - exact).mean() < 0.5 * abs(raw - exact).mean()


def test_starts_of_a_wrong_sector_are_thrown_away():
    block = block_of(**SHOTS, shots=5, initial_errors=0.2, postselect=True, realizations=8)
    right = block["initial_spin"].sum("site").values == 0
    assert 0 < right.sum() < right.size
    np.testing.assert_array_equal(
        block["kept_shots"], np.where(right, 5, 0)[..., None] + 0 * block["kept_shots"]
    )
    missing = np.isnan(block["magnetization"]).all(["time", "site"])
    np.testing.assert_array_equal(missing, ~right)
