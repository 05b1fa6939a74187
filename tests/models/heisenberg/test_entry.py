"""What the workflow knows of the Heisenberg chain, against what its simulation does."""

from inspect import signature

from phasetrace.evolution.batches import batch_bytes
from phasetrace.models.heisenberg.entry import ENTRY
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.models.heisenberg.simulate import simulate

TINY = HeisenbergSettings(
    sites=6, times={"stop": 5.0, "points": 3}, realizations=2, disorder=[0.5, 8.0]
)


def test_its_settings_are_all_that_its_simulation_takes():
    given = {"values", "seed", "memory", "progress", *ENTRY.simulated}
    (arguments,) = ENTRY.points(TINY.model_copy(update={"energy_density": [0.5]})).values()
    assert given | set(arguments) == set(signature(simulate).parameters)


def test_a_block_has_the_size_and_the_parameter_that_it_says():
    chain = {key: TINY.model_dump()[key] for key in ENTRY.simulated}
    block = simulate(TINY.sweep, 0, epsilon=0.5, **chain)
    assert block["magnetization"].nbytes == 2 * 2 * ENTRY.trace_bytes(TINY)
    assert block[ENTRY.parameter.name].attrs["units"] == ENTRY.parameter.unit == "J"


def test_an_energy_density_is_a_folder():
    assert ENTRY.point(0.5) == "eps0.50/" and ENTRY.point(0.25) == "eps0.25/"
    assert ENTRY.points(TINY)["eps0.80/"] == {"epsilon": 0.8}


def test_a_batch_has_the_size_of_the_sector():
    assert ENTRY.batch_bytes(TINY, 6) == batch_bytes(20, 5, "float64", "cpu", 1)
    ring = TINY.model_copy(update={"boundary": "periodic", "precision": "float32", "up_spins": 1})
    assert ENTRY.batch_bytes(ring, 16) == batch_bytes(16, 16, "float32", "cpu", 1)


def test_the_engine_of_a_device_counts_for_its_traces():
    for device in ("cpu", "gpu"):
        code = ("models.heisenberg.simulate", f"evolution.{device}.engine")
        assert ENTRY.code(device) == code
