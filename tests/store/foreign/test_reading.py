"""One dataset from files of any format, and one line for each that does not fit."""

import re

import numpy as np
import pytest
import xarray as xr
import yaml
from foreign_files import WRITERS, toy, write_csv, write_npz
from phasetrace import FileError
from phasetrace.measurement.readout import Readout
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.foreign.reading import read_foreign
from running import ROOT


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_dataset(tmp_path, name):
    WRITERS[name](tmp_path / name, toy())
    read = read_foreign([tmp_path / name], parameter="h", variable="magnetization")
    xr.testing.assert_identical(read, toy())
    write_dataset(tmp_path / "gathered.nc", read)
    xr.testing.assert_equal(read_dataset(tmp_path / "gathered.nc"), read)


def test_files_of_several_formats_are_one_dataset(tmp_path):
    points = [toy().isel(h=[index]) for index in range(3)]
    names = ["a.npz", "b.nc", "c.csv"]
    write_npz(tmp_path / names[0], points[0])
    points[1].to_netcdf(tmp_path / names[1])
    write_csv(tmp_path / names[2], points[2])
    read = read_foreign([tmp_path / name for name in names], "h", "magnetization")
    xr.testing.assert_identical(read, toy())


def rows(path, *lines):
    path.write_text("\n".join(["h,realization,time,site,value", *lines, ""]))
    return path


def test_realizations_of_another_file_follow_and_times_are_put_together(tmp_path):
    a = rows(tmp_path / "a.csv", "0.3,7,0,1,0.1", "0.3,9,0,1,0.2", "1,7,0,1,0.3")
    b = rows(tmp_path / "b.csv", f"{0.1 + 0.2!r},7,0.5,1,0.4")
    read = read_foreign([a, b])
    assert read["h"].values.tolist() == [0.3, 1.0]
    assert read["time"].values.tolist() == [0.0, 0.5]
    nan = np.nan
    expected = [[[0.1, nan], [0.2, nan], [nan, 0.4]], [[0.3, nan], [nan, nan], [nan, nan]]]
    np.testing.assert_array_equal(read["value"].values[..., 0], expected)
    assert read["realization"].values.tolist() == [0, 1, 2]


def test_sites_by_name_and_by_number_are_put_together(tmp_path):
    a = rows(tmp_path / "a.csv", "0,0,0,1,0.1")
    b = rows(tmp_path / "b.csv", "0,0,0,edge,0.2")
    assert read_foreign([a, b])["site"].values.tolist() == ["1", "edge"]


