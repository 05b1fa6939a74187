"""What columns and variables stand for."""

import re

import pytest
from phasetrace import FileError
from phasetrace.store.foreign.names import Names, check_names


@pytest.mark.parametrize(
    ("parameter", "variable", "names", "fault"),
    [
        (None, None, {"tme": "t"}, "names has the key 'tme', allowed are parameter, realization"),
        (None, None, {"time": 3}, "names: time is 3, must be a name in the files"),
        (None, None, {"time": ""}, "names: time is '', must be a name in the files"),
        (None, None, {"time": "t", "site": "t"}, "names gives 't' to several keys"),
        (None, None, {"site": "a", "channel": "b"}, "names has both site and channel"),
        ("time", None, {}, "parameter is 'time', which is the name of something else"),
        ("h", "h", {}, "parameter and variable are both 'h', must differ"),
    ],
)
def test_names_that_cannot_be_meant_are_refused(parameter, variable, names, fault):
    with pytest.raises(ValueError, match=f"^{re.escape(fault)}"):
        check_names(parameter, variable, names)


def test_a_name_is_the_given_one_or_a_usual_one():
    names = Names("a.csv", ["h", "t", "value"], {"time": "t"})
    assert names.find("time") == names.need("time") == "t"
    assert names.find("value", "magnetization", "value") == "value"
    assert names.find("error") is None


def test_what_is_missing_is_said_beside_what_is_there():
    held = ["h", "t" * 40, *map(str, range(20))]
    fault = "^a.csv: has no value or m; it has h, t{29}…, 0, .*, 9 …; if one of these is it, say "
    with pytest.raises(FileError, match=fault + "names: {value: …}$"):
        Names("a.csv", held, {}).need("value", "value", "m")
    with pytest.raises(FileError, match=r"^a.csv: has no u, which names give for time; it has t$"):
        Names("a.csv", ["t"], {"time": "u"})


@pytest.mark.parametrize(
    ("held", "given", "expected"),
    [
        (["site"], {}, ("site", "site")),
        (["channel"], {}, ("channel", "channel")),
        (["qubit"], {"site": "qubit"}, ("qubit", "site")),
        (["qubit"], {"channel": "qubit"}, ("qubit", "channel")),
        ([], {}, (None, "site")),
    ],
)
def test_sites_may_be_called_channels(held, given, expected):
    assert Names("a.csv", held, given).site() == expected
