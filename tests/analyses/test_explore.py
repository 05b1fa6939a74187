"""What the page shows is put together of every sweep."""

import explored
import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.explore import analyse
from phasetrace.analyses.phases import analyse as along_sweep
from phasetrace.learning.predictions import JUDGED_BY

FITS = [explored.networks(), explored.networks(4, seed=1), explored.networks(seed=2)]
TRACES = [explored.traces(), explored.traces(seed=1)]
ENSEMBLES = [0, 0, 1]
SAID = [
    explored.predictions(fit, TRACES[number]) for fit, number in zip(FITS, ENSEMBLES, strict=True)
]


@pytest.fixture(scope="module")
def shown():
    diagram = xr.Dataset(
        {"exact_transition": ("epsilon", [1.0, 2.0]), "exact_error": ("epsilon", [0.1, 0.2])},
        {"epsilon": [0.3, 0.5]},
    )
    return analyse(
        SAID,
        FITS,
        TRACES,
        "mean_output",
        ENSEMBLES,
        "epsilon",
        "1",
        [0.5, 0.5, 0.2],
        explored.methods(),
        0.5,
        diagram,
    )


def test_every_sweep_has_what_its_phases_have(shown):
    for place, said in enumerate(SAID):
        expected = along_sweep(said, "mean_output")
        one = shown.isel(sweep=place)
        np.testing.assert_array_equal(one["value"], expected["h"])
        for name in ("output", "output_low", "confusion", "confusion_error", "transition_value"):
            np.testing.assert_allclose(one[name], expected[name], rtol=1e-6)
        assert one["label"].values.tolist() == expected["label"].values.tolist()
        assert (
            one["transition_verdict"].values.tolist()
            == expected["transition_verdict"].values.tolist()
        )
    assert shown["units"].values.tolist() == [2, 4, 2]
    np.testing.assert_allclose(shown["accuracy"].sel(part="test"), 0.75)
    assert np.isnan(shown["accuracy"].sel(part="train")).all()


def test_sweeps_of_the_same_traces_share_them(shown):
    assert shown.sizes["ensemble"] == 2 and shown["ensemble_of"].values.tolist() == ENSEMBLES
    assert shown["trace"].dims == ("ensemble", "point", "sample", "moment", "channel")
    # Of the second ensemble are the last sweep's.
    name = int(shown["sample_name"].values[1, 0, 0])
    own = TRACES[1]["magnetization"].isel(h=0).sel(realization=name)
    np.testing.assert_allclose(shown["trace"].values[1, 0, 0], own, rtol=1e-6)


def test_every_method_and_the_gap_ratio_have_a_row(shown):
    assert shown["method"].values.tolist() == ["networks", "threshold", "gap ratio"]
    np.testing.assert_allclose(shown["method_value"][:, 0], [1.0, np.nan, 1.5])
    np.testing.assert_allclose(
        shown["method_low"][:, 0], [1.125, np.nan, 1.5 - np.hypot(0.25, 0.0625)]
    )
    assert shown["method_verdict"].values[:, 0].tolist() == ["found", "no crossing", "found"]
    # Nobody found it at the value of the third sweep.
    np.testing.assert_allclose(shown["exact_value"], [2.0, 2.0, np.nan])


def test_networks_of_a_study_without_known_phases_are_shown_without_transitions():
    said = SAID[0].assign(label=("h", [-1] * 6)).drop_vars("test_accuracy")
    said = said.assign_attrs({JUDGED_BY: "networks of other traces"})
    given = TRACES[0].isel(h=[0, 1, 2, 3, 5])
    said = said.isel(h=[0, 1, 2, 3, 5]).assign(judged=said["judged"] | True)
    said["probability"] = said["probability"].fillna(0.5)
    shown = analyse([said], FITS[:1], [given], "mean_output", [0])
    assert shown.sizes["gap"] == 0 and "method" not in shown and "second_value" not in shown
    assert np.isnan(shown["accuracy"]).all()


def test_a_shorter_sweep_is_filled_up():
    shorter = SAID[2].isel(h=slice(1, None))
    given = TRACES[1].isel(h=slice(1, None))
    shown = analyse(
        [SAID[0], shorter],
        [FITS[0], FITS[2]],
        [TRACES[0], given],
        "mean_output",
        [0, 1],
        "epsilon",
        "1",
        [0.2, 0.5],
    )
    assert np.isnan(shown["value"].values[1]).tolist() == [False] * 5 + [True]
    assert shown["label"].values[1].tolist() == [0, 0, -1, -1, 1, -1]
    assert shown["judged_realizations"].dtype.kind == "i"
