"""What the workflow knows of XXZ chains, against what their simulation does."""

import re
from inspect import signature
from pathlib import Path

import numpy as np
import pytest
from phasetrace.evolution.batches import batch_bytes
from phasetrace.models.entry import BLOCK
from phasetrace.models.xxz.entry import ENTRY
from phasetrace.models.xxz.settings import XXZSettings
from phasetrace.models.xxz.simulate import simulate
from phasetrace.store.errors import FileError
from phasetrace.store.files import write_dataset
from phasetrace.store.reading import read_traces

STUDY = {
    "sites": 6,
    "field": {"kind": "random"},
    "parameter": "W",
    "values": [1.0, 2.0, 3.0],
    "times": [0.5, 2.0, 9.0],
    "realizations": 2,
    "block": 2,
}
CHAIN = XXZSettings.model_validate(STUDY)


def chain(**changes):
    return XXZSettings.model_validate({**STUDY, **changes})


def block_of(settings, values, seed=0):
    plainly = settings.model_dump(mode="json")
    return simulate(values, seed, **{key: plainly[key] for key in ENTRY.simulated})


def test_its_settings_are_all_that_its_simulation_takes():
    given = {"values", "seed", "memory", "progress", *ENTRY.simulated}
    assert given == set(signature(simulate).parameters)
    assert set(ENTRY.simulated) <= set(CHAIN.model_dump())
    assert ENTRY.points(CHAIN) == {"": {}}


def test_a_block_has_the_size_and_the_parameter_that_it_says():
    block = block_of(CHAIN, CHAIN.sweep)
    assert block["magnetization"].nbytes == 3 * 2 * ENTRY.trace_bytes(CHAIN)
    swept = ENTRY.swept(CHAIN)
    assert block[swept.name].attrs["units"] == swept.unit == "J"


def test_shots_have_a_folder_and_memory_of_their_own():
    readout = {"p01": 0.1, "invert": False}
    measured = [
        chain(**changes)
        for changes in (
            {"shots": 10},
            {"shots": 11},
            {"shots": 10, "readout": {"p01": 0.1}},
            {"shots": 10, "readout": readout},
            {"shots": 10, "readout": readout, "postselect": True},
        )
    ]
    assert len({ENTRY.folder(one) for one in (CHAIN, *measured)}) == 6
    assert not {"shots", "readout", "postselect"} & ENTRY.told(CHAIN).keys()
    for one in measured:
        block = block_of(one, [1.0])
        sizes = block["magnetization"].nbytes + block["magnetization_error"].nbytes
        assert sizes == 2 * ENTRY.trace_bytes(one)
        assert block["bitstring"].nbytes == 2 * ENTRY.shot_bytes(one)
    assert ENTRY.shot_bytes(CHAIN) == 0


def test_blocks_are_named_by_what_is_swept():
    assert list(ENTRY.blocks(CHAIN)) == ["W1.000-2.000", "W3.000-3.000"]
    tilted = chain(
        parameter="slope", field=[{"kind": "random", "W": 1}, {"kind": "tilt"}], values=[-2, -1]
    )
    (name,) = ENTRY.blocks(tilted)
    assert name == "slope-2.000--1.000" and re.fullmatch(BLOCK, name)


@pytest.mark.parametrize(
    "changes",
    [
        {"anisotropy": 0.5},
        {"initial": "domain wall"},
        {"times": [0.5, 2.0, 9.5]},
        {"field": {"kind": "quasiperiodic", "frequency": 0.3}},
        {"realizations": 3},
        {"boundary": "periodic"},
        {"precision": "float32"},
        {"tolerance": 1e-8},
        {"up_spins": 2, "initial": "domain wall"},
        {"coupling": 0.5},
        {"field": [{"kind": "random"}, {"kind": "tilt", "slope": 1.0}]},
        {"initial": "random"},
        {"initial": "uudddu"},
        {"initial_errors": 0.1},
        {"dephasing": {"rate": 0.0}},
        {"parameter": "slope", "field": [{"kind": "tilt"}, {"kind": "random", "W": 1.0}]},
    ],
)
def test_chains_that_differ_share_no_folder(changes):
    assert ENTRY.folder(chain(**changes)) != ENTRY.folder(CHAIN)
    ring = "-periodic" * ("boundary" in changes)
    assert re.fullmatch(rf"results/traces/xxz/L6{ring}-[a-z]{{12}}", ENTRY.folder(chain(**changes)))


