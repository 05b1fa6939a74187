"""Order of the tests."""


def pytest_collection_modifyitems(items):
    """Begin with the longest file, so that on several cores the others run beside it."""
    items.sort(key=lambda item: item.path.name != "test_workflow.py")
