"""The shipped configurations, and how one is laid over another."""

import copy

import yaml
from phasetrace.jobs.config import check_config
from running import ROOT

DEFAULT = yaml.safe_load((ROOT / "config.yaml").read_text())


def merged(base, changes):
    result = copy.deepcopy(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


PAPER = merged(DEFAULT, yaml.safe_load((ROOT / "workflow/presets/paper.yaml").read_text()))
CI = merged(DEFAULT, yaml.safe_load((ROOT / "workflow/presets/ci.yaml").read_text()))


def changed(changes):
    """The default configuration with some settings changed, checked."""
    return check_config(merged(DEFAULT, changes))
