"""What a configuration file says is what is meant, or one line says what is wrong with it."""

import json
import os

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.config_reading import MOST_BYTES, MOST_VALUES, check_file, fault_of
from phasetrace.store.errors import FileError
from running import ROOT
from snakemake.common.configfile import load_configfile

LAUGHS = "a: &a [1, 1]\n" + "\n".join(
    f"{after}: &{after} [*{before}, *{before}]"
    for before, after in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
)
FAULTS = [
    (b"", "must be a mapping of keys to values"),
    (b"# nothing\n", "must be a mapping of keys to values"),
    (b"- 1\n", "must be a mapping of keys to values"),
    (b"[1]", "must be a mapping of keys to values"),
    (b"heisenberg\n", "must be a mapping of keys to values"),
    (b"a: 1\n---\nb: 2\n", "line 2: but found another document"),
    (b"heisenberg:\n\tsites: 8\n", r"line 2: found character '\t' that cannot start any token"),
    (b"heisenberg: {sites: 8\n", "line 2: expected ',' or '}', but got '<stream end>'"),
    (b"sites: 8: 9\n", "line 1: mapping values are not allowed here"),
    (b"\xff\xfe\x00", "is no text in UTF-8"),
    (b"%PDF-1.4\n\x8e\n", "is no text in UTF-8"),
    (b"a: \x00\n", "unacceptable character #x0000: special characters are not allowed"),
    (b"a: &a [*a]\n", "line 1: the anchor stands for what holds itself"),
    (b"a: &a {b: {c: *a}}\n", "line 1: the anchor stands for what holds itself"),
    (b"a: *b\n", "line 1: found undefined alias 'b'"),
    (LAUGHS.encode(), f"there are more than {MOST_VALUES} values"),
    (b"[" * 100_000, "has too many values within values"),
    (b"[" * 100_000 + b"]" * 100_000, "has too many values within values"),
    (b"- " * 100_000, "has too many values within values"),
    (b" " * MOST_BYTES + b"a: 1", f"it has more than {MOST_BYTES} bytes"),
    (b"learning: {}\nlearning: {}\n", "line 2: the key 'learning' is there twice"),
    (b"a:\n  b: 1\n  'b': 2\n", "line 3: the key 'b' is there twice"),
    (b'{"a": {"b": 1, "b": 2}}', "the key 'b' is there twice"),
    (b"seed: 010\n", "line 1: YAML takes 010 for 8; write a decimal number"),
    (b"stop: 1:30\n", "line 1: YAML takes 1:30 for 90; write a decimal number"),
    (b"stop: 1:30.5\n", "line 1: YAML takes 1:30.5 for 90.5; write a decimal number"),
    (b"units: [2, 0x20]\n", "line 1: YAML takes 0x20 for 32; write a decimal number"),
    (b"units: 0b11\n", "line 1: YAML takes 0b11 for 3; write a decimal number"),
    (b"epochs: 1_000\n", "line 1: YAML takes 1_000 for 1000; write a decimal number"),
    (b"a: 2017-99-99\n", "cannot be read: month must be in 1..12"),
    (b"a: " + b"9" * 5000, "cannot be read: Exceeds the limit"),
    (b"a: !!python/object/apply:os.mkdir [x]\n", "line 1: could not determine a constructor"),
    (b"a: !!int x\n", "cannot be read: "),
    (b"a: !!int\n", "cannot be read: "),
    (b"? [1]\n: 2\n", "line 1: found unhashable key"),
]


def refused(path):
    with pytest.raises(FileError) as error:
        check_file(path)
    text = str(error.value)
    assert text.isprintable() and text.startswith(f"config: {path}: ")
    return text


@pytest.mark.parametrize(("data", "line"), FAULTS, ids=[repr(data[:30]) for data, _ in FAULTS])
def test_a_file_that_is_no_configuration_is_named_in_one_line(tmp_path, data, line):
    (tmp_path / "config.yaml").write_bytes(data)
    assert line in refused(tmp_path / "config.yaml")


def test_what_is_no_file_is_named(tmp_path):
    assert "No such file or directory" in refused(tmp_path / "config.yaml")
    assert "is no regular file" in refused(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "is no regular file" in refused(tmp_path / "pipe")


@pytest.mark.parametrize("path", ["config.yaml", *ROOT.glob("workflow/presets/*.yaml")], ids=str)
def test_the_shipped_configurations_are_read(path):
    check_file(ROOT / path)


@pytest.mark.parametrize(
    "text",
    [
        "a: {x: &x {b: 1}, y: {<<: *x, c: 2}}",
        "a: [1, 1.5, -0.5, +2, 1e3, 1.0e-3, .5, 0, -0, .inf, -.INF, .nan, yes, ~]",
        "a: ['010', \"1:30\", 2017-11-16]",
        "\ufeffa: 1",
        '{"a":\t[1e3, NaN]}',
    ],
)
def test_what_can_be_read_as_it_is_meant_may_stand_there(tmp_path, text):
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    check_file(tmp_path / "config.yaml")
    assert fault_of(text) is None


KEYS = st.sampled_from(["heisenberg", "learning", "sites", "labels", "ergodic", "<<"])
WORDS = ["a", ": ", ":", "- ", "\n", "  ", "\t", "[", "]", "{", "}", ", ", "&a ", "*a", "!!int "]
WORDS += ["|", "010", "1:30", "'", '"', "#", "sites", "12", "2017-11-31", "<<", "?", "%", "~"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(KEYS, values, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=20).map("".join),
    st.builds(
        yaml.safe_dump, VALUES, allow_unicode=st.booleans(), default_flow_style=st.booleans()
    ),
    VALUES.map(lambda value: json.dumps(value, default=str)),
)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(DOCUMENTS.map(lambda text: text.encode(errors="replace")) | st.binary())
@example(b"a: &a [*a]")
@example(b"a: 2017-99-99")
@example(b"!!int")
def test_whatever_a_file_holds_is_a_configuration_or_one_line(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    try:
        check_file(path)
    except FileError as error:
        assert str(error).startswith(f"config: {path}: ") and str(error).isprintable()
        return
    # What is let through is what Snakemake reads without a word.
    values = load_configfile(path)
    try:
        check_config(values)
    except ConfigError as error:
        assert str(error).startswith("config: ") and str(error).isprintable()
