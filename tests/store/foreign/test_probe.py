"""Files in which a library hangs or crashes are found out in another process."""

import pytest
from foreign_files import toy, write_netcdf4
from phasetrace import FileError
from phasetrace.store.foreign import probe


def test_files_that_can_be_read_pass(tmp_path):
    probe.check_readable({})
    for name in ("a.nc", "b.nc"):
        write_netcdf4(tmp_path / name, toy())
    probe.check_readable({str(tmp_path / name): "HDF5" for name in ("a.nc", "b.nc")})


def test_the_one_that_cannot_be_read_is_named(tmp_path):
    write_netcdf4(tmp_path / "good.nc", toy())
    data = (tmp_path / "good.nc").read_bytes()
    (tmp_path / "short.nc").write_bytes(data[: len(data) // 2])
    files = {str(tmp_path / name): "HDF5" for name in ("good.nc", "short.nc")}
    with pytest.raises(FileError, match=r"short.nc: is damaged, not a readable HDF5 file$"):
        probe.check_readable(files)


@pytest.mark.parametrize("fault", ["import os; os.abort()", "import time; time.sleep(600)"])
def test_a_process_that_crashes_or_hangs_is_ended(tmp_path, monkeypatch, fault):
    (tmp_path / "a.mat").write_bytes(b"MATLAB 5.0 MAT-file")
    (tmp_path / "child.py").write_text(fault)
    monkeypatch.setattr(probe, "__file__", str(tmp_path / "child.py"))
    monkeypatch.setattr(probe, "SECONDS", 0.5)
    with pytest.raises(FileError, match=r"a.mat: is damaged, not a readable MAT file$"):
        probe.check_readable({str(tmp_path / "a.mat"): "MAT"})
