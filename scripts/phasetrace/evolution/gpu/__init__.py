"""The engine for a GPU, compiled by XLA."""
