"""A program that knows nothing of phasetrace: traces of three phases, written as CSV.

They meet at 0.37 and 0.7 of the range. Seven channels decay, oscillate or stay; 15 % of the values
are missing.
"""

import csv
import math
import random
import sys
from pathlib import Path

LOW, HIGH, FIRST, SECOND = 2.0, 5.0, 0.37, 0.7


def write(folder, seed, values=31, realizations=20, files=3):
    """Write some files."""
    rng = random.Random(seed)
    every = [LOW + (HIGH - LOW) * number / (values - 1) for number in range(values)]
    length = -(-values // files)
    for number in range(files):
        with Path(folder, f"part{number}.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["g", "realization", "time", "channel", "signal"])
            for g in every[number * length : (number + 1) * length]:
                for realization in range(realizations):
                    table.writerows(_trace(rng, g, realization))


def _trace(rng, g, realization):
    place = (g - LOW) / (HIGH - LOW)
    phase = sum(place + rng.gauss(0, 0.03) > end for end in (FIRST, SECOND))
    for channel in range(7):
        height, shift = rng.gauss(4, 0.8), rng.gauss(0, 0.3)
        for step in range(23):
            time = 0.5 * step
            shape = (math.exp(-time / 3), math.cos(1.3 * time + shift), 1.0)[phase]
            value = 10 + height * shape + rng.gauss(0, 1)
            if rng.random() > 0.15:
                yield [f"{g:.4f}", realization, f"{time:.2f}", channel, f"{value:.5f}"]


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
