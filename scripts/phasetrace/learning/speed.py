"""How much training and prediction do at once: constants of speed and memory alone."""

CHANGES_NUMBERS = False
"""Left out of what makes results again; see `phasetrace.store.provenance`."""

JOINED_STEPS = 64
"""Up to how many steps epochs are joined, shuffled and trained on at once.

Training leaves nothing of Python and NumPy in the caches, and to fetch it again takes longer than
to shuffle."""
