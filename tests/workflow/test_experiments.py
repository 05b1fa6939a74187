"""Published experiments: what is read is what the files hold, and anything else is refused."""

import csv
import hashlib
import os
import pickle
import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from phasetrace import read_foreign
from phasetrace.store.published import FOLDER, kept_in, published, read_checksums
from running import ROOT, rules, snakemake
from scipy.io import savemat

EXPERIMENTS = ["google-2022", "ibm-2019", "zhejiang-2024"]
RUN = "DW_disordered_poughkeepsie_6sites_symmetric_tmax2-5_h1-5_trotter4_run3.pkl"


def script(name, folder, inputs, outputs, **given):
    """Run a script of an example as Snakemake does; return what its log says."""
    path = ROOT / "examples" / name
    log = folder / "job.log"
    job = SimpleNamespace(
        input=[str(one) for one in inputs],
        output=[str(one) for one in outputs],
        log=[str(log)],
        scriptdir=str(path.parent),
        params=SimpleNamespace(**given.get("params", {})),
        wildcards=SimpleNamespace(**given.get("wildcards", {})),
    )
    try:
        runpy.run_path(str(path), {"snakemake": job})
    except SystemExit:
        assert not any(Path(one).is_file() for one in outputs)
    return log.read_text()


def counted(strings):
    kept = {key: n if key.count("1") == 3 else 0 for key, n in strings.items()}
    return {"t": np.float64(0.0), "backend": "a device", "data": strings, "reduced_data": kept}


def a_run():
    """A run of 17 times, from a domain wall on; the last qubit is read wrongly once in four."""
    times = [counted({"000111": 6144 - 8 * k, "000110": 2048, "001011": 8 * k}) for k in range(17)]
    return [moment | {"t": 0.1 * k} for k, moment in enumerate(times)]


def convert_runs(folder, content, name=RUN):
    day = folder / "published/12-03-19"
    day.mkdir(parents=True)
    (day / name).write_bytes(content if isinstance(content, bytes) else pickle.dumps(content))
    outputs = folder / "counts.csv", folder / "reduced.csv"
    wildcards = {"day": "12-03-19"}
    published = folder / "published"
    said = script("ibm-2019/convert.py", folder, [published], outputs, wildcards=wildcards)
    return outputs, said, day / name


def test_runs_are_read_with_readout_errors_and_without(tmp_path):
    outputs, _, _ = convert_runs(tmp_path, a_run())
    counts, reduced = (read_foreign([path], "h", names={"group": "day"}) for path in outputs)
    k = np.arange(17)
    assert counts["h"].values.tolist() == [1.5]
    assert counts["group"].values.tolist() == [["12-03-19"]]
    np.testing.assert_allclose(counts["time"], 0.1 * k)
    by_site = counts["magnetization"].squeeze().transpose("site", "time").values
    np.testing.assert_allclose(by_site[2], 2 * 8 * k / 8192 - 1)
    np.testing.assert_allclose(by_site[5], 1 - 2 * 2048 / 8192)
    by_site = reduced["magnetization"].squeeze().transpose("site", "time").values
    np.testing.assert_allclose(by_site[2], 2 * 8 * k / 6144 - 1)
    np.testing.assert_array_equal(by_site[5], 1)


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('it was run')",)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda run: pickle.dumps(run)[:-400], "is damaged, not a readable pickle"),
        (lambda run: b"", "is damaged, not a readable pickle"),
        (lambda run: [*run, Bomb()], "asks for builtins.exec, which could run anything; "),
        (lambda run: run[:9], "must hold a list of 17 times"),
        (lambda run: run[0], "must hold a list of 17 times"),
        (lambda run: [run[0]["data"], *run[1:]], "time 1: must have t, data and reduced_data, "),
        (lambda run: [1.0, *run[1:]], "time 1: must have t, data and reduced_data, counts by bit"),
        (lambda run: [*run[:16], counted({"0001111": 8192})], "time 17: bit strings must have 6 c"),
        (lambda run: [*run[:16], counted({"000111": 8191})], "time 17: counts must sum to 8192"),
        (
            lambda run: [run[0] | {"reduced_data": run[0]["data"]}, *run[1:]],
            "time 1: reduced_data must be the counts of strings with 3 ones",
        ),
    ],
)
def test_what_is_no_run_is_named_in_one_line(tmp_path, change, line):
    _, said, path = convert_runs(tmp_path, change(a_run()))
    assert said.startswith(f"runs of 12-03-19: {path}: {line}") and said.count("\n") == 1


def test_a_run_of_another_name_is_refused(tmp_path):
    _, said, path = convert_runs(tmp_path, a_run(), "run3.pkl")
    fault = "its name tells no h and run, must end in _h…_trotter4_run….pkl"
    assert said == f"runs of 12-03-19: {path}: {fault}\n"


def operators():
    """Six operators at 17 strengths; of the inner ones only the first 16 times are measured."""
    values = np.random.default_rng(1).uniform(0.1, 1, (6, 17, 41))
    values[:, 2:16, 16:] = 0
    return {
        "ts": np.arange(41) / 2,
        "disorders": np.linspace(0, 3, 17),
        "Zs_exp_avg": values,
        "Zs_exp_err": values / 10,
    }


