"""What jobs are planned with, by hand and against what was measured."""

import pytest
from configurations import changed
from phasetrace.jobs import cost, trainings
from phasetrace.jobs.amounts import MIB
from phasetrace.jobs.config import Config, models
from phasetrace.jobs.figures import figures
from phasetrace.jobs.processes import MEASURED, least_bytes, process_bytes
from phasetrace.jobs.spectra import focus_levels
from phasetrace.models.entry import entry, names
from phasetrace.models.heisenberg.cost import MEASURED_LEVELS, level_bytes, level_seconds
from phasetrace.models.measured import rows

CONFIG = Config()
FOCUS = trainings.focus_training(CONFIG)
# The default chains: 64 W or 81 drives of 50 realizations of 50 times and 12 sites, in float64.
TRACE = 8 * 50 * 12
BLOCK, DRIVEN = 64 * 50 * TRACE, 81 * 50 * TRACE


def on_a_gpu(stage):
    return changed({"jobs": {"memory": 3.0, "gpus": {stage: 1}}})


@pytest.mark.parametrize(("model", "traces"), [("heisenberg", BLOCK), ("floquet", DRIVEN)])
def test_a_simulation_holds_a_batch_and_all_of_its_traces(model, traces):
    chain = getattr(CONFIG, model)
    batch = entry(model).batch_bytes(chain, 12)
    assert cost.simulation_arrays(model, chain, chain.sweep) == batch + traces
    half = cost.simulation_arrays(model, chain, chain.sweep[:10])
    assert half == batch + 10 * 50 * TRACE
    whole = cost.simulation_bytes(CONFIG, model, chain, chain.sweep)
    assert whole == process_bytes(f"simulate_{model}") + batch + traces


@pytest.mark.parametrize("model", models())
def test_the_least_is_a_batch_of_a_chain_of_so_many_sites(model):
    chain = getattr(CONFIG, model)
    for sites in (8, 16):
        batch = entry(model).batch_bytes(chain, sites)
        assert (
            least_bytes(model, getattr(CONFIG, model), sites)
            == process_bytes(f"simulate_{model}") + batch
        )


def test_traces_are_shown_of_the_training_realizations():
    # W = 0.125, ..., 0.5 and 7.625, ..., 8 are labelled; 60 of 100 realizations train.
    assert cost.traces_shown(FOCUS) == (8 * 60, 56 * 60)
    alone = trainings.focus_training(CONFIG, confidence_weight=0.0)
    assert cost.traces_shown(alone) == (8 * 60, 0)
    # Three drives of 200 realizations, a fifth of which validate.
    assert cost.traces_shown(trainings.floquet_training(CONFIG)) == (3 * 160, 0)
    assert cost.traces_read(trainings.floquet_training(CONFIG)) == 81 * 50 + 3 * 200
    # Of the drive 0 to 0.05 are 3 of 81 values, 0.65 to 0.75 are 5 and from 1.52 on 3.
    driven = trainings.floquet_training(CONFIG, trained_on="sweep")
    assert cost.traces_shown(driven) == (11 * 30, 70 * 30)


def test_a_training_holds_what_is_counted_by_hand():
    traces, shown, padded = 6400, 480 + 3360, 2 * 4096
    assert cost.reading_arrays(FOCUS) == 4 * traces * TRACE
    single = TRACE // 2
    whole = traces * TRACE + (traces + shown + padded) * single
    # Four gates of 32 units that see 12 sites and 32 units, a bias each, and two outputs.
    weights = 4 * 32 * (12 + 32 + 1) + 2 * (32 + 1)
    assert cost.network_weights(FOCUS) == weights
    states = 64 * 50 * 32
    learned = 4 * 10 * (weights + 3 * 50 + 2 * traces)
    assert cost.learned_bytes(FOCUS) == learned
    step = 4 * (8 * weights + 4 * states)
    assert cost.training_arrays(FOCUS) == whole + step + 3 * learned
    # One unit sees one site of twelve.
    one = trainings.single_spin_training(CONFIG)
    weights, states = 4 * (1 + 1 + 1) + 2 * (1 + 1), 64 * 50
    assert cost.network_weights(one) == weights
    learned = 4 * 10 * (weights + 3 * 50 + 2 * traces)
    step = 4 * (8 * weights + 4 * states)
    held = traces * TRACE + (traces + shown + padded) * single // 12
    assert cost.training_arrays(one) == held + step + 3 * learned


