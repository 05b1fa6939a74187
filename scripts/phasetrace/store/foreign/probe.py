"""Whether HDF5 comes back from a file: from a damaged one it may never, or end the process.

Run as a program, it reads each file that it is given and writes a byte for it.
"""

import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from phasetrace.store.errors import FileError

SECONDS, BYTES_A_SECOND = 30.0, 1e6
"""How long a file may take, and how much longer for its size: far more than an undamaged one does."""


def check_returns(paths: Sequence[str]) -> None:
    """Refuse files from which HDF5 does not return.

    Parameters
    ----------
    paths : sequence of str
        HDF5 files, each of which is read in another process.

    Raises
    ------
    FileError
        If reading one takes too long, or ends the process that does.
    """
    if not paths:
        return
    with subprocess.Popen(
        [sys.executable, "-P", __file__, *paths],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    ) as child:
        assert child.stdout is not None
        try:
            for path in paths:
                limit = SECONDS + Path(path).stat().st_size / BYTES_A_SECOND
                ready, _, _ = select.select([child.stdout], [], [], limit)
                if not ready or not child.stdout.read(1):
                    raise FileError(path, "is damaged: HDF5 does not come back from it")
        finally:
            child.kill()


def _read(group: Any) -> None:
    for variable in group.variables.values():
        variable.ncattrs()
        variable[...]
    for inner in group.groups.values():
        _read(inner)


if __name__ == "__main__":
    import netCDF4

    for name in sys.argv[1:]:
        try:
            with netCDF4.Dataset(name) as file:
                file.ncattrs()
                _read(file)
        except Exception:  # damaged in a way that reading it here finds as well
            pass
        sys.stdout.buffer.write(b".")
        sys.stdout.buffer.flush()