def convert_operators(folder, arrays):
    (folder / "published").mkdir()
    path = folder / "published/fig4a.mat"
    savemat(path, arrays) if isinstance(arrays, dict) else path.write_bytes(arrays)
    out = folder / "operators.nc"
    return out, script("zhejiang-2024/convert.py", folder, [folder / "published"], [out]), path


def test_operators_have_gaps_where_nothing_was_measured(tmp_path):
    held = operators()
    out, _, _ = convert_operators(tmp_path, held)
    read = read_foreign([out], "B", "logical_operator")
    assert read["logical_operator"].sizes == {"B": 17, "realization": 6, "time": 41, "site": 1}
    values = read["logical_operator"].isel(site=0).values
    np.testing.assert_array_equal(np.isnan(values).sum(axis=(1, 2)), [0, 0, *[25 * 6] * 14, 0])
    np.testing.assert_array_equal(values[:, :, :16], held["Zs_exp_avg"][..., :16].swapaxes(0, 1))
    errors = read["logical_operator_error"].isel(site=0).values
    np.testing.assert_array_equal(errors[16], held["Zs_exp_err"][:, 16])


def without(arrays, name):
    return {key: value for key, value in arrays.items() if key != name}


def gap(arrays, time):
    for name in ("Zs_exp_avg", "Zs_exp_err"):
        arrays[name][:, 3, time] = 0
    return arrays


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda held: b"MATLAB 5.0 MAT-file", "is damaged, not a readable "),
        (lambda held: b"", "is damaged, not a readable "),
        (lambda held: without(held, "Zs_exp_err"), "Zs_exp_err is not there, must be of shape"),
        (lambda held: held | {"ts": np.arange(40)}, "ts is (1, 40), must be of shape (1, 41)"),
        (lambda held: gap(held, 7), "must have the first 16 times at every strength"),
    ],
)
def test_what_are_no_operators_is_named_in_one_line(tmp_path, change, line):
    _, said, path = convert_operators(tmp_path, change(operators()))
    assert said.startswith(f"logical operators: {path}: {line}") and said.count("\n") == 1


def qubits():
    """A table of 80 traces, of which the thermal ones end after 25 periods."""
    names = [
        f"{kind}_{drive}_{qubit}"
        for drive in ("mbl", "thermal")
        for kind in ("nn", "n")
        for qubit in range(1, 21)
    ]
    rows = []
    for period in range(101):
        echo, sign = 0.98**period, (-1) ** period
        of = {"nn_mbl": echo, "n_mbl": 0.9 * sign * echo, "nn_thermal": echo**2}
        of["n_thermal"] = 0.5 * (0.3 * sign) ** period
        late = [name for name in of if "thermal" in name and period > 25]
        of |= dict.fromkeys(late, "")
        rows.append([of[name.rpartition("_")[0]] for name in names])
    return [names, *rows]


def convert_qubits(folder, table):
    (folder / "published").mkdir()
    path = folder / "published/fig_s7.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    outputs = folder / "device.nc", folder / "corrected.nc"
    params = {"site": 5}
    said = script("google-2022/convert.py", folder, [path.parent], outputs, params=params)
    return outputs, said, path


def test_qubits_are_read_as_they_are_and_over_their_echo(tmp_path):
    outputs, _, _ = convert_qubits(tmp_path, qubits())
    raw, corrected = (read_foreign([path], "drive", "magnetization") for path in outputs)
    assert raw["magnetization"].sizes == {"drive": 2, "realization": 20, "time": 26, "site": 1}
    # A pulse of g turns a spin by πg, and ours by 2 (π/2 - ε).
    np.testing.assert_allclose(raw["drive"], np.pi / 2 - np.pi * np.array([0.97, 0.6]) / 2)
    assert raw["site"].values.tolist() == [5]
    sign = (-1.0) ** np.arange(26)
    crystal = raw["magnetization"].isel(drive=0, realization=7, site=0)
    np.testing.assert_allclose(crystal, 0.9 * sign * 0.98 ** np.arange(26))
    crystal = corrected["magnetization"].isel(drive=0, realization=7, site=0)
    np.testing.assert_allclose(crystal, 0.9 * sign)