def test_what_is_absent_is_as_if_there_were_no_such_setting():
    # By name and origin, traces that were made before are those of today.
    assert set(ENTRY.absent) == set(ENTRY.simulated) - set(ENTRY.told(CHAIN))
    assert ENTRY.told(CHAIN).items() < CHAIN.model_dump(mode="json").items()
    noisy = chain(initial_errors=0.1, dephasing={"rate": 0.5, "trajectories": 3})
    told = {"initial_errors": 0.1, "dephasing": {"rate": 0.5, "trajectories": 3}}
    assert ENTRY.told(noisy) == ENTRY.told(CHAIN) | told
    assert ENTRY.folder(CHAIN) == "results/traces/xxz/L6-dgduttgyihwv"


def test_means_over_trajectories_have_errors_beside_them():
    for trajectories in (1, 3):
        dephased = chain(dephasing={"rate": 0.5, "trajectories": trajectories})
        block = block_of(dephased, [1.0])
        names = [name for name in block if str(name).startswith("magnetization")]
        stored = sum(block[name].nbytes for name in names)
        assert stored == 2 * ENTRY.trace_bytes(dephased)
        assert len(names) == (1 if trajectories == 1 else 2)


def test_a_second_parameter_has_its_place_among_the_settings():
    assert ENTRY.with_number({}, "rate", 0.1) == {"dephasing": {"rate": 0.1}}
    given = {"dephasing": {"trajectories": 5}}
    changed = ENTRY.with_number(given, "rate", 0.1)
    assert changed == {"dephasing": {"rate": 0.1, "trajectories": 5}}


def test_sweeps_that_differ_between_their_ends_share_no_file():
    other = chain(values=[1.0, 2.5, 3.0], block=3)
    same = chain(block=3)
    assert ENTRY.blocks(other).keys() == ENTRY.blocks(same).keys()
    assert ENTRY.folder(other) != ENTRY.folder(same)


def test_one_chain_spelled_in_two_ways_is_one():
    spelled = [chain(initial=start) for start in ("uuuddd", [1, 1, 1, -1, -1, -1])]
    assert len({ENTRY.folder(one) for one in spelled}) == 1
    assert spelled[0] == spelled[1]


def test_blocks_of_one_chain_are_read_together_and_of_two_are_not(tmp_path):
    files = [str(tmp_path / file) for file in ENTRY.files(CHAIN, "", [2])]
    for path, values in zip(map(Path, files), ENTRY.blocks(CHAIN).values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_dataset(path, block_of(CHAIN, values, 2))
    np.testing.assert_array_equal(read_traces(files)["W"], CHAIN.sweep)
    write_dataset(path, block_of(chain(anisotropy=0.5), values, 2))
    with pytest.raises(FileError, match="anisotropy"):
        read_traces(files)


def test_a_batch_has_the_size_of_the_sector():
    assert ENTRY.batch_bytes(CHAIN, 6) == batch_bytes(20, 5, "float64", "cpu", 1)
    ring = chain(boundary="periodic", precision="float32", up_spins=1, initial="random")
    assert ENTRY.batch_bytes(ring, 16) == batch_bytes(16, 16, "float32", "cpu", 1)


def test_a_batch_has_the_size_of_the_largest_sector_that_starts_are_in():
    few = chain(sites=12, up_spins=2, initial="domain wall", realizations=1)
    wrong = few.model_copy(update={"initial_errors": 0.001})
    # Of a million starts some have two errors among the ten spins down, hardly any has three.
    assert ENTRY.batch_bytes(few, 12) == batch_bytes(66, 11, "float64", "cpu", 1)
    assert ENTRY.batch_bytes(wrong, 12) == batch_bytes(495, 11, "float64", "cpu", 1)


def test_the_engine_of_a_device_counts_for_its_traces():
    for device in ("cpu", "gpu"):
        assert ENTRY.code(device) == ("models.xxz.simulate", f"evolution.{device}.engine")
