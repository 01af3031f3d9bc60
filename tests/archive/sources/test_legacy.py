"""Texts from before Unicode are read; texts in Unicode are left alone."""

import json
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.sources import Candidate, Parsed, candidates, legacy
from archive.sources.encodings import decode
from tests.archive.sources.legacy_writing import BYTES, misread, readable, write_1258, write_viqr
from tests.index.texts import SAMPLE

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
MISREAD = [  # as such texts are met on the web and in old files
    ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"),
    ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"),
    ("viscii", "Cµng hòa xã hµi chü nghîa Vi®t Nam, Ðµc l§p - Tñ do - HÕnh phúc"),
    ("windows-1258", "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam, Ðôòc lâòp - Týò do - Haònh phuìc"),
    ("windows-1258", "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam, Ðôòc lâòp - Týò do - Haònh phúc"),
    ("viqr", "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, DDo^.c la^.p - Tu+. do - Ha.nh phu'c"),
    ("utf-8", "Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam, Ä\x90á»™c láº\xadp - Tá»± do - Háº¡nh phÃºc"),
]


@pytest.mark.parametrize(("code", "text"), MISREAD)
def test_the_motto_in_every_code(code: str, text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.encoding, normalize("NFC", decoded.text)) == (f"utf-8+{code}", MOTTO)
    assert legacy.TITLES[code] in decoded.note


LETTERS = {  # byte values from the standards
    "tcvn3": ("ăâđêôơưĂÂĐÊÔƠƯ", "a8 a9 ae aa ab ac ad a1 a2 a7 a3 a4 a5 a6"),
    "viscii": ("ăâđêôơưẮẲẴẪỶỸỴõÕ", "e5 e2 f0 ea f4 bd df 81 02 05 06 14 19 1e f5 a0"),
    "windows-1258": ("ăâđêôơưĂĐƠƯ", "e3 e2 f0 ea f4 f5 fd c3 d0 d5 dd"),
    "vni": ("ăâđêôơưĂÂĐÊÔƠƯ", "61ea 61e2 f1 65e2 6fe2 f4 f6 41ca 41c2 d1 45c2 4fc2 d4 d6"),
}


@pytest.mark.parametrize("code", LETTERS)
def test_bytes_of_the_standards(code: str) -> None:
    letters, written = LETTERS[code]
    assert [BYTES[code](letter).hex() for letter in letters] == written.split()


