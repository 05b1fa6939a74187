"""The benchmarks as tables and as a figure."""

import csv
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import learners, propagators
from benchmarks.evolution import FEW
from benchmarks.ring import INTERVALS
from matplotlib.ticker import LogLocator
from phasetrace import __version__
from phasetrace.figures import PAGE, letter, new_figure, ramp, save
from phasetrace.store.files import atomic

Row = dict[str, str | int | float]
MARKERS = "<!-- bench -->", "<!-- /bench -->"
_TRAINING = ((0, "labelled traces alone"), (1, "with confidence enhancement"))


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Write rows that all have the same columns."""
    with atomic(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in row.items()})


def markdown(evolution: Sequence[Row], training: Sequence[Row]) -> str:
    """Tables of medians, each with its ratio to phasetrace's in brackets."""
    lengths = list(dict.fromkeys(row["sites"] for row in evolution))
    extrapolated = {row["sites"] for row in evolution if row["intervals"] < INTERVALS}
    batches = ", ".join(
        f"{_of(evolution, tool='phasetrace', sites=n)['realizations']} at L = {n}" for n in lengths
    )
    lines = [
        f"Seconds to evolve a realization to t = 500, on one core of an {cpu()}:",
        "",
        _line("tool", "version", *(f"L = {n}{'*' if n in extrapolated else ''}" for n in lengths)),
        _line(*["---"] * 2, *["---:"] * len(lengths)),
    ]
    for name, tool in propagators.TOOLS.items():
        cells = [_ratio(evolution, "warm_s", "s", name, sites=n) for n in lengths]
        lines.append(_line(name, _version(tool.package), *cells))
    worst = max(float(row["error"]) for row in evolution if row["precision"] == "float64")
    single = max(float(row["error"]) for row in evolution if row["precision"] == "float32")
    lines += [
        "",
        f"In float64 every magnetization is right to {worst:.0e}, in float32 to {single:.0e}."
        f" phasetrace is given several realizations a call ({batches}), the others one."
        + (
            f" *Extrapolated from the first {FEW} of {INTERVALS} intervals." if extrapolated else ""
        ),
        "",
        "Seconds of a retraining (32 units, 480 labelled traces of 20 sites, 25 epochs):",
        "",
        _line("tool", "version", *(title for _, title in _TRAINING)),
        _line(*["---"] * 2, *["---:"] * len(_TRAINING)),
    ]
    for name, learner in learners.TOOLS.items():
        cells = [_ratio(training, "warm_s", "s", name, enhanced=e) for e, _ in _TRAINING]
        lines.append(_line(name, _version(learner.package), *cells))
    steps = [_of(training, tool="phasetrace", enhanced=e)["warm_ms_a_step"] for e, _ in _TRAINING]
    lines += [
        "",
        f"A step of phasetrace takes {steps[0]:.1f} and {steps[1]:.1f} ms. Compiling comes on top"
        " once, as `cold_s` in the tables of `results/benchmarks/` says.",
    ]
    return "\n".join(lines) + "\n"


def put_into(page: Path, table: str) -> None:
    """Replace what stands between the two markers of a page.

    Raises
    ------
    ValueError
        If the markers are not there.
    """
    text = page.read_text(encoding="utf-8")
    begin, end = MARKERS
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{page}: has not one {begin} and one {end}")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    with atomic(page) as temporary:
        temporary.write_text(f"{before}{begin}\n{table}{end}{after}", encoding="utf-8")


def draw(folder: Path, evolution: Sequence[Row], training: Sequence[Row]) -> None:
    """Draw medians, and the range of the repeats, as comparison.pdf and .png."""
    figure, ((left, right),) = new_figure(PAGE, 2.4, columns=2)
    lengths = list(dict.fromkeys(row["sites"] for row in evolution))
    series = [
        (f"L = {n}", [_of(evolution, tool=name, sites=n) for name in propagators.TOOLS])
        for n in lengths
    ]
    _points(left, list(propagators.TOOLS), series, "seconds a realization to t = 500", (1,))
    series = [
        (title, [_of(training, tool=name, enhanced=e) for name in learners.TOOLS])
        for e, title in enumerate(("labelled alone", "enhanced"))
    ]
    _points(right, list(learners.TOOLS), series, "seconds a retraining", (1, 2, 5))
    letter(left, "a")
    letter(right, "b")
    save(figure, folder / "comparison.pdf", folder / "comparison.png")


def cpu() -> str:
    """Name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _points(
    axes, tools: list[str], series: list[tuple[str, list[Row]]], label: str, ticks: tuple[int, ...]
) -> None:
    for (title, rows), color, marker in zip(series, ramp(len(series)), "osD^", strict=False):
        middle, low, high = ([float(row[key]) for row in rows] for key in _WARM)
        spread = [
            [m - a for m, a in zip(middle, low, strict=True)],
            [b - m for m, b in zip(middle, high, strict=True)],
        ]
        axes.errorbar(
            middle, range(len(tools)), xerr=spread, fmt=marker, color=color, label=title, ms=4
        )
    axes.set(xscale="log", xlabel=label, ylim=(len(tools) - 0.5, -0.5))
    axes.xaxis.set_major_locator(LogLocator(subs=ticks))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.set_yticks(range(len(tools)), tools)
    axes.grid(axis="x", linewidth=0.4, alpha=0.5)
    # Above the panel, where no point can be.
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(series), borderaxespad=0.2)


_WARM = "warm_s", "warm_min_s", "warm_max_s"


def _of(rows: Iterable[Row], **values: str | int) -> Row:
    (row,) = (row for row in rows if all(row[key] == value for key, value in values.items()))
    return row


def _ratio(rows: Sequence[Row], column: str, unit: str, tool: str, **values: int) -> str:
    own = float(_of(rows, tool=tool, **values)[column])
    base = float(_of(rows, tool="phasetrace", **values)[column])
    return f"{_significant(own)} {unit}" + (
        "" if tool == "phasetrace" else f" ({_significant(own / base)}×)"
    )


def _significant(value: float) -> str:
    """Two digits, and no exponent."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _version(package: str) -> str:
    return __version__ if package == "phasetrace" else version(package).partition("+")[0]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
