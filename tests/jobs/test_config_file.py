"""config.yaml and its schema say what the settings are."""

import pytest
import yaml
from bad_values import laid_over
from configurations import merged
from jsonschema import Draft202012Validator
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.config_file import CONFIG, SCHEMA, config_text, schema_text
from phasetrace.settings import Range, Settings
from running import ROOT


def nested(value):
    """The settings within settings, and these."""
    yield value
    for name in type(value).model_fields:
        if isinstance(getattr(value, name), Settings):
            yield from nested(getattr(value, name))


@pytest.mark.parametrize(("path", "text"), [(CONFIG, config_text()), (SCHEMA, schema_text())])
def test_the_files_are_as_make_config_writes_them(path, text):
    assert (ROOT / path).read_text(encoding="utf-8") == text


def test_every_key_is_described():
    every = [type(settings) for settings in nested(Config())]
    assert Range in every and len(every) > 10
    for settings in every:
        for name, field in settings.model_fields.items():
            assert field.description and "\n" not in field.description, name


@pytest.mark.parametrize("name", ["paper.yaml", "ci.yaml"])
def test_a_configuration_is_read_as_it_was_written(name):
    preset = yaml.safe_load((ROOT / "workflow/presets" / name).read_text())
    small = {"heisenberg": {"tolerance": 1e-10, "coupling": -1e-7}, "floquet": {"pulse": 2.5e8}}
    for values in ({}, preset, small):
        config = check_config(values)
        read = yaml.safe_load(config_text(config))
        assert repr(read) == repr(config.model_dump())


def test_every_setting_has_a_line_of_its_own_with_its_purpose():
    text = config_text()
    assert max(map(len, text.splitlines())) <= 100
    _, *sections = text.split("\n\n")
    for section, (name, top) in zip(sections, Config.model_fields.items(), strict=True):
        if name == "studies":
            assert section == f"{name}: {{}} # {top.description}"
            continue
        assert section.startswith(f"{name}: # {top.description}\n")
        for key, field in type(getattr(Config(), name)).model_fields.items():
            assert section.count(f"\n  {key}: ") == 1
            assert field.description in section.replace("\n  # ", " ").replace(" # ", " ")


def test_an_editor_accepts_the_default_and_underlines_what_is_wrong_by_itself():
    validator = Draft202012Validator(yaml.safe_load((ROOT / SCHEMA).read_text()))
    validator.check_schema(validator.schema)
    default = Config().model_dump()
    validator.validate(default)
    for key, value in (
        ("heisenberg.sits", 12),
        ("heisenberg.sites", 64),
        ("heisenberg.up_spins", "all"),
        ("heisenberg.disorder", 3.0),
        ("heisenberg.labels.glass", [2.0, 3.0]),
        ("floquet.durations", [1.0]),
        ("learning.cell", "keras"),
        ("figures.fig2.units", [2, 2]),
    ):
        assert not validator.is_valid(merged(default, laid_over(key, value))), key
