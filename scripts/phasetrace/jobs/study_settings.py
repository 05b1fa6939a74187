"""Settings of studies: anybody's chains or traces, and where their phase is known."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from phasetrace.jobs.config_error import allowed_keys
from phasetrace.jobs.learning_settings import LearningSettings
from phasetrace.measurement.settings import ReadoutErrors
from phasetrace.models.entry import ChainSettings, entry, names
from phasetrace.parameter import Parameter
from phasetrace.settings import (
    MOST,
    Count,
    NumberGrid,
    NumberInterval,
    Settings,
    check_regimes,
    plain,
    refuse,
    whole,
)
from phasetrace.store.foreign.names import check_names

CHANGES_NUMBERS = False

StudyName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
"""Names a folder, and is part of a word in reports."""
ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
PhaseName = Annotated[str, StringConstraints(pattern=r"^\w[\w -]*$", max_length=40)]

RESERVED = (
    *("realization", "time", "site", "channel", "group", "number", "phase", "retraining", "gap"),
    *("label", "part", "judged", "probability", "trained_on", "measured", "bootstrap", "method"),
    *("share", "reading", "seed", "known", "value", "low", "high", "verdict", "transition"),
    *("disorder", "grid", "from", "to", "output", "confusion", "accuracy", "spread", "traces"),
    *("cross_entropy", "magnetization", "follows", "assumed", "quantity", "amount"),
)
"""What something else of a study is called."""
BEGINNINGS = ("transition_", "judged_", "bootstrap_", "confusion_", "gap_", "output_", "exact_")
ENDINGS = ("_error", "_accuracy", "_cross_entropy", "_spread", "_mean", "_std")
"""Of what else is."""
COLUMNS = ("part", "known", "realization", "group")
"""Of the table of what is said of each trace, beside the parameter and the phases."""
STUDIED = {"standardization": "training", "class_weight": "balanced"}
"""What the learning stage has for traces from anywhere, unless the study says otherwise."""


def _listed(files: object) -> object:
    return [files] if isinstance(files, str) else files


class SweptParameter(Settings):
    """What traces are swept along."""

    name: ParameterName = Field(description="name of the parameter, in files and on axes")
    values: NumberGrid | None = Field(
        default=None, description="values of a chain's sweep; those of traces are in their files"
    )
    unit: str | None = Field(default=None, description="unit of the parameter, on axes")


class SecondParameter(Settings):
    """What several sweeps differ in, for a map of both parameters."""

    name: ParameterName = Field(
        description="name of the parameter: a number of the chain, or what stands in braces in "
        "names of files"
    )
    values: NumberGrid = Field(description="values of the parameter, one sweep each")
    unit: str = Field(default="1", description="unit of the parameter, on axes")

    @property
    def labelled(self) -> dict[str, float]:
        """Values by how they are printed in the names of folders."""
        swept = Parameter(self.name, unit=self.unit, decimals=12, long_name=self.name)
        values = swept.points(plain(self.values))
        # As short as tells it, so that no two have one name.
        return {f"{v:g}" if float(f"{v:g}") == v else repr(v): v for v in values}


class MeasuredTraces(Settings):
    """Files of traces that are not of phasetrace's own making."""

    files: Annotated[list[str], Field(min_length=1), BeforeValidator(_listed)] = Field(
        description="a file, a pattern such as data/*.csv, or a list of them"
    )
    variable: str | None = Field(
        default=None, description="what was measured, if files hold more than that"
    )
    names: dict[str, str] = Field(
        default={}, description="what names in the files stand for, see docs/traces.md"
    )
    readout: ReadoutErrors | None = Field(
        default=None,
        description="{p01, p10}, for which the magnetization of counted bit strings is corrected",
    )
    postselect: Annotated[int, Field(ge=0, le=MOST), whole] | None = Field(
        default=None, description="number of up spins of the counted bit strings that are kept"
    )

    @property
    def of_shots(self) -> dict[str, Any]:
        """What is made of bit strings, if anything is."""
        asked = self.model_dump(mode="json", include={"readout", "postselect"})
        return {key: value for key, value in asked.items() if value is not None}

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.readout is not None and self.postselect is not None:
            refuse(
                ("readout",),
                self.readout.model_dump(),
                "must be left out while postselect is given: in shots that are kept hardly any "
                "site was misread",
            )
        return self


