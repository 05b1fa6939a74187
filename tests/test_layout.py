"""Tests are laid out like the package: one looks for a module's test by its name."""

import re
from importlib import import_module
from pathlib import Path

import phasetrace
import pytest

PACKAGE, TESTS = Path(phasetrace.__file__).parent, Path(__file__).parent
ELSEWHERE = {
    "baselines/logistic_regression.py": "baselines/test_methods.py",
    "baselines/method.py": "baselines/test_methods.py",
    "baselines/perceptron.py": "baselines/test_methods.py",
    "baselines/principal_components.py": "baselines/test_methods.py",
    "baselines/random_forest.py": "baselines/test_methods.py",
    "evolution/cpu/engine.py": "evolution/test_engine.py",
    "evolution/gpu/engine.py": "evolution/test_engine.py",
    # A type, whose calls are those of the propagation.
    "evolution/observation.py": "evolution/test_propagation.py",
    "learning/cells/lstm/backward.py": "learning/cells/lstm/test_cpu.py",
    "learning/cells/lstm/forward.py": "learning/cells/lstm/test_cpu.py",
    "learning/cells/lstm/layout.py": "learning/cells/lstm/test_cpu.py",
    "learning/initializers.py": "learning/test_initialization.py",
    "learning/weights.py": "learning/test_initialization.py",
    # Constants of speed, on which no number depends.
    "learning/speed.py": "learning/test_training.py",
}
"""Modules whose tests have another name, since they are parts of what another one tests."""
NAMES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)


def place(name):
    """Where the test of a module is to be."""
    return TESTS / ELSEWHERE.get(name, Path(name).with_name(f"test_{Path(name).name}"))


@pytest.mark.parametrize("name", NAMES)
def test_every_module_has_a_test_of_its_own_name(name):
    text = place(name).read_text() if place(name).exists() else ""
    assert "\ndef test_" in text, f"{name} has no {place(name).relative_to(TESTS)}"


def test_exceptions_are_modules():
    assert set(ELSEWHERE) <= set(NAMES)


def test_no_test_is_left_of_a_module_that_is_gone():
    rooms = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_dir()}
    for path in TESTS.rglob("test_*.py"):
        room = path.relative_to(TESTS).parent
        if room in rooms and room != Path("."):
            module = PACKAGE / room / path.name.removeprefix("test_")
            # What is in a room's own file is tested by the room's name.
            own = module.stem == room.name and (PACKAGE / room / "__init__.py").exists()
            shared = path.relative_to(TESTS).as_posix() in ELSEWHERE.values()
            assert module.exists() or own or shared, path


def test_what_a_rooms_own_file_does_is_tested_by_the_rooms_name():
    assert (TESTS / "figures" / "test_figures.py").exists()


def exists(name):
    """Whether a dotted name is a module of the package, or something in one."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        place = PACKAGE.parent.joinpath(*parts[:count])
        if place.is_dir() or place.with_suffix(".py").exists():
            found = import_module(".".join(parts[:count]))
            for part in parts[count:]:
                found = getattr(found, part, None)
            return found is not None
    return False


def test_names_that_texts_give_exist():
    texts = [*PACKAGE.rglob("*.py"), *(TESTS / "benchmarks").glob("*.md")]
    given = {
        name: path
        for path in texts
        for name in re.findall(r"`(phasetrace(?:\.\w+)+)`", path.read_text(encoding="utf-8"))
    }
    assert len(given) > 30
    missing = {name: path.name for name, path in given.items() if not exists(name)}
    assert not missing
