"""Pictures that texts show are there, and small."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LARGEST = 200_000
"""Bytes: every clone has them."""
PICTURE = r"""(?:!\[[^\]]*\]\(|<img src=")([^)"]+)[)"]"""
SHOWN = [
    (text.relative_to(ROOT).as_posix(), name)
    for text in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for name in re.findall(PICTURE, text.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("text", "name"), SHOWN)
def test_a_picture_is_there_and_small(text, name):
    picture = (ROOT / text).parent / name
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= LARGEST


def test_every_picture_is_shown():
    shown = {((ROOT / text).parent / name).resolve() for text, name in SHOWN}
    assert shown == {path.resolve() for path in (ROOT / "docs" / "figures").iterdir()}
