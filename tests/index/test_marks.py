"""Segmentation as it is cached: bits in, the same bits out, never those of another text."""

from hypothesis import given
from hypothesis import strategies as st

from index.marks import pack, unpack

texts_of_joins = st.lists(st.lists(st.integers(0, 1), max_size=40).map(bytes), max_size=5)


@given(texts_of_joins)
def test_what_is_packed_is_unpacked_the_same(joins: list[bytes]) -> None:
    assert unpack(pack(joins), [len(each) for each in joins]) == joins


@given(texts_of_joins)
def test_eight_tokens_take_a_byte(joins: list[bytes]) -> None:
    assert len(pack(joins)) == -(-sum(map(len, joins)) // 8)


@given(texts_of_joins, st.integers(-60, 60))
def test_marks_of_another_length_are_refused(joins: list[bytes], difference: int) -> None:
    tokens = sum(map(len, joins))
    fits = -(-(tokens + difference) // 8) == len(pack(joins))
    if tokens + difference >= 0 and not fits:
        assert unpack(pack(joins), [tokens + difference]) is None


def test_an_altered_length_is_refused() -> None:
    marks = pack([b"\0\1\1", b"\1" * 14])
    assert unpack(marks, [3, 14]) == [b"\0\1\1", b"\1" * 14]
    assert unpack(marks + b"\0", [3, 14]) is None
    assert unpack(marks[:-1], [3, 14]) is None
    assert unpack(b"", [1]) is None
    assert unpack(b"", []) == []
    assert unpack(b"", [0, 0]) == [b"", b""]
