"""Texts to draw: Vietnamese as it is written, and whatever else a file or a query may hold."""

from functools import cache
from pathlib import Path
from unicodedata import normalize

from hypothesis import strategies as st

SAMPLE = Path(__file__).parents[2] / "archive" / "sample"

_SYLLABLES = (
    "hội nghị sơ kết công tác năm thành phố Hải Phòng Sở Công Thương ủy ban nhân dân quyết định số đường "
    "kĩ thuật quý thuỷ hoà toán khoẻ huỳnh Nguyễn Đức Thọ của và được TP. HCM UBND ở y ý"
)
_ODDITIES = (
    "45/NQ-TW 30/2020/NĐ-CP 30/06/2021 1.234.567 3,5% 18:00 15A-123.45 a@b.vn https://x.vn/a?b=1 KT-XH "
    "TP.HCM Ðà ＨＡ İ ß ŉ 🙂 🇻🇳 … “ ” - – . ; ! ? , / ( ) \" ' * + _ \n \t \xa0 \x00 \ufeff \u202e \u0301 "
    "\u0323 x\u0323 \ud800"
)

syllables = st.sampled_from(_SYLLABLES.split())
vietnamese = st.lists(syllables, max_size=30).map(" ".join)
"""Syllables with spaces between them."""

messy = st.lists(
    syllables | st.sampled_from(_ODDITIES.split(" ")) | st.text(max_size=5), max_size=30
).flatmap(lambda parts: st.sampled_from((" ", "", ". ", "\n")).map(lambda between: between.join(parts)))
"""Vietnamese among numbers, signs, controls, lone surrogates and letters of every script; also decomposed."""

anything = messy | messy.map(lambda text: normalize("NFD", text)) | st.text()


@cache
def sample_texts() -> tuple[str, ...]:
    """Files of the sample archive that are UTF-8, as they are."""
    texts = []
    for path in sorted(SAMPLE.rglob("*.*")):
        try:
            texts.append(path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue
    return tuple(texts)
