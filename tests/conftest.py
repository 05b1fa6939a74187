"""Order of the tests."""

LONGEST = ["test_workflow.py", "test_faults.py", "test_determinism.py"]


def pytest_collection_modifyitems(items):
    """Begin with the longest files, so that on several cores the others run beside them."""
    items.sort(key=lambda item: (*LONGEST, item.path.name).index(item.path.name))
