"""The benchmarks' harness, and what of them needs no peer, at tiny sizes."""

import csv
import os

import numpy as np
import pytest
from benchmarks import device, evolution, report, shares, shots, training
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
from drawings import bars, points
from phasetrace import HeisenbergChain, __version__
from running import ROOT


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
    assert (row["tool"], row["sites"], row["precision"]) == (name, 8, TOOLS[name].precision)
    assert row["repeats"] == 2 and row["realizations"] == (1 if name == "SciPy" else 64)
    # The first call may compile; nothing it does is done again.
    assert row["cold_s"] > 0 and row["start_s"] > 0


def test_a_tool_is_timed_on_the_first_intervals_alone():
    row = evolution.case("phasetrace", 8, 2, reference(8, 2), repeats=1)
    assert row["error"] <= 1e-8
    assert row["intervals"] == 2


def test_chains_are_compared_at_equal_steps_and_at_others():
    said = []
    found = list(evolution.chain_rows((8,), 1, said.append))
    assert len(found) == len(said) == 6
    assert {(row["chain"], row["grid"]) for row in found} == {
        (chain, grid) for chain in evolution.CHAINS for grid in evolution.GRIDS
    }
    assert found[0]["ratio"] == 1 and all(row["ratio"] > 0 for row in found)


def test_shots_are_compared_with_exact_values():
    said = []
    found = list(shots.rows((6,), 1, said.append))
    assert len(found) == len(said) == 3
    assert [row["measurement"] for row in found] == list(shots.MEASUREMENTS)
    assert found[0]["share"] == 0 and all(row["least_s"] > 0 for row in found)


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


