"""The gap ratio along the disorder and along energy densities, from known levels."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.gap_ratio import analyse, boundary
from phasetrace.analyses.level_statistics import MIDDLE
from toys import DISORDER, levels

SPECTRA = levels([0.5, 0.5, 0.4, 0.4])


def density(*rows):
    return xr.DataArray(
        [[row] * 4 for row in rows], {"epsilon": list(rows), "W": DISORDER}, ("epsilon", "W")
    )


def test_the_figure_has_means_errors_and_the_crossing():
    spectra = SPECTRA.copy(deep=True)
    # A realization of evenly spaced levels at the first W: ratio 1 beside two of 1/2.
    spectra["energy"][0, 0] = np.linspace(*spectra["energy"][0, 0, [0, -1]].values, 40)
    shown = analyse(spectra, 11)
    np.testing.assert_allclose(shown["ratio_mean"], [2 / 3, 0.5, 0.4, 0.4])
    np.testing.assert_allclose(shown["ratio_error"], [1 / 6, 0, 0, 0], atol=1e-12)
    assert float(shown["transition"]) == pytest.approx(2 + (0.5 - MIDDLE) / 0.1)
    assert float(shown["transition_error"]) == pytest.approx(0, abs=1e-12)
    assert shown.attrs["realizations"] == 3 and shown.attrs["levels"] == 11
    assert shown.attrs["L"] == 12
    for variable in shown.variables.values():
        assert variable.attrs.keys() >= {"units", "long_name"} or variable.dims == ("W",)


def test_levels_are_those_at_the_energy_density_of_the_initial_states():
    lower, upper = levels([0.5, 0.5, 0.4, 0.4]), levels([0.5, 0.5, 0.5, 0.4])
    spectra = lower.copy(deep=True)
    span = float(lower["energy_max"].max()) + 100
    both = np.concatenate([lower["energy"], upper["energy"] + span], axis=-1)
    spectra = xr.Dataset(
        {
            "energy": (lower["energy"].dims, both),
            "energy_min": (("W", "realization"), both[..., 0]),
            "energy_max": (("W", "realization"), both[..., -1]),
        },
        lower.coords,
        {**lower.attrs, "dimension": 80},
    )
    found = boundary(spectra, density(0.1, 0.9), 10)
    expected = [2 + (0.5 - MIDDLE) / 0.1, 3 + (0.5 - MIDDLE) / 0.1]
    np.testing.assert_allclose(found["exact_transition"], expected)


def test_where_the_levels_are_not_known_there_is_no_boundary():
    some = SPECTRA.assign_attrs(dimension=1000)
    found = boundary(some, density(0.3, 0.5), 10)
    np.testing.assert_allclose(found["exact_transition"], [np.nan, 2 + (0.5 - MIDDLE) / 0.1])
    assert np.isnan(found["exact_error"][0])


def test_levels_at_some_disorders_are_enough():
    spectra = SPECTRA.isel(W=[0, 2, 3])
    found = boundary(spectra, density(0.5), 10)
    np.testing.assert_allclose(found["exact_transition"], [1 + 2 * (0.5 - MIDDLE) / 0.1])
