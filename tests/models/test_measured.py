"""Prices of parts from measured totals."""

import numpy as np
import pytest
from phasetrace.models.measured import fitted, rows


def test_prices_of_an_exact_table_are_found():
    parts = np.array([[1.0, 10.0], [2.0, 3.0], [5.0, 1.0]])
    assert fitted(parts, parts @ [0.3, 0.04]) == pytest.approx((0.3, 0.04))


def test_relative_errors_count():
    # One price for two totals that ask for 1 and for 3: 1 / p - 1 and 1 / (p / 3) - 1.
    (price,) = fitted([[1.0], [100.0]], [1.0, 300.0])
    assert price == pytest.approx((1 + 1 / 3) / (1 + 1 / 9))


def test_no_price_is_negative():
    prices = fitted([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]], [3.0, 2.0, 1.0])
    # Of the first part alone, 1/3, 1/2 and 1 of the totals: their sum over that of their squares.
    assert prices == pytest.approx(((1 / 3 + 1 / 2 + 1) / (1 / 9 + 1 / 4 + 1), 0))


def test_lines_that_tell_of_a_table_are_no_rows(tmp_path):
    (tmp_path / "table.csv").write_text("# of a machine\nsites,seconds\n8,0.5\n# more\n10,2\n")
    assert rows(tmp_path / "table.csv") == [
        {"sites": "8", "seconds": "0.5"},
        {"sites": "10", "seconds": "2"},
    ]
