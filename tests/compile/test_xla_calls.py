"""The version of the interface by which XLA calls kernels."""

import jax
import pytest
from phasetrace.compile.xla_calls import VERSION, UnsupportedInterface, interface_version, register


def header(folder, text):
    path = folder / "xla" / "ffi" / "api" / "c_api.h"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_this_xla_has_the_version_of_the_kernels():
    assert interface_version() == VERSION


def test_the_version_is_that_of_the_header(tmp_path, monkeypatch):
    monkeypatch.setattr(jax.ffi, "include_dir", lambda: str(tmp_path))
    assert interface_version() is None
    header(tmp_path, "// XLA\n#define XLA_FFI_API_MAJOR 1\n\n#define XLA_FFI_API_MINOR 12\n")
    assert interface_version() == (1, 12)
    with pytest.raises(UnsupportedInterface, match=r"version 1\.12, must have 0\.3$"):
        register("phasetrace_test", lambda frame: 0)


def test_a_header_without_a_version_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr(jax.ffi, "include_dir", lambda: str(tmp_path))
    header(tmp_path, "#define XLA_FFI_API_MAJOR 1\n")
    assert interface_version() is None
