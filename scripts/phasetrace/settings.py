"""What all settings are made of: checked numbers, grids, intervals and known phases.

A setting is documented, defaulted and checked where it is declared. Numbers may be given as text
that spells them, because YAML takes 1e-9 for text, and so are all values inside a
``--config key={...}``.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from numbers import Integral, Real
from typing import Annotated, Any, Literal, NoReturn

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

CHANGES_NUMBERS = False

LARGEST = 10**9
"""What a number may be at most: sums and products of larger ones overflow, or never end."""
MOST = 10**6
"""What may be counted at most: runs with more of anything would not end."""
MOST_VALUES = 10_000
"""Of a grid; with the decimals that file names have, no useful grid has more."""

MOST_CHOICES = 100
"""Of a list that is no grid, each of which is trained on or drawn by itself."""

FORMS = ("(mapping)", "(list)", "(half)", "(number)")
"""What a value is where it may be one thing or another, as faults name it."""

_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


class Settings(BaseModel):
    """Settings that belong together, every one with a default or required, and described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refuse(path: Sequence[str | int], value: object, allowed: str) -> NoReturn:
    """Refuse a value that only other values make wrong, from a validator of all of them.

    Parameters
    ----------
    path
        Keys that lead to the value, from where the validator is.
    value
        The value.
    allowed
        What it must be.

    Raises
    ------
    pydantic.ValidationError
        Always.
    """
    fault = PydanticCustomError("setting", "{allowed}", {"allowed": allowed})
    raise ValidationError.from_exception_data(
        ".".join(map(str, path)), [InitErrorDetails(type=fault, loc=tuple(path), input=value)]
    )


def spells_number(value: object) -> bool:
    """Whether a value is a number, or text that spells one."""
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None
    return isinstance(value, Real) and not isinstance(value, bool)


def _real(value: Any) -> int | float:
    if not spells_number(value):
        raise PydanticCustomError("number", "must be a number")
    if isinstance(value, Integral):
        return int(value)
    number = float(value)
    # Zero has no sign: -0.0 would be printed as another value than 0.0.
    return number + 0.0


def _number(value: object) -> float:
    number = _real(value)
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _whole(value: object) -> int | float:
    number = _real(value)
    if isinstance(number, float) and math.isfinite(number):
        if not number.is_integer():
            raise PydanticCustomError("whole_number", "must be a whole number")
        return int(number)
    return number


def _unique(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("unique", "must not repeat a value")
    return values


def _naming(seeds: list[int]) -> list[int]:
    # A file system takes 255 bytes, and the seeds are not alone in the name.
    if len("+".join(map(str, seeds))) > 200:
        raise PydanticCustomError("seeds", "must be fewer: together they name a folder")
    return seeds


def increasing(values: list[float]) -> list[float]:
    """Refuse values of which one does not exceed the one before."""
    for before, after in pairwise(values):
        if after <= before:
            raise PydanticCustomError(
                "increasing",
                "values must increase, and {after} follows {before}",
                {"before": before, "after": after},
            )
    return values


def _ordered(values: list[float]) -> list[float]:
    if values[1] < values[0]:
        raise PydanticCustomError("interval", "must be [low, high] with low at most high")
    return values


def form(value: object) -> str | None:
    """Tell a mapping from a list, by the names of their `FORMS`."""
    if isinstance(value, Mapping | BaseModel):
        return "(mapping)"
    return "(list)" if isinstance(value, list | tuple) else None


whole = BeforeValidator(_whole)
"""Makes a field of type int take whole numbers in any spelling, and no booleans."""
number = BeforeValidator(_number)
"""Makes a field of type float take numbers in any spelling, and no booleans."""

Count = Annotated[int, Field(ge=1, le=MOST), whole]
Seed = Annotated[int, Field(ge=0, le=LARGEST), whole]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False), number]
Amount = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False), number]
Positive = Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False), number]
Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), number]

_several: Any = Field(
    min_length=1, max_length=MOST_CHOICES, json_schema_extra={"uniqueItems": True}
)
_two: Any = Field(min_length=2, max_length=2)
Seeds = Annotated[list[Seed], _several, AfterValidator(_unique), AfterValidator(_naming)]
Counts = Annotated[list[Count], _several, AfterValidator(_unique)]
Amounts = Annotated[list[Amount], _several, AfterValidator(_unique)]
Widths = Annotated[list[Positive], _several, AfterValidator(_unique)]
Fractions = Annotated[list[Fraction], _several, AfterValidator(_unique)]
Pair = Annotated[list[Amount], _two, AfterValidator(_unique)]
Interval = Annotated[list[Amount], _two, AfterValidator(_ordered)]
NumberInterval = Annotated[list[Number], _two, AfterValidator(_ordered)]

