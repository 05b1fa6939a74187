"""What is wrong with a file."""

CHANGES_NUMBERS = False


class FileError(ValueError):
    """A file that cannot be used as it is, in one line that names it."""
