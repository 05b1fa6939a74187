"""What is measured of the engine's cost, at lengths that take no time."""

import numpy as np
import pytest
from configurations import PAPER
from phasetrace import HeisenbergChain
from phasetrace.figures import scaling as figure
from phasetrace.jobs import scaling
from phasetrace.jobs.config import check_config
from phasetrace.models.heisenberg.cost import chebyshev_terms, sector_size
from phasetrace.models.heisenberg.settings import HeisenbergSettings

CHAIN = HeisenbergSettings(times={"stop": 20.0, "points": 5})


def test_the_papers_data_set_is_counted():
    counted = scaling.data_set(check_config(PAPER).heisenberg)
    # 64 disorder strengths, 13 energy densities of 50 realizations and 50 more at one.
    assert counted["sites"] == 20
    assert counted["realizations"] == 64 * (13 * 50 + 50)
    chain = check_config(PAPER).heisenberg
    terms = 700 * sum(chebyshev_terms(chain, 20, W) for W in chain.sweep)
    assert counted["equivalents"] == pytest.approx(terms / chebyshev_terms(chain, 20, 3.0))
    # 184,756 states; of 19 bonds of an open chain 10/19 are antiparallel; 8 bytes.
    assert chain.boundary == "open" and chain.precision == "float64"
    by_hand = terms * 184_756 * 10 * 8 / 5.5e12
    assert counted["gpu_seconds"] == pytest.approx(by_hand)


def test_another_sector_is_measured(monkeypatch):
    sectors = []
    evolve = HeisenbergChain.evolve

    def recorded(chain, *arguments, **options):
        sectors.append(chain.up)
        return evolve(chain, *arguments, **options)

    monkeypatch.setattr(HeisenbergChain, "evolve", recorded)
    chain = CHAIN.model_copy(update={"sites": 8, "up_spins": 2})
    scaling.measure(chain, 3.0, realizations=4, steps=2)
    assert set(sectors) == {2}


def test_the_time_of_all_steps_is_extrapolated():
    # 2 s for the bounds and 3 s for each of 4 steps, of 10.
    assert scaling._extrapolated(2.0, 14.0, steps=4, of=10) == {"seconds": 32.0, "bounds": 2.0}


def test_two_cores_are_measured():
    results = scaling._side_by_side(CHAIN, 3.0, realizations=4, steps=4, processes=2)
    assert len(results) == 2
    for result in results:
        assert result["began"] < result["ended"]
        assert result["memory"] > 1e8


def test_no_process_begins_before_all_have_compiled(monkeypatch):
    events = []

    class Process:
        returncode = 0

        def __init__(self, *_, **__):
            self.stdin = self.stdout = self

        def readline(self):
            events.append("compiled")

        def write(self, text):
            events.append(text.strip())

        def flush(self):
            pass

        def communicate(self):
            return "{}", None

    monkeypatch.setattr(scaling.subprocess, "Popen", Process)
    scaling._side_by_side(CHAIN, 3.0, realizations=4, steps=4, processes=2)
    assert events == ["compiled", "compiled", "begin", "begin"]


def test_a_measurement_that_fails_says_which(capfd):
    chain = CHAIN.model_copy(update={"up_spins": 100})
    with pytest.raises(RuntimeError, match=r"measuring .*100.* failed"):
        scaling._side_by_side(chain, 3.0, realizations=4, steps=4, processes=2)


def test_a_measurement_is_drawn(monkeypatch):
    def row(chain, disorder, realizations, cores):
        dimension, _ = sector_size(chain, chain.sites)
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
