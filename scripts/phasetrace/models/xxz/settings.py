"""Settings of an XXZ chain's simulations: a chain that leaves one number out, and its sweep."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from phasetrace.evolution.steps import runs
from phasetrace.measurement.settings import Measurement, check_measurement
from phasetrace.models.settings import LARGEST_PHASE, UpSpins, check_sector, up_spins_of
from phasetrace.models.xxz.cost import configured_width
from phasetrace.models.xxz.dephasing_settings import DephasingSettings, check_jumps
from phasetrace.models.xxz.disorder import varies
from phasetrace.models.xxz.numbers import DEFAULTS, PARAMETERS, TERMS, placed, with_value
from phasetrace.models.xxz.sampling import sampling_times
from phasetrace.settings import (
    MOST_VALUES,
    Amount,
    Boundary,
    Count,
    Fraction,
    Number,
    NumberGrid,
    NumberInterval,
    Positive,
    Precision,
    Seeds,
    Settings,
    Sites,
    Tolerance,
    check_regimes,
    form,
    increasing,
    plain,
    refuse,
    spells_number,
    valued,
    whole,
)

CHANGES_NUMBERS = False

LIMITS = {"W": (0.0, None), "frequency": (0.0, None), "epsilon": (0.0, 1.0), "rate": (0.0, None)}
"""The least and the largest value of parameters that have limits."""

NAMED = ("energy density", "neel", "domain wall", "random")
"""Starts that a word says."""
Name = Literal["W", "frequency", "slope", "anisotropy", "coupling", "epsilon", "rate"]


def _spin(spin: int) -> int:
    if abs(spin) != 1:
        raise PydanticCustomError("spin", "must be 1 or -1")
    return spin


Spin = Annotated[int, AfterValidator(_spin), whole]


class Term(Settings):
    """A term of the fields w_i."""

    kind: Literal["random", "quasiperiodic", "tilt"] = Field(
        description="random: uniform in [-W, W]; quasiperiodic: W cos(2π f i + φ), φ random; "
        "tilt: slope times i"
    )
    W: Amount | None = Field(default=None, description="strength, in units of J")
    frequency: Amount | None = Field(default=None, description="f, in periods per site")
    slope: Number | None = Field(default=None, description="slope, in units of J per site")

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        allowed = TERMS[self.kind]
        for name in ("W", "frequency", "slope"):
            if getattr(self, name) is not None and name not in allowed:
                refuse(
                    (name,), getattr(self, name), f"{self.kind} fields have {' and '.join(allowed)}"
                )
        return self


def _spelled(value: object) -> object:
    if isinstance(value, Mapping | BaseModel):
        return value
    if isinstance(value, str) and value in NAMED:
        return {"kind": value}
    letters = {"u": 1, "d": -1}
    spins = [letters.get(spin) for spin in value] if isinstance(value, str) else value
    if isinstance(spins, list) and spins and all(_is_spin(spin) for spin in spins):
        return {"kind": "given", "spins": spins}
    raise PydanticCustomError(
        "start",
        "must be {allowed}, {kind, …}, or a spin for each site: letters u and d, or a list of 1 "
        "and -1",
        {"allowed": ", ".join(NAMED)},
    )


def _is_spin(value: object) -> bool:
    return spells_number(value) and abs(float(str(value))) == 1


class Start(Settings):
    """The product states that realizations start from."""

    kind: Literal["energy density", "neel", "domain wall", "random", "given"] = Field(
        description="energy density: the product state nearest to it; neel: up and down in turn; "
        "domain wall: all up spins on the left; random: drawn for each realization; "
        "given: spins"
    )
    epsilon: Fraction | None = Field(default=None, description="the energy density ε")
    spins: list[Spin] | None = Field(default=None, description="1 or -1 for each site, if given")

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        for name, kind in (("epsilon", "energy density"), ("spins", "given")):
            if getattr(self, name) is not None and self.kind != kind:
                refuse((name,), getattr(self, name), f"belongs to kind: {kind}")
        if self.kind == "given" and self.spins is None:
            refuse(("spins",), None, "is missing")
        return self


class Times(Settings):
    """Sampling times between two."""

    start: Amount = Field(default=0.0, description="the first time, in 1/J")
    stop: Positive = Field(default=500.0, description="the last time, included")
    points: Annotated[int, Field(ge=2, le=MOST_VALUES), whole] = Field(
        default=50, description="number of samples, both ends included"
    )
    spacing: Literal["linear", "logarithmic"] = Field(
        default="linear", description="equal differences, or equal ratios: logarithmic"
    )

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.stop <= self.start:
            refuse(("stop",), self.stop, f"must exceed start = {self.start}")
        if self.spacing == "logarithmic" and self.start == 0:
            refuse(("start",), self.start, "must be above 0 while spacing is logarithmic")
        return self


SamplingTimes = Annotated[
    Annotated[Times, Tag("(mapping)")]
    | Annotated[
        list[Amount],
        Field(min_length=2, max_length=MOST_VALUES),
        AfterValidator(increasing),
        Tag("(list)"),
    ],
    Discriminator(
        form,
        custom_error_type="times",
        custom_error_message="must be {start, stop, points, spacing} or a list of times",
    ),
]
Fields = Annotated[
    Annotated[Term, Tag("(mapping)")]
    | Annotated[list[Term], Field(min_length=1, max_length=8), Tag("(list)")],
    Discriminator(
        form,
        custom_error_type="field",
        custom_error_message="must be {kind, …} or a list of such terms, which are added",
    ),
]


class XXZSettings(Measurement):
    """Which XXZ chains are evolved.

    The swept number is left out where it belongs: ``W``, ``frequency`` or ``slope`` in terms of the
    field, ``epsilon`` in ``initial``, ``rate`` in ``dephasing``, ``anisotropy`` or ``coupling`` in
    the chain.
    """

    sites: Sites = Field(default=12, description="L, number of spins")
    coupling: Number | None = Field(default=None, description="J, the unit of energy; by default 1")
    boundary: Boundary = Field(default="open", description="open or periodic")
    up_spins: UpSpins = Field(
        default="half",
        description="number of up spins, or half for the sector of zero magnetization",
    )
    anisotropy: Number | None = Field(default=None, description="Δ; by default 1")
    field: Fields = Field(description="w_i: a term, or a list of terms that are added")
    initial: Annotated[Start, BeforeValidator(_spelled)] = Field(
        default=Start(kind="neel"),
        description="product state to start from: a kind by its name alone (neel, domain wall, "
        "random), a mapping, or spins as letters u and d",
    )
    initial_errors: Fraction = Field(
        default=0.0, description="probability of each spin of the start to be the wrong one"
    )
    dephasing: DephasingSettings | None = Field(
        default=None, description="{rate, trajectories} of jump operators √γ σᶻ on every site"
    )
    times: SamplingTimes = Field(default=Times(), description="sampling times, in 1/J")
    realizations: Count = Field(default=50, description="realizations at each value, for each seed")
    seeds: Seeds = Field(default=[0], description="numbers of the sets of realizations")
    precision: Precision = Field(default="float64", description="float64 or float32")
    tolerance: Tolerance = Field(
        default=1e-9, description="largest error of a state's norm, in float64"
    )
    block: Count = Field(default=64, description="consecutive values that one job evolves")
    parameter: Name = Field(description="name of the swept number")
    values: NumberGrid = Field(description="its values")
    labels: dict[str, NumberInterval] = Field(
        default={}, description="values where the phase is known, both ends included"
    )

    @property
    def up(self) -> int:
        """Number of up spins."""
        return up_spins_of(self.sites, self.up_spins)

    @property
    def sweep(self) -> list[float]:
        """Values of the swept number."""
        return PARAMETERS[self.parameter].points(plain(self.values))

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        check_sector(self.sites, self.boundary, self.up_spins)
        _check_start(self)
        values = valued(lambda: self.sweep, "values", self.values)
        _check_swept(self, values)
        _check_varies(self, values)
        _check_steps(self, values)
        _check_jumps(self, values)
        check_measurement(self, conserved=True)
        if self.shots is not None and self.dephasing is not None:
            refuse(("shots",), self.shots, "must be left out of a chain with dephasing")
        check_regimes(self.labels, values, "labels", self.parameter)
        return self


def _check_start(chain: XXZSettings) -> None:
    kind, spins = chain.initial.kind, chain.initial.spins
    if kind == "energy density" and chain.initial_errors:
        refuse(
            ("initial_errors",),
            chain.initial_errors,
            "must be 0 while initial is an energy density, which chooses the spins",
        )
    if kind == "neel" and abs(2 * chain.up - chain.sites) > 1:
        refuse(
            ("initial",),
            kind,
            f"half of the spins are up, and up_spins is {chain.up} of {chain.sites}",
        )
    if spins is None:
        return
    if len(spins) != chain.sites:
        refuse(("initial",), spins, f"must be {chain.sites} spins, as sites says")
    if spins.count(1) != chain.up:
        refuse(("initial",), spins, f"has {spins.count(1)} up spins, up_spins says {chain.up}")


def _check_swept(chain: XXZSettings, values: list[float]) -> None:
    name, numbers = chain.parameter, placed(chain.model_dump(mode="json"))
    swept = {path: value for path, value in numbers.items() if path[-1] == name}
    if not swept:
        refuse(("parameter",), name, f"must be a number of the chain: {_place(name)} has it")
    if None not in swept.values():
        path, value = next(iter(swept.items()))
        refuse(path, value, "must be left out: it is swept")
    for path, value in numbers.items():
        if value is None and path[-1] not in (name, *DEFAULTS):
            refuse(path, None, "is missing")
    low, high = LIMITS.get(name, (None, None))
    for value in values:
        if (low is not None and value < low) or (high is not None and value > high):
            allowed = f"at least {low:g}" if high is None else f"from {low:g} to {high:g}"
            refuse(("values",), value, f"{name} must be {allowed}")


def _place(name: str) -> str:
    if name == "epsilon":
        return "initial: {kind: energy density}"
    if name == "rate":
        return "dephasing"
    kinds = [kind for kind, numbers in TERMS.items() if name in numbers]
    return f"a field of kind {' or '.join(kinds)}"


def _check_varies(chain: XXZSettings, values: list[float]) -> None:
    """Refuse realizations that are all alike: traces to test would be those to train on."""
    if 0 < chain.initial_errors < 1:
        return
    plainly = chain.model_dump(mode="json")
    alike = []
    for value in values:
        here = with_value(plainly, chain.parameter, value)
        if not varies(here["field"], chain.initial.kind, here["coupling"]):
            alike.append(value)
    if alike:
        where = "" if len(alike) == len(values) else f" at {chain.parameter} = {alike[0]:g}"
        refuse(
            ("realizations",),
            chain.realizations,
            f"all realizations are alike{where}, so that traces to test are those to train on; add "
            "a random or quasiperiodic field, or start from initial: random",
        )


def _check_steps(chain: XXZSettings, values: list[float]) -> None:
    times = chain.model_dump(mode="json")["times"]
    longest = max(run.duration / run.steps for run in runs(sampling_times(times)))
    phase = longest * max(configured_width(chain, value) for value in (values[0], values[-1]))
    if phase > LARGEST_PHASE:
        refuse(
            ("times",),
            times,
            f"steps must be at most {longest * LARGEST_PHASE / phase:.3g} long: one between "
            f"samples would take {phase:.3g} Chebyshev terms",
        )


def _check_jumps(chain: XXZSettings, values: list[float]) -> None:
    if chain.dephasing is not None:
        until = sampling_times(chain.model_dump(mode="json")["times"])[-1]
        if chain.parameter == "rate":
            check_jumps(("values",), values[-1], chain.sites, until)
        else:
            check_jumps(("dephasing", "rate"), chain.dephasing.rate or 0.0, chain.sites, until)
