"""What each figure is computed from: the files that its analysis reads, and its settings.

A figure is a module of `phasetrace.analyses` with a function ``analyse``, one of
`phasetrace.figures` of the same name with a function ``draw``, and an entry here; see
`module_name`.
"""

from collections.abc import Iterable, Mapping

from phasetrace.jobs import trainings
from phasetrace.jobs.config import Config, models
from phasetrace.jobs.figure_settings import LEFT_OPEN
from phasetrace.jobs.sources import PAGE, Figure, Shown, Spectra, each_source, one_source
from phasetrace.jobs.spectra import Levels, focus_levels, length_levels
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import ChainSettings, entry

CHANGES_NUMBERS = False


def figures(config: Config) -> dict[str, Figure]:
    """What every figure of a configuration is computed from, by name."""
    heisenberg, settings = config.heisenberg, config.figures
    averaging = {"averaging": config.learning.averaging}
    driven = trainings.floquet_training(config)
    swept = trainings.floquet_training(config, trained_on="sweep")
    levels = Spectra((focus_levels(config),), several=False)
    lengths = length_levels(config)
    single = trainings.single_spin_training(config)
    focus = trainings.focus_training(config)
    drawn = {
        "fig1": Figure(),
        "fig2": Figure(
            {
                "units": each_source("predictions", trainings.units_trainings(config)),
                "diagram": each_source("predictions", trainings.diagram_trainings(config)),
                "spectra": levels,
            },
            {**averaging, "levels": settings.gap_ratio.levels},
            judged=True,
        ),
        "fig3": Figure(
            {
                "predictions": one_source("predictions", driven),
                "traces": one_source("traces", driven),
            },
            averaging,
            judged=True,
        ),
        "fig4": Figure(
            {
                "networks": one_source("networks", single),
                "predictions": one_source("predictions", single),
                "traces": one_source("traces", single),
            },
            judged=True,
        ),
        "fig5": Figure(
            {"predictions": each_source("predictions", trainings.blanking_trainings(config))},
            {**averaging, "widths": list(settings.fig5.widths)},
            judged=True,
        ),
        "fig6": Figure(
            {"predictions": one_source("predictions", trainings.calibration_training(config))},
            {"beyond": dict(settings.fig6.beyond)},
            judged=True,
        ),
        "fig7": Figure(
            {
                "predictions": each_source("predictions", trainings.unseen_phase_trainings(config)),
                "traces": one_source("traces", driven),
            },
            {**averaging, "phases": list(config.floquet.labels)},
            judged=True,
        ),
        "fig8": Figure(
            {
                "diagram": each_source("traces", trainings.diagram_trainings(config)),
                "focus": one_source("traces", focus),
            },
            {"disorder": list(settings.fig8.disorder), "site": heisenberg.sites // 2},
            judged=True,
        ),
        "regularization": Figure(
            {
                "weights": each_source("predictions", trainings.confidence_trainings(config)),
                "switched": each_source("predictions", trainings.regularization_trainings(config)),
            },
            averaging,
            judged=True,
        ),
        "gap-ratio": Figure({"spectra": levels}, {"levels": settings.gap_ratio.levels}),
        "methods": Figure(
            {
                "predictions": one_source("predictions", focus),
                "networks": one_source("networks", focus),
                "traces": one_source("traces", focus),
                "spectra": levels,
            },
            {"levels": settings.gap_ratio.levels},
            trains=True,
        ),
        "drift": Figure(
            {
                "lengths": each_source("predictions", trainings.length_trainings(config)),
                "traces": each_source("traces", trainings.length_trainings(config)),
                "spectra": Spectra(tuple(lengths), several=True),
                "predictions": one_source("predictions", focus),
                "networks": one_source("networks", focus),
                "observed": one_source("traces", focus),
                "times": each_source("predictions", trainings.time_trainings(config)),
            },
            {"levels": [one.near for one in lengths]},
            usual=False,
        ),
        "robustness": Figure(
            {
                "predictions": each_source("predictions", (focus, swept)),
                "networks": each_source("networks", (focus, swept)),
                "traces": each_source("traces", (focus, swept)),
            },
            {
                "fits": settings.robustness.fits,
                "amounts": settings.robustness.model_dump(exclude={"fits"}),
            },
            trains=True,
            usual=False,
        ),
        "readings": Figure(
            {"predictions": each_source("predictions", trainings.reading_trainings(config))},
            {
                "beyond": dict(settings.fig6.beyond),
                "configured": {
                    "boundary": heisenberg.boundary,
                    **config.learning.model_dump(include=set(LEFT_OPEN)),
                },
            },
            judged=True,
        ),
    }
    return {**drawn, "explore": _explored(config, drawn)}


def _explored(config: Config, drawn: Mapping[str, Figure]) -> Figure:
    """What the page is computed from: the phase diagram, and networks of all numbers of units."""
    focus = config.heisenberg.focus.energy_density
    diagram = zip(
        config.heisenberg.energy_densities, trainings.diagram_trainings(config), strict=True
    )
    units = ((focus, one) for one in trainings.units_trainings(config))
    # A diagram's own networks may be those of a number of units.
    planned = {one.name: (epsilon, one) for epsilon, one in (*diagram, *units)}
    learners = [one for _, one in planned.values()]
    of_traces = {one.traces: one for one in reversed(learners)}
    ensembles = list(dict.fromkeys(one.traces for one in learners))
    return Figure(
        {
            "predictions": each_source("predictions", learners),
            "networks": each_source("networks", learners),
            "traces": each_source("traces", [of_traces[traces] for traces in ensembles]),
            "methods": Shown("methods", drawn["methods"]),
            "diagram": Shown("fig2", drawn["fig2"]),
        },
        {
            "averaging": config.learning.averaging,
            "ensembles": [ensembles.index(one.traces) for one in learners],
            "second": "epsilon",
            "unit": "1",
            "values": [epsilon for epsilon, _ in planned.values()],
            "methods_at": focus,
        },
        formats=PAGE,
    )


def module_name(figure: str) -> str:
    """Name of a figure's modules; that of its files may have a hyphen."""
    return figure.replace("-", "_")


def every_chain(
    config: Config, studied: Iterable[Training] = ()
) -> list[tuple[str, ChainSettings]]:
    """Every chain of which traces are made, with its model; the configured ones first.

    Parameters
    ----------
    config : Config
        The configuration.
    studied : iterable of Training
        Those of studies. Studies may have a chain in common, with other phases.
    """
    chains: list[tuple[str, ChainSettings]] = [(name, getattr(config, name)) for name in models()]
    for training in (*every_training(config).values(), *studied):
        for chain, _ in training.sweeps if training.model else ():
            if (training.model, chain) not in chains:
                chains.append((training.model, chain))
    by_folder: dict[str, tuple[str, ChainSettings]] = {}
    for model, chain in chains:
        by_folder.setdefault(entry(model).folder(chain), (model, chain))
    return list(by_folder.values())


def every_spectrum(config: Config) -> dict[str, tuple[Levels, float]]:
    """Levels and W of every file of energy levels that figures ask for."""
    return {
        file: (levels, value)
        for figure in figures(config).values()
        for source in figure.reads.values()
        for levels in (source.levels if isinstance(source, Spectra) else ())
        for file, value in levels.files.items()
    }


def every_training(config: Config) -> dict[str, Training]:
    """Every training that figures and tables ask for, by name."""
    asked = [*trainings.accuracy_trainings(config)]
    for figure in figures(config).values():
        for source in figure.reads.values():
            asked += source.trainings if source.kind != "traces" else ()
    return {training.name: training for training in asked}
