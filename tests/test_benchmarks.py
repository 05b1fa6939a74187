"""The benchmarks' harness, and what of them needs no peer, at tiny sizes."""

import csv
import os

import numpy as np
import pytest
from benchmarks import device, evolution, report, training
from benchmarks.learners import TOOLS as LEARNERS
from benchmarks.propagators import TOOLS
from benchmarks.ring import (
    INTERVALS,
    Ring,
    chebyshev_terms,
    eigendecomposition,
    reference,
    sample_times,
    sector,
    taylor_series,
)
from benchmarks.task import Task
from benchmarks.timing import Timing, alone, repeated
from phasetrace.models.heisenberg.chain import HeisenbergChain


def test_the_ring_of_four_spins_has_the_known_energies():
    # Two spins 1 coupled by J: -2, -1 and 1, and two singlet-triplet levels at 0.
    energies = np.linalg.eigvalsh(sector(Ring(4)).hopping().toarray())
    np.testing.assert_allclose(energies, [-2, -1, 0, 0, 0, 1], atol=1e-12)


def test_a_ring_starts_from_the_neel_state():
    ring = Ring(6)
    start = eigendecomposition(ring)(ring.fields(0, 1), np.zeros(1))
    np.testing.assert_allclose(start, [[[1, -1, 1, -1, 1, -1]]], atol=1e-12)


def test_realizations_have_numbers():
    np.testing.assert_array_equal(Ring(6).fields(1, 2), Ring(6).fields(0, 3)[1:])


def test_the_reference_by_series_is_that_by_eigenvectors():
    ring = Ring(8)
    series = taylor_series(ring)(ring.fields(0, 1), sample_times(2))[0]
    np.testing.assert_allclose(series, reference(8, 2), atol=1e-12)


@pytest.mark.parametrize("name", ["phasetrace", "phasetrace, float32", "SciPy"])
def test_a_right_tool_is_timed(name):
    row = evolution.case(name, 8, INTERVALS, reference(8, INTERVALS), repeats=2)
    assert row["error"] <= TOOLS[name].accuracy
    assert 0 < row["warm_min_s"] <= row["warm_s"] <= row["warm_max_s"]


def test_a_tool_is_timed_on_the_first_intervals_alone():
    row = evolution.case("phasetrace", 8, 2, reference(8, 2), repeats=1)
    assert row["error"] <= 1e-8
    assert row["intervals"] == 2


def test_a_wrong_tool_has_no_time():
    right = reference(8, 1)
    with pytest.raises(ArithmeticError, match=r"phasetrace errs by 1\.0e-07 at L = 8"):
        evolution.case("phasetrace", 8, 1, right + 1e-7, repeats=1)


def test_a_chebyshev_series_ends_where_it_has_converged():
    x = np.linspace(-1, 1, 101)
    series = np.polynomial.Chebyshev.interpolate(lambda x: np.cos(20 * x), 100)
    for tolerance in (1e-4, 1e-10):
        terms = chebyshev_terms(20.0, tolerance)
        assert abs(series.truncate(terms)(x) - np.cos(20 * x)).max() < tolerance
        assert abs(series.truncate(terms - 4)(x) - np.cos(20 * x)).max() > tolerance


def test_only_the_evolution_is_extrapolated():
    longer = evolution.extrapolated(Timing(12.0, (5.0, 3.0, 4.0)), prepared=2.0, factor=10)
    assert longer.later == (32.0, 12.0, 22.0)
    # The first call compiled for 8 seconds, whatever the length.
    assert longer.first == 30.0


def test_calls_are_numbered_and_repeated():
    numbers: list[int] = []
    assert len(repeated(numbers.append, 3)) == 3
    assert numbers == [1, 2, 3]


def test_a_long_call_is_repeated_once(monkeypatch):
    monkeypatch.setattr("benchmarks.timing.LONG", 0.0)
    assert len(repeated(lambda number: number, 3)) == 1