class StudySettings(Settings):
    """A study: where its traces come from, what they are swept along, and its known phases."""

    chain: dict[str, Any] | None = Field(
        default=None, description="a chain to simulate: its model and the model's settings"
    )
    traces: MeasuredTraces | None = Field(default=None, description="files of traces")
    parameter: SweptParameter = Field(description="what the traces are swept along")
    second: SecondParameter | None = Field(
        default=None, description="a second parameter, for a map: one sweep at each of its values"
    )
    phases: dict[PhaseName, NumberInterval] = Field(
        default={},
        description="intervals of the parameter where each phase is known, both ends included",
    )
    site: Count | None = Field(
        default=None, description="the one site of a chain that networks are shown, from 1"
    )
    learning: dict[str, Any] = Field(
        default={}, description="settings of the learning stage that differ for this study"
    )
    networks: StudyName | None = Field(
        default=None,
        description="another study whose networks judge these traces, in place of networks of its "
        "own",
    )

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if (self.chain is None) == (self.traces is None):
            given = {"chain": self.chain, "traces": self.traces}
            refuse(
                (), [key for key, value in given.items() if value], "must have a chain or traces"
            )
        for key in ("parameter", "second"):
            name = getattr(getattr(self, key), "name", None)
            if name is not None and _is_taken(name):
                refuse((key, "name"), name, "is the name of something else, choose another one")
        if self.second is not None and self.second.name == self.parameter.name:
            refuse(("second", "name"), self.second.name, "must differ from parameter.name")
        for phase in self.phases:
            if phase in (*COLUMNS, self.parameter.name) or phase.endswith(" spread"):
                refuse(("phases", phase), phase, "is the name of a column of tables, use another")
        if self.networks is None and len(self.phases) < 2:
            refuse(("phases",), self.phases, "must name at least two phases")
        if self.networks is not None and self.learning:
            refuse(("learning",), self.learning, "belongs to the study whose networks judge")
        if self.networks is not None and self.site is not None:
            refuse(("site",), self.site, "belongs to the study whose networks judge")
        if self.traces is not None and self.site is not None:
            refuse(("site",), self.site, "is of a chain; files have the sites that are shown")
        if self.second is not None:
            for value in self.second.labelled:
                self.at(value)
            return self
        if self.traces is not None:
            if self.parameter.values is not None:
                refuse(
                    ("parameter", "values"), plain(self.parameter.values), "are those of the files"
                )
            _check_files(self.traces, self.parameter.name)
            # Which values the files have is known once they are read.
            values = sorted({end for interval in self.phases.values() for end in interval})
            check_regimes(self.phases, values, "phases", "the parameter")
        else:
            sites = self.simulated.sites
            if self.site is not None and self.site > sites:
                refuse(("site",), self.site, f"must be at most chain.sites, {sites}")
        return self

    def at(self, label: str) -> "StudySettings":
        """The study of one sweep of a map.

        Parameters
        ----------
        label : str
            The value of the second parameter, as `SecondParameter.labelled` has it.

        Raises
        ------
        pydantic.ValidationError
            If the sweep is no study.
        """
        second = self.second
        if second is None:
            raise ValueError("a study without a second parameter has no sweep at a value of one")
        chain, traces = self.chain, self.traces
        if chain is not None:
            chain = {**chain, **fixed(chain, second.name, second.labelled[label])}
        if traces is not None:
            place = f"{{{second.name}}}"
            for file in traces.files:
                if place not in file:
                    refuse(
                        ("traces", "files"),
                        file,
                        f"must have {place} where the value of the second parameter stands",
                    )
            files = [file.replace(place, label) for file in traces.files]
            traces = traces.model_copy(update={"files": files})
        made = {key: getattr(self, key) for key in type(self).model_fields if key != "second"}
        try:
            return StudySettings.model_validate({**made, "chain": chain, "traces": traces})
        except ValidationError as error:
            faults = [fault["loc"] for fault in error.errors(include_url=False)]
            if ("chain", second.name) in faults and chain is not None:
                known = [key for key in entry(self.model).second_keys if key != self.parameter.name]
                refuse(("second", "name"), second.name, f"must be one of {', '.join(known)}")
            raise

    @property
    def model(self) -> str:
        """Name of the chain's model."""
        return str((self.chain or {}).get("model", ""))

    @property
    def simulated(self) -> ChainSettings:
        """Settings of the chains that are simulated.

        Raises
        ------
        pydantic.ValidationError
            If the model does not have such chains.
        """
        known = [name for name in names() if entry(name).study() is not None]
        chain = dict(self.chain or {})
        model = chain.pop("model", None)
        if model not in known:
            hint = f"; {model} is {entry(model).in_studies}" if model in names() else ""
            refuse(("chain", "model"), model, f"must be one of {', '.join(known)}{hint}")
        if self.parameter.values is None:
            refuse(("parameter", "values"), None, "is missing")
        one, name = entry(model), self.parameter.name
        values = plain(self.parameter.values)
        swept = Parameter(name, unit="1", decimals=12, long_name=name)
        try:
            points = swept.points(values)
        except ValueError as error:
            refuse(("parameter", "values"), values, str(error))
        check_regimes(self.phases, points, "phases", "parameter.values")
        settings: Any = one.study()
        given: dict[str, Any] = {one.sweep_key: values, "labels": self.phases}
        places = {one.sweep_key: ("parameter", "values"), "labels": ("phases",)}
        if "parameter" in settings.model_fields:
            given["parameter"], places["parameter"] = name, ("parameter", "name")
        elif name != one.parameter.name:
            refuse(("parameter", "name"), name, f"must be {one.parameter.name}")
        for key in places:
            if key in chain:
                refuse(("chain", key), chain[key], f"belongs to {'.'.join(places[key])}")
        try:
            made = settings.model_validate({**chain, **given})
        except ValidationError as error:
            raise moved(error, places, ("chain",), settings) from None
        unit = one.swept(made).unit
        if self.parameter.unit not in (None, unit):
            refuse(("parameter", "unit"), self.parameter.unit, f"must be {unit}, as of the model")
        return made


