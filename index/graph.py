"""Graphs of matrix operations, built piece by piece and run by ONNX Runtime, in single precision."""

import math
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper
from onnxruntime import (
    InferenceSession,
    SessionOptions,  # pyright: ignore[reportAttributeAccessIssue]  of its module in C
    set_global_thread_pool_sizes,  # pyright: ignore[reportAttributeAccessIssue]  of its module in C
)
from threadpoolctl import ThreadpoolController

OPERATIONS, FORMAT = 20, 10  # the versions of ONNX's operations and of its files that we write
THREADS = min(4, os.cpu_count() or 1)  # of all graphs together: threads of their own would wait for each other
Floats = NDArray[np.float32]
set_global_thread_pool_sizes(THREADS, 1)
ThreadpoolController().select(internal_api="openblas").limit(limits=1)  # numpy's would wait for those of the graphs


class Program:
    """A finished graph: values by name go in, one comes out."""

    def __init__(self, model: bytes, result: str) -> None:
        options = SessionOptions()
        options.use_per_session_threads = False
        self._session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._result = result

    def __call__(self, **given: NDArray[Any]) -> Floats:
        """The result, from a value for each name that was ``given``."""
        return np.asarray(self._session.run([self._result], given)[0])


class Graph:
    """A graph under construction. Its values go by name: each method takes names and returns that of the result."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._held: list[TensorProto] = []
        self._given: list[ValueInfoProto] = []

    def given(self, name: str, *shape: int | None, kind: type[np.generic] = np.float32) -> str:
        """A value that whoever runs the graph passes in; None is a length that may change."""
        element = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
        self._given.append(helper.make_tensor_value_info(name, element, shape))
        return name

    def held(self, values: ArrayLike, kind: type[np.generic] = np.float32) -> str:
        """A constant."""
        name = f"held{len(self._held)}"
        self._held.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=kind), name))
        return name

    def of(self, operation: str, *inputs: str, **attributes: Any) -> str:
        """The result of an operation of ONNX."""
        return self._of(operation, inputs, 1, attributes)[0]

    def split(self, rows: str, parts: int) -> Sequence[str]:
        """The last axis in equal parts."""
        return self._of("Split", [rows], parts, {"axis": -1, "num_outputs": parts})

    def product(self, rows: str, columns: str | Floats) -> str:
        """A matrix product, of a value with a value or with a constant."""
        return self.of("MatMul", rows, columns if isinstance(columns, str) else self.held(columns))

    def linear(self, rows: str, weights: Floats, bias: Floats) -> str:
        """Rows times a matrix, plus a row."""
        return self.of("Add", self.product(rows, weights), self.held(bias))

    def turned(self, rows: str) -> str:
        """The last two of four axes exchanged."""
        return self.of("Transpose", rows, perm=[0, 1, 3, 2])

    def normal(self, rows: str, weights: Floats, bias: Floats, epsilon: float) -> str:
        """Each row with mean 0 and variance 1, then scaled and moved."""
        return self.of("LayerNormalization", rows, self.held(weights), self.held(bias), axis=-1, epsilon=epsilon)

    def gelu(self, rows: str) -> str:
        """The Gaussian error linear unit, approximated by a tangent (Hendrycks & Gimpel, 2016)."""
        return self.of("Gelu", rows, approximate="tanh")

    def heads(self, rows: str, count: int) -> str:
        """From ``(texts, words, width)`` to ``(texts, heads, words, width of a head)``."""
        return self.of("Transpose", self._reshaped(rows, 0, 0, count, -1), perm=[0, 2, 1, 3])

    def joined(self, heads: str) -> str:
        """From ``(texts, heads, words, width of a head)`` to ``(texts, words, width)``."""
        return self._reshaped(self.of("Transpose", heads, perm=[0, 2, 1, 3]), 0, 0, -1)

    def attended(self, queries: str, keys: str, values: str, width: int, blind: str = "") -> str:
        """What each head sees of the values; ``width`` is that of a head, ``blind`` is added to the scores."""
        scores = self.of("Mul", self.product(queries, self.turned(keys)), self.held(1 / math.sqrt(width)))
        scores = self.of("Add", scores, blind) if blind else scores
        return self.product(self.of("Softmax", scores, axis=-1), values)

    def finished(self, result: str) -> Program:
        """The graph, ready to run."""
        out = helper.make_tensor_value_info(result, TensorProto.FLOAT, None)
        graph = helper.make_graph(self._nodes, "graph", self._given, [out], self._held)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPERATIONS)], ir_version=FORMAT)
        return Program(model.SerializeToString(), result)

    def _of(self, operation: str, inputs: Sequence[str], outputs: int, attributes: Mapping[str, Any]) -> Sequence[str]:
        names = [f"{operation}{len(self._nodes)}.{n}" for n in range(outputs)]
        self._nodes.append(helper.make_node(operation, list(inputs), names, **attributes))
        return names

    def _reshaped(self, rows: str, *shape: int) -> str:
        return self.of("Reshape", rows, self.held(shape, np.int64))
