"""The long short-term memory, and its kernels for a CPU."""

from phasetrace.learning.cells.lstm.cell import LSTM

CELL = LSTM
