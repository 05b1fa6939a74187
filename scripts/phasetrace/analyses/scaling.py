"""What a measurement of the cost of exact dynamics says: its growth, and that of a data set."""

import numpy as np
import xarray as xr


def fitted(sites: np.ndarray, seconds: np.ndarray) -> tuple[float, float]:
    """Factor and base of the exponential growth ``seconds = factor * base**sites``."""
    slope, offset = np.polyfit(sites, np.log(seconds), 1)
    return float(np.exp(offset)), float(np.exp(slope))


def cost_of_a_data_set(data: xr.Dataset) -> str:
    """Say what the data set in the attributes of a measurement takes, in one line."""
    attributes = data.attrs
    here = data.sel(
        sites=attributes["paper_sites"], precision="float64", cores=data["cores"].values[-1]
    )
    hours = float(here["seconds"]) * attributes["paper_equivalents"] / 3600
    return (
        f"The paper's {attributes['paper_realizations']} realizations of L = "
        f"{attributes['paper_sites']}: {hours / 32:.1f} h on 32 such cores (float64); on an H100, "
        f"by its bandwidth, not before {attributes['paper_gpu_seconds'] / 60:.0f} min"
    )
