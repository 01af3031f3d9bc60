"""The query language as data: signs, joining words and fields, each with its help text and examples.

`index.reading` reads queries by these tables; the help page is made from them.
"""

from dataclasses import dataclass
from typing import Final, Literal

from index.facets import ALL_FACETS, CITATION

Joint = Literal["or", "and", "not"]
Takes = Literal["text", "name", "number", "facet", "days"]
"""What a field's value is: words, a person's name, a document number, a facet's value, or a time."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to write a query. `words` are the joining words (in capitals) or signs that mean `joint`."""

    written: str
    says: str
    examples: tuple[str, ...]
    joint: Joint | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a query may name, as `name:value`. `names[0]` is how it is written back.

    `key` is what is asked: a text (`title`, `author`), `number`, a facet's name, or `date`. For times,
    `bound` says on which side of the value the wanted days lie; `""` is within it.
    """

    key: str
    names: tuple[str, ...]
    says: str
    examples: tuple[str, ...]
    takes: Takes
    bound: Literal["", "before", "after", "since", "until"] = ""


OPERATORS: Final = (
    Operator(
        "từ khóa",
        "Câu ngắn (đến bốn tiếng) tìm tài liệu có đủ các tiếng; câu dài và câu hỏi xếp tài liệu khớp nhiều "
        "nhất lên đầu. Gõ có dấu thì tìm đúng dấu, gõ không dấu thì tìm không phân biệt dấu.",
        ("hội nghị sơ kết", "hoi nghi so ket"),
    ),
    Operator(
        '"cụm từ"',
        "Đúng cụm từ: các tiếng liền nhau, theo thứ tự, không thêm dạng viết tắt.",
        ('"sở công thương"',),
    ),
    Operator("+từ", "Bắt buộc phải có tiếng này.", ("hội nghị sơ kết công tác +2021",)),
    Operator(
        "-từ",
        "Loại tài liệu có tiếng này; muốn loại cả cụm thì đặt trong ngoặc kép.",
        ('quy hoạch -"sử dụng đất"',),
    ),
    Operator(
        "A HOẶC B",
        "Có cả nhóm từ bên trái hoặc cả nhóm từ bên phải. Mỗi bên kéo dài đến ngoặc, dấu phẩy hoặc phép tìm "
        "khác; giữa hai cụm trong ngoặc kép, hai chữ viết tắt hay hai con số thì chỉ tính đúng hai bên đó. "
        "Cũng viết OR hoặc |.",
        ("sở công thương HOẶC sở y tế", "nghị quyết (UBND HOẶC HĐND)"),
        "or",
        ("HOẶC", "OR", "||", "|"),
    ),
    Operator(
        "A VÀ B",
        "Phải có đủ các tiếng của cả hai bên, kể cả khi câu dài. Cũng viết AND hoặc &&.",
        ("hội nghị sơ kết VÀ cụm công nghiệp",),
        "and",
        ("VÀ", "AND", "&&"),
    ),
    Operator(
        "KHÔNG A",
        "Loại tài liệu có cụm từ đứng sau. Cũng viết NOT.",
        ("sơ kết KHÔNG sáu tháng",),
        "not",
        ("KHÔNG", "NOT"),
    ),
    Operator("từ*", "Mọi tiếng bắt đầu bằng ít nhất hai chữ cái này.", ("thươ*",)),
    Operator("số..số", "Một trong các số trong khoảng, tối đa 100 số.", ("khóa 14..16",)),
)
"""Everything but fields, in the order of the help page."""

_FIELDS: Final = (
    Field("title", ("tiêu đề", "nhan đề", "tựa đề", "title"), "Chỉ tìm trong tiêu đề.",
          ("tiêu đề:hội nghị", 'title:"kế hoạch"'), "text"),
    Field("number", ("số hiệu", "số", "số ký hiệu", "number"),
          "Văn bản mang số hiệu này; được viết phần đầu, hoặc một khoảng số.",
          ("số hiệu:45/NQ-TW", "số:45", "số:40..50"), "number"),
    Field("issuer", ("cơ quan", "cơ quan ban hành", "nơi ban hành", "issuer"),
          "Cơ quan ban hành, viết đủ hoặc một phần tên, có dấu hay không.",
          ('cơ quan:"Sở Công Thương"', "issuer:ubnd"), "facet"),
    Field("type", ("loại", "loại văn bản", "loại tài liệu", "thể loại", "type"), "Loại tài liệu.",
          ("loại:thông báo", 'type:"quyết định"'), "facet"),
    Field("category", ("lĩnh vực", "chuyên mục", "category"), "Lĩnh vực hoặc chuyên mục.",
          ('lĩnh vực:"kinh tế"',), "facet"),
    Field("source", ("nguồn", "source"), "Nơi tài liệu được lấy về.", ("nguồn:báo",), "facet"),
    Field("organisation", ("tổ chức", "cơ quan được nhắc", "organisation", "organization"),
          "Cơ quan, tổ chức được nhắc trong văn bản, viết đủ hoặc một phần tên.",
          ('tổ chức:"Bộ Y tế"', "organisation:ubnd"), "facet"),
    Field("place", ("địa danh", "nơi", "place"), "Địa danh được nhắc trong văn bản.",
          ("địa danh:hải phòng",), "facet"),
    Field("person", ("người", "nhân vật", "person"), "Người được nhắc trong văn bản, viết họ tên hoặc tên.",
          ('người:"Nguyễn Văn An"',), "facet"),
    Field(CITATION, ("viện dẫn", "trích dẫn", "cites"),
          "Văn bản viện dẫn số hiệu này, viết cách nào cũng được: 45/NQ-TW hay 45-NQ/TW.",
          ("viện dẫn:45/NQ-TW",), "number"),
    Field("author", ("tác giả", "người ký", "author"),
          "Tên người, tìm như một cụm từ trong toàn văn và phần ghi tác giả.",
          ('tác giả:"Nguyễn Văn An"',), "name"),
    Field("date", ("ngày", "date", "day"), "Ban hành trong ngày này hoặc khoảng này.",
          ("ngày:30/06/2021", "ngày:01/06/2021..30/06/2021"), "days"),
    Field("date", ("tháng", "month"), "Ban hành trong tháng này.", ("tháng:6/2021",), "days"),
    Field("quarter", ("quý", "quarter"), "Ban hành trong quý này.", ("quý:II/2021",), "days"),
    Field("date", ("năm", "year"), "Ban hành trong năm này hoặc khoảng năm này.",
          ("năm:2021", "năm:2019..2021"), "days"),
    Field("date", ("trước", "before"), "Ban hành trước ngày, tháng hoặc năm này.", ("trước:2021",),
          "days", "before"),
    Field("date", ("sau", "after"), "Ban hành sau ngày, tháng hoặc năm này.", ("sau:6/2021",),
          "days", "after"),
    Field("date", ("từ", "since", "from"), "Ban hành từ ngày, tháng hoặc năm này.", ("từ:01/06/2021",),
          "days", "since"),
    Field("date", ("đến", "until", "to"), "Ban hành đến hết ngày, tháng hoặc năm này.", ("đến:2022",),
          "days", "until"),
)  # fmt: skip

FIELDS: Final = tuple(each for each in _FIELDS if each.takes != "facet" or each.key in ALL_FACETS)
"""Every field, in the order of the help page."""

JOINTS: Final[dict[str, Joint]] = {
    word: operator.joint for operator in OPERATORS if operator.joint for word in operator.words
}
"""Joining word or sign → its meaning."""

QUIET: Final = frozenset({"HOẶC", "VÀ", "KHÔNG", "NOT"})
"""Joining words that are ordinary words in a query that is all capitals."""

BY_KEY: Final = {field.key: field for field in reversed(FIELDS)}
"""The first field of each key."""

FILTERS: Final = frozenset({*ALL_FACETS, CITATION, "date"})
"""What is filtered rather than looked for in a text."""