def test_a_case_has_a_process_of_its_own():
    assert alone(os.getpid) != os.getpid()


def test_phasetrace_learns_the_problem():
    row = training.case("phasetrace", Task(5, True), training.outputs("hard_sigmoid"), repeats=1)
    assert row["accuracy"] >= training.ACCURACY
    assert row["steps"] == 5 * 23


def test_wrong_outputs_have_no_time():
    right = training.outputs("hard_sigmoid")
    with pytest.raises(ArithmeticError, match="outputs of phasetrace are off by"):
        training.case("phasetrace", Task(1, False), right + 2e-5, repeats=1)


def tables():
    times = {"warm_s": 2.0, "warm_min_s": 1.5, "warm_max_s": 3.0}
    evolving = [
        {"tool": tool, "sites": sites, "precision": TOOLS[tool].precision, "error": 2e-9}
        | {"intervals": intervals, "realizations": 16, **times}
        for sites, intervals in ((14, INTERVALS), (20, 1))
        for tool in TOOLS
    ]
    learning = [
        {"tool": tool, "enhanced": enhanced, "warm_ms_a_step": 3.0, **times}
        for enhanced in (0, 1)
        for tool in LEARNERS
    ]
    evolving[4] |= {"warm_s": 250.0, "warm_max_s": 300.0}
    return evolving, learning


@pytest.fixture
def peers(monkeypatch):
    monkeypatch.setattr(report, "version", lambda package: "1.2.3+cpu")


@pytest.mark.usefixtures("peers")
def test_the_table_has_ratios_to_phasetrace():
    lines = report.markdown(*tables()).splitlines()
    assert "| tool | version | L = 14 | L = 20* |" in lines
    assert "| QuTiP | 1.2.3 | 250 s (125×) | 2 s (1×) |" in lines


@pytest.mark.usefixtures("peers")
def test_the_readme_takes_the_table(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("above\n<!-- bench -->\nold\n<!-- /bench -->\nbelow\n")
    report.put_into(readme, "new\n")
    report.put_into(readme, "newer\n")
    assert readme.read_text() == "above\n<!-- bench -->\nnewer\n<!-- /bench -->\nbelow\n"


def test_a_readme_without_its_place_is_refused(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("<!-- bench -->")
    with pytest.raises(ValueError, match="has not one"):
        report.put_into(readme, "new\n")


def test_the_figure_is_drawn(tmp_path):
    report.draw(tmp_path, *tables())
    assert (tmp_path / "comparison.pdf").stat().st_size > 0
    assert (tmp_path / "comparison.png").stat().st_size > 0


def test_a_term_moves_the_bytes_counted_by_hand():
    chain = HeisenbergChain(4)
    # 6 states, 2 realizations, 4 bytes; 2 neighbours of each state, at 4 bytes an index.
    assert device.bytes_of_a_term(chain, "float32", 2) == (6 * 48, 8 * 48 + 2 * 6 * 4)


@pytest.mark.slow
def test_the_device_benchmark_runs_its_code_for_a_gpu(tmp_path, capsys, monkeypatch):
    for module in ("phasetrace.models.heisenberg.chain", "benchmarks.device"):
        monkeypatch.setattr(f"{module}.kind_of_device", lambda: "gpu")
    sizes = ["--sites", "8", "--batches", "4", "--retrainings", "2", "--epochs", "1"]
    device.main([*sizes, "--copy", "1000000", "--output", str(tmp_path)])
    with (tmp_path / "device.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["precision"], row["batch"]) for row in rows] == [
        ("float32", "4"),
        ("float64", "4"),
    ]
    assert "paper_h" in capsys.readouterr().out
    assert (tmp_path / "device-training.csv").exists()


def test_the_device_benchmark_says_that_there_is_no_gpu(capsys, monkeypatch):
    monkeypatch.setattr("benchmarks.device.kind_of_device", lambda: "cpu")
    with pytest.raises(SystemExit):
        device.main([])
    assert "JAX finds no GPU here" in capsys.readouterr().err