NOT_LEGACY = {
    "French": "L’été dernier, à Hué, où l’on goûta du thé à l’hôtel déjà vu : « Noël », un garçon naïf, bœuf",
    "German": "Die Straße führt über schöne Brücken; größere Häuser gehören Österreichern, für Bürger § 5 Öl",
    "Turkish": "Türkiye’de güzel bir gün: çocuklar öğle yemeği için okula gidiyor, şöyle böyle ağır işler",
    "Turkish in Latin-1 letters": "Bütün gözler öküze döndü, çünkü süt üçüncü köyde çürüdü, gölün önü güneş",
    "Polish": "Zażółć gęślą jaźń; mój brat pójdzie do szkoły, a później do kościoła na mszę świętą",
    "Spanish": "El niño soñó que la cigüeña traía años de alegría, ¿cómo está usted, señor? ¡Qué día!",
    "Danish": "Så kør på: blåbærgrød, rødgrød med fløde, ål og øl på øen, æbler på gården, få år før",
    "Icelandic": "Það er gott að vera hér, þú ert góður maður, ég óska þér góðs gengis með öll þín störf",
    "Catalan": "Col·lecció d’il·lustracions paral·leles, això és així, potser demà plourà, l’avió vola",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy, nechť již hříšné saxofony dávno rozezvučí síň",
    "Hungarian": "Árvíztűrő tükörfúrógép; jó napot kívánok, örülök, hogy eljött hozzánk a községbe",
    "Esperanto": "Eĥoŝanĝo ĉiuĵaŭde, la ĉevalo kuras ĝis la ŝtono, aŭtobuso haltas antaŭ la pordo",
    "Russian": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "Chinese": "越南社會主義共和國，獨立、自由、幸福。",
    "English with curly quotes": "‘It’s’ “a” ‘test’, she said: don’t – can’t – won’t… ‘we’ “you’ll” ‘o’ ‘a’",
    "code": "if (a^b) { x = a? b : c; add(o+.5, e^.1); u+=1; } /* don't add */ y' = a'b + a`b` ~a.b(a(b))",
    "shell": "for i in a? b.* c.; do echo `ls -a`; done; sed 's/a.b/c+/' ~/dd.txt; dd if=a of=b; cd ../add",
    "numbers": "1.250 tỷ; 8,5%; 34’33”N, 107°52’52”E; 15m² × 3µm ± 2°C; ½ + ¼ = ¾; §§ 5, 6; £5 ¥6 ©2021 ®",
    "numbers only": "09°34’33”N, 107°52’52”E; 10°53’00”N – 15m² ± 3 µm, 12 m³; ×÷ ¹²³ ½ ¼ ¾ «1» «2» ¶ §",
    "signs only": "«» ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ “” ‘’ … – — † ‡ • ‰ ‹› € ™",
    "Vietnamese in Latin-1 letters": "Bà là cô, và bé là bò; có cá, tê tê; quý ông ý tá, hè về, thì là, mì",
    "without accents": "Toi di cho. Ban di dau? Ve nha di! Ha Noi la thu do. Co ay o nha. Ai do?",
    "Telex": "Tieengs Vieetj coos daaus, nguwowif Vieejt Nam ddi hocj owr Haf Nooij, ddaats nuwowcs",
    "VNI keys": "Tie61ng Vie65t co1 da61u, ngu7o7i2 Vie65t Nam d9i ho5c o73 Ha2 No65i, d9a61t nu7o71c",
    "decomposed": normalize("NFD", MOTTO),
    "Highlands": "Huyện Krông Nô, Đắk Lắk, Đắk R’Lấp, Cư Kuin, Ea H’leo, Buôn Ma Thuột, Ngọc Hồi, Kon Plông",
    "Abbreviations": "45/QĐ-UBND 30/2020/NĐ-CP HĐND BGDĐT BLĐTBXH LĐLĐ QĐ-TTg",
}


@pytest.mark.parametrize("language", NOT_LEGACY)
def test_unicode_text_is_left_alone(language: str) -> None:
    text = NOT_LEGACY[language]
    for each in (text, text.upper(), text.lower(), f"{text}\n" * 30, *text.split(", "), *text.split()):
        decoded = decode(each.encode())
        assert (decoded.encoding, decoded.text, decoded.note) == ("utf-8", each, "")


CAPITALS = [
    ("Céng hoµ x· héi", "Cộng hoà xã hội"),
    ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("UBND x· Thñy Khª häp ë nhµ v¨n hãa", "UBND xã Thủy Khê họp ở nhà văn hóa"),
    ("Häp t¹i HuÕ ngµy mai. ý kiÕn cña d©n", "Họp tại Huế ngày mai. Ý kiến của dân"),
    ("<p><font face='.VnTimeH'>QuyÕt <b>®Þnh</b> míi</font> cña Së</p>", "QUYẾT <b>ĐỊNH</b> MỚI"),
]


@pytest.mark.parametrize(("written", "meant"), CAPITALS)
def test_capitals_that_tcvn3_could_not_write(written: str, meant: str) -> None:
    assert meant in decode(written.encode()).text


PARTS = {
    "Đã xong.\nC«ng v¨n sè 5 göi Së Tµi chÝnh": "Đã xong.\nCông văn số 5 gửi Sở Tài chính",
    "<p>C&#171;ng v&#168;n g&#246;i S&euml; &lt;5&gt;&nbsp;": "<p>Công văn gửi Sở &lt;5&gt;&nbsp;",
    "<p id=\"to^'i\">Tie^'ng Vie^.t ddu+o+.c vie^'t</p>": '<p id="to^\'i">Tiếng Việt được viết</p>',
    "“C«ng v¨n” – göi Së Tµi chÝnh…": "“Công văn” – gửi Sở Tài chính…",
}


