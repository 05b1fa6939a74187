"""Time phasetrace and its peers, and write results/benchmarks/; see `make bench`."""

import argparse
from pathlib import Path
from time import perf_counter

from benchmarks import evolution, shares, shots, training
from benchmarks.report import draw, markdown, put_into, write_csv
from benchmarks.timing import REPEATS

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results" / "benchmarks"


def main() -> None:
    """Run the benchmarks from the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a trial on short rings, into results/benchmarks/quick/; docs/speed.md stays as it is",
    )
    quick = parser.parse_args().quick
    folder = RESULTS / "quick" if quick else RESULTS
    repeats = 1 if quick else REPEATS
    began = perf_counter()

    def say(text: str) -> None:
        print(f"[{perf_counter() - began:5.0f} s] {text}", flush=True)

    learning = list(training.rows(5 if quick else 25, repeats, say))
    write_csv(folder / "training.csv", learning)
    parts = list(shares.rows((10,) if quick else (12, 14, 16), repeats, say))
    write_csv(folder / "shares.csv", parts)
    chains = list(evolution.chain_rows((10,) if quick else (12, 14, 16), repeats, say))
    write_csv(folder / "chains.csv", chains)
    drawn = list(shots.rows((10,) if quick else (12, 14, 16), repeats, say))
    write_csv(folder / "shots.csv", drawn)
    evolving = list(
        evolution.rows((10,) if quick else (14, 16), (12,) if quick else (20,), repeats, say)
    )
    write_csv(folder / "evolution.csv", evolving)

    draw(folder, evolving, learning)
    table = markdown(evolving, learning)
    (folder / "table.md").write_text(table, encoding="utf-8")
    if not quick:
        put_into(ROOT / "docs" / "speed.md", table)
    print(f"\n{table}\n{folder.relative_to(ROOT)}/ has the tables and the figure.")


if __name__ == "__main__":
    main()
