"""One run at a time in a folder."""

import fcntl
import os
from pathlib import Path

CHANGES_NUMBERS = False


def lock(folder: str | os.PathLike[str]) -> None:
    """Keep other runs out of a folder for as long as this process lives.

    Snakemake's own lock would outlive a killed run; this one goes with the process. A file system
    without locks makes no lock.

    Parameters
    ----------
    folder : path-like
        The working directory of the run.

    Raises
    ------
    RuntimeError
        If another run is at work there.
    """
    path = Path(folder, ".snakemake", "phasetrace.lock")
    path.parent.mkdir(exist_ok=True)
    # Never closed: the lock goes with the descriptor.
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RuntimeError(f"another snakemake is at work in {Path(folder).resolve()}") from None
    except OSError:
        pass
