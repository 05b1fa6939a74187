"""What made a file: software versions, and a digest of the code behind it.

Snakemake re-makes a file when a rule's parameters change, but not when a module that
the rule's script imports does; a change of the script itself it tells by the time of the
file, which a copy or a comment changes too. Rules therefore carry `code_digest` as a
parameter.
"""

import ast
import hashlib
from importlib.metadata import version
from pathlib import Path

from phasetrace import __version__

_PACKAGE = Path(__file__).parent
_SOFTWARE = ("jax", "flax", "numba", "numpy", "scipy", "xarray")


def software_versions() -> str:
    """List the package's own version and those of the libraries its numbers rest on."""
    libraries = [f"{name} {version(name)}" for name in _SOFTWARE]
    return ", ".join([f"phasetrace {__version__}", *libraries])


def code_digest(script: str, *modules: str) -> str:
    """Digest the code of a script, of library modules and of every one that these import.

    Comments, docstrings and layout do not count: what cannot change a result must not
    re-make it.

    Parameters
    ----------
    script : str
        File name of a script beside the package, such as ``"train.py"``. What it imports
        does not count by itself: much of that is about reporting, not about results.
    *modules : str
        Module names inside the package, such as ``"heisenberg"`` or ``"figures.fig2"``.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    pending = list(modules)
    trees = {script: ast.parse((_PACKAGE.parent / script).read_text(encoding="utf-8"))}
    while pending:
        name = pending.pop()
        if name not in trees:
            trees[name] = ast.parse(_source(name).read_text(encoding="utf-8"))
            pending += _imports(trees[name])
    digest = hashlib.sha256()
    for name in sorted(trees):
        digest.update(f"{name}\n{ast.dump(_without_docstrings(trees[name]))}\n".encode())
    return digest.hexdigest()[:16]


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
