"""Files tell what they were made from, and are compared with what would be made."""

import json

import pytest
import xarray as xr
from phasetrace import FileError
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.origin import (
    check_origins,
    departure,
    drawn_from,
    is_foreign,
    origin_digest,
    telling_origin,
)

SETTINGS = {
    "model": "heisenberg",
    "chain": {"sites": 12, "boundary": "open", "times": {"stop": 500.0}},
    "values": [0.5, 1.0],
    "site": None,
    "code": "0123",
}


@pytest.fixture
def path(tmp_path):
    write_dataset(tmp_path / "a.nc", telling_origin(xr.Dataset({"a": ("x", [1.0])}), SETTINGS))
    return tmp_path / "a.nc"


def test_a_file_tells_what_it_was_made_from(path):
    told = read_dataset(path).attrs
    assert json.loads(told["configuration"]) == SETTINGS
    assert told["origin"] == origin_digest(SETTINGS)
    assert told["software"].startswith("phasetrace")


def test_the_digest_is_of_values_and_of_their_order():
    assert origin_digest({"a": 1.0, "b": 2}) == origin_digest({"a": 1.0, "b": 2})
    for other in ({"a": 1.0, "b": 3}, {"b": 2, "a": 1.0}, {"a": 1.0}, {"a": "1.0", "b": 2}):
        assert origin_digest(other) != origin_digest({"a": 1.0, "b": 2})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": "floquet"}, 'model was "heisenberg", is "floquet"'),
        (
            {"chain": {**SETTINGS["chain"], "boundary": "periodic"}},
            'chain.boundary was "open", is "periodic"',
        ),
        ({"chain": {"sites": 12, "boundary": "open"}}, 'chain.times was {"stop": 500.0}, is null'),
        ({"values": [0.5]}, "values was [0.5, 1.0], is [0.5]"),
        ({"site": 6}, "site was null, is 6"),
        ({"code": "0124"}, "code has changed"),
        ({"seeds": [0]}, "seeds was null, is [0]"),
        (
            {"chain": {"boundary": "open", "sites": 12, "times": {"stop": 500.0}}},
            "chain: another order",
        ),
    ],
)
def test_what_a_file_departs_in_is_named(path, change, words):
    assert departure(path, SETTINGS) is None
    assert departure(path, {**SETTINGS, **change}) == words


def test_a_file_that_is_not_there_departs_in_nothing(tmp_path):
    assert departure(tmp_path / "absent.nc", SETTINGS) is None


def test_a_file_that_cannot_be_read_departs(path):
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert departure(path, SETTINGS) == "not a readable NetCDF file"
    path.write_bytes(b"\0" + whole[1:])
    assert departure(path, {**SETTINGS, "site": 6}) == (
        "is damaged: its bytes are not those that were written"
    )


def test_a_file_that_was_changed_later_departs(path):
    xr.load_dataset(path).assign(a=0.0).to_netcdf(path)
    assert departure(path, SETTINGS) == "was changed after it was made"
    with pytest.raises(FileError, match=r"a\.nc: was changed after it was made"):
        check_origins([path], [origin_digest(SETTINGS)])


def test_a_file_of_an_older_phasetrace_departs(path):
    xr.Dataset({"a": 1.0}, attrs={"software": "phasetrace 0.1.0"}).to_netcdf(path)
    assert departure(path, SETTINGS) == "does not tell what it was made from"


def test_somebodys_file_is_refused_rather_than_overwritten(tmp_path):
    xr.Dataset({"a": 1.0}).to_netcdf(tmp_path / "mine.nc")
    with pytest.raises(FileError, match=r"mine\.nc: was not made by phasetrace, .* move it away"):
        departure(tmp_path / "mine.nc", SETTINGS)


def test_a_reader_refuses_what_was_made_from_something_else(path, tmp_path):
    check_origins([path], [origin_digest(SETTINGS)])
    with pytest.raises(FileError, match=r'a\.nc: is not what .* made from {"model": "heisenberg"'):
        check_origins([path], [origin_digest({})])
    xr.Dataset({"a": 1.0}).to_netcdf(tmp_path / "mine.nc")
    with pytest.raises(FileError, match="made from something that it does not tell"):
        check_origins([path, tmp_path / "mine.nc"], [origin_digest(SETTINGS), "0"])
    path.write_bytes(b"no such file")
    with pytest.raises(FileError, match=r"a\.nc: not a readable NetCDF file"):
        check_origins([path], [origin_digest(SETTINGS)])


@pytest.mark.parametrize(
    ("name", "content", "foreign"),
    [
        ("fig3.nc", b"my notes", True),
        ("fig3.nc", b"", False),
        ("fig3.nc", b"\x89HDF\r\n\x1a\n cut off", False),
        ("fig3.pdf", b"%PDF-1.4 of somebody's", True),
        ("fig3.pdf", b"%PDF-1.4 (phasetrace 0.1.0)", False),
        ("fig3.png", b"\x89PNG", True),
        ("fig3.png", b"", False),
        ("accuracy.csv", b"a,b", False),
    ],
)
def test_what_is_surely_not_ours_is_known(tmp_path, name, content, foreign):
    (tmp_path / name).write_bytes(content)
    assert is_foreign(tmp_path / name) == foreign
    if name.endswith(".nc") and foreign:
        with pytest.raises(FileError, match="was not made by phasetrace"):
            departure(tmp_path / name, SETTINGS)


def test_a_figure_tells_what_it_was_drawn_from(tmp_path):
    (tmp_path / "fig3.pdf").write_bytes(b"%PDF (origin 0123456789abcdef)")
    assert drawn_from(tmp_path / "fig3.pdf", "0123456789abcdef")
    assert not drawn_from(tmp_path / "fig3.pdf", "0123456789abcdee")
