"""CSV in long form: a row for each value, or for each bit string that was counted."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phasetrace.measurement.estimate import mean_of_spins
from phasetrace.measurement.readout import Readout
from phasetrace.store.errors import FileError
from phasetrace.store.foreign.block import Block, check_size, labels_of, merged
from phasetrace.store.foreign.names import (
    BITSTRING,
    COUNT,
    DIMENSIONS,
    ERROR,
    GROUP,
    MAGNETIZATION,
    PARAMETER,
    REALIZATION,
    ROLES,
    SITE,
    TIME,
    VALUE,
    Names,
)

DELIMITERS = ",;\t"
NO_SHOTS = "has no counted bit strings, of which readout and postselect are"


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file.

    Parameters
    ----------
    path : str
        The file.
    columns : mapping of sequence of str
        Cells by the name of the column, in the file's order.
    lines : sequence of int
        Line of the file that each row is in.
    """

    path: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]

    def numbers(self, name: str, gaps: bool = False) -> npt.NDArray[np.float64]:
        """Read a column of finite numbers; where there may be gaps, an empty cell or nan is one."""
        found = np.empty(len(self.lines))
        for row, cell in enumerate(self.columns[name]):
            try:
                found[row] = float(cell) if cell or not gaps else np.nan
            except ValueError:
                raise self.fault(row, name, "must be a number") from None
        wrong = np.isinf(found) if gaps else ~np.isfinite(found)
        if wrong.any():
            raise self.fault(int(wrong.argmax()), name, "must be a finite number")
        return found

    def labels(self, name: str | None, default: int) -> npt.NDArray:
        """Read a column of numbers or text; one label for all rows where there is no column."""
        if name is None:
            return np.full(len(self.lines), default)
        for row, cell in enumerate(self.columns[name]):
            if not cell:
                raise self.fault(row, name, "must not be empty")
        return labels_of(self.columns[name])

    def fault(self, row: int, name: str, rule: str) -> FileError:
        """Say what is wrong in a cell."""
        cell = self.columns[name][row]
        shown = cell if len(cell) <= 40 else f"{cell[:39]}…"
        return FileError(self.path, f"line {self.lines[row]}: {name} is {shown!r}, {rule}")


@dataclass(frozen=True)
class _Rows:
    """Where the rows of a table belong."""

    samples: npt.NDArray[np.intp]
    times: npt.NDArray[np.intp]
    parameters: npt.NDArray[np.float64]  # of each sample
    moments: npt.NDArray[np.float64]  # the distinct times


def block_of_table(
    path: str,
    parameter: str | None,
    variable: str | None,
    names: Mapping[str, str],
    readout: Readout | None = None,
    up_spins: int | None = None,
) -> Block:
    """Read a CSV file.

    Parameters
    ----------
    path : str
        The file.
    parameter, variable, names, readout, up_spins
        As `phasetrace.store.foreign.reading.read_foreign` takes them.

    Returns
    -------
    Block
        Its samples.

    Raises
    ------
    FileError
        If it is no table in long form, or a cell is not what its column needs.
    """
    table = _read_table(path)
    names = {role: name for role, name in names.items() if role != DIMENSIONS}
    held = Names(path, list(table.columns), names)
    swept = held.need(PARAMETER, parameter or next(iter(table.columns)))
    if parameter is None and swept in ROLES and PARAMETER not in names:
        raise FileError(path, f"its first column is {swept}, must bear the parameter's name")
    time, realization, group = held.need(TIME), held.find(REALIZATION), held.find(GROUP)
    rows = _rows(table, swept, time, realization)
    used: set[str | None] = {swept, time, realization, group}
    errors: npt.NDArray[np.float64] | None
    if held.find(BITSTRING) is not None:
        bitstring, count = held.need(BITSTRING), held.need(COUNT)
        used |= {bitstring, count}
        sites, values, errors, shots = _counted(table, rows, bitstring, count, readout, up_spins)
        value, site_name = MAGNETIZATION, SITE
    else:
        if readout is not None or up_spins is not None:
            raise FileError(path, NO_SHOTS)
        shots = None
        site, site_name = held.site()
        usual = [variable, VALUE] if variable else [VALUE, MAGNETIZATION]
        if variable is None:
            known = {*used, site, held.find(ERROR)}
            others = [name for name in table.columns if name not in known]
            # The only column that stands for nothing else is what was measured.
            usual += others if len(others) == 1 else []
        if held.find(VALUE, *usual) is None and site is None and variable is None:
            raise FileError(
                path,
                f"has no {VALUE} or {MAGNETIZATION}; {held.listed()}; need a row for each value, "
                "with its site in a column, or say names: {value: …}",
            )
        value = held.need(VALUE, *usual)
        error = held.find(ERROR, f"{variable or value}_error", f"{value}_error", ERROR)
        used |= {site, value, error}
        sites, values, errors = _pivoted(table, rows, site, value, error)
    return Block(
        path,
        parameter or swept,
        variable or value,
        site_name,
        rows.parameters,
        rows.moments,
        sites,
        values,
        errors,
        None if group is None else _groups(table, rows, group),
        unread=[name for name in table.columns if name not in used],
        shots=shots,
    )


