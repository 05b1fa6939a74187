"""The README's Python runs as it stands."""

import re
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_readme_evolves_a_chain():
    _, code = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict = {}
    exec(code, names)
    evolution = names["evolution"]
    assert evolution.magnetization.shape == (10, 50, 12)
    # The middle of the spectrum is where product states are dense.
    assert abs(evolution.epsilon_attained - 0.5).max() < 0.02
