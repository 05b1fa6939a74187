"""Progress lines: when they come and what they promise."""

from phasetrace import progress
from phasetrace.progress import JobLog


def test_the_time_left_leaves_out_compilation(tmp_path, monkeypatch, capfd):
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    job = JobLog(str(tmp_path / "job.log"), "traces", interval=10.0)
    report = job.progress()
    for seconds, done in [(100.0, 1), (105.0, 6), (110.0, 11), (112.0, 13), (120.0, 21)]:
        now = seconds
        report(done, 101)
    lines = (tmp_path / "job.log").read_text().splitlines()
    assert lines == ["traces: 6% done, about 95 s left", "traces: 21% done, about 80 s left"]
    assert capfd.readouterr().err.splitlines() == lines
