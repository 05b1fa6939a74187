"""Whether a file can be read at all: in a damaged one a library may hang, or end the process.

HDF5 also keeps some damaged files open, and takes them for what replaces them. So this is found out
in another process: run as a program, this module reads each file that it is given and answers with
a line.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from phasetrace.store.errors import FileError
from phasetrace.store.foreign.binary import read_arrays

CHANGES_NUMBERS = False

SECONDS, BYTES_A_SECOND = 30.0, 1e6
"""How long a file may take, and how much longer for its size; an undamaged one takes far less."""


def check_readable(formats: Mapping[str, str]) -> None:
    """Refuse files that cannot be read, without reading them in this process.

    Parameters
    ----------
    formats : mapping of str
        Format of each file, as `phasetrace.store.foreign.formats.format_of` tells it.

    Raises
    ------
    FileError
        If one cannot be read, or reading it takes too long or ends the process that does.
    """
    if not formats:
        return
    words = [word for pair in formats.items() for word in pair]
    with subprocess.Popen(
        [sys.executable, "-P", __file__, *words],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    ) as child:
        assert child.stdout is not None
        try:
            for path, kind in formats.items():
                limit = SECONDS + Path(path).stat().st_size / BYTES_A_SECOND
                ready, _, _ = select.select([child.stdout], [], [], limit)
                answer = child.stdout.readline() if ready else b""
                if not answer:
                    raise FileError(path, f"is damaged, not a readable {kind} file")
                if fault := json.loads(answer):
                    raise FileError(path, fault)
        finally:
            child.kill()


if __name__ == "__main__":
    for path, kind in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        fault = ""
        try:
            read_arrays(path, kind)
        except FileError as error:
            fault = str(error).removeprefix(f"{path}: ")
        print(json.dumps(fault), flush=True)