def test_a_training_takes_what_it_takes_at_its_fullest(monkeypatch):
    read = process_bytes("read") + cost.reading_arrays(FOCUS)
    train = process_bytes("train") + cost.training_arrays(FOCUS)
    assert cost.training_bytes(CONFIG, FOCUS) == max(read, train)
    monkeypatch.setattr(cost, "COPIES_READ", 100)
    more = process_bytes("read") + 100 * 6400 * TRACE
    assert cost.training_bytes(CONFIG, FOCUS) == more > train


def test_an_analysis_holds_the_traces_that_it_reads():
    every = figures(CONFIG)
    # Of Fig. 2 and the gap ratio 16 W of 100 realizations of 924 levels; of Fig. 8 13 energy
    # densities of one seed and the focus with two, of Fig. 4 the focus.
    expected = {"fig8": 15 * BLOCK, "fig4": 2 * BLOCK, "fig3": DRIVEN, "fig7": DRIVEN}
    expected |= dict.fromkeys(("fig2", "gap-ratio"), 16 * 100 * 924 * 8)
    # Of the drift the focus, each length like it, and levels at eight W of the other lengths.
    expected["drift"] = 2 * BLOCK + (8 + 10 + 12 + 14) * 2 * BLOCK // 12
    expected["drift"] += 8 * (16 * 100 * 924 + 8 * 2 * (160 * 70 + 40 * 252 + 20 * 50))
    # Of the page those of Fig. 8.
    expected["explore"] = expected["fig8"]
    expected = {name: 3 * traces // 2 for name, traces in expected.items()}
    # Methods that are fitted on the focus keep several copies of it.
    expected["methods"] = 6 * (2 * BLOCK + 16 * 100 * 924 * 8)
    expected["robustness"] = 6 * (2 * BLOCK + DRIVEN)
    kinds = dict.fromkeys(("fig4", "drift", "explore"), "evaluate")
    kinds |= {"methods": "compare", "robustness": "compare"}
    for name, figure in every.items():
        assert cost.analysis_arrays(CONFIG, figure) == expected.get(name, 0), name
        kind = kinds.get(name, "analyse")
        arrays = cost.analysis_arrays(CONFIG, figure)
        assert cost.analysis_bytes(CONFIG, figure) == process_bytes(kind) + arrays, name


def test_levels_are_found_in_the_time_and_memory_that_were_measured():
    for row in rows(MEASURED_LEVELS):
        chain = changed({"heisenberg": {"boundary": row["boundary"]}}).heisenberg
        each = level_seconds(chain, int(row["sites"]))
        assert each == pytest.approx(float(row["seconds"]), rel=0.45), row
    planned = cost.diagonalization_seconds(focus_levels(CONFIG))
    assert planned == cost.STARTING + 100 * level_seconds(CONFIG.heisenberg, 12)
    # Three dense matrices; the factors of a ring of 16 sites took 376 MiB with all else.
    assert level_bytes(CONFIG.heisenberg, 12, 50) == 3 * 8 * 924**2
    ring = changed({"heisenberg": {"boundary": "periodic"}}).heisenberg
    assert 376 * MIB < level_bytes(ring, 16, 50) < 2 * 376 * MIB


def test_only_some_levels_of_a_long_chain_are_kept():
    assert cost.level_array(focus_levels(CONFIG)) == 8 * 924 * 100
    longer = changed({"heisenberg": {"sites": 14}})
    assert cost.level_array(focus_levels(longer)) == 8 * 50 * 100


def test_an_analysis_that_trains_has_more_time():
    minutes = {name: cost.analysis_minutes(figure) for name, figure in figures(CONFIG).items()}
    assert (minutes.pop("methods"), minutes.pop("robustness")) == (30, 120)
    assert set(minutes.values()) == {5}


def test_drawing_takes_a_process():
    assert cost.drawing_bytes() == process_bytes("draw")


def test_no_measured_job_took_more_than_is_planned():
    for row in rows(MEASURED):
        planned = process_bytes(row["kind"]) + float(row["arrays_mib"]) * MIB
        assert planned >= float(row["peak_mib"]) * MIB - 1, row


def test_every_kind_of_job_was_measured():
    kinds = {row["kind"] for row in rows(MEASURED)}
    simulations = {f"simulate_{model}" for model in names()}
    processes = {"read", "train", "diagonalize", "analyse", "evaluate", "compare", "draw"}
    assert kinds >= processes | simulations


@pytest.mark.parametrize("stage", ["simulate", "train"])
def test_a_gpu_job_takes_all_that_it_may(stage):
    config = on_a_gpu(stage)
    kinds = {one: cost.device(config, one) for one in ("simulate", "train")}
    assert kinds == {"simulate": "cpu", "train": "cpu"} | {stage: "gpu"}
    assert config.jobs.bytes == 3 * 2**30
    simulated = cost.simulation_bytes(config, "heisenberg", config.heisenberg, [1.0])
    trained = cost.training_bytes(config, FOCUS)
    assert (simulated == 3 * 2**30) is (stage == "simulate")
    assert (trained == 3 * 2**30) is (stage == "train")


def test_a_simulation_takes_the_time_of_its_realizations_and_of_its_start():
    for model in models():
        chain = getattr(CONFIG, model)
        seconds = entry(model).seconds(chain, chain.sweep)
        assert cost.simulation_seconds(model, chain, chain.sweep) == cost.STARTING + seconds


def steps(training):
    """Training steps, by the time of one that its networks take."""
    fixed, product = cost._step_seconds("lstm")
    seconds = cost.training_seconds(training) - cost.STARTING
    units = training.learning["units"]
    return seconds / (fixed + product * units * (units + 12))


def test_a_training_takes_as_many_steps_as_its_batches_have():
    # 10 networks and as many on bootstraps, 50 epochs over 480 labelled traces, a third of a batch
    # of 64.
    assert steps(FOCUS) == pytest.approx(20 * 50 * 480 * 3 / 64)
    once = trainings.focus_training(CONFIG, bootstraps=0)
    assert steps(once) == pytest.approx(10 * 50 * 480 * 3 / 64)
    alone = trainings.focus_training(CONFIG, confidence_weight=0.0)
    assert steps(alone) == pytest.approx(20 * 50 * 480 / 64)
    every = trainings.focus_training(CONFIG, epoch="all")
    assert steps(every) == pytest.approx(20 * 50 * (480 + 3360) / 64)
    more = trainings.focus_training(CONFIG, units=2, retrainings=3, epochs=7, batch=32)
    assert steps(more) == pytest.approx(6 * 7 * 480 * 3 / 32)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_step_takes_what_was_measured_of_it(cell):
    fixed, product = cost._step_seconds(cell)
    measured = [row for row in rows(cost.MEASURED_STEPS) if row["cell"] == cell]
    assert len({row["units"] for row in measured}) > 1
    for row in measured:
        units = int(row["units"])
        planned = fixed + product * units * (units + 20)
        # The kernels of the LSTM fill up units to whole vectors, which the plan does not know.
        assert planned == pytest.approx(float(row["seconds"]), rel=0.45), row


def test_a_cell_that_was_never_measured_is_the_slowest():
    slowest = max((cost._step_seconds(cell) for cell in ("lstm", "gru")), key=lambda step: step[1])
    assert cost._step_seconds("mgu") == slowest


def test_a_further_attempt_asks_for_more():
    assert cost.mebibytes(100 * MIB) == 100
    assert cost.mebibytes(100 * MIB + 1, attempt=3) == 301
    assert cost.minutes(60.0) == cost.MARGIN
    assert cost.minutes(60.0, attempt=2) == 2 * cost.MARGIN
    assert cost.minutes(0.1) == 1