def test_files_without_errors_or_groups_are_a_group_each(tmp_path):
    write_csv(tmp_path / "a.csv", toy())
    write_csv(tmp_path / "b.csv", toy(errors=False, groups=False))
    read = read_foreign([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert np.isnan(read["value_error"].isel(h=2, realization=1)).all()
    assert read["group"].values[2, :3].tolist() == ["monday", "b.csv", ""]


def test_units_are_kept_and_what_is_not_used_is_listed(tmp_path):
    dataset = toy().assign(temperature=("time", np.zeros(6)))
    dataset["h"].attrs["units"], dataset["time"].attrs["units"] = "J", "us"
    dataset.to_netcdf(tmp_path / "a.nc")
    read = read_foreign([tmp_path / "a.nc"])
    assert read["h"].attrs == {"units": "J"} and read["time"].attrs == {"units": "us"}
    assert read.attrs == {"unread": "temperature"}
    dataset["h"].attrs["units"] = "Hz"
    dataset.to_netcdf(tmp_path / "b.nc")
    with pytest.raises(FileError, match=r"b.nc: h is in 'Hz', but in 'J' in .*a.nc$"):
        read_foreign([tmp_path / "a.nc", tmp_path / "b.nc"])


def test_files_that_measure_something_else_are_refused(tmp_path):
    a = rows(tmp_path / "a.csv", "0,0,0,1,0.1")
    b = tmp_path / "b.csv"
    b.write_text("B,time,value\n0,0,1\n")
    with pytest.raises(FileError, match=r"b.csv: its parameter is B, but h in .*a.csv$"):
        read_foreign([a, b])
    b.write_text("h,time,channel,value\n0,0,1,1\n")
    with pytest.raises(FileError, match=r"b.csv: its last dimension is channel, but site in"):
        read_foreign([a, b])


def test_a_file_is_read_once(tmp_path):
    path = rows(tmp_path / "a.csv", "0,0,0,1,0.1")
    with pytest.raises(FileError, match=r"a.csv: is named twice$"):
        read_foreign([path, tmp_path / "." / "a.csv"])
    with pytest.raises(ValueError, match=r"^paths is empty"):
        read_foreign([])


def test_what_does_not_fit_together_into_memory_is_refused(tmp_path, monkeypatch):
    paths = [rows(tmp_path / f"{one}.csv", f"{one},0,{one},{one},0.1") for one in range(20)]
    monkeypatch.setattr("os.sysconf", lambda name: 200)
    with pytest.raises(FileError, match="20 × 1 × 20 × 20 numbers, which do not fit"):
        read_foreign(paths)


def test_examples_of_the_page_on_traces_are_read(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "traces.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"`(\w+\.csv)`:\n\n```csv\n(.*?)```", page, re.DOTALL):
        (tmp_path / name).write_text(text)
    # One page, one session.
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), {})
    (entry,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    study = yaml.safe_load(entry)["studies"]["my-experiment"]
    traces = study["traces"]
    read = {name: read_foreign([name]) for name in ("values.csv", "counts.csv")}
    np.testing.assert_allclose(read["values.csv"]["magnetization"][0, 0, 1], [0.4, -0.3])
    np.testing.assert_allclose(read["counts.csv"]["magnetization"][0, 0, 1], [0.5, -0.5])
    npz, nc = read_foreign(["traces.npz"]), read_foreign(["traces.nc"])
    mat = read_foreign(
        [traces["files"]], study["parameter"]["name"], traces["variable"], traces["names"]
    )
    xr.testing.assert_equal(npz, nc)
    xr.testing.assert_equal(mat.rename(B="h"), npz)
    assert npz["magnetization"].shape == (2, 5, 3, 4)


def test_selected_shots_are_counted_over_all_files(tmp_path):
    for name, rows in (("a.csv", "0,0,10,3\n0,0,11,1\n"), ("b.csv", "1,0,01,2\n1,0,00,4\n")):
        (tmp_path / name).write_text(f"h,time,bitstring,count\n{rows}", encoding="utf-8")
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    read = read_foreign(paths, up_spins=1)
    assert read.attrs["kept_shots"] == "5 of 10"
    assert read["magnetization"].values.ravel().tolist() == [1, -1, -1, 1]
    corrected = read_foreign(paths, readout=Readout(0.0, 0.5))
    assert corrected.attrs["readout_inverted"] == 1
    assert corrected["magnetization"].values.ravel().tolist() == pytest.approx([3, 0, -1, 1 / 3])
    with pytest.raises(ValueError, match="readout and up_spins are both given"):
        read_foreign(paths, readout=Readout(0.0, 0.5), up_spins=1)
    toy().to_netcdf(tmp_path / "c.nc")
    with pytest.raises(FileError, match=r"c\.nc: has no counted bit strings"):
        read_foreign([tmp_path / "c.nc"], "h", "magnetization", up_spins=1)


def test_groups_that_differ_as_text_are_never_one(tmp_path):
    """What numbers would not give back stays text, whatever the other files have."""
    head = "h,realization,time,site,value,group\n"
    for name, groups in (("a", ["001", "1_0", "10"]), ("b", ["001", "20251127190400001", "x"])):
        rows = [
            f"{h},{r},{t},1,0.5,{group}\n"
            for h in (0, 1)
            for r, group in enumerate(groups)
            for t in (0, 1)
        ]
        (tmp_path / f"{name}.csv").write_text(head + "".join(rows))
    read = read_foreign([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert set(read["group"].values.ravel().tolist()) == {
        *("001", "1_0", "10", "20251127190400001", "x"),
    }


def test_one_file_needs_no_list(tmp_path):
    write_csv(tmp_path / "a.csv", toy())
    xr.testing.assert_identical(
        read_foreign(str(tmp_path / "a.csv")), read_foreign([tmp_path / "a.csv"])
    )


def test_values_that_differ_by_more_than_rounding_stay_apart(tmp_path):
    head = "h,realization,time,site,value\n"
    values = [6834682610, 6834682611, 6834682612]
    rows = [f"{h},0,{1.7e9 + t:.0f},1,0.5\n" for h in values for t in range(3)]
    (tmp_path / "a.csv").write_text(head + "".join(rows))
    read = read_foreign([tmp_path / "a.csv"])
    assert read["h"].values.tolist() == values and read.sizes["time"] == 3
