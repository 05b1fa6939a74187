"""Pickles are read without anything in them being run."""

import io
import pickle
import subprocess
import sys

import numpy as np
import pytest
from phasetrace import FileError
from phasetrace.store.pickled import read_pickled

MEASURED = [
    {
        "t": np.float64(0.5),
        "counts": {"000111": 8000, "000110": np.int64(192)},
        "qubits": (3, None),
    },
    {"t": 1.5, "counts": {"000111": np.uint8(7)}, "good": np.bool_(True), "x": np.float32(0.25)},
]


class Asks:
    """Pickled as a call."""

    def __init__(self, called, *arguments):
        self.call = called, arguments

    def __reduce__(self):
        return self.call


def write(folder, content):
    path = folder / "run.pkl"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_numbers_and_what_holds_them_are_read(tmp_path, protocol):
    path = write(tmp_path, pickle.dumps(MEASURED, protocol))
    found = read_pickled(path)
    assert found == MEASURED
    assert type(found[0]["t"]) is np.float64 and type(found[1]["x"]) is np.float32


def test_numbers_are_read_in_the_order_of_their_bytes(tmp_path):
    swapped = np.dtype(">f8").type(0.1), np.array([258], ">i4")[0]
    assert read_pickled(write(tmp_path, pickle.dumps(swapped))) == (0.1, 258)
    # As NumPy 1 and Python 2 name it, the number's bytes as text.
    old = (
        b"cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'i4'\nI0\nI1\ntR"
        b"(I3\nS'>'\nNNNI-1\nI-1\nI0\ntbS'\\x00\\x00\\x01\\x02'\ntR."
    )
    assert read_pickled(write(tmp_path, old)) == 258


@pytest.mark.parametrize(
    ("pickled", "named"),
    [
        (Asks(exec, "raise SystemExit('it was run')"), "builtins.exec"),
        (Asks(eval, "1 + 1"), "builtins.eval"),
        (Asks(getattr, {}, "keys"), "builtins.getattr"),
        (Asks(subprocess.run, ["touch", "run"]), "subprocess.run"),
        (Asks(__import__, "os"), "builtins.__import__"),
        (np.arange(3.0), r"numpy._core.multiarray._reconstruct"),
        (np.random.default_rng(1), r"numpy.random._pickle.__generator_ctor"),
        (MEASURED[0].__class__, "builtins.dict"),
        (io.StringIO("text"), "_io.StringIO"),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path, pickled, named):
    path = write(tmp_path, pickle.dumps([1.0, pickled]))
    with pytest.raises(FileError, match=rf"^{path}: asks for {named}, which could run anything"):
        read_pickled(path)


def test_what_stands_for_numbers_is_neither_called_nor_changed_by_a_pickle(tmp_path):
    kinds = {
        "objects": b"cnumpy\ndtype\n(S'O'\nI0\nI1\ntR.",
        "text": b"cnumpy\ndtype\n(S'U9'\nI0\nI1\ntR.",
        "fields": b"cnumpy\ndtype\n(S'f8,f8'\nI0\nI1\ntR.",
        "an order of bytes": b"cnumpy\ndtype\n(S'i4'\nI0\nI1\ntR(I3\nS'f8,<'\nNNNI-1\nI-1\nI0\ntb.",
        "attributes": b"cnumpy\ndtype\n(dS'__call__'\nI1\nsb.",
        "attributes of slots": b"cnumpy\ndtype\n(N(dS'code'\nI1\nstb.",
        "a number of no kind": b"cnumpy.core.multiarray\nscalar\n(I1\nS'1234'\ntR.",
        "a call of a list": b"((l(tR.",
        "an object": b"\x80\x02cnumpy\ndtype\n)\x81.",
    }
    for what, text in kinds.items():
        path = write(tmp_path, text)
        with pytest.raises(FileError, match=f"^{path}: is damaged, not a readable pickle$"):
            pytest.fail(f"{what}: {read_pickled(path)}")
    assert read_pickled(write(tmp_path, pickle.dumps(MEASURED))) == MEASURED


def test_nothing_is_imported_for_a_pickle(tmp_path):
    path = write(tmp_path, b"cantigravity\nfly\n.")
    with pytest.raises(FileError, match=r"asks for antigravity\.fly,"):
        read_pickled(path)
    assert "antigravity" not in sys.modules


def test_a_damaged_pickle_is_named_in_one_line(tmp_path):
    whole = pickle.dumps(MEASURED)
    for end in range(len(whole) - 1):
        path = write(tmp_path, whole[:end])
        with pytest.raises(FileError, match=f"^{path}: is damaged, not a readable pickle$"):
            read_pickled(path)
    for other in (b"", b"h,realization\n", b"\x89HDF\r\n\x1a\n" + bytes(40), b"\x80\xff" + whole):
        with pytest.raises(FileError, match=r"is damaged, not a readable pickle$"):
            read_pickled(write(tmp_path, other))


def test_numbers_of_entries_take_no_memory(tmp_path):
    # An entry of number 2³⁰: a list of all of them would take 16 GiB.
    path = write(tmp_path, b"\x80\x02K\x01r" + (2**30).to_bytes(4, "little") + b".")
    assert read_pickled(path) == 1


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(FileError, match="is no regular file"):
        read_pickled(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_pickled(tmp_path / "none.pkl")
