"""Memory of processes besides their arrays, from a table by hand."""

import pytest
from phasetrace.jobs import processes
from phasetrace.jobs.amounts import MIB
from phasetrace.jobs.processes import SCATTER, evolution_bytes, process_bytes


@pytest.fixture(autouse=True)
def measured(tmp_path, monkeypatch):
    table = tmp_path / "peaks.csv"
    table.write_text(
        "# of a machine\nkind,peak_mib,arrays_mib\n"
        "train,300,50\ntrain,310.5,70\nread,200,10\nsimulate_heisenberg,220,30\n"
    )
    monkeypatch.setattr(processes, "MEASURED", table)
    process_bytes.cache_clear()
    yield
    process_bytes.cache_clear()


def test_a_process_takes_the_most_that_was_left_of_a_peak():
    assert process_bytes("train") == round(SCATTER * 250 * MIB)
    assert process_bytes("read") == round(SCATTER * 190 * MIB)


def test_a_kind_that_was_never_measured_takes_the_most_of_all():
    assert process_bytes("simulate_xxz") == round(SCATTER * 250 * MIB)


def test_realizations_may_use_what_the_process_leaves():
    assert evolution_bytes("heisenberg", 1000) == 1000 * MIB - round(SCATTER * 190 * MIB)
