"""Encodings are told by the bytes; what nothing explains is refused."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sources.encodings import declared, decode, is_binary, vietnamese
from archive.sources.origin import UnreadableError

TEXT = "Ủy ban nhân dân thành phố Lạc Giang thông báo: từ ngày 01/7, bến phà Cây Gạo nghỉ, đường vẫn thông."
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As editors of the time wrote it: letters with their shape, the tone after them."""
    spelt = ""
    for letter in normalize("NFC", text):
        try:
            letter.encode("cp1258")
            spelt += letter
        except UnicodeEncodeError:
            parts = normalize("NFD", letter)
            spelt += normalize("NFC", "".join(part for part in parts if part not in TONES))
            spelt += "".join(part for part in parts if part in TONES)
    return spelt.encode("cp1258")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (windows_1258(TEXT), "windows-1258"),
        (normalize("NFD", TEXT).encode(), "utf-8"),
        (b"plain ASCII", "utf-8"),
    ],
    ids=["utf-8", "bom", "le", "be", "le-bare", "be-bare", "1258", "nfd", "ascii"],
)
def test_each_encoding_gives_the_same_text(raw: bytes, encoding: str) -> None:
    found = decode(raw)
    assert found.encoding == encoding
    assert normalize("NFC", found.text) == ("plain ASCII" if raw.startswith(b"plain") else TEXT)


def test_a_legacy_encoding_is_said_in_a_note() -> None:
    assert "Windows-1258" in decode(windows_1258(TEXT)).note
    assert decode(TEXT.encode()).note == ""


def test_a_file_cut_inside_a_letter_is_still_utf_8() -> None:
    found = decode((TEXT * 3 + "ệ").encode()[:-1])
    assert (found.encoding, found.text) == ("utf-8", TEXT * 3 + "\ufffd")
    assert "byte hỏng" in found.note


@pytest.mark.parametrize(
    "raw", ["ПриветДорогой".encode("koi8-r"), bytes(range(128, 256)) * 3], ids=["koi8", "all"]
)
def test_unknown_bytes_are_refused_with_advice(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="lưu lại dưới dạng UTF-8"):
        decode(raw)


def test_a_western_charset_is_believed_only_when_the_page_names_it() -> None:
    raw = '<meta charset="windows-1252"><p>déjà façade à Zürich, señor'.encode("cp1252")
    assert declared(raw) == "windows-1252"
    assert "façade" in decode(raw, charset=declared(raw)).text
    with pytest.raises(UnreadableError):
        decode(raw)


def test_evidence_wins_over_what_a_page_says() -> None:
    assert decode(windows_1258(TEXT), charset="iso-8859-1").encoding == "windows-1258"
    assert decode(TEXT.encode(), charset="windows-1252").encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Sở Công Thương", 1.0),
        ("là déjà vu", 0.5),
        ("plain", 0.0),
        ("Đắk R’lấp, nghiêng ngả", 1.0),
        ("ÐÕ íõ×", 0.0),
    ],
)
def test_vietnamese_counts_words_that_are_syllables(text: str, share: float) -> None:
    assert vietnamese(text) == pytest.approx(share)


def test_binary_and_utf_16_are_told_apart() -> None:
    assert is_binary(bytes(range(256)))
    assert not is_binary(TEXT.encode("utf-16-le"))
    assert not is_binary(TEXT.encode() + b"\x0c")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\x00"), max_size=300))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode()).text == text
