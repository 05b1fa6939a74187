"""The device at hand and its memory."""

import subprocess
import sys

import jax
from phasetrace.evolution import device
from phasetrace.evolution.device import default_memory, kind_of_device


def test_where_only_a_cpu_is_allowed_jax_is_not_asked(monkeypatch):
    program = """
import sys
from phasetrace.evolution.device import default_memory, kind_of_device
assert kind_of_device() == "cpu"
assert default_memory() > 2**20
assert "jax" not in sys.modules
"""
    environment = {"PYTHONPATH": ":".join(sys.path), "JAX_PLATFORMS": "cpu"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


def test_half_of_the_machine_s_memory_may_be_used(monkeypatch):
    monkeypatch.setattr(device, "kind_of_device", lambda: "cpu")
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1000}
    monkeypatch.setattr("os.sysconf", sizes.__getitem__)
    assert default_memory() == 2048000


def test_the_kind_is_that_of_the_default_backend(monkeypatch):
    monkeypatch.delenv("JAX_PLATFORMS", raising=False)
    for backend, kind in (("cpu", "cpu"), ("gpu", "gpu"), ("cuda", "gpu")):
        monkeypatch.setattr(jax, "default_backend", lambda backend=backend: backend)
        assert kind_of_device() == kind


def test_half_of_a_gpu_s_memory_may_be_used(monkeypatch):
    class Gpu:
        def memory_stats(self):
            return {"bytes_limit": 1000}

    monkeypatch.setattr(device, "kind_of_device", lambda: "gpu")
    monkeypatch.setattr(jax, "local_devices", lambda: [Gpu()])
    assert default_memory() == 500
    monkeypatch.setattr(Gpu, "memory_stats", lambda self: None)
    assert default_memory() > 2**20
