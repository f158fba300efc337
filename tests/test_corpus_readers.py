from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.readers import decode, read_text

WORDS = "到2025年，单位地区生产总值的能耗下降。\n一、总体要求\n"


def test_the_text_is_the_decoded_file_with_nothing_changed(tmp_path: Path) -> None:
    raw = ("\ufeff" + WORDS.replace("\n", "\r\n") + "\f").encode()
    (tmp_path / "plan.txt").write_bytes(raw)
    assert read_text(tmp_path / "plan.txt").encode() == raw


def test_gb18030_is_read() -> None:
    assert decode(WORDS.encode("gb18030"), name="plan.txt") == WORDS


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"", name="plan.txt") == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "big5"])
def test_other_encodings_of_chinese_are_refused(encoding: str) -> None:
    with pytest.raises(CorpusError, match=r"'plan.txt' is not UTF-8 or GB18030 text"):
        decode("單位地區生產總值能耗下降，總體要求".encode(encoding), name="plan.txt")


def test_a_nul_is_no_text() -> None:
    with pytest.raises(CorpusError, match=r"'plan\.txt' is not UTF-8"):
        decode(WORDS.encode() + b"\0", name="plan.txt")


def test_latin_1_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"'plan.txt' is not UTF-8 or GB18030 text"):
        decode("Größe und Höhe der Förderung für Gebäude".encode("latin-1"), name="plan.txt")


@pytest.mark.parametrize(("name", "reason"), [("none.txt", "No such file"), (".", "Is a directory")])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason) as caught:
        read_text(tmp_path / name)
    assert repr(str(tmp_path / name)) in str(caught.value)