def _read_table(path: str) -> Table:
    """Read all cells; blank lines and those that begin with # are comments."""
    rows, lines = [], []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header = next((line for line in file if line.strip() and line[0] != "#"), "")
            file.seek(0)
            reader = csv.reader(file, delimiter=max(DELIMITERS, key=header.count), strict=True)
            for row in reader:
                if row and not row[0].startswith("#") and (len(row) > 1 or row[0].strip()):
                    rows.append([cell.strip() for cell in row])
                    lines.append(reader.line_num)
    except UnicodeDecodeError:
        raise FileError(path, "is not text in UTF-8, need CSV in UTF-8") from None
    except csv.Error as error:
        raise FileError(path, f"line {reader.line_num}: is no CSV: {error}") from None
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror}") from None
    if not rows:
        raise FileError(path, "has no line but comments, need a table")
    names, *rows = rows
    for name in names:
        if not name or names.count(name) > 1:
            fault = f"has the name {name!r} twice" if name else "has a column without a name"
            raise FileError(path, f"line {lines[0]}: the header {fault}")
    if not rows:
        raise FileError(path, "has a header and no row")
    for row, line in zip(rows, lines[1:], strict=True):
        if len(row) != len(names):
            raise FileError(
                path, f"line {line}: has {len(row)} cells, must have {len(names)} as the header has"
            )
    return Table(path, dict(zip(names, zip(*rows, strict=True), strict=True)), lines[1:])


def _rows(table: Table, swept: str, time: str, realization: str | None) -> _Rows:
    """Tell the samples apart, in the order of parameter value and realization."""
    points, point = merged(table.numbers(swept))
    moments, moment = merged(table.numbers(time))
    labels, label = merged(table.labels(realization, 0))
    pairs, sample = np.unique(point * len(labels) + label, return_inverse=True)
    return _Rows(sample, moment, points[pairs // len(labels)], moments)


def _pivoted(
    table: Table, rows: _Rows, site: str | None, value: str, error: str | None
) -> tuple[npt.NDArray, npt.NDArray[np.float64], npt.NDArray[np.float64] | None]:
    """Sites, values (sample, time, site) and their errors, of a table of values."""
    sites, place = merged(table.labels(site, 1))
    _refuse_repeats(table, rows, place, f"; {REALIZATION}s and {SITE}s are told by their columns")
    shape = len(rows.parameters), len(rows.moments), len(sites)
    check_size(table.path, value, *shape)
    found = []
    for name in (value, error):
        array = np.full(shape, np.nan)
        if name is not None:
            array[rows.samples, rows.times, place] = table.numbers(name, gaps=True)
        found.append(array)
    return sites, found[0], None if error is None else found[1]


def _counted(
    table: Table,
    rows: _Rows,
    bitstring: str,
    count: str,
    readout: Readout | None,
    up_spins: int | None,
) -> tuple[npt.NDArray, npt.NDArray[np.float64], npt.NDArray[np.float64], tuple[int, int]]:
    """Sites, magnetization (sample, time, site), its error, and shots, of a table of counts."""
    strings, counts = table.columns[bitstring], table.numbers(count)
    length = len(strings[0])
    for row, string in enumerate(strings):
        if len(string) != length or not string or string.strip("01"):
            rule = f"must be {length} characters 0 and 1, as the first is"
            raise table.fault(row, bitstring, rule)
        if counts[row] < 0 or counts[row] != np.rint(counts[row]):
            raise table.fault(row, count, "must be a whole number, 0 or more")
    _refuse_repeats(table, rows, np.unique(strings, return_inverse=True)[1], "")
    shape = len(rows.parameters), len(rows.moments), length
    check_size(table.path, bitstring, *shape)
    bits = np.frombuffer("".join(strings).encode("ascii"), np.uint8).reshape(-1, length)
    spins = np.where(bits == ord("1"), 1.0, -1.0)
    every = counts.sum()
    if up_spins is not None:
        if up_spins > length:
            raise FileError(
                table.path, f"has bit strings of {length} sites, and postselect is {up_spins}"
            )
        counts = np.where((spins > 0).sum(axis=1) == up_spins, counts, 0)
    total, shots = np.zeros(shape), np.zeros(shape[:2])
    np.add.at(total, (rows.samples, rows.times), counts[:, None] * spins)
    np.add.at(shots, (rows.samples, rows.times), counts)
    magnetization, error = mean_of_spins(total, shots)
    if readout is not None:
        if readout.sites not in (1, length):
            raise FileError(
                table.path,
                f"has bit strings of {length} sites, and readout has {readout.sites} probabilities",
            )
        magnetization, error = readout.inverted(magnetization, error)
    return np.arange(1, length + 1), magnetization, error, (int(counts.sum()), int(every))


def _refuse_repeats(table: Table, rows: _Rows, place: npt.NDArray[np.intp], hint: str) -> None:
    """Refuse two rows of one place: a site, or a bit string."""
    keys = (rows.samples * len(rows.moments) + rows.times) * (int(place.max()) + 1) + place
    order = np.argsort(keys, kind="stable")
    repeated = np.flatnonzero(np.diff(keys[order]) == 0)
    if repeated.size:
        first, second = sorted(order[repeated[0] : repeated[0] + 2])
        cells = ", ".join(column[second] for column in table.columns.values())
        raise FileError(
            table.path,
            f"line {table.lines[second]}: {cells} is for the same place as line "
            f"{table.lines[first]}{hint}",
        )


def _groups(table: Table, rows: _Rows, group: str) -> npt.NDArray[np.str_]:
    """Group of each sample."""
    labels = table.labels(group, 0).astype(np.str_)
    _, first = np.unique(rows.samples, return_index=True)
    differs = labels != labels[first][rows.samples]
    if differs.any():
        row = int(differs.argmax())
        line = table.lines[first[rows.samples[row]]]
        raise table.fault(row, group, f"but another for the same realization in line {line}")
    return labels[first]
