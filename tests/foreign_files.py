"""A toy measurement, ragged as real ones are, and writers of it in each format."""

import csv

import netCDF4
import numpy as np
import xarray as xr
from scipy.io import savemat

H = [0.0, 0.5, 2.0]
TIMES = [0.0, 0.5, 1.0, 2.5, 4.0, 5.5]
REALIZATIONS = [2, 4, 1]
SITES = [1, 2, 3, 4, 5]


def toy(errors=True, groups=True):
    """Traces with fewer realizations, times and sites here and there."""
    rng = np.random.default_rng(3)
    shape = (len(H), max(REALIZATIONS), len(TIMES), len(SITES))
    values = rng.uniform(-1, 1, shape)
    for point, count in enumerate(REALIZATIONS):
        values[point, count:] = np.nan
    values[2, :, 3:] = np.nan  # a shorter trace
    values[1, 0, 1] = np.nan  # a time that was left out
    values[0, 1, :, 4] = np.nan  # a site that did not work
    dims = ("h", "realization", "time", "site")
    dataset = xr.Dataset(
        {"magnetization": (dims, values)},
        {"h": H, "realization": np.arange(shape[1]), "time": TIMES, "site": SITES},
    )
    if errors:
        dataset["magnetization_error"] = (dims, abs(values) / 10)
    if groups:
        days = np.where(np.isnan(values).all(axis=(2, 3)), "", "monday")
        days[1, 2] = "friday"
        dataset = dataset.assign_coords(group=(dims[:2], days))
    return dataset


def rows_of(dataset):
    """Rows of a table in long form, header first."""
    errors, groups = "magnetization_error" in dataset, "group" in dataset.coords
    values = dataset["magnetization"]
    yield [*values.dims, "value", *["error"] * errors, *["group"] * groups]
    for index in np.argwhere(~np.isnan(values.values)):
        place = [dataset[dim].values[i] for dim, i in zip(values.dims, index, strict=True)]
        one = dict(zip(values.dims, index, strict=True))
        yield [
            *place,
            values[one].item(),
            *([dataset["magnetization_error"][one].item()] if errors else []),
            *([dataset["group"].values[index[0], index[1]]] if groups else []),
        ]


def write_csv(path, dataset, delimiter=","):
    with open(path, "w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows_of(dataset))


def plain(dataset):
    """Arrays by name, as NumPy and MATLAB keep them."""
    return {name: variable.values for name, variable in dataset.variables.items()}


def write_npz(path, dataset):
    np.savez(path, **plain(dataset))


def write_mat(path, dataset):
    arrays = plain(dataset)
    if "group" in arrays:  # MATLAB keeps text of different lengths in cells
        arrays["group"] = arrays["group"].astype(object)
    savemat(path, arrays)


def write_netcdf3(path, dataset):
    dataset.to_netcdf(path, engine="scipy", format="NETCDF3_64BIT")


def write_netcdf4(path, dataset):
    dataset.to_netcdf(path, engine="netcdf4")


def write_hdf5(path, dataset, turned=False):
    """HDF5 whose axes have no names, as the netCDF library shows them."""
    with netCDF4.Dataset(path, "w") as file:
        for name, array in plain(dataset).items():
            array = array.T if turned else array
            for length in array.shape:
                if f"phony_dim_{length}" not in file.dimensions:
                    file.createDimension(f"phony_dim_{length}", length)
            kind = str if array.dtype.kind == "U" else array.dtype
            dims = [f"phony_dim_{length}" for length in array.shape]
            file.createVariable(name, kind, dims)[...] = array.astype(
                object if kind is str else kind
            )


def write_mat73(path, dataset):
    """HDF5 behind a block of MATLAB's, axes in reverse."""
    write_hdf5(path, dataset, turned=True)
    path.write_bytes(b"MATLAB 7.3 MAT-file, made for a test".ljust(512, b" ") + path.read_bytes())


WRITERS = {
    "netcdf3.nc": write_netcdf3,
    "netcdf4.nc": write_netcdf4,
    "hdf5.h5": write_hdf5,
    "numpy.npz": write_npz,
    "matlab.mat": write_mat,
    "matlab73.mat": write_mat73,
    "table.csv": write_csv,
}
