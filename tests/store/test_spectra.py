"""Files of energy levels, as they are written and read."""

import numpy as np
import pytest
from phasetrace import FileError
from phasetrace.parameter import Parameter
from phasetrace.store.files import write_dataset
from phasetrace.store.spectra import read_spectra, spectrum_dataset

DISORDER = Parameter("W", unit="J", decimals=3, long_name="disorder strength")


def spectrum(W, levels=4):
    energy = W * np.arange(3.0 * levels).reshape(3, levels)
    ends = {"energy_min": energy[:, 0], "energy_max": energy[:, -1]}
    attributes = {"L": 6, "dimension": levels}
    return spectrum_dataset(
        DISORDER, W, [7], {"energy": energy, **ends}, energy_unit="J", attributes=attributes
    )


def write(folder, *datasets):
    paths = [folder / f"{number}.nc" for number in range(len(datasets))]
    for path, dataset in zip(paths, datasets, strict=True):
        write_dataset(path, dataset)
    return paths


def test_files_of_one_disorder_each_are_read_as_one(tmp_path):
    found = read_spectra(write(tmp_path, spectrum(1.0), spectrum(2.0)))
    assert found["energy"].dims == ("W", "realization", "level")
    np.testing.assert_array_equal(found["W"], [1, 2])
    np.testing.assert_array_equal(found["energy"][1], spectrum(2.0)["energy"][0])
    np.testing.assert_array_equal(found["energy_max"], [[3, 7, 11], [6, 14, 22]])
    assert found.attrs["L"] == 6 and found["seed"].values.tolist() == [7, 7, 7]
    for name in ("energy", "energy_min", "energy_max", "W"):
        assert found[name].attrs["units"] == "J" and found[name].attrs["long_name"]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (spectrum(1.0).drop_vars("energy"), "not a file of energy levels: has no variable energy"),
        (spectrum(1.0).drop_vars("energy_max"), "has no variable energy_max"),
        (spectrum(np.nan), "energy has values that are not finite"),
        (spectrum(3.0, levels=5), "these energy levels do not belong together"),
    ],
    ids=["no levels", "no end", "not finite", "of another sector"],
)
def test_what_are_no_levels_is_refused(tmp_path, wrong, line):
    with pytest.raises(FileError, match=line):
        read_spectra(write(tmp_path, spectrum(2.0), wrong))
