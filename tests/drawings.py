"""What a figure shows, read back from it."""

import numpy as np
from matplotlib.colors import to_hex


def lines(axes):
    """Lines with a label of their own, by it."""
    return {
        str(line.get_label()): line
        for line in axes.get_lines()
        if not str(line.get_label()).startswith("_")
    }


def points(line):
    """Coordinates (2, point) of a line."""
    return np.array([line.get_xdata(), line.get_ydata()], dtype=float)


def color(artist):
    """Colour as #rrggbb."""
    return to_hex(artist.get_color())


def legend(where):
    """Texts of a legend of axes, or of the one of a figure."""
    found = where.get_legend() if hasattr(where, "get_legend") else where.legends[0]
    return [text.get_text() for text in found.get_texts()]


def bars(container):
    """Bars of an errorbar as (lower end, upper end), along the axis along which they are."""
    (segments,) = (one.get_segments() for one in container.lines[2])
    ends = np.array(segments)
    along = int(np.ptp(ends[:, :, 1], axis=1).max() > 0)
    return ends[:, :, along]


def map_of(axes):
    """Values, limits and the extent of the only mesh of axes, as (x, y) of its cells' corners."""
    (mesh,) = axes.collections[:1]
    corners = mesh.get_coordinates()
    return np.asarray(mesh.get_array()), mesh.get_clim(), (corners[0, :, 0], corners[:, 0, 1])
