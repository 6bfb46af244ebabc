"""The graph of a BERT encoder in ONNX; the only file that imports onnx.

The graph holds operators alone. Weights are named in it and handed over when it is loaded, so it
is a few kilobytes long, is the same for every text and never names a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

OPSET = 20
"""Version of the operators: the first with `Gelu`."""
IR_VERSION = 9
"""Version of the file format that belongs to `OPSET`; also newer runtimes read it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of an encoder and the way in which it multiplies."""

    layers: int
    hidden: int
    heads: int
    inner: int
    """Width between the two products of the feed-forward part."""
    epsilon: float
    """What is added to a variance before its root is taken."""
    int8: bool = False
    """Whether products are of 8-bit integers; see `EncoderGraph._products_of_integers`."""

    @property
    def parts(self) -> tuple[tuple[str, int, int], ...]:
        """Name, outputs and inputs of the products of a layer."""
        wide, inner = self.hidden, self.inner
        square = tuple((name, wide, wide) for name in ("query", "key", "value", "attended"))
        return (*square, ("inner", inner, wide), ("outer", wide, inner))

    @property
    def products(self) -> tuple[str, ...]:
        """The names of all products, as they begin the names of weights."""
        return tuple(
            f"layer.{layer}.{name}" for layer in range(self.layers) for name, _o, _i in self.parts
        )


def encoder_graph(shape: Shape) -> bytes:
    """The serialised graph from `embeddings` to `pooled`.

    `embeddings` are float32 of shape (batch, tokens, hidden): the sums of the vectors of words,
    places and types. `pooled` is the mean over the tokens, shape (batch, hidden), not scaled.
    There is no mask: the texts of a batch have the same number of tokens (`by_length`).
    """
    return _Graph(shape).serialised()


class _Graph:
    """The operators in the order in which they are computed."""

    def __init__(self, shape: Shape) -> None:
        from onnx import helper

        self._shape = shape
        self._helper: Any = helper
        self._nodes: list[Any] = []
        self._values: list[Any] = []

    def serialised(self) -> bytes:
        from onnx import TensorProto

        shape, helper = self._shape, self._helper
        self._constants()
        self._node("Shape", ["embeddings"], "shape")
        self._node("Slice", ["shape", "zero", "two"], "batch_and_tokens")
        self._node("Concat", ["batch_and_tokens", "heads"], "by_head", axis=0)
        flat = self._node("Reshape", ["embeddings", "rows"], "flat")
        state = self._normalised(flat, "embeddings.norm")
        for layer in range(shape.layers):
            state = self._layer(state, f"layer.{layer}")
        whole = self._node("Reshape", [state, "shape"], "states")
        self._node("ReduceMean", [whole, "one"], "pooled", keepdims=0)
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info(
                    "embeddings", TensorProto.FLOAT, ["batch", "tokens", shape.hidden]
                )
            ],
            [helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", shape.hidden])],
            self._values,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="qct",
        )
        content: bytes = model.SerializeToString(deterministic=True)
        return content

    def _constants(self) -> None:
        import numpy as np

        shape = self._shape
        width = shape.hidden // shape.heads
        self._constant("zero", np.array([0], np.int64))
        self._constant("one", np.array([1], np.int64))
        self._constant("two", np.array([2], np.int64))
        self._constant("rows", np.array([-1, shape.hidden], np.int64))
        self._constant("heads", np.array([shape.heads, width], np.int64))
        self._constant("scale", np.array(width**-0.5, np.float32))
        if shape.int8:
            self._constant("last", np.array([-1], np.int64))
            self._constant("step", np.array(1 / 127, np.float32))
            self._constant("middle", np.array(128, np.float32))
            self._constant("middle_byte", np.array(128, np.uint8))
            self._constant("least", np.array(1e-12, np.float32))

    def _layer(self, state: str, name: str) -> str:
        """Attention and the feed-forward part, each added to what came in and normalised."""
        query, key, value = self._products(state, name, ("query", "key", "value"))
        query = self._node("Mul", [query, "scale"], f"{name}.query.scaled")
        query = self._heads(query, [0, 2, 1, 3])
        likeness = self._node("MatMul", [query, self._heads(key, [0, 2, 3, 1])], f"{name}.likeness")
        shares = self._node("Softmax", [likeness], f"{name}.shares", axis=-1)
        mixed = self._node("MatMul", [shares, self._heads(value, [0, 2, 1, 3])], f"{name}.mixed")
        mixed = self._node("Transpose", [mixed], f"{name}.mixed.turned", perm=[0, 2, 1, 3])
        mixed = self._node("Reshape", [mixed, "rows"], f"{name}.mixed.rows")
        (attended,) = self._products(mixed, name, ("attended",))
        attended = self._node("Add", [state, attended], f"{name}.attended.sum")
        state = self._normalised(attended, f"{name}.attended.norm")
        (inner,) = self._products(state, name, ("inner",))
        inner = self._node("Gelu", [inner], f"{name}.inner.gelu")
        (outer,) = self._products(inner, name, ("outer",))
        outer = self._node("Add", [state, outer], f"{name}.outer.sum")
        return self._normalised(outer, f"{name}.outer.norm")

    def _heads(self, rows: str, order: list[int]) -> str:
        """Rows (batch x tokens, hidden) as (batch, tokens, heads, width), in the given order."""
        parts = self._node("Reshape", [rows, "by_head"], f"{rows}.heads")
        return self._node("Transpose", [parts], f"{rows}.turned", perm=order)

    def _normalised(self, rows: str, name: str) -> str:
        weights = [
            self._weight(f"{name}.{part}", [self._shape.hidden]) for part in ("weight", "bias")
        ]
        return self._node(
            "LayerNormalization",
            [rows, *weights],
            f"{name}.out",
            axis=-1,
            epsilon=self._shape.epsilon,
        )

    def _products(self, rows: str, layer: str, names: Sequence[str]) -> list[str]:
        """Products of the same rows with the weights of these names, plus their biases."""
        sizes = {name: size for name, *size in self._shape.parts}
        if self._shape.int8:
            return self._products_of_integers(rows, layer, {name: sizes[name] for name in names})
        results = []
        for name in names:
            weight = self._weight(f"{layer}.{name}.weight", sizes[name])
            bias = self._weight(f"{layer}.{name}.bias", sizes[name][:1])
            results.append(
                self._node("Gemm", [rows, weight, bias], f"{layer}.{name}.out", transB=1)
            )
        return results

    def _products_of_integers(
        self, rows: str, layer: str, sizes: dict[str, list[int]]
    ) -> list[str]:
        """Products of 8-bit integers.

        Each row is scaled by its own largest value to 1..255 around 128, so that a text does not
        depend on the others of its batch. Weights are of 7 bits, -63..63, scaled by output:
        two products of such numbers fit into 16 bits, in which some processors add them.
        """
        from onnx import TensorProto

        sizes_of_rows = self._node("Abs", [rows], f"{rows}.sizes")
        top = self._node("ReduceMax", [sizes_of_rows, "last"], f"{rows}.top", keepdims=1)
        top = self._node("Max", [top, "least"], f"{rows}.top.positive")
        step = self._node("Mul", [top, "step"], f"{rows}.step")
        steps = self._node("Div", [rows, step], f"{rows}.steps")
        moved = self._node("Add", [steps, "middle"], f"{rows}.moved")
        whole = self._node("Round", [moved], f"{rows}.whole")
        bytes_ = self._node("Cast", [whole], f"{rows}.bytes", to=TensorProto.UINT8)
        results = []
        for name, (outputs, inputs) in sizes.items():
            start = f"{layer}.{name}"
            weight = self._weight(f"{start}.weight", [inputs, outputs], TensorProto.INT8)
            scale = self._weight(f"{start}.scale", [outputs])
            bias = self._weight(f"{start}.bias", [outputs])
            sums = self._node("MatMulInteger", [bytes_, weight, "middle_byte"], f"{start}.sums")
            out = self._node("Cast", [sums], f"{start}.floats", to=TensorProto.FLOAT)
            out = self._node("Mul", [out, scale], f"{start}.scaled.by.output")
            out = self._node("Mul", [out, step], f"{start}.scaled.by.row")
            results.append(self._node("Add", [out, bias], f"{start}.out"))
        return results

    def _node(self, kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        self._nodes.append(self._helper.make_node(kind, inputs, [output], **settings))
        return output

    def _constant(self, name: str, value: Any) -> None:
        from onnx import numpy_helper

        self._values.append(numpy_helper.from_array(value, name))

    def _weight(self, name: str, size: Sequence[int], kind: int | None = None) -> str:
        """A weight that is handed over later: the graph names no file with its values."""
        from onnx import TensorProto

        tensor = TensorProto(name=name, data_type=kind or TensorProto.FLOAT, dims=list(size))
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="handed-over")
        self._values.append(tensor)
        return name
