"""What all tests share: the settings of a job's process, and their order."""

import os

from phasetrace.jobs.process import XLA_FLAGS

# Some last bits depend on how XLA compiles; tests compute as jobs do.
os.environ.setdefault(
    "XLA_FLAGS", " ".join(f"--{name}={value}" for name, value in XLA_FLAGS.items())
)

LONGEST = ["test_workflow.py", "test_documentation.py", "test_faults.py", "test_determinism.py"]


def pytest_collection_modifyitems(items):
    """Begin with the longest files, so that on several cores the others run beside them."""
    items.sort(key=lambda item: (*LONGEST, item.path.name).index(item.path.name))
