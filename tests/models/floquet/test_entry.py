"""What the workflow knows of the driven chain, against what its simulation does."""

from inspect import signature

from phasetrace.models.floquet.batches import batch_bytes, batch_size
from phasetrace.models.floquet.entry import ENTRY
from phasetrace.models.floquet.settings import FloquetSettings
from phasetrace.models.floquet.simulate import simulate

TINY = FloquetSettings(sites=5, periods=3, realizations=2)


def test_its_settings_are_all_that_its_simulation_takes():
    given = {"values", "seed", "memory", "progress", *ENTRY.simulated}
    assert given == set(signature(simulate).parameters)
    assert ENTRY.points(TINY) == {"": {}}


def test_a_block_has_the_size_and_the_parameter_that_it_says():
    for sampling in ("every", "odd"):
        settings = TINY.model_copy(update={"sampling": sampling})
        block = simulate([0.1, 0.7], 0, **ENTRY.told(settings))
        assert block["magnetization"].nbytes == 2 * 2 * ENTRY.trace_bytes(settings)
    assert block[ENTRY.parameter.name].attrs["units"] == ENTRY.parameter.unit == "rad"


def test_starts_with_errors_have_a_folder_of_their_own():
    wrong = TINY.model_copy(update={"initial_errors": 0.1})
    assert ENTRY.folder(wrong) == "results/traces/floquet/L5-errors"
    own = ENTRY.training_set(wrong)
    assert ENTRY.folder(own) == "results/traces/floquet/L5-errors-training"
    assert "initial_errors" not in ENTRY.told(TINY)
    assert ENTRY.told(wrong) == {**ENTRY.told(TINY), "initial_errors": 0.1}
    studied = [
        ENTRY.study().model_validate(
            {"drive": [0.0, 1.0], "labels": {"a": [0, 0], "b": [1, 1]}, "initial_errors": p}
        )
        for p in (0.0, 0.1, 0.2)
    ]
    assert len({ENTRY.folder(one) for one in studied}) == 3


def test_shots_have_a_folder_and_memory_of_their_own():
    chain = {"drive": [0.0, 1.0], "labels": {"a": [0, 0], "b": [1, 1]}, "sites": 5, "periods": 3}
    exact, *measured = [
        ENTRY.study().model_validate({**chain, **changes})
        for changes in ({}, {"shots": 10}, {"shots": 11}, {"shots": 10, "readout": {"p01": 0.1}})
    ]
    assert len({ENTRY.folder(one) for one in (exact, *measured)}) == 4
    assert not {"shots", "readout", "postselect"} & ENTRY.told(exact).keys()
    block = simulate([0.1], 0, **ENTRY.told(measured[2].model_copy(update={"realizations": 2})))
    sizes = block["magnetization"].nbytes + block["magnetization_error"].nbytes
    assert sizes == 2 * ENTRY.trace_bytes(measured[2])
    assert block["bitstring"].nbytes == 2 * ENTRY.shot_bytes(measured[2])
    size = batch_size(5, "float64", "cpu")
    assert ENTRY.batch_bytes(measured[0], 5) == batch_bytes(5, "float64", size, 3)
    assert ENTRY.batch_bytes(exact, 5) == batch_bytes(5, "float64", size)
    assert ENTRY.shot_bytes(exact) == ENTRY.shot_bytes(TINY) == 0


def test_a_batch_is_as_large_as_the_cache_favours():
    for sites, precision in ((5, "float64"), (20, "float32")):
        chain = TINY.model_copy(update={"precision": precision})
        size = batch_size(sites, precision, "cpu")
        assert ENTRY.batch_bytes(chain, sites) == batch_bytes(sites, precision, size)


def test_its_code_is_one_for_all_devices():
    assert ENTRY.code("cpu") == ENTRY.code("gpu") == ("models.floquet.simulate",)
