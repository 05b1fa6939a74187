"""The page on every setting says what the settings are."""

import re

import pytest
from phasetrace.jobs.config import Config
from phasetrace.jobs.config_reference import REFERENCE, reference_text
from phasetrace.jobs.study_settings import StudySettings
from phasetrace.models.entry import entry
from phasetrace.settings import Settings
from running import ROOT

TEXT = reference_text()
SECTIONS = {
    heading: body
    for heading, body in re.findall(r"^##+ (.*)\n((?:(?!##).*\n)*)", TEXT, re.MULTILINE)
}


def rows(heading):
    """Cells of the rows of a section by their keys."""
    lines = re.findall(
        r"^\| `([^`]+)` \| (.*) \| (.*) \| (.*) \|$", SECTIONS[heading], re.MULTILINE
    )
    return {key: cells for key, *cells in lines}


def keys(settings, prefix=""):
    """Every key of some settings, and of those within it."""
    for name in type(settings).model_fields:
        yield f"{prefix}{name}"
        value = getattr(settings, name)
        if isinstance(value, Settings) and not {"start", "stop"} < set(type(value).model_fields):
            yield from keys(value, f"{prefix}{name}.")


def test_the_page_is_as_make_config_writes_it():
    assert (ROOT / REFERENCE).read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("section", [name for name in Config.model_fields if name != "studies"])
def test_every_key_has_a_row(section):
    assert list(rows(f"`{section}`")) == list(keys(getattr(Config(), section)))


def test_studies_have_their_keys_and_those_of_their_chains():
    own = rows("`studies`")
    assert set(StudySettings.model_fields) <= set(own)
    assert {"traces.files", "parameter.values", "second.unit"} <= set(own)
    for model, some in (
        ("xxz", {"field.kind", "initial.kind", "times.spacing"}),
        ("floquet", set()),
    ):
        found = rows(f"A study's chain of model `{model}`")
        fields = set(entry(model).study().model_fields)
        elsewhere = {"parameter", "labels", "trained_on", "training_set", entry(model).sweep_key}
        assert (fields - elsewhere) | some <= set(found)
        assert not elsewhere & set(found)


@pytest.mark.parametrize(
    ("section", "key", "allowed", "default"),
    [
        ("heisenberg", "sites", "whole number from 2 to 62", "`12`"),
        ("heisenberg", "up_spins", "`half` or whole number from 1 to 61", "`half`"),
        ("heisenberg", "tolerance", "number above 0, at most 0.001", "`1.0e-9`"),
        ("heisenberg", "times", "`{stop, points}`", ""),
        ("heisenberg", "seeds", "list of whole numbers, 0 or more", "`[0]`"),
        ("floquet", "durations", "two numbers above 0", "`[1.0, 1.0]`"),
        ("floquet", "pulse", "number", "`1.5707963267948966`"),
        ("learning", "dropout", "number, 0 or more and below 1", "`0.2`"),
        ("learning", "train_fraction", "number above 0 and below 1", "`0.6`"),
        ("figures", "drift.lengths", "list of whole numbers from 2 to 62", "`[8, 10, 12, 14]`"),
        (
            "figures",
            "robustness.fits",
            "whole number from 2 to 1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000",
            "`5`",
        ),
        ("studies", "traces.names", "mapping of names: text", "`{}`"),
        ("studies", "phases", "mapping of names: two numbers", "`{}`"),
        ("studies", "parameter", "`{name, values, unit}`", "*needed*"),
    ],
)
def test_values_are_told_in_words(section, key, allowed, default):
    assert rows(f"`{section}`")[key][1:] == [allowed, default]
