"""A page to look around on: one file that opens in any browser and asks nobody for anything.

Bokeh draws it: of the well-kept libraries its pages are light, with 1.3 MB of script and 0.4 s to
the first picture, and so is it. Plotly takes 4.8 MB and 0.6 s, 4 s when it is first opened;
Vega-Altair 1 MB and 0.4 s, but text for every number, and 84 MB of an engine to write such a page.
"""

from itertools import cycle
from pathlib import Path

import numpy as np
import xarray as xr
from bokeh.embed import json_item
from bokeh.resources import Resources
from jinja2 import Environment, FileSystemLoader

from phasetrace import __version__
from phasetrace.figures import IMBALANCE_COLOR, phase_colors
from phasetrace.figures.explore.contents import (
    MARKERS,
    SAMPLE_COLORS,
    SAMPLE_DASHES,
    choices,
    contents,
    embedded,
)
from phasetrace.figures.explore.panels import panels
from phasetrace.figures.explore.words import footer, found, method_names, signal_text, symbol, title

SCRIPTS = ("numbers.js", "drawing.js", "choosing.js")
"""Parts of the page's script, in their order."""
_HERE = Path(__file__).parent
_CLASSES = {
    (True, True): {"traces": "third", "others": "third"},
    (True, False): {"traces": "wide", "others": ""},
    (False, True): {"traces": "", "others": ""},
    (False, False): {"traces": "third", "others": "third"},
}
"""How wide panels are, so that they fill up their rows: with a map or not, with methods or not."""
_PATHS = {
    "circle": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0",
    "square": "M-5-5H5V5H-5Z",
    "triangle": "M0-6L6 5H-6Z",
}
_DASHES = {"solid": "", "dashed": "6", "dotted": "2 4", "dotdash": "2 4 6 4"}


def draw(data: xr.Dataset) -> str:
    """Make the page.

    Parameters
    ----------
    data : xarray.Dataset
        From `phasetrace.analyses.explore.analyse`; its attribute ``origin``, if it has one, is told
        by the page.

    Returns
    -------
    str
        HTML.
    """
    phases = [str(phase) for phase in data["phase"].values]
    colors = phase_colors(phases)
    made = panels(data, colors)
    second, at = data.attrs["second"], data.attrs["methods_at"]
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html").render(
        title=title(data),
        found=found(data),
        signal_text=signal_text(data),
        footer=footer(data),
        maker=f"phasetrace {__version__}",
        origin=data.attrs.get("origin", ""),
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        script="\n".join((_HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
        library="\n".join(Resources(mode="inline", components=["bokeh"], log_level="error").js_raw),
        panels=made,
        classes=_CLASSES["map" in made, "methods" in made],
        sides=[
            {"name": f"{before} to {after}", "path": _PATHS[marker]}
            for before, after, marker in zip(
                data["from"].values[0], data["to"].values[0], cycle(MARKERS)
            )
        ],
        items=embedded({name: json_item(panel) for name, panel in made.items()}),
        shown=embedded(contents(data, colors)),
        choices=choices(data),
        methods=method_names(data),
        methods_at=f"{symbol(second)} = {at:g}" if second and np.isfinite(at) else "",
        exact=IMBALANCE_COLOR if "exact_value" in data else "",
        parameter=symbol(data.attrs["parameter"]),
        phases=[{"name": name, "color": color} for name, color in zip(phases, colors, strict=True)],
        samples=[
            {"color": color, "dashes": _DASHES[dash]}
            for color, dash in zip(SAMPLE_COLORS, SAMPLE_DASHES, strict=True)
        ],
        signal=data.attrs["signal"],
        variable=data.attrs["variable"],
        channel=data.attrs["channel_kind"],
    )