@pytest.mark.parametrize("written", PARTS)
def test_what_is_not_the_codes_own_stays(written: str) -> None:
    assert decode(written.encode()).text == PARTS[written]


VIQR = [
    (
        "Nha` nu+o+'c ba?o ho^. quye^`n cu?a to^i\\. Va^.y a\\? OK? Add, xem a@b.vn",
        "Nhà nước bảo hộ quyền của tôi. Vậy a? OK? Add, xem a@b.vn",
    ),
    ("QDD-TTg cu?a Thu? tu+o+'ng, vu+`a ddu+o+.c ky'", "QĐ-TTg của Thủ tướng, vừa được ký"),
    (
        "Ho^.i nghi. ba`n ke^' hoa.ch cu?a tha`nh pho^' va` xa~ ta.i Thu?y Khe^.\nBo^. Co^ng an co' ma(.t.",
        "Hội nghị bàn kế hoạch của thành phố và xã tại Thủy Khê.\nBộ Công an có mặt.",
    ),
]


@pytest.mark.parametrize(("written", "meant"), VIQR)
def test_viqr_as_it_was_written(written: str, meant: str) -> None:
    assert meant in decode(written.encode()).text


WORDS = """
    người được nước Việt đường những trường nghiệp quyền tỉnh thuế khuỷu nguyễn hoặc giữa phẩm ngoài
    kỹ xử lý thẳng tắp ẵm bẫy kiểm lửa mở ngõ ý ở ổ dễ chịu nghĩa trĩu xoáy giặt đỗ chữa quỹ ỷ lại hỏi
""".split()  # noqa: SIM905 - a table to read
PLAIN = "cho trong theo hai ba Nam Internet 2021 1.250 (5) UBND, xe; tin:".split()  # noqa: SIM905


@st.composite
def prose(draw: st.DrawFn) -> str:
    """Sentences of 30 to 80 words, most with marks, in lower case but for their first letter."""
    words = draw(st.lists(st.sampled_from(WORDS) | st.sampled_from(PLAIN), min_size=10, max_size=60))
    text = " ".join([*words, *draw(st.permutations(WORDS))[:20]])
    return f"Các {text}.\nKhi {draw(st.sampled_from(WORDS))} xong, nghỉ."


@given(prose(), st.sampled_from(sorted(BYTES)), st.booleans())
@settings(deadline=None, max_examples=200)
def test_what_a_code_wrote_is_read_again(text: str, code: str, misreading: bool) -> None:
    raw = BYTES[code](text)
    decoded = decode(misread(raw).encode() if misreading else raw)
    assert decoded.encoding == (f"utf-8+{code}" if misreading else code)
    assert normalize("NFC", decoded.text) == text


@given(prose(), st.booleans())
@settings(deadline=None, max_examples=100)
def test_viqr_by_the_book_is_read_again(text: str, crlf: bool) -> None:
    written = write_viqr(text)
    decoded = decode((written.replace("\n", "\r\n") if crlf else written).encode())
    assert decoded.encoding == "utf-8+viqr"
    assert decoded.text.replace("\r\n", "\n") == text


@given(prose())
@settings(deadline=None, max_examples=50)
def test_windows_1258_without_composed_tones(text: str) -> None:
    assert normalize("NFC", decode(write_1258(text, composed=False)).text) == text


@given(prose())
@settings(deadline=None, max_examples=50)
def test_utf_8_misread_twice_over_is_read_again(text: str) -> None:
    assert decode(misread(text.encode()).encode()).text == text


@cache
def sample() -> tuple[str, ...]:
    documents = [one.parse().document for one in candidates([SAMPLE]) if isinstance(one, Candidate)]
    return tuple(normalize("NFC", f"{one.title}\n{one.body}") for one in documents)