Boundary = Literal["open", "periodic"]
Precision = Literal["float64", "float32"]
Sites = Annotated[int, Field(ge=2, le=62), whole]
Tolerance = Annotated[float, Field(gt=0, le=0.001, allow_inf_nan=False), number]


class Range(Settings):
    """Equally spaced values."""

    start: Amount = Field(description="the first value")
    stop: Amount = Field(description="the last value, included")
    points: Annotated[int, Field(ge=1, le=MOST_VALUES), whole] = Field(
        description="number of values"
    )

    def model_post_init(self, context: Any, /) -> None:
        """Refuse a range that does not increase."""
        if self.points > 1 and self.stop <= self.start:
            refuse(("stop",), self.stop, f"must exceed start = {self.start}")


class NumberRange(Range):
    """Equally spaced values of any sign."""

    start: Number = Field(description="the first value")
    stop: Number = Field(description="the last value, included")


class FractionRange(Range):
    """Equally spaced values from 0 to 1."""

    start: Fraction = Field(description="the first value")
    stop: Fraction = Field(description="the last value, included")


Grid = Annotated[
    Annotated[Range, Tag("(mapping)")]
    | Annotated[
        list[Amount],
        Field(min_length=1, max_length=MOST_VALUES),
        AfterValidator(increasing),
        Tag("(list)"),
    ],
    Discriminator(
        form,
        custom_error_type="grid",
        custom_error_message="must be {start, stop, points} or a list of numbers",
    ),
]
NumberGrid = Annotated[
    Annotated[NumberRange, Tag("(mapping)")]
    | Annotated[
        list[Number],
        Field(min_length=1, max_length=MOST_VALUES),
        AfterValidator(increasing),
        Tag("(list)"),
    ],
    Discriminator(
        form,
        custom_error_type="grid",
        custom_error_message="must be {start, stop, points} or a list of numbers",
    ),
]
FractionGrid = Annotated[
    Annotated[FractionRange, Tag("(mapping)")]
    | Annotated[
        list[Fraction],
        Field(min_length=1, max_length=MOST_VALUES),
        AfterValidator(increasing),
        Tag("(list)"),
    ],
    Discriminator(
        form,
        custom_error_type="grid",
        custom_error_message="must be {start, stop, points} or a list of numbers from 0 to 1",
    ),
]


def plain(grid: Range | list[float]) -> dict[str, Any] | list[float]:
    """Make a grid what `phasetrace.parameter.Parameter.points` takes."""
    return grid if isinstance(grid, list) else grid.model_dump()


def phases(*names: str) -> tuple[AfterValidator, Any]:
    """Ask of a mapping that it has exactly the phases of some names, in their order.

    Returns
    -------
    tuple
        What annotates the mapping: its check, and what the schema says of it.
    """

    def named(values: dict[str, Any]) -> dict[str, Any]:
        for name, value in values.items():
            if name not in names:
                refuse((name,), value, f"unknown key; allowed: {', '.join(names)}")
        for name in names:
            if name not in values:
                refuse((name,), None, "is missing")
        return {name: values[name] for name in names}

    extra: dict[str, Any] = {"required": list(names), "propertyNames": {"enum": list(names)}}
    return AfterValidator(named), Field(json_schema_extra=extra)


def check_regimes(
    regimes: Mapping[str, Sequence[float]], values: Sequence[float], key: str, swept: str
) -> None:
    """Refuse known regimes that hold no value of a sweep, or that overlap.

    Parameters
    ----------
    regimes : mapping
        Interval of the swept parameter by phase, both ends included.
    values : sequence of float
        The sweep.
    key : str
        The key that the regimes have.
    swept : str
        What the sweep is called in a message.
    """
    for phase, (low, high) in regimes.items():
        if not any(low <= value <= high for value in values):
            refuse(
                (key, phase),
                [low, high],
                f"must hold a value of {swept}, {values[0]} to {values[-1]}",
            )
    edges = sorted((low, high, phase) for phase, (low, high) in regimes.items())
    for (_, high, phase), (low, _, other) in pairwise(edges):
        if low <= high:
            refuse((key, other), regimes[other], f"must not overlap {key}.{phase}")


def valued(compute: Callable[[], list[float]], key: str, grid: object) -> list[float]:
    """List a grid's values, or refuse it where two of them would have one name."""
    try:
        return compute()
    except ValueError as error:
        refuse((key,), grid, str(error))
