"""What an industry or a topic means, and whether an entry concerns it."""

import re
from collections.abc import Iterable, Mapping

from corpus.addressees import Register, load_register
from corpus.concepts import Lexicon, load_lexicon
from corpus.english import load_translator
from corpus.normal import normalise, simplify

ENDING = re.compile("(?:企业|行业|产业|领域|方面|公司|厂|业)$")
SHORTEST = 2  # characters of a word that is looked for in the text


class Industry:
    """Kinds of addressees, concepts of the lexicon, and the word itself: 造纸, 造纸企业, 建筑, transport."""

    def __init__(self, asked: str, *, register: Register | None = None, lexicon: Lexicon | None = None) -> None:
        self._register = register or load_register()
        self._lexicon = lexicon or load_lexicon()
        words = simplify(asked).strip()
        said = [words, *(load_translator(self._lexicon).translate(words).split() if words.isascii() else [])]
        named = dict.fromkeys(
            kind for term in said for kind in (*self._register.meant(term), *self._register.kinds_in(term))
        )
        self.named = frozenset(named) | _below(self._register, named)
        self.bound_as = self.named.union(*(self._register.above(kind) for kind in named))
        self.concepts = frozenset(
            mention.concept
            for term in said
            for mention in self._lexicon.mentioned_in(term)
            if mention.end - mention.start == len(term)
        )
        self._words = {stem for term in said if len(stem := _stem(normalise(term))) >= SHORTEST}

    @property
    def known(self) -> bool:
        """Whether the lexicon knows it; else the word alone is looked for."""
        return bool(self.named or self.concepts)

    def binds(self, kinds: Iterable[str]) -> bool:
        """Whether what is said of ``kinds`` holds for it, or for a kind of it (企业 and 造纸企业 for 工业企业)."""
        return not self.bound_as.isdisjoint(kinds)

    def stands_in(self, words: str) -> bool:
        """Whether the words speak of it."""
        said = normalise(words)
        if any(word in said for word in self._words):
            return True
        if not self.named.isdisjoint(named.kind for named in self._register.find(said)):
            return True
        return bool(self.concepts) and any(m.concept in self.concepts for m in self._lexicon.printed_in(said))


def _below(register: Register, kinds: Mapping[str, None]) -> frozenset[str]:
    """The kinds of ``kinds``."""
    return frozenset(name for name in register.kinds if any(kind in register.above(name) for kind in kinds))


def _stem(words: str) -> str:
    """造纸 for 造纸企业 and 造纸行业; a word of two characters stays whole."""
    shorter = ENDING.sub("", words)
    return shorter if len(shorter) >= SHORTEST else words
