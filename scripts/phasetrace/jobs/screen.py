"""A line that stays below all others in a terminal; elsewhere the same line once in a while."""

import os
from typing import TextIO

CHANGES_NUMBERS = False

EVERY = 30.0
"""Seconds between two lines of progress where there is no terminal, at least."""
# To the start of the row, and nothing from there on.
_BLANK = "\r\x1b[J"


class Screen:
    """Where a run is watched.

    The cursor waits at the start of the line that stays: a terminal that becomes narrower folds
    the line behind it, so that all of it is still erased.

    Parameters
    ----------
    stream : text file
        What is written to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.stays = stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._line = ""
        self._last = float("-inf")

    def say(self, text: str) -> None:
        """Write lines that remain, above the one that stays."""
        self._write(f"{_BLANK if self._line else ''}{text}\n", self._line)

    def show(self, line: str, now: float) -> None:
        """Put another line in the place of the one that stays.

        Without a terminal it is written if the last one was `EVERY` seconds ago.
        """
        if self.stays:
            self._write(_BLANK, line)
        elif now - self._last >= EVERY:
            self._last = now
            self._write(f"{line}\n", "")

    def clear(self) -> None:
        """Take the line that stays away."""
        if self._line:
            self._write(_BLANK, "")

    def _write(self, before: str, line: str) -> None:
        self._line = line
        if line and not self._in_front():
            # Whoever put the run into the background does something else in this terminal.
            before, line = before.removeprefix(_BLANK), ""
        text = before
        if line:
            text += cut(line, self._columns() - 1) + "\r"
        self._stream.write(text)
        self._stream.flush()

    def _columns(self) -> int:
        # Asked anew each time: windows change.
        return os.get_terminal_size(self._stream.fileno()).columns or 80

    def _in_front(self) -> bool:
        try:
            return os.tcgetpgrp(self._stream.fileno()) == os.getpgrp()
        except OSError:
            # It is another session's terminal, which has no background of ours.
            return True


def cut(line: str, width: int) -> str:
    """Shorten a line to a width."""
    return line if len(line) <= width else line[: max(width - 3, 0)] + "..."[: max(width, 0)]
