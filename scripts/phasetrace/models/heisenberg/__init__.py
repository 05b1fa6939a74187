"""The random-field Heisenberg chain."""
