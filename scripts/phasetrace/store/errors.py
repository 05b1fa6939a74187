"""What is wrong with a file."""

from os import PathLike, fspath

CHANGES_NUMBERS = False


class FileError(ValueError):
    """A file that cannot be used as it is, in one line that names it.

    Parameters
    ----------
    path : path-like
        The file.
    fault : str
        What is wrong with it.
    """

    def __init__(self, path: str | PathLike[str], fault: str) -> None:
        super().__init__(f"{fspath(path)}: {fault}")
        self.path = fspath(path)

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Survive being sent from one process to another."""
        return type(self), (self.path, str(self).removeprefix(f"{self.path}: "))
