"""What made a file: software versions, and a digest of the code behind it.

Snakemake re-makes a file when a rule's parameters change, but not when a module that
the rule's script imports does; a change of the script itself it tells by the time of the
file, which a copy or a comment changes too. Rules therefore carry `code_digest` as a
parameter.

Code that can change no number does not count: a module that is about speed, memory, locks or
reporting alone says so by ``CHANGES_NUMBERS = False``.
"""

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from phasetrace import __version__

_PACKAGE = Path(__file__).parents[1]
_SOFTWARE = ("jax", "flax", "numba", "numpy", "scipy", "xarray")
_ASIDE = "CHANGES_NUMBERS"


def software_versions() -> str:
    """List the package's own version and those of the libraries its numbers rest on."""
    libraries = [f"{name} {version(name)}" for name in _SOFTWARE]
    return ", ".join([f"phasetrace {__version__}", *libraries])


def code_digest(script: str, *modules: str) -> str:
    """Digest the code of a script, of library modules and of every one that these import.

    Comments, docstrings and layout do not count, and neither do modules with
    ``CHANGES_NUMBERS = False``: what cannot change a result must not re-make it.

    Parameters
    ----------
    script : str
        File name of a script beside the package, such as ``"train.py"``. What it imports
        does not count by itself: much of that is about reporting, not about results.
    *modules : str
        Module names inside the package, such as ``"models.heisenberg.chain"``. Modules that are
        found by name while a job runs have to be among them.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    trees = {name: tree for name, tree in _behind(modules).items() if not _is_aside(tree)}
    trees[script] = _parsed(_PACKAGE.parent / script)
    return _digest(trees)


def source_digest(path: str | Path) -> str:
    """Digest the code of a file and of every module of the package behind it, whatever it does."""
    tree = _parsed(Path(path))
    return _digest({Path(path).name: tree, **_behind(_imports(tree), follow_aside=True)})


def _behind(modules: Iterable[str], follow_aside: bool = False) -> dict[str, ast.Module]:
    """Modules and all that they import, but for what modules import that are left aside."""
    pending = list(modules)
    trees: dict[str, ast.Module] = {}
    while pending:
        name = pending.pop()
        if name not in trees:
            trees[name] = _parsed(_source(name))
            if follow_aside or not _is_aside(trees[name]):
                pending += _imports(trees[name])
    return trees


def _digest(trees: dict[str, ast.Module]) -> str:
    digest = hashlib.sha256()
    for name in sorted(trees):
        digest.update(f"{name}\n{ast.dump(_without_docstrings(trees[name]))}\n".encode())
    return digest.hexdigest()[:16]


def _parsed(path: Path) -> ast.Module:
    return _parsed_text(path.read_text(encoding="utf-8"))


@cache
def _parsed_text(text: str) -> ast.Module:
    return ast.parse(text)


def _source(module: str) -> Path:
    path = _PACKAGE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _imports(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    modules = [name.removeprefix("phasetrace.") for name in names if name.startswith("phasetrace.")]
    return [module for module in modules if _source(module).exists()]


def _is_aside(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and [ast.unparse(target) for target in node.targets] == [_ASIDE]
        and isinstance(node.value, ast.Constant)
        and node.value.value is False
        for node in tree.body
    )


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                child
                for child in body
                if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant))
            ]
    return tree
