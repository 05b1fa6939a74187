"""The page in a browser: what is clicked on appears, with the numbers of the dataset."""

import numpy as np
import pytest
from browser import browsing, needs_browser
from phasetrace.figures.explore import draw
from selenium.webdriver.common.keys import Keys

VALUES = [0.2, 0.5, 0.5]
"""Of the second parameter."""
pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="session")
def page(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("a page") / "explore.html"
    path.write_text(draw(data.assign_attrs(origin="0123456789abcdef")), encoding="utf-8")
    return path


def test_the_page_tells_what_it_was_made_from_and_is_small(page):
    text = page.read_text(encoding="utf-8")
    assert "origin 0123456789abcdef" in text and "phasetrace 0" in text
    assert len(text) < 3_000_000


@pytest.fixture(scope="session")
def opened(page, tmp_path_factory):
    with browsing(tmp_path_factory.mktemp("profile")) as browser:
        browser.open(page)
        yield browser


@needs_browser
def test_the_page_needs_nothing_but_itself(opened, page):
    assert opened.requests() == [page.as_uri()]
    assert opened.complaints() == []
    assert opened.run("return document.querySelectorAll('*').length") < 500


def shows(opened, data, sweep, point):
    """Whether all panels show a point of a sweep."""
    one = data.isel(sweep=sweep, point=point)
    behind = data.isel(ensemble=int(one["ensemble_of"]), point=point)
    numbers = opened.numbers()
    assert numbers["confusion C"].startswith(f"{float(one['confusion']):.3f} ± ")
    for phase in data["phase"].values:
        output = float(one["output"].sel(phase=phase))
        assert numbers[f"output, {phase}"].startswith(f"{output:.3f} ± ")
    assert numbers["realizations judged"] == str(int(one["judged_realizations"]))
    assert numbers["accuracy, test"] == "0.750 ± 0.250"
    along = opened.drawn("along", "confusion")
    np.testing.assert_allclose(along["y"], data["confusion"][sweep], rtol=1e-6)
    np.testing.assert_allclose(along["x"], data["value"][sweep])
    mean = opened.drawn("traces", "mean")
    np.testing.assert_allclose(mean["t"], behind["moment_time"])
    np.testing.assert_allclose(mean["y"], behind["signal_mean"], atol=1e-4)
    band = opened.drawn("traces", "band")
    np.testing.assert_allclose(band["high"], behind["signal_high"], atol=1e-4)
    np.testing.assert_allclose(
        opened.drawn("traces", "sample1")["y"], behind["signal"][1], atol=1e-4
    )
    trace = opened.drawn("channels", "channels_of")
    np.testing.assert_allclose(np.reshape(trace["value"], (5, 3)), behind["trace"][0], atol=0.01)
    for number in range(2):
        each = opened.drawn("outputs", f"networks{number}")["ys"]
        np.testing.assert_allclose(each, one["network_output"][:, :, number], atol=1e-4)
        chosen = opened.drawn("outputs", f"chosen{number}")["y"]
        np.testing.assert_allclose(chosen, one["sample_output"][0, :, number], atol=1e-4)


@needs_browser
def test_a_click_on_the_map_shows_what_is_behind_it(opened, data):
    for sweep, point in ((0, 2), (1, 5), (0, 0)):
        x, y = float(data["value"][sweep, point]), VALUES[sweep]
        opened.point_at("map", x, y, click=True)
        shows(opened, data, sweep, point)
        (left,), (right,) = (opened.drawn("map", "here")[side] for side in ("left", "right"))
        assert left < x < right
    assert opened.complaints() == []


@needs_browser
def test_a_click_along_the_sweep_keeps_to_it(opened, data):
    opened.point_at("map", 0.5, 0.5, click=True)
    opened.point_at("along", 1.5, 0.5, click=True)
    shows(opened, data, 1, 4)


@needs_browser
def test_arrow_keys_go_to_the_neighbours_and_stop_at_the_ends(opened, data):
    opened.point_at("map", 0.25, 0.2, click=True)
    opened.press(Keys.ARROW_RIGHT)
    shows(opened, data, 0, 2)
    opened.press(Keys.ARROW_UP)
    shows(opened, data, 1, 2)
    opened.press(Keys.ARROW_UP)
    shows(opened, data, 1, 2)
    for _ in range(3):
        opened.press(Keys.ARROW_LEFT)
    shows(opened, data, 1, 0)
    # The next panel that Tab reaches has one parameter alone.
    opened.run("document.getElementById('along').focus()")
    opened.press(Keys.ARROW_RIGHT)
    opened.press(Keys.ARROW_DOWN)
    shows(opened, data, 1, 1)
    assert opened.run("return [...document.querySelectorAll('[tabindex=\"0\"]')].length") == 2


@needs_browser
def test_other_networks_are_shown_where_there_are_such(opened, data):
    opened.point_at("map", 1.0, 0.2, click=True)
    opened.choose("choice", "4 units, ε = 0.5")
    shows(opened, data, 2, 3)
    assert len(opened.drawn("map", "cells")["confusion"]) == 6
    np.testing.assert_allclose(opened.drawn("map", "cells")["confusion"], data["confusion"][2])
    opened.choose("choice", "2 units")
    assert len(opened.drawn("map", "cells")["confusion"]) == 12


@needs_browser
def test_the_transition_of_each_method_is_shown_with_its_interval(opened, data):
    rows = opened.drawn("methods", "transitions")
    # The networks' own is that of the chosen ones; the threshold finds none, and says why.
    np.testing.assert_allclose(rows["x"][-1], 1.5)
    assert opened.drawn("methods", "verdicts")["text"][-1] == "no crossing"
    opened.choose("method", "gap ratio")
    assert opened.drawn("along", "transition")["x"] == [1.5]
    half = np.hypot(0.25, 0.0625)
    interval = opened.drawn("along", "interval")
    np.testing.assert_allclose(interval["left"] + interval["right"], [1.5 - half, 1.5 + half])
    assert opened.numbers()["thermal to localized, gap ratio"] == "1.50 (1.24 to 1.76) J"
    # The row of the threshold is the middle one of three.
    opened.point_at("methods", 1.5, 1, click=True)
    assert opened.numbers()["thermal to localized, threshold"] == "no crossing"
    assert opened.drawn("along", "transition")["x"] == []
    opened.choose("method", "networks")


@needs_browser
def test_another_realization_is_shown_channel_by_channel(opened, data):
    opened.point_at("map", 0.5, 0.2, click=True)
    opened.run("document.querySelector('[data-sample=\"1\"] input').click()")
    behind = data.isel(ensemble=0, point=2, sample=1)
    shown = opened.drawn("channels", "channels_of")
    np.testing.assert_allclose(np.reshape(shown["value"], (5, 3)), behind["trace"], atol=0.01)
    name = str(behind["sample_name"].values)
    assert f"Realization {name}:" in opened.run("return document.body.innerText")
    opened.run("document.querySelector('[data-sample=\"0\"] input').click()")


@needs_browser
def test_what_is_pointed_at_tells_its_numbers_with_units(opened, data):
    opened.point_at("map", 1.5, 0.2)
    (hint,) = opened.hints()
    assert "h = 1.5 J, ε = 0.2" in hint
    assert f"{float(data['confusion'][0, 4]):.3f}" in hint
    opened.point_at("map", 0.5, 0.2, click=True)
    opened.point_at("channels", 2.0, 0.0)
    (hint,) = opened.hints()
    value, error = (float(data[name][0, 2, 0, 2, 0]) for name in ("trace", "trace_error"))
    # A name from a user's file is text, whatever it looks like.
    assert "site <i>one</i>, t = 2/J" in hint
    assert f"{value:.2g} ± {error:.2g}" in hint.replace("\t", " ")
    assert opened.complaints() == []


@needs_browser
def test_the_page_fits_a_phone(page, tmp_path):
    with browsing(tmp_path) as browser:
        screen = {"width": 390, "height": 800, "deviceScaleFactor": 2, "mobile": True}
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        browser.open(page)
        assert browser.run("return document.documentElement.scrollWidth") == 390
        widths = browser.run(
            "return [...document.querySelectorAll('.panel')].map((one) => one.clientWidth)"
        )
        assert len(widths) == 6 and min(widths) > 300
