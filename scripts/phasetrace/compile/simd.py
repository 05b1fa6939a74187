"""Short vectors of numbers that lie side by side, for kernels compiled by Numba.

A vector is one of the processor's, or a few; a lane is a place in it. What is computed side by
side, such as the realizations of a batch, has a lane each. Compilers seldom make vectors of loops
over so few numbers; here they need not be made. A vector is loaded from, and stored to,
consecutive places of a one-dimensional array.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.types.containers import UniTuple
from numba.extending import intrinsic, models, register_model
from numpy.typing import DTypeLike, NDArray

CACHE_LINE = 64
_SUFFIX = {"float64": "f64", "float32": "f32"}

SimdVector = Any
"""A vector, which exists in compiled code alone."""
Codegen = Callable[..., Any]


class VectorType(types.Type):
    """Numba's type of a vector of `count` numbers of a type."""

    def __init__(self, dtype: types.Float, count: int) -> None:
        self.dtype = dtype
        self.count = count
        super().__init__(f"VectorType({dtype}, {count})")


@register_model(VectorType)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, vector_type: VectorType) -> None:
        number = manager.lookup(vector_type.dtype).get_value_type()
        super().__init__(manager, vector_type, ir.VectorType(number, vector_type.count))


def empty(rows: int, count: int, dtype: DTypeLike) -> NDArray[Any]:
    """Array (rows * count,) that begins with a line of the cache, so that no row spans two."""
    size = np.dtype(dtype).itemsize
    memory = np.empty(rows * count * size + CACHE_LINE, np.uint8)
    first = -memory.ctypes.data % CACHE_LINE
    return memory[first : first + rows * count * size].view(dtype)


def _pointer(
    context: Any, builder: Any, array_type: Any, array: Any, place: Any, pointee: Any
) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [place]), pointee.as_pointer())


@intrinsic
def pack(typing: Any, numbers: Any) -> tuple[Any, Codegen]:
    """Vector of the numbers of a tuple."""
    vector_type = VectorType(numbers.dtype, numbers.count)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.Constant(context.get_value_type(vector_type), ir.Undefined)
        for lane in range(vector_type.count):
            value = builder.extract_value(arguments[0], lane)
            vector = builder.insert_element(vector, value, ir.Constant(ir.IntType(32), lane))
        return vector

    return vector_type(numbers), generate


@intrinsic
def load(
    typing: Any, like: VectorType, array: types.Array, place: types.Integer
) -> tuple[Any, Codegen]:
    """Vector, of as many lanes as `like`, that begins at a place of an array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector_type = context.get_value_type(like)
        _, array, place = arguments
        at = _pointer(context, builder, signature.args[1], array, place, vector_type)
        return builder.load(at, align=like.dtype.bitwidth // 8)

    return like(like, array, place), generate


@intrinsic
def store(typing: Any, array: types.Array, place: types.Integer, value: VectorType) -> Any:
    """Store a vector from a place of an array on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, place, numbers = arguments
        at = _pointer(context, builder, signature.args[0], array, place, numbers.type)
        builder.store(numbers, at, align=value.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, place, value), generate


