"""A line that stays is looked at in a terminal of the test's own."""

import fcntl
import io
import os
import pty
import struct
import termios

import pytest
from phasetrace.jobs.screen import EVERY, Screen, cut


class Terminal:
    """A pseudo-terminal, and what a person sees in it."""

    def __init__(self, columns=40):
        self._master, slave = pty.openpty()
        self.resize(columns)
        self.stream = os.fdopen(slave, "w", encoding="utf-8")

    def resize(self, columns):
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def close(self):
        self.stream.close()
        os.close(self._master)

    def rows(self):
        """Rows of the screen that have text."""
        return looked_at(os.read(self._master, 100_000).decode())


def looked_at(text):
    """What is seen of a text that erases from the start of its last row on."""
    rows = [""]
    for part in text.replace("\r\n", "\n").replace("\r\x1b[J", "\0").split("\n"):
        # What is written after the cursor went back covers what was there.
        for piece in part.split("\0"):
            written = piece.split("\r")
            kept = rows[-1] if piece is part.split("\0")[0] else ""
            for one in written:
                kept = one + kept[len(one) :]
            rows[-1] = kept
        rows.append("")
    return [row for row in rows if row]


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    one = Terminal()
    yield one
    one.close()


def test_the_line_stays_below_what_is_said(terminal):
    screen = Screen(terminal.stream)
    screen.show("1 of 3 jobs", 0.0)
    screen.say("results/fig1.pdf")
    screen.show("2 of 3", 0.1)
    screen.say("results/fig2.pdf")
    assert terminal.rows() == ["results/fig1.pdf", "results/fig2.pdf", "2 of 3"]
    screen.clear()
    screen.say("done")
    assert terminal.rows() == ["done"]


def test_a_line_never_fills_the_row(terminal):
    screen = Screen(terminal.stream)
    screen.show("x" * 100, 0.0)
    assert terminal.rows() == ["x" * 36 + "..."]
    terminal.resize(10)
    screen.show("y" * 100, 0.0)
    assert terminal.rows() == ["y" * 6 + "..."]


@pytest.mark.parametrize(
    ("width", "expected"),
    [(0, ""), (2, ".."), (3, "..."), (4, "a..."), (6, "abcdef"), (7, "abcdef")],
)
def test_a_line_is_cut_to_any_width(width, expected):
    assert cut("abcdef", width) == expected


def test_without_a_terminal_lines_come_once_in_a_while():
    stream = io.StringIO()
    screen = Screen(stream)
    for second in range(int(3 * EVERY)):
        screen.show(f"{second} of 90 jobs", 100.0 + second)
    screen.say("results/fig1.pdf")
    screen.clear()
    assert stream.getvalue().splitlines() == [
        *(f"{int(count * EVERY)} of 90 jobs" for count in range(3)),
        "results/fig1.pdf",
    ]


def test_a_dumb_terminal_gets_plain_lines(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen(terminal.stream)
    screen.show("1 of 3 jobs", 0.0)
    screen.show("2 of 3 jobs", 1.0)
    assert terminal.rows() == ["1 of 3 jobs"]


def test_a_run_in_the_background_draws_no_line(terminal, monkeypatch):
    screen = Screen(terminal.stream)
    monkeypatch.setattr(os, "tcgetpgrp", lambda descriptor: os.getpgrp() + 1)
    screen.show("1 of 3 jobs", 0.0)
    screen.say("results/fig1.pdf")
    screen.show("2 of 3 jobs", 0.0)
    assert terminal.rows() == ["results/fig1.pdf"]
