"""Files to text. A plan's text is its decoded bytes, nothing changed."""

from pathlib import Path

from corpus.errors import CorpusError

COMMON = frozenset("的，。、和一年")  # at least one character in a hundred of any Chinese document


def read_text(path: Path) -> str:
    """The text of a UTF-8 or GB18030 file.

    Raises:
        CorpusError: the file is missing, cannot be read or is not text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    return decode(raw, name=path.name)


def decode(raw: bytes, *, name: str) -> str:
    """Text of UTF-8 or GB18030 bytes.

    Raises:
        CorpusError: the bytes are neither, or hold a NUL.
    """
    if b"\x00" not in raw:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            text = _gb18030(raw)
            if text is not None:
                return text
    raise CorpusError(f"{name!r} is not UTF-8 or GB18030 text: save it as UTF-8 (.txt) and try again")


def _gb18030(raw: bytes) -> str | None:
    """The text if the bytes are Chinese in GB18030: other encodings decode too, but to rare characters."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if sum(char in COMMON for char in text) * 100 >= len(text) else None