def cells(text):
    """Tables in Markdown: for each the cells of its heading and of its rows."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    heads = [number for number, row in enumerate(rows) if row[0] == "tool"]
    parts = [rows[start:stop] for start, stop in zip(heads, [*heads[1:], None], strict=True)]
    return [(head, below) for head, _, *below in parts]


@pytest.mark.usefixtures("peers")
def test_the_table_has_ratios_to_phasetrace():
    evolving, learning = tables()
    (head, rows), (other_head, other_rows) = cells(report.markdown(evolving, learning))
    assert head == ["tool", "version", "L = 14", "L = 20*"]
    expected = [[name, "1.2.3", "2 s (1×)", "2 s (1×)"] for name in TOOLS]
    expected[0] = ["phasetrace", __version__, "2 s", "2 s"]
    expected[1][1] = __version__
    expected[list(TOOLS).index("QuTiP")][2] = "250 s (125×)"
    assert rows == expected
    assert other_head == ["tool", "version", "labelled traces alone", "with confidence enhancement"]
    assert [row[0] for row in other_rows] == list(LEARNERS)
    assert other_rows[0][2:] == ["2 s", "2 s"] and other_rows[1][2:] == ["2 s (1×)", "2 s (1×)"]


@pytest.mark.usefixtures("peers")
def test_the_text_around_the_table_tells_its_numbers():
    evolving, learning = tables()
    evolving[3]["error"], evolving[1]["error"] = 7e-9, 4e-6
    learning[0]["warm_ms_a_step"] = 1.24
    text = report.markdown(evolving, learning)
    assert "In float64 every magnetization is right to 7e-09, in float32 to 4e-06." in text
    assert "(16 at L = 14, 16 at L = 20)" in text
    assert "*Extrapolated from the first 3 of 49 intervals." in text
    assert "A step of phasetrace takes 1.2 and 3.0 ms." in text
    whole = [row for row in evolving if row["intervals"] == INTERVALS]
    assert "xtrapolated" not in report.markdown(whole, learning)


def test_the_page_has_the_tables_with_ratios_that_are_those_of_its_numbers():
    text = (ROOT / "docs/speed.md").read_text(encoding="utf-8")
    begin, end = report.MARKERS
    block = text[text.index(begin) : text.index(end)]
    found = cells(block)
    assert [head[0] for head, _ in found] == ["tool", "tool"]
    for (head, rows), tools in zip(found, (TOOLS, LEARNERS), strict=True):
        assert [row[0] for row in rows] == list(tools)
        for column in range(2, len(head)):
            own = [float(row[column].split(" s")[0]) for row in rows]
            assert min(own) > 0 and rows[0][column].endswith(" s")
            for value, row in zip(own[1:], rows[1:], strict=True):
                ratio = float(row[column].partition("(")[2].rstrip("×)"))
                # Both times have two digits.
                assert ratio == pytest.approx(value / own[0], rel=0.11), row
    versions = {row[0]: row[1] for _, rows in found for row in rows}
    assert versions["phasetrace"] == __version__ and all(versions.values())


def test_rows_are_written_with_four_digits(tmp_path):
    report.write_csv(tmp_path / "new" / "a.csv", [{"tool": "x", "n": 3, "s": 0.123456}])
    assert (tmp_path / "new" / "a.csv").read_text() == "tool,n,s\nx,3,0.1235\n"


def test_a_realizations_time_is_split_into_its_parts():
    parts = shares.case(6, "float64", repeats=2)
    assert list(parts) == [*shares.PARTS, "reading the file"]
    whole = sum(parts[name] for name in shares.PARTS)
    for name in ("drawing the fields", "spectral bounds", "writing the file", "reading the file"):
        assert 0 < parts[name] < whole, name


@pytest.mark.usefixtures("peers")
def test_the_page_takes_the_table(tmp_path):
    page = tmp_path / "speed.md"
    page.write_text("above\n<!-- bench -->\nold\n<!-- /bench -->\nbelow\n")
    report.put_into(page, "new\n")
    report.put_into(page, "newer\n")
    assert page.read_text() == "above\n<!-- bench -->\nnewer\n<!-- /bench -->\nbelow\n"


def test_a_page_without_its_place_is_refused(tmp_path):
    page = tmp_path / "speed.md"
    page.write_text("<!-- bench -->")
    with pytest.raises(ValueError, match="has not one"):
        report.put_into(page, "new\n")


def test_the_figure_shows_medians_and_ranges_of_every_tool(tmp_path, monkeypatch):
    saved = []
    monkeypatch.setattr(report, "save", lambda *arguments: saved.append(arguments))
    report.draw(tmp_path, *tables())
    ((figure, *paths),) = saved
    assert paths == [tmp_path / "comparison.pdf", tmp_path / "comparison.png"]
    left, right = figure.axes
    short, long = left.containers
    assert [short.get_label(), long.get_label()] == ["L = 14", "L = 20"]
    np.testing.assert_array_equal(points(short.lines[0]), [[2, 2, 2, 2, 250, 2], range(6)])
    np.testing.assert_array_equal(points(long.lines[0]), [[2] * 6, range(6)])
    np.testing.assert_allclose(bars(long), [[1.5, 3.0]] * 6)
    assert [tick.get_text() for tick in left.get_yticklabels()] == list(TOOLS)
    assert [tick.get_text() for tick in right.get_yticklabels()] == list(LEARNERS)
    labels = [shown.get_label() for shown in right.containers]
    assert labels == ["labelled alone", "enhanced"]
    assert left.get_xscale() == right.get_xscale() == "log"
    assert left.get_xlabel() == "seconds a realization to t = 500"
    # The first tool is above.
    assert left.get_ylim() == (5.5, -0.5)


def test_a_term_moves_the_bytes_counted_by_hand():
    chain = HeisenbergChain(4)
    # 6 states, 2 realizations, 4 bytes; 2 neighbours of each state, at 4 bytes an index.
    assert device.bytes_of_a_term(chain, "float32", 2) == (6 * 48, 8 * 48 + 2 * 6 * 4)


def test_what_a_batch_took_is_set_beside_the_bandwidth(monkeypatch):
    monkeypatch.setattr(device, "terms_of_the_paper", lambda sites, precision: 1000)
    chain = HeisenbergChain(4)
    row = device.evolution_row(chain, "float32", 2, 10, 0.002, 0.5, 192e3)
    # As many bytes as in the test above: 288 at the least, 432 with neighbours.
    assert row["floor_cached_ms"] == pytest.approx(1.5)
    assert row["floor_gathered_ms"] == pytest.approx(2.25)
    assert row["term_ms"] == pytest.approx(2.0)
    assert row["fraction_of_copy"] == pytest.approx(1.125)
    # 4/2 + 6 additions and multiplications of each of 6 states of 2 realizations.
    assert row["Gflop_s"] == pytest.approx(2 * 8 * 6 * 2 / 0.002 / 1e9)
    assert row["bounds_s"] == pytest.approx(0.25)
    assert row["realization_s"] == pytest.approx((0.5 + 49 * 10 * 0.002) / 2)
    # 750 realizations of every W, two at a time, each with 1000 terms for all 64 values of W.
    assert row["paper_h"] == pytest.approx(750 / 2 * (1000 * 0.002 + 64 * 0.5) / 3600)


@pytest.mark.slow
def test_the_device_benchmark_runs_its_code_for_a_gpu(tmp_path, capsys, monkeypatch):
    for module in ("phasetrace.evolution.chain", "benchmarks.device"):
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
    for row in rows:
        # At this size a term is shorter than the scatter of two timings whose difference it is.
        numbers = {name: float(value) for name, value in row.items() if name != "precision"}
        assert np.isfinite(list(numbers.values())).all(), row
        assert numbers["floor_gathered_ms"] > numbers["floor_cached_ms"] > 0
        assert numbers["terms"] > 0
    with (tmp_path / "device-training.csv").open(newline="") as file:
        (trained,) = csv.DictReader(file)
    assert trained["retrainings"] == "2"
    assert min(float(value) for value in trained.values()) > 0


def test_the_device_benchmark_says_that_there_is_no_gpu(capsys, monkeypatch):
    monkeypatch.setattr("benchmarks.device.kind_of_device", lambda: "cpu")
    with pytest.raises(SystemExit):
        device.main([])
    assert "JAX finds no GPU here" in capsys.readouterr().err