def _is_taken(name: str) -> bool:
    """Whether something else of a study has the name of a parameter."""
    return name in RESERVED or name.startswith(BEGINNINGS) or name.endswith(ENDINGS)


def _check_files(traces: MeasuredTraces, parameter: str) -> None:
    for number, file in enumerate(traces.files):
        if not file or not file.isprintable() or "{" in file or "}" in file:
            refuse(
                ("traces", "files", number),
                file,
                "must be the name of a file; braces are for the second parameter's name alone",
            )
    try:
        check_names(parameter, traces.variable, traces.names)
    except ValueError as error:
        if str(error).startswith("variable"):
            refuse(("traces", "variable"), traces.variable, str(error))
        refuse(("traces", "names"), traces.names, str(error))


def fixed(chain: Mapping[str, Any], name: str, value: float) -> dict[str, Any]:
    """Settings of a chain in which a number that was left out has its value.

    Raises
    ------
    pydantic.ValidationError
        If it was not left out.
    """
    model = chain.get("model")
    if name in chain:
        refuse(("chain", name), chain[name], "belongs to second.values")
    if model not in names():
        # Which models there are is said where the chain is made.
        return {name: value}
    return entry(str(model)).with_number(chain, name, value)


def learning_of(study: StudySettings, configured: LearningSettings) -> LearningSettings:
    """The learning stage of a study.

    Raises
    ------
    pydantic.ValidationError
        If the study has keys or values that the learning stage may not have.
    """
    usual = {} if study.traces is None else STUDIED
    try:
        return LearningSettings.model_validate(
            {**configured.model_dump(), **usual, **study.learning}
        )
    except ValidationError as error:
        raise moved(error, {}, ("learning",), LearningSettings) from None


def moved(
    error: ValidationError,
    places: Mapping[str, tuple[str, ...]],
    elsewhere: tuple[str, ...],
    settings: type[Settings],
) -> ValidationError:
    """The same faults where a user has written what is wrong.

    Parameters
    ----------
    error
        Faults of settings that were put together.
    places
        Keys that lead to what was written elsewhere, by its key in these settings.
    elsewhere
        Keys that lead to all else.
    settings
        What was put together.
    """
    lines = []
    for fault in error.errors(include_url=False):
        first, *rest = fault["loc"] or ("",)
        path = (*places[str(first)], *rest) if first in places else (*elsewhere, *fault["loc"])
        text = fault["msg"]
        if fault["type"] == "extra_forbidden":
            known = allowed_keys(settings, fault["loc"][:-1])
            text = f"unknown key; allowed: {', '.join(key for key in known if key not in places)}"
        elif fault["type"] in ("model_type", "dict_type"):
            text = "must be a mapping"
        kind: Any = "missing"
        if fault["type"] != "missing":
            kind = PydanticCustomError("setting", "{allowed}", {"allowed": text})
        lines.append(InitErrorDetails(type=kind, loc=path, input=fault["input"]))
    return ValidationError.from_exception_data(error.title, lines)
