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
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from phasetrace import __version__

_PACKAGE = Path(__file__).parents[1]
FORMAT_VERSION = 2
"""Of the NetCDF files; files of another version are refused."""

_SOFTWARE = ("jax", "flax", "numba", "numpy", "scikit-learn", "scipy", "xarray")
_ASIDE = "CHANGES_NUMBERS"


def software_versions() -> str:
    """List the package's own version and those of the libraries its numbers rest on."""
    libraries = [f"{name} {version(name)}" for name in _SOFTWARE]
    return ", ".join([f"phasetrace {__version__}", *libraries])


def file_digest(path: str | PathLike[str]) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    told = Path(path).stat()
    return _file_digest(str(path), told.st_mtime_ns, told.st_size)


@cache
def _file_digest(path: str, changed: int, size: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def git_commit(folder: Path = _PACKAGE) -> str | None:
    """Commit that a folder's git checkout is at; None if it is in none."""
    found = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
    if found is None:
        return None
    try:
        return _commit(found / ".git")
    except (OSError, UnicodeDecodeError):
        return None


def _commit(git: Path) -> str | None:
    if git.is_file():
        # A work tree beside its repository, or a submodule.
        git = git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir: ").strip()
    head = (git / "HEAD").read_text(encoding="utf-8").strip()
    if not head.startswith("ref: "):
        return head
    branch = head.removeprefix("ref: ")
    common = git / "commondir"
    shared = git / common.read_text(encoding="utf-8").strip() if common.exists() else git
    if (shared / branch).exists():
        return (shared / branch).read_text(encoding="utf-8").strip()
    packed = (shared / "packed-refs").read_text(encoding="utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {branch}")), None)


def code_digest(script: str, *modules: str) -> str:
    """Digest the code of a script, of library modules and of every one that these import.

    Comments, docstrings and layout do not count, and neither do modules with
    ``CHANGES_NUMBERS = False``: what cannot change a result must not re-make it.

    Parameters
    ----------
    script : str
        File name of a script beside the package, such as ``"train.py"``, or the path of one
        elsewhere; its folder does not count. What it imports does not count by itself: much of
        that is about reporting, not about results.
    *modules : str
        Module names inside the package, such as ``"models.heisenberg.chain"``, which count
        whatever they say of themselves, and files of data in it, such as
        ``"paper/comparison.html"``. What is found by name while a job runs has to be among them.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    named = {name for name in modules if "/" not in name}
    behind = _behind(named)
    counted = {name: one for name, one in behind.items() if name in named or not one.aside}
    data = {
        name: _Source((_PACKAGE / name).read_text(encoding="utf-8"), (), False)
        for name in modules
        if "/" in name
    }
    return _digest({Path(script).name: _read(_PACKAGE.parent / script), **counted, **data})


def source_digest(path: str | Path) -> str:
    """Digest the code of a file and of every module of the package behind it, whatever it does."""
    source = _read(Path(path))
    behind = _behind(_existing(source.imports), follow_aside=True)
    return _digest({Path(path).name: source, **behind})


class _Source(NamedTuple):
    """What a file's text says: its code without docstrings, what it imports, what it is about."""

    code: str
    imports: tuple[str, ...]
    aside: bool


def _behind(modules: Iterable[str], follow_aside: bool = False) -> dict[str, _Source]:
    """Modules and all that they import, but for what modules import that are left aside."""
    pending = list(modules)
    sources: dict[str, _Source] = {}
    while pending:
        name = pending.pop()
        if name not in sources:
            sources[name] = _read(_place(name))
            if follow_aside or not sources[name].aside:
                pending += _existing(sources[name].imports)
    return sources


def _digest(sources: Mapping[str, _Source]) -> str:
    digest = hashlib.sha256(f"format {FORMAT_VERSION}\n".encode())
    for name in sorted(sources):
        digest.update(f"{name}\n{sources[name].code}\n".encode())
    return digest.hexdigest()[:16]


def _place(module: str) -> Path:
    path = _PACKAGE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _existing(names: Iterable[str]) -> list[str]:
    """Names that are modules of the package, not what a module holds."""
    return [name for name in names if _place(name).exists()]


def _read(path: Path) -> _Source:
    return _parse(path.read_text(encoding="utf-8"))


@cache
def _parse(text: str) -> _Source:
    tree = ast.parse(text)
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    own = [name.removeprefix("phasetrace.") for name in names if name.startswith("phasetrace.")]
    aside = any(
        isinstance(node, ast.Assign) and ast.unparse(node) == f"{_ASIDE} = False"
        for node in tree.body
    )
    return _Source(ast.dump(_without_docstrings(tree)), tuple(own), aside)


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
