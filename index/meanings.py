"""What the encoder makes of every sentence and of the headings above it, made once and kept with the index."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.encoder import Encoder, Floats, Reading
from index.interaction import Words
from index.passages import Passage

FILE = "meanings.safetensors"
ABOVE = 28  # words of the headings that are kept, the nearest ones
AT_ONCE = 64  # texts


class Meanings(NamedTuple):
    """Texts, sentences first and then the headings, which many sentences share.

    ``vectors`` has a row for each text; the words of text ``n`` are the rows of ``words`` from ``starts[n]`` to
    ``starts[n + 1]``; ``above[n]`` is the text that stands above sentence ``n``.
    """

    vectors: NDArray[np.float32]
    words: NDArray[np.float16]
    starts: NDArray[np.int64]
    above: NDArray[np.int64]

    def near(self, question: Reading) -> Floats:
        """The cosines of a question with every sentence and its headings, shape ``(sentences, 2)``."""
        cosines = self.vectors @ question.vector
        return np.stack([cosines[: len(self.above)], cosines[self.above]], axis=1)

    def words_of(self, sentence: int) -> Words:
        """The words of a sentence and of its headings."""
        return Words(self._words(sentence), self._words(int(self.above[sentence])))

    def _words(self, text: int) -> Floats:
        return self.words[self.starts[text] : self.starts[text + 1]].astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write one file into ``folder``."""
        save_file(self._asdict(), folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> "Meanings | None":
        """What was saved in ``folder``; None if nothing was."""
        return cls(**load_file(folder / FILE)) if (folder / FILE).is_file() else None


def meanings_of(
    sentences: Sequence[Passage], encoder: Encoder, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Meanings:
    """What the encoder makes of the sentences."""
    headings = sorted({passage.context for passage in sentences})
    texts = [*(passage.text for passage in sentences), *headings]
    vectors: list[NDArray[np.float32]] = []
    words: list[NDArray[np.float16]] = []
    for start in range(0, len(texts), AT_ONCE):
        for n, reading in enumerate(encoder.sentences(texts[start : start + AT_ONCE]), start=start):
            tokens = reading.tokens if n < len(sentences) else reading.tokens[-ABOVE:]
            vectors.append(reading.vector)
            words.append(encoder.interaction.project(tokens).astype(np.float16))
        progress("meanings", min(start + AT_ONCE, len(texts)), len(texts))
    place = {heading: len(sentences) + n for n, heading in enumerate(headings)}
    return Meanings(
        np.stack(vectors),
        np.concatenate(words),
        np.cumsum([0, *map(len, words)], dtype=np.int64),
        np.array([place[passage.context] for passage in sentences], dtype=np.int64),
    )
