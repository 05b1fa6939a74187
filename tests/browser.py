"""A real browser without a window, which opens a page, is clicked in, and tells what it shows."""

import json
import shutil
from contextlib import contextmanager

import pytest

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

needs_browser = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="needs Debian's packages chromium and chromium-driver"
)


class Page:
    """A page in a browser.

    What is drawn is asked of Bokeh, by the names of panels and of what is in them.
    """

    def __init__(self, driver):
        self.driver = driver

    def open(self, path):
        """Open a file and wait until all of it is drawn."""
        from selenium.webdriver.support.ui import WebDriverWait

        self.driver.get(path.as_uri())
        WebDriverWait(self.driver, 60).until(
            lambda _: self.run("return document.body.dataset.ready")
        )

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def drawn(self, panel, name):
        """Columns of what is drawn in a panel."""
        return self.run(
            "const found = Bokeh.documents.map((one) => [one, one.get_model_by_name(arguments[0])])"
            ".find(([_, panel]) => panel); const columns = {};"
            "const {data} = found[0].get_model_by_name(arguments[1]);"
            "for (const [key, values] of Object.entries(data)) columns[key] = Array.from(values);"
            "return columns",
            panel,
            name,
        )

    def place(self, panel, x, y):
        """Where a point of a panel is, in pixels of the window; the panel is brought into view."""
        self.run("document.getElementById(arguments[0]).scrollIntoView({block: 'center'})", panel)
        return self.run(
            "const model = Bokeh.documents.map((one) => one.get_model_by_name(arguments[0]))"
            ".find((one) => one); const view = Bokeh.index.get_one(model);"
            "const box = view.canvas_view.el.getBoundingClientRect(); const {frame} = view;"
            "return [box.left + frame.x_scale.compute(arguments[1]),"
            " box.top + frame.y_scale.compute(arguments[2])]",
            panel,
            x,
            y,
        )

    def point_at(self, panel, x, y, click=False):
        """Move the mouse to a point of a panel, and click there."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions = ActionBuilder(self.driver, duration=20)
        left, top = (round(one) for one in self.place(panel, x, y))
        actions.pointer_action.move_to_location(left - 2, top)
        actions.pointer_action.move_to_location(left, top)
        if click:
            actions.pointer_action.click()
        actions.perform()
        # Bokeh waits whether a second click follows.
        ActionChains(self.driver).pause(0.4).perform()

    def press(self, key):
        """Press a key, in what has the focus."""
        self.driver.switch_to.active_element.send_keys(key)

    def choose(self, field, text):
        from selenium.webdriver.common.by import By
        from selenium.webdriver.support.ui import Select

        Select(self.driver.find_element(By.ID, field)).select_by_visible_text(text)

    def numbers(self):
        """The table of numbers, by the names of its rows."""
        return dict(
            self.run(
                "return [...document.querySelectorAll('#numbers tr')]"
                ".map((row) => [...row.children].map((cell) => cell.textContent))"
            )
        )

    def hints(self):
        """Text that is shown beside the mouse."""
        return self.run(
            "const texts = [];"
            "const walk = (root) => { for (const one of root.querySelectorAll('*')) {"
            " if (one.classList.contains('told') && one.getClientRects().length)"
            " texts.push(one.innerText); if (one.shadowRoot) walk(one.shadowRoot); } };"
            "walk(document); return texts"
        )

    def complaints(self):
        """What the console was told, but for notes."""
        return [one for one in self.driver.get_log("browser") if one["level"] != "INFO"]

    def requests(self):
        """Addresses that were asked for, but for data in the page and the browser's own pages."""
        events = [
            json.loads(one["message"])["message"] for one in self.driver.get_log("performance")
        ]
        asked = [
            one["params"]["request"]["url"]
            for one in events
            if one["method"] == "Network.requestWillBeSent"
        ]
        return [one for one in asked if not one.startswith(("data:", "chrome:"))]


@contextmanager
def browsing(profile, width=1280):
    """Start a browser with an empty profile."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Page(driver)
    finally:
        driver.quit()
