"""Fig. 1: a recurrent network as it is, and unrolled in time."""

import xarray as xr

_NODES = (  # name, kind, label, x, y
    ("x", "input", "$x(t)$", 0.22, 0.0),
    ("N", "network", "$N$", 0.22, 0.55),
    ("y", "output", "$y(t)$", 0.22, 1.1),
    ("unrolled", "text", "$=$", 0.88, 0.55),
    ("before", "text", "···", 1.05, 0.55),
    ("x(t-1)", "input", "$x(t-1)$", 1.44, 0.0),
    ("N(t-1)", "network", "$N$", 1.44, 0.55),
    ("y(t-1)", "output", "$y(t-1)$", 1.44, 1.1),
    ("x(t)", "input", "$x(t)$", 2.14, 0.0),
    ("N(t)", "network", "$N$", 2.14, 0.55),
    ("y(t)", "output", "$y(t)$", 2.14, 1.1),
    ("x(t+1)", "input", "$x(t+1)$", 2.84, 0.0),
    ("N(t+1)", "network", "$N$", 2.84, 0.55),
    ("y(t+1)", "output", "$y(t+1)$", 2.84, 1.1),
    ("after", "text", "···", 3.25, 0.55),
)
_EDGES = (  # from, to, label
    ("x", "N", ""),
    ("N", "y", ""),
    ("N", "N", "$h(t)$"),
    ("before", "N(t-1)", ""),
    ("x(t-1)", "N(t-1)", ""),
    ("N(t-1)", "y(t-1)", ""),
    ("N(t-1)", "N(t)", "$h(t-1)$"),
    ("x(t)", "N(t)", ""),
    ("N(t)", "y(t)", ""),
    ("N(t)", "N(t+1)", "$h(t)$"),
    ("x(t+1)", "N(t+1)", ""),
    ("N(t+1)", "y(t+1)", ""),
    ("N(t+1)", "after", ""),
)


def analyse() -> xr.Dataset:
    """Put together what Fig. 1 shows.

    Returns
    -------
    xarray.Dataset
        A graph: ``kind``, ``label`` and the position ``x``, ``y`` by ``node``, and
        ``source``, ``target`` and ``text`` by ``edge``. An edge from a node to itself is
        the recurrence h(t) = f(h(t-1), x(t)).
    """
    name, kind, label, x, y = zip(*_NODES, strict=True)
    source, target, text = zip(*_EDGES, strict=True)
    return xr.Dataset(
        {
            "kind": ("node", list(kind), {"long_name": "input, network, output or text"}),
            "label": ("node", list(label), {"long_name": "what is written at the node"}),
            "x": ("node", list(x), {"units": "in", "long_name": "position from left to right"}),
            "y": ("node", list(y), {"units": "in", "long_name": "position upwards"}),
            "source": ("edge", list(source), {"long_name": "node where the edge begins"}),
            "target": ("edge", list(target), {"long_name": "node where the edge ends"}),
            "text": ("edge", list(text), {"long_name": "what is written at the edge"}),
        },
        {"node": list(name)},
    )
