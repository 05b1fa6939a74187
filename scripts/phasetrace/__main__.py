"""The command line: ``python -m phasetrace inspect FILE…``."""

import argparse
import signal
import sys
from collections.abc import Sequence
from glob import glob

CHANGES_NUMBERS = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what phasetrace reads in trace files, and a configuration to start from.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of the process by default.

    Returns
    -------
    int
        0, or 1 if a file cannot be read.
    """
    parser = argparse.ArgumentParser(prog="phasetrace", allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="command")
    inspect = commands.add_parser(
        "inspect",
        help="say what phasetrace reads in files of traces",
        description="Say what phasetrace reads in files of traces, and propose a configuration.",
        epilog="Formats and names are explained in docs/traces.md.",
        allow_abbrev=False,
    )
    inspect.add_argument(
        "files", nargs="+", metavar="FILE", help="NetCDF, HDF5, NPZ, MAT or CSV, of one experiment"
    )
    inspect.add_argument("--parameter", help="name of the parameter")
    inspect.add_argument("--variable", help="name of what was measured")
    inspect.add_argument(
        "--names",
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=NAME",
        help='names in the files, as time=t site=qubit dimensions="parameter time site"',
    )
    given = parser.parse_args(arguments)
    for pair in given.names:
        if "=" not in pair:
            inspect.error(f"--names has {pair!r}, must be KEY=NAME")
    names = dict(pair.split("=", 1) for pair in given.names)

    # Not before --help was answered: this takes a second.
    from phasetrace.store.foreign.reading import read_foreign
    from phasetrace.store.foreign.summary import starting_configuration, summarize

    files = [file for pattern in given.files for file in sorted(glob(pattern)) or [pattern]]
    try:
        dataset = read_foreign(files, given.parameter, given.variable, names)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    # What is printed is a configuration, if a user writes it into a file.
    print("\n".join(f"# {line}" for line in summarize(dataset).splitlines()))
    if next(iter(dataset.sizes.values())) > 1:
        print()
        print(starting_configuration(dataset, files, names))
    return 0


if __name__ == "__main__":
    # End like other programs, without a word, when the reader of the output or the user has enough.
    for number in (signal.SIGPIPE, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    sys.exit(main())
