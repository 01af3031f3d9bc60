"""Queries that no person would type, but somebody will: drawn ones from a seed, and hostile ones by name."""

import random
from collections.abc import Iterator
from typing import Final

_WORDS = (
    "hội nghị sở công thương ủy ban nhân dân thành phố quyết định bão số 8 rùa xanh muỗi ở y ý de nhan dan "
    "thuy khe benh vien tieengs vieetj so73 d9ai bệnhviện th ương hộii marathom logistics UBND HĐND TP.HCM "
    "Sở Y tế 45/NQ-TW 1847/QĐ-UBND 30/06/2021 31/02/2021 6/2021 II/2021 2021 quý năm tháng ngày trước CA"
)
_SIGNS = (
    "ngày: tháng: quý: năm: trước: sau: từ: đến: tiêu_đề: title: số: cơ_quan: loại: nguồn: tác_giả: abc: : "
    "\" “ ” « » ' ( ) [ ] { } + - − – * | || && OR HOẶC AND VÀ NOT KHÔNG TO , ; . … / \\ ~ ^ ? ! @ # $ % = _ "
    "thươ* a* th* *a t?h 1..3 2019..2021 9999..1 1..999999999 0 -1 1e9 NaN null ../../etc/passwd 1=1 %00 %zz "
    "&amp; <b> </b>"
)
_ODD = (
    "\x00",
    "\u202e",
    "\u202c",
    "\u200b",
    "\ufeff",
    "\xad",
    "\u0301",
    "\u0323",
    "\ud800",
    "\n",
    "\t",
    "\xa0",
)
_LETTERS = ("🙂", "👨‍👩‍👧", "🇻🇳", "İ", "ß", "ŉ", "ＨＡ", "Ð", "ﷺ", "東京", "مرحبا", "हिन्दी", "а́")
PIECES: Final = (*_WORDS.split(), *_SIGNS.split(), *_ODD, *_LETTERS)


def drawn(seed: int, count: int) -> Iterator[str]:
    """`count` queries of one to twelve pieces, with or without spaces; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        size = chance.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12))
        between = chance.choice((" ", " ", " ", ""))
        yield between.join(chance.choice(PIECES) for _ in range(size))


_LAWS = "của các và theo quy định tại khoản điều này cơ quan nhà nước tổ chức cá nhân thực hiện"
_FREQUENT = _LAWS.split()

HOSTILE: Final = {
    "10,000 letters": "a" * 10_000,
    "10,000 letters of several bytes": "ế" * 10_000,
    "10,000 marks": "a" + "\u0301" * 9_999,
    "10,000 words": "hội nghị " * 5_000,
    "a million characters": "hội nghị -x " * 90_000,
    "2,000 wildcards": "*" * 2_000,
    "2,000 prefixes": "th* " * 2_000,
    "64 prefixes": " ".join(f"{a}{b}*" for a in "bcdghklm" for b in "aeiouhyr"),
    "2,000 fields": "tiêu đề:a " * 2_000,
    "2,000 dates": "ngày:30/06/2021 " * 2_000,
    "2,000 times in words": "năm 2021 tháng 6/2021 " * 1_000,
    "nested fields": "tiêu đề:" * 1_000,
    "number ranges": "số:1..100 " * 20,
    "ranges": " ".join(f"{n}..{n + 99}" for n in range(64)),
    "a number of 9,000 digits": "9" * 9_000,
    "a range of 9,000 digits": f"{'9' * 4_500}..{'9' * 4_500}",
    "a document number of many parts": "1/2020/" + "-".join(["dd"] * 500),
    "a document number of many d": "1/" + "d" * 3_000,
    "nested brackets": "(" * 5_000 + "a" + ")" * 5_000,
    "nested alternatives": "(a OR " * 2_000,
    "alternatives": " OR ".join(_FREQUENT * 10),
    "alternatives of phrases": " OR ".join(f'"{a} {b}"' for a in _FREQUENT[:8] for b in _FREQUENT[8:]),
    "quotes": '"' * 10_000,
    "quoted letters": '"a' * 5_000,
    "a long phrase": '"' + "theo quy định của pháp luật về " * 300,
    "lone operators": "OR AND NOT HOẶC VÀ KHÔNG | && || - + * " * 200,
    "signs": "+-" * 5_000,
    "everything excluded": " ".join(f"-{word}" for word in _FREQUENT),
    "colons": 'a:-:"' * 2_000,
    "dashes": "-" * 10_000,
    "ruled line": "_" * 10_000,
    "addresses": "a@b." * 2_500,
    "web addresses": "http://a.vn/" * 800,
    "NULs": "\x00" * 10_000,
    "right to left": "\u202e" * 5_000 + "abc" + "\u202c" * 5_000,
    "emoji": "👨‍👩‍👧🇻🇳" * 1_000,
    "lone surrogates": "\ud83d a \udfff" * 300,
    "line ends": "\r\n\u2028\x85" * 2_000,
    "Telex": "cuar casc vaf theo quy ddinhj phaps luaatj " * 8,
    "slips": "cuả cacs vaf thoe quyy đinhj pháo luậtt tịa " * 6,
    "joined syllables": "theoquydinhcuaphapluat tochuccanhan " * 24,
    "foreign words": "abcdefghijklmnop " * 48,
    "one-letter words": "a b c d e g h i k l m n o p q r s t u v x y " * 3,
    "markup": "<script>alert(1)</script>" * 100,
    "a pattern": "(a+)+$" * 1_000,
    "paths": "../" * 3_000,
    "percent": "%" * 5_000,
}
