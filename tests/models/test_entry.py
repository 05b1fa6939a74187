"""What entries tell the workflow: sweeps, blocks, places and the code behind traces."""

import math
from importlib import import_module
from inspect import signature

import pytest
from phasetrace.jobs.config import Config, models
from phasetrace.models.entry import entry, names
from phasetrace.store import provenance

MODELS = models()


def settings(model, **changes):
    return getattr(Config(), model).model_copy(update=changes)


def test_blocks_cover_the_sweep_in_order():
    chain = settings("heisenberg", disorder=[1.0, 2.0, 3.0, 4.0, 5.0], block=2)
    assert entry("heisenberg").blocks(chain) == {
        "W1.000-2.000": [1.0, 2.0],
        "W3.000-4.000": [3.0, 4.0],
        "W5.000-5.000": [5.0],
    }


def test_a_value_at_the_end_leaves_full_blocks_as_they_are():
    chain = settings("heisenberg", disorder=[1.0, 2.0, 3.0, 4.0], block=2)
    longer = chain.model_copy(update={"disorder": [1.0, 2.0, 3.0, 4.0, 5.0]})
    model = entry("heisenberg")
    assert model.blocks(longer).items() > model.blocks(chain).items()


def test_trace_files_have_a_place_for_each_point_seed_and_block():
    chain = settings("heisenberg", block=8)
    files = entry("heisenberg").files(chain, "eps0.50/", [0, 1])
    assert len(files) == len(set(files)) == 16
    assert files[0] == "results/traces/heisenberg/L12/eps0.50/seed0/W0.125-1.000.nc"
    driven = entry("floquet").files(settings("floquet"), "", [3])
    assert driven == ["results/traces/floquet/L12/seed3/drive0.0000-1.5708.nc"]


def test_driven_chains_that_differ_share_no_folder():
    model, chain = entry("floquet"), settings("floquet", initial="neel", sampling="odd")
    assert model.folder(chain) == "results/traces/floquet/L12-neel-odd"
    assert model.folder(model.training_set(chain)) == "results/traces/floquet/L12-neel-odd-training"


def test_a_training_set_is_of_the_same_chains_elsewhere_on_the_axis():
    chain = settings("floquet", strength=3.0, block=1)
    own = entry("floquet").training_set(chain)
    assert (own.sweep, own.realizations, own.seeds) == ([0.0, 0.7, math.pi / 2], 200, [1])
    assert own.strength == 3.0 and own.labels == chain.labels
    assert len(entry("floquet").blocks(own)) == 3
    assert entry("floquet").training_set(settings("floquet", trained_on="sweep")) is None
    assert entry("heisenberg").training_set(settings("heisenberg")) is None


@pytest.mark.parametrize("model", MODELS)
def test_open_and_periodic_chains_share_no_folder(model):
    folders = {
        entry(model).folder(settings(model, boundary=boundary)) for boundary in ("open", "periodic")
    }
    assert len(folders) == 2


def test_points_are_the_energy_densities():
    points = entry("heisenberg").points(settings("heisenberg", energy_density=[0.2, 0.55]))
    assert points == {"eps0.20/": {"epsilon": 0.2}, "eps0.55/": {"epsilon": 0.55}}
    assert entry("floquet").points(settings("floquet")) == {"": {}}


@pytest.mark.parametrize("model", MODELS)
def test_what_is_simulated_is_configured(model):
    chain = settings(model)
    taken = signature(import_module(f"phasetrace.models.{model}.simulate").simulate).parameters
    (point, *_) = entry(model).points(chain).values()
    given = {"values", "seed", "memory", "progress", *point, *entry(model).simulated}
    # Some keys are of studies alone, and then absent elsewhere.
    studied = entry(model).study() or type(chain)
    assert set(entry(model).simulated) <= set(studied.model_fields)
    assert set(entry(model).simulated) - set(chain.model_dump()) <= set(entry(model).absent)
    assert set(taken) == given


@pytest.mark.parametrize("model", names())
@pytest.mark.parametrize("device", ["cpu", "gpu"])
def test_whoever_evolves_by_an_engine_counts_its_code(model, device):
    behind = provenance._behind(entry(model).code(device))
    assert (f"evolution.{device}.engine" in behind) == ("evolution.engine" in behind)


def test_engines_count_by_their_device_alone():
    code = {device: entry("heisenberg").code(device) for device in ("cpu", "gpu")}
    assert "evolution.cpu.engine" in code["cpu"] and "evolution.gpu.engine" in code["gpu"]
    assert not {"evolution.gpu.engine"} & set(code["cpu"])
