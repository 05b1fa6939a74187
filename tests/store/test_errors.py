"""A fault of a file is a fault of a value, and names the file."""

import pickle

import pytest
from phasetrace import FileError, load_networks, read_traces


@pytest.mark.parametrize("read", [lambda path: read_traces([path]), load_networks])
def test_a_file_that_cannot_be_used_is_named_in_one_line(tmp_path, read):
    (tmp_path / "some.nc").write_text("no arrays")
    with pytest.raises(FileError) as refusal:
        read(tmp_path / "some.nc")
    text = str(refusal.value)
    assert text.startswith(f"{tmp_path}/some.nc: ") and "\n" not in text


def test_who_expects_wrong_values_expects_wrong_files():
    assert issubclass(FileError, ValueError)


def test_an_error_of_a_file_keeps_its_path_between_processes():
    error = pickle.loads(pickle.dumps(FileError("a folder/traces.nc", "is: damaged")))
    assert str(error) == "a folder/traces.nc: is: damaged"
    assert error.path == "a folder/traces.nc"
