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
        chain = {key: settings.model_dump()[key] for key in ENTRY.simulated}
        block = simulate([0.1, 0.7], 0, **chain)
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


def test_a_batch_is_as_large_as_the_cache_favours():
    for sites, precision in ((5, "float64"), (20, "float32")):
        chain = TINY.model_copy(update={"precision": precision})
        size = batch_size(sites, precision, "cpu")
        assert ENTRY.batch_bytes(chain, sites) == batch_bytes(sites, precision, size)


def test_its_code_is_one_for_all_devices():
    assert ENTRY.code("cpu") == ENTRY.code("gpu") == ("models.floquet.simulate",)
