"""Learn phase diagrams from the dynamics of quantum systems.

What a notebook needs comes from here; it is loaded when it is asked for, so that importing the
package costs nothing and sets nothing. Other paths inside the package are free to move.

>>> from phasetrace import HeisenbergChain
>>> HeisenbergChain(sites=12).dimension
924
"""

from importlib import import_module

__version__ = "0.1.0"

_PUBLIC = {
    "evolution.propagation": ("DephasedEvolution", "Evolution"),
    "evolution.trajectories": ("Dephasing",),
    "models.heisenberg.chain": ("HeisenbergChain",),
    "models.heisenberg.disorder": ("random_field",),
    "models.xxz.chain": ("XXZChain",),
    "models.floquet.chain": ("FloquetChain", "FloquetEvolution"),
    "models.floquet.disorder": ("random_drive",),
    "measurement.readout": ("Readout",),
    "learning.recipe": ("Architecture", "Recipe", "Fit", "UNLABELLED"),
    "learning.labels": ("label_points", "split", "accuracy"),
    "learning.training": ("fit",),
    "learning.classifier": ("Classifier", "predict", "responses"),
    "learning.parts": ("prepare",),
    "learning.retrainings": ("learn",),
    "learning.judging": ("judge",),
    "store.traces": ("trace_dataset",),
    "store.reading": ("read_traces",),
    "store.foreign.reading": ("read_foreign",),
    "learning.networks": ("load_networks", "save_networks"),
    "store.errors": ("FileError",),
    "analyses.confusion": ("confusion", "averaged_confusion"),
    "analyses.crossing": ("crossing", "crossing_verdict"),
    "analyses.observables": ("imbalance",),
}
_HOMES = {name: home for home, names in _PUBLIC.items() for name in names}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