@intrinsic(prefer_literal=True)
def zeros(typing: Any, like: VectorType, count: types.IntegerLiteral) -> tuple[Any, Codegen]:
    """Tuple of `count` vectors of zeros, of as many lanes as `like`; `count` is a constant."""
    several = UniTuple(like, count.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        zero = ir.Constant(context.get_value_type(like), [0.0] * like.count)
        return context.make_tuple(builder, several, [zero] * several.count)

    return several(like, count), generate


@intrinsic(prefer_literal=True)
def load_several(
    typing: Any,
    like: VectorType,
    count: types.IntegerLiteral,
    array: types.Array,
    place: types.Integer,
) -> tuple[Any, Codegen]:
    """Tuple of `count` vectors that lie side by side; `count` is a constant."""
    several = UniTuple(like, count.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector_type = context.get_value_type(like)
        _, _, array, place = arguments
        first = _pointer(context, builder, signature.args[2], array, place, vector_type)
        places = [builder.gep(first, [ir.IntType(32)(i)]) for i in range(several.count)]
        vectors = [builder.load(at, align=like.dtype.bitwidth // 8) for at in places]
        return context.make_tuple(builder, several, vectors)

    return several(like, count, array, place), generate


@intrinsic
def store_several(
    typing: Any, array: types.Array, place: types.Integer, several: UniTuple
) -> tuple[Any, Codegen]:
    """Store the vectors of a tuple side by side, from a place of an array on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector_type = context.get_value_type(several.dtype)
        array, place, vectors = arguments
        first = _pointer(context, builder, signature.args[0], array, place, vector_type)
        for i in range(several.count):
            at = builder.gep(first, [ir.IntType(32)(i)])
            vector = builder.extract_value(vectors, i)
            builder.store(vector, at, align=several.dtype.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, place, several), generate


@intrinsic
def prefetch(typing: Any, array: types.Array, place: types.Integer) -> Any:
    """Let the caches fetch what is at a place of an array, which may lie beyond its end."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, place = arguments
        byte, number = ir.IntType(8), ir.IntType(32)
        at = _pointer(context, builder, signature.args[0], array, place, byte)
        kind = ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        # To be read, kept in all caches, data.
        builder.call(function, [at, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, place), generate


@intrinsic
def fill(typing: Any, like: VectorType, number: types.Float) -> tuple[Any, Codegen]:
    """Vector of as many lanes as `like`, all with one number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = context.cast(builder, arguments[1], signature.args[1], like.dtype)
        vector = ir.Constant(context.get_value_type(like), ir.Undefined)
        for lane in range(like.count):
            vector = builder.insert_element(vector, value, ir.Constant(ir.IntType(32), lane))
        return vector

    return like(like, number), generate


@intrinsic
def add(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Compute x + y."""
    return x(x, y), lambda context, builder, signature, arguments: builder.fadd(*arguments)


@intrinsic
def subtract(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Compute x - y."""
    return x(x, y), lambda context, builder, signature, arguments: builder.fsub(*arguments)


@intrinsic
def multiply(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Compute x y."""
    return x(x, y), lambda context, builder, signature, arguments: builder.fmul(*arguments)


@intrinsic
def divide(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Compute x / y."""
    return x(x, y), lambda context, builder, signature, arguments: builder.fdiv(*arguments)


@intrinsic
def minimum(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Smaller of x and y; x where one of them is no number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = arguments
        return builder.select(builder.fcmp_ordered("<", other, one), other, one)

    return x(x, y), generate


@intrinsic
def maximum(typing: Any, x: VectorType, y: VectorType) -> tuple[Any, Codegen]:
    """Larger of x and y; x where one of them is no number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = arguments
        return builder.select(builder.fcmp_ordered(">", other, one), other, one)

    return x(x, y), generate


@intrinsic
def where_less(typing: Any, x: VectorType, y: VectorType, value: VectorType) -> tuple[Any, Codegen]:
    """Take `value` where x < y, and 0 elsewhere."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other, number = arguments
        zero = ir.Constant(number.type, [0.0] * value.count)
        return builder.select(builder.fcmp_ordered("<", one, other), number, zero)

    return x(x, y, value), generate


def _fused(builder: Any, vector_type: VectorType, vectors: Any) -> Any:
    vector = vectors[0].type
    name = f"llvm.fmuladd.v{vector_type.count}{_SUFFIX[str(vector_type.dtype)]}"
    kind = ir.FunctionType(vector, [vector] * 3)
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), vectors)


@intrinsic
def multiply_add(typing: Any, x: VectorType, y: VectorType, z: VectorType) -> tuple[Any, Codegen]:
    """Compute x y + z, rounded once where the processor can."""
    return x(x, y, z), lambda context, builder, signature, arguments: _fused(builder, x, arguments)


@intrinsic(prefer_literal=True)
def places(
    typing: Any, count: types.IntegerLiteral, first: types.Integer, stride: types.Integer
) -> tuple[Any, Codegen]:
    """Tuple of `count` places a stride apart; `count` is a constant."""
    several = UniTuple(types.intp, count.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, place, stride = arguments
        made = [place]
        while len(made) < several.count:
            made.append(builder.add(made[-1], stride))
        return context.make_tuple(builder, several, made)

    return several(count, types.intp, types.intp), generate


@intrinsic(prefer_literal=True)
def places_of(
    typing: Any,
    count: types.IntegerLiteral,
    rows: types.Array,
    first: types.Integer,
    length: types.Integer,
) -> tuple[Any, Codegen]:
    """Tuple of places where rows of a length begin.

    Their numbers are `count` elements, from the first on, of an array; `count` is a constant.
    """
    several = UniTuple(types.intp, count.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, array, first, length = arguments
        data = context.make_array(signature.args[1])(context, builder, array).data
        made = []
        for i in range(several.count):
            number = builder.load(builder.gep(data, [builder.add(first, first.type(i))]))
            row = context.cast(builder, number, rows.dtype, types.intp)
            made.append(builder.mul(row, length))
        return context.make_tuple(builder, several, made)

    return several(count, rows, types.intp, types.intp), generate


@intrinsic
def add_outer(
    typing: Any,
    matrix: UniTuple,
    numbers: types.Array,
    places: UniTuple,
    offset: types.Integer,
    row: UniTuple,
) -> tuple[Any, Codegen]:
    """Add the outer product of some numbers and a row of vectors to a matrix.

    The matrix is the tuple of its rows' vectors, one row after the other. It has one row for each
    number; these lie in an array, an offset behind places of it.
    """
    vector_type = row.dtype

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        before, array, begins, offset, row_vectors = arguments
        data = context.make_array(signature.args[1])(context, builder, array).data
        vector = context.get_value_type(vector_type)
        undefined, first = ir.Constant(vector, ir.Undefined), ir.IntType(32)(0)
        same = ir.Constant(
            ir.VectorType(ir.IntType(32), vector_type.count), [0] * vector_type.count
        )
        after = []
        for i in range(matrix.count):
            if i % row.count == 0:
                place = builder.add(builder.extract_value(begins, i // row.count), offset)
                number = builder.load(builder.gep(data, [place]))
                alone = builder.insert_element(undefined, number, first)
                spread = builder.shuffle_vector(alone, undefined, same)
            along = builder.extract_value(row_vectors, i % row.count)
            old = builder.extract_value(before, i)
            after.append(_fused(builder, vector_type, [spread, along, old]))
        return context.make_tuple(builder, signature.return_type, after)

    return matrix(matrix, numbers, places, types.intp, row), generate
