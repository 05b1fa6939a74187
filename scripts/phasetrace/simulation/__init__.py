"""One block of a sweep: draw its disorder realizations, evolve them, keep the traces."""