@pytest.mark.parametrize("code", sorted(BYTES))
def test_the_sample_archive_through_every_code(code: str) -> None:
    """Letter for letter, but for the capitals of TCVN3 and signs (`µ`) that a code has no byte for."""
    for text in sample():
        raw = BYTES[code](text)
        for decoded in (decode(raw), decode(misread(raw).encode())):
            assert decoded.encoding.removeprefix("utf-8+") == code
            read, meant = normalize("NFC", decoded.text).split(), readable(code, text).split()
            pairs = zip(read, meant, strict=True)
            wrong = [pair for pair in pairs if pair[0].lower() != pair[1].lower() and "µ" not in pair[1]]
            assert not wrong
            same = sum(pair[0] == pair[1] for pair in zip(read, meant, strict=True))
            assert same >= (0.98 if code == "tcvn3" else 1) * (len(meant) - 1)


def test_the_sample_archive_is_unicode_already() -> None:
    assert [text[:50] for text in sample() if legacy.of_text(text)] == []
    lines = [line for text in sample() for line in text.split("\n")]
    assert [line for line in lines if legacy.of_text(line)] == []


def parsed(path: Path) -> Parsed:
    (candidate,) = candidates([path])
    assert isinstance(candidate, Candidate)
    return candidate.parse()


OLD = "Së Tµi chÝnh tr¶ lêi c«ng v¨n cña huyÖn vÒ ng©n s¸ch n¨m tíi, theo ®Ò nghÞ cña ñy ban."
NEW = "Sở Tài chính trả lời công văn của huyện về ngân sách năm tới, theo đề nghị của ủy ban."


@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_lines_are_read_by_their_values(tmp_path: Path, ascii_only: bool) -> None:
    path = tmp_path / "tin.jsonl"
    values = {"id": "a", "title": "Ng©n s¸ch", "body": f'{OLD}\n"Hái" \\ ®¸p', "tags": ["V¨n hãa"], "x": 5}
    path.write_text(json.dumps(values, ensure_ascii=ascii_only), encoding="utf-8")
    found = parsed(path)
    assert (found.document.title, found.document.tags) == ("Ngân sách", ("Văn hóa",))
    assert found.document.body == f'{NEW}\n"Hỏi" \\ đáp'
    assert found.origin.encoding == "utf-8+tcvn3"
    assert any("TCVN3" in note for note in found.notes)


@pytest.mark.parametrize("code", sorted(BYTES))
@pytest.mark.parametrize("name", ["tin.txt", "tin.md", "tin.csv", "tin.jsonl"])
def test_every_format_in_every_code(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / name
    forms = {
        "tin.txt": f"Ngân sách huyện\n\n{NEW}\n",
        "tin.md": f"---\ntitle: Ngân sách huyện\n---\n\n{NEW}\n",
        "tin.csv": f'id,title,body\na,Ngân sách huyện,"{NEW}"\n',
        "tin.jsonl": json.dumps({"title": "Ngân sách huyện", "body": NEW}, ensure_ascii=False),
    }
    path.write_bytes(BYTES[code](forms[name]))
    found = parsed(path)
    assert (found.document.title, found.document.body) == ("Ngân sách huyện", NEW)
    assert found.origin.encoding == code
    assert any(legacy.TITLES[code] in note for note in found.notes)


HOSTILE = ["dd" * 50_000, "a'" * 50_000 + "@", "a^.b" * 30_000, "ở " * 50_000, "<script" * 20_000]
HOSTILE += ["«" * 200_000, "Ã " * 100_000, "C«ng " * 50_000, "a. " * 60_000, "&#171;" * 50_000]
HOSTILE += ["<font face='.VnTimeH'>µ" * 5_000, "C«ng v¨n " + "a" * 200_000, "Co^ng va(n " * 6 + "." * 200_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_texts_are_read_in_bounded_time(text: str) -> None:
    """A quadratic rule would take minutes, which the test runner would not wait for."""
    code = legacy.of_text(text)
    assert len(legacy.read_text(text, code) if code else text) <= 3 * len(text)
