"""The report's captions are valid for every configuration that is shipped."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from configurations import DEFAULT, merged
from docutils.core import publish_parts
from jinja2 import Environment, StrictUndefined
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import figures

ROOT = Path(__file__).parents[2]
CAPTIONS = sorted((ROOT / "workflow" / "report").glob("*.rst"))
PRESETS = sorted((ROOT / "workflow" / "presets").glob("*.yaml"))


def render(caption, config):
    # As Snakemake renders it, but for strictness.
    environment = Environment(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    text = environment.from_string(caption.read_text(encoding="utf-8")).render(
        snakemake=SimpleNamespace(config=config)
    )
    strict = {"report_level": 1, "halt_level": 1}
    return text, publish_parts(text, writer="html", settings_overrides=strict)["body"]


@pytest.mark.parametrize(
    "preset", [None, *PRESETS], ids=lambda path: path.stem if path else "default"
)
@pytest.mark.parametrize("caption", CAPTIONS, ids=lambda path: path.stem)
def test_captions_render(caption, preset):
    config = merged(DEFAULT, yaml.safe_load(preset.read_text())) if preset else DEFAULT
    text, body = render(caption, config)
    assert body.startswith("<p>")
    for leftover in ("{", "}", "[", "]", "**", "None"):
        assert leftover not in body
    assert 3 <= len(text.split(".")) and len(text) < 1500


def test_every_result_has_a_caption():
    names = {caption.stem for caption in CAPTIONS}
    tables = {"accuracy", "comparison", "energy-density", "readings-table", "transitions"}
    assert names == {*figures(Config()), *tables, "workflow", "study", "map"}


@pytest.mark.parametrize(
    ("name", "key", "value", "text"),
    [
        ("fig2", "sites", 14, "L = 14 spins"),
        ("fig2", "realizations", 7, "7 realizations a point"),
        ("fig2", "focus", {"energy_density": 0.35, "seeds": [0, 1, 2]}, "ε = 0.35 with 150 real"),
        ("fig2", "labels", {"cold": [0.0, 1.0], "hot": [7.0, 8.0]}, "7.0 ≤ W/J ≤ 8.0 (hot);"),
        ("fig4", "sites", 14, "on spin 7"),
        ("fig8", "times", {"stop": 250.0, "points": 50}, "t = 250/J"),
    ],
)
def test_captions_follow_the_configuration(name, key, value, text):
    config = merged(DEFAULT, {"heisenberg": {key: value}})
    config["heisenberg"][key] = value
    rendered, _ = render(ROOT / f"workflow/report/{name}.rst", config)
    assert text in " ".join(rendered.split())
