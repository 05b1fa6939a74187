"""What the page says is what was found."""

import numpy as np
from phasetrace.figures.explore.words import (
    footer,
    found,
    method_names,
    signal_text,
    start,
    symbol,
    title,
    with_unit,
)


def placed(data, value, low, high, verdict="found"):
    """The data with one transition of all networks, and one of the threshold."""
    shape = data["transition_value"].shape
    ends = {"value": value, "low": low, "high": high}
    made = data.assign(
        {f"transition_{name}": (("sweep", "gap"), np.full(shape, x)) for name, x in ends.items()}
    )
    made["transition_verdict"] = (("sweep", "gap"), np.full(shape, verdict))
    names = ["networks", "threshold", "random forest", "gap ratio"]
    others = {
        "method_value": (("method", "gap"), [[9.0], [1.0], [1.75], [8.0]]),
        "method_verdict": (("method", "gap"), [["found"]] * 4),
    }
    return made.drop_dims("method").assign(others).assign_coords(method=names)


def test_the_transition_is_told_with_its_interval_and_unit(data):
    first, second = found(placed(data, 1.234, 1.1, 1.4))
    assert first == (
        "At ε = 0.5 networks of 2 units see the passage from thermal to localized at h = "
        "1.23 (1.10 to 1.40) J. Where the phase is known, they are right on 75.0 % of the "
        "traces that test them."
    )
    # Neither the networks nor the gap ratio are other methods on the same traces.
    assert second == "Other methods on the same traces put it between h = 1 and 1.75 J."


def test_one_that_is_not_found_is_told_with_its_reason(data):
    first, _ = found(placed(data, np.nan, np.nan, np.nan, "at the edge"))
    assert "find no transition from thermal to localized: at the edge." in first


def test_of_networks_that_are_alike_those_of_most_realizations_are_told(data):
    more = placed(data, 1.234, 1.1, 1.4).assign(units=("sweep", [2, 2, 2]))
    more["realizations"] = ("sweep", [10, 10, 20])
    more["transition_value"][2] = 1.3
    assert "h = 1.30 (" in found(more)[0]


def test_without_known_phases_nothing_is_said_to_be_found(alone):
    (sentence,) = found(alone)
    assert sentence.startswith("No two phases are known")
    assert method_names(alone) == ["networks"] and start(alone) == 0


def test_the_title_names_the_study_or_the_model(data, alone):
    assert title(alone) == "Study mine: phases along h"
    named = data.assign_attrs(model="random-field chain", L=12)
    assert title(named) == "Random-field chain, L = 12: phases along h and ε"


def test_the_page_begins_where_the_methods_are_or_in_the_middle(data):
    assert start(data) == 1
    assert start(data.assign_attrs(methods_at=np.nan).isel(sweep=[0, 1])) == 0
    # Only networks that the page shows first are there to begin with.
    assert start(data.isel(sweep=[0, 2])) == 0


def test_words_for_symbols_units_and_signals(data):
    assert symbol("epsilon") == "ε" and symbol("h") == "h"
    assert with_unit("2", "1") == "2" and with_unit("2", "J") == "2 J"
    assert "imbalance" in signal_text(data)
    assert "voltage" in signal_text(data.assign_attrs(variable="voltage"))
    assert "origin abc" in footer(data.assign_attrs(origin="abc"))
