"""The pages that users read, and the examples in them.

An example is a fence of some language. A fence of ``text`` that follows it at once is what it
prints, in which … stands for anything.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from running import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "examples/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
NUMBERS = re.compile(r"\d[\d.]*( (s|min|h|days|KiB|MiB|GiB)\b)?( \d\d (s|min))?")
"""With units, which follow from their size."""


@dataclass(frozen=True)
class Example:
    """A fence of a page."""

    language: str
    text: str
    printed: str | None
    """What stands below it as its output."""


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def tokens(page):
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


def examples(page, *languages):
    """Examples of a page in some languages, in their order."""
    blocks = tokens(page)
    found = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block.type == "fence" and block.info in languages:
            output = after is not None and after.type == "fence" and after.info == "text"
            found.append(Example(block.info, block.content, after.content if output else None))
    return found


def links(page):
    """Where links and pictures of a page lead to."""
    for block in tokens(page):
        for token in block.children or []:
            if token.type in ("link_open", "image"):
                yield token.attrs["href" if token.type == "link_open" else "src"]


def prints(output, printed, numbers=True):
    """Whether an output is as a page prints it, or has other numbers where these may differ."""
    if not numbers:
        output, printed = (NUMBERS.sub("#", text) for text in (output, printed))
    parts = map(re.escape, printed.strip("\n").split("…"))
    return re.fullmatch(".*".join(parts), output.strip("\n"), re.DOTALL) is not None
