"""All that the page draws is in it."""

import json

import numpy as np
from phasetrace.figures.explore.contents import choices, contents, embedded
from unpacking import unpacked


def test_numbers_are_those_of_the_dataset(data):
    arrays = contents(data, ["#000", "#111"])["arrays"]
    for name in ("value", "confusion", "output", "transition_value", "method_low", "signal_mean"):
        close = {"rtol": 1e-6, "atol": 1e-4 if name == "signal_mean" else 0}
        np.testing.assert_allclose(unpacked(arrays[name]), data[name], **close)
    np.testing.assert_allclose(unpacked(arrays["trace"]), data["trace"], atol=0.01)
    # Of outputs in time that of the last phase is what is left.
    sent = data["network_output"].isel(phase=slice(-1))
    np.testing.assert_allclose(unpacked(arrays["network_output"]), sent, atol=1e-4)


def test_networks_are_chosen_by_their_units_and_realizations(data):
    told = [(one["label"], one["sweeps"]) for one in choices(data)]
    assert told == [("2 units", [0, 1]), ("4 units, ε = 0.5", [2])]
    more = data.assign(realizations=("sweep", [10, 10, 20]), units=("sweep", [2, 2, 1]))
    assert choices(more)[1]["label"] == "1 unit, 20 realizations a point, ε = 0.5"


def test_the_page_begins_at_the_first_transition_or_at_the_largest_confusion(data, alone):
    placed = data.copy(deep=True)
    placed["transition_value"][:] = 1.4
    assert contents(placed, [])["start"] == {"sweep": 1, "point": 4}
    most = int(alone["confusion"][0].values.argmax())
    assert contents(alone, [])["start"] == {"sweep": 0, "point": most}


def test_methods_have_the_colours_of_the_figure(data):
    made = contents(data, [])
    assert made["methods"] == ["networks", "threshold", "gap ratio"]
    assert made["methodColors"] == ["#D55E00", "#000000", "#000000"]


def test_nothing_embedded_ends_the_element_that_it_stands_in():
    text = embedded({"name": "</script><b>"})
    assert "<" not in text and json.loads(text) == {"name": "</script><b>"}