def dropped(table, name):
    place = table[0].index(name)
    return [[cell for at, cell in enumerate(row) if at != place] for row in table]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda table: [], "has no column n_mbl_1"),
        (lambda table: dropped(table, "nn_mbl_7"), "has no column nn_mbl_7"),
        (lambda table: [*table[:60], table[60][:3]], "must have 80 cells in every line"),
        (lambda table: table[:60], "must have 100 periods of n_mbl_1 to 20"),
        (lambda table: [*table[:9], ["-"] * 80, *table[10:]], "must hold numbers: could not conv"),
        (lambda table: [*table[:20], [""] * 80, *table[21:]], "must have 100 periods of n_mbl_1"),
    ],
)
def test_what_are_no_qubits_is_named_in_one_line(tmp_path, change, line):
    _, said, path = convert_qubits(tmp_path, change(qubits()))
    assert said.startswith(f"single qubits: {path}: {line}") and said.count("\n") == 1


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_files_are_fetched_by_their_checksums(tmp_path, monkeypatch, experiment):
    source, kept = tmp_path / "source", tmp_path / "kept"
    (source / "day").mkdir(parents=True)
    (source / "day/run.pkl").write_bytes(b"measured")
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(f"{hashlib.sha256(b'measured').hexdigest()}  day/run.pkl\n")
    monkeypatch.setenv(FOLDER, str(kept))
    params = {"experiment": experiment, "source": f"{source.as_uri()}/"}
    script("fetch.py", tmp_path, [sums], [tmp_path / "data"], params=params)
    assert (tmp_path / "data/day/run.pkl").read_bytes() == b"measured"

    copy = kept / experiment / "day/run.pkl"
    copy.write_bytes(b"measure")
    said = script("fetch.py", tmp_path, [sums], [tmp_path / "again"], params=params)
    assert said.startswith(f"files of {experiment}: {copy}: is not the published file: 7 bytes ")
    assert said.count("\n") == 1 and not (tmp_path / "again").exists()


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_an_experiment_is_planned_by_one_command(tmp_path, experiment):
    snakefile = ROOT / f"examples/{experiment}/Snakefile"
    run = snakemake("--dry-run", directory=tmp_path, root=snakefile.parent)
    assert run.returncode == 0, run.stdout[-3000:]
    assert {"fetch", "convert", "draw", "phasetrace_train_study"} < rules(run.stdout)
    command = (
        f"snakemake --cores 2 --snakefile examples/{experiment}/Snakefile --directory {experiment}"
    )
    assert command in snakefile.read_text(encoding="utf-8")
    for page in ("examples/README.md", "docs/experiments.md"):
        assert f"{experiment}/Snakefile" in (ROOT / page).read_text(encoding="utf-8")


def copies_of(experiment):
    """The published files, where a folder has copies of all."""
    if not os.environ.get(FOLDER):
        pytest.skip(f"{FOLDER} names no folder with copies of the published files")
    known, kept = read_checksums(ROOT / f"examples/{experiment}/SHA256SUMS"), kept_in() / experiment
    lacking = [name for name in known if not (kept / name).exists()]
    if lacking:
        pytest.skip(f"{FOLDER} has no copy of {experiment}/{lacking[0]}")
    return published(known, "file:///nowhere/", kept)


@pytest.fixture(params=EXPERIMENTS)
def copies(request):
    return request.param, copies_of(request.param)


def test_copies_are_what_was_published(copies):
    assert len(copies[1]) == {"google-2022": 2, "ibm-2019": 240, "zhejiang-2024": 2}[copies[0]]


def test_published_counts_are_the_published_densities(tmp_path):
    day = "12-03-19"
    runs = {name: path for name, path in copies_of("ibm-2019").items() if name.startswith(day)}
    for name, path in runs.items():
        (tmp_path / "published" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, tmp_path / "published" / name)
    outputs = tmp_path / "counts.csv", tmp_path / "reduced.csv"
    wildcards = {"day": day}
    script("ibm-2019/convert.py", tmp_path, [tmp_path / "published"], outputs, wildcards=wildcards)
    for path, kind in zip(outputs, ("density", "reduced_density"), strict=True):
        read = read_foreign([path], "h")["magnetization"]
        assert read.sizes == {"h": 4, "realization": 20, "time": 17, "site": 6}
        # Densities are written beside the counts; this file is trusted, its checksum is known.
        name = next(name for name in runs if "_h1-5_" in name and name.endswith("run0.pkl"))
        known = pickle.loads(runs[name].read_bytes())
        densities = [[moment[kind][str(site)] for site in range(6)] for moment in known]
        ours = read.sel(h=1.5, realization=0)
        np.testing.assert_allclose(ours, 2 * np.array(densities) - 1, rtol=1e-12, atol=1e-12)


def test_published_operators_and_qubits_are_read(tmp_path):
    operators = copies_of("zhejiang-2024")["fig4a.mat"].parent
    script("zhejiang-2024/convert.py", tmp_path, [operators], [tmp_path / "operators.nc"])
    read = xr.load_dataset(tmp_path / "operators.nc")["logical_operator"]
    np.testing.assert_array_equal(
        read.isnull().sum(["realization", "time", "site"]), [0, 0, *[25 * 6] * 14, 0]
    )
    qubits = copies_of("google-2022")["fig_s7.csv"].parent
    outputs = tmp_path / "device.nc", tmp_path / "corrected.nc"
    script("google-2022/convert.py", tmp_path, [qubits], outputs, params={"site": 5})
    corrected = xr.load_dataset(outputs[1])["magnetization"].mean("realization").squeeze()
    # What the device does not lose the time crystal keeps, in turn.
    staggered = corrected.isel(drive=0) * (-1) ** np.arange(26)
    assert ((staggered > 0.9) & (staggered <= 1)).all()
    assert abs(corrected.isel(drive=1, time=slice(10, None))).max() < 0.2
