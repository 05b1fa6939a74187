"""What is measured of the engine's cost, at lengths that take no time."""

import numpy as np
import pytest
import yaml
from configurations import DEFAULT, merged
from phasetrace.figures import scaling as figure
from phasetrace.jobs import scaling
from phasetrace.jobs.cost import heisenberg_sector
from phasetrace.models.heisenberg.chain import HeisenbergChain
from running import ROOT

CHAIN = {**DEFAULT["heisenberg"], "times": {"stop": 20.0, "points": 5}}


def test_exponential_growth_is_found():
    sites = np.array([8, 10, 12])
    factor, base = scaling.fitted(sites, 0.5 * 1.7**sites)
    assert factor == pytest.approx(0.5) and base == pytest.approx(1.7)


def test_the_papers_data_set_is_counted():
    paper = yaml.safe_load((ROOT / "workflow/presets/paper.yaml").read_text())
    counted = scaling.data_set(merged(DEFAULT, paper))
    # 64 disorder strengths, 13 energy densities of 50 realizations and 50 more at one.
    assert counted["sites"] == 20
    assert counted["realizations"] == 64 * (13 * 50 + 50)
    assert 0.9 < counted["equivalents"] / counted["realizations"] < 1.6
    # By hand: about 12,000 terms a realization at the mean W, 184,756 states with 10
    # antiparallel bonds each, 8 bytes.
    by_hand = 44_800 * 12_000 * 184_756 * 10 * 8 / 5.5e12
    assert counted["gpu_seconds"] == pytest.approx(by_hand, rel=0.15)


def test_another_sector_is_measured(monkeypatch):
    sectors = []
    evolve = HeisenbergChain.evolve

    def recorded(chain, *arguments, **options):
        sectors.append(chain.up)
        return evolve(chain, *arguments, **options)

    monkeypatch.setattr(HeisenbergChain, "evolve", recorded)
    scaling.measure({**CHAIN, "sites": 8, "up_spins": 2}, 3.0, realizations=4, steps=2)
    assert set(sectors) == {2}


def test_two_cores_are_measured_at_the_same_time():
    results = scaling._side_by_side(
        {"chain": {**CHAIN, "sites": 10}, "disorder": 3.0, "realizations": 4, "steps": 4}, 2
    )
    assert len(results) == 2
    assert all(result["seconds"] > 0 and result["bounds"] > 0 for result in results)
    assert all(result["memory"] > 1e8 for result in results)


def test_a_measurement_is_drawn(monkeypatch):
    def row(chain, disorder, realizations, cores):
        dimension, _ = heisenberg_sector(chain, chain["sites"])
        numbers = {"seconds": 1e-5 * dimension, "bounds": 1e-6 * dimension, "memory": 4e8}
        return {**numbers, "planned_seconds": 1e-5 * dimension, "planned_memory": 4e8}

    monkeypatch.setattr(scaling, "_row", row)
    measured = scaling.growth(CHAIN, [8, 20], [1.0, 4.0], [4, 16], 8)
    assert measured["seconds"].dims == ("sites", "precision", "cores")
    np.testing.assert_allclose(measured["seconds"].sel(sites=20), 1.84756)
    np.testing.assert_allclose(measured["batch_seconds"], [0.0007, 0.0007])
    measured.attrs |= {
        "paper_sites": 20,
        "paper_realizations": 1000,
        "paper_equivalents": 32 * 3600.0,
        "paper_gpu_seconds": 120.0,
    }
    drawn = figure.draw(measured)
    assert "1.8 h on 32 such cores" in drawn._supxlabel.get_text()
