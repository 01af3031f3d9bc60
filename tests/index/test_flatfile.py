"""Flat files: arrays come back as they were written, or the file is named as damaged; never anything else."""

import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray

from index.errors import Damage, GenerationError
from index.flatfile import PAGE, FlatFile, FlatWriter

TYPES = ("u1", "<u2", "<u4", "<u8", "i1", "<i2", "<i4", "<i8", "<f4", "<f8", "?", ">u2", ">i8", ">f4")

NAME = "đoạn.postings"


def written(directory: Path, arrays: dict[str, NDArray[Any]], **values: Any) -> Path:
    path = directory / NAME
    out = FlatWriter(path)
    for name, array in arrays.items():
        out.add(name, array)
    out.values.update(values)
    out.close()
    return path


def read(path: Path) -> dict[str, list[Any]]:
    """All that a file holds, and all else checked. Raises Damage."""
    file = FlatFile(path)
    found = {name: file.array(name).tolist() for name in file.names}
    file.check()
    return found


lists = st.sampled_from(TYPES).flatmap(lambda kind: npst.arrays(kind, st.integers(0, 40)))


@settings(max_examples=60, deadline=None)
@given(arrays=st.dictionaries(st.text(max_size=8), lists, max_size=6))
def test_arrays_come_back_as_they_were_written(arrays: dict[str, NDArray[Any]]) -> None:
    with TemporaryDirectory() as directory:
        file = FlatFile(written(Path(directory), arrays, documents=3, fields={"tên": True}))
        assert file.names == list(arrays)
        for name, array in arrays.items():
            assert name in file
            found = file.array(name)
            assert found.dtype == array.dtype.newbyteorder("<")
            assert found.tobytes() == array.astype(found.dtype).tobytes()
        assert dict(file.values) == {"documents": 3, "fields": {"tên": True}}
        file.check()


def test_arrays_are_read_only_and_outlive_their_file(tmp_path: Path) -> None:
    found = FlatFile(written(tmp_path, {"a": np.arange(9)})).array("a")
    (tmp_path / NAME).unlink()
    assert found.tolist() == list(range(9))
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 1


def test_bytes_without_a_name_are_read_where_they_stand(tmp_path: Path) -> None:
    out = FlatWriter(tmp_path / NAME)
    out.append(np.zeros(1, np.uint8))
    counts = (3, 0, 5, 40_000)
    packed = [out.append(np.arange(count, dtype=np.uint16)) for count in counts]
    aligned = [out.append(np.arange(count, dtype=np.uint16), align=8) for count in counts]
    out.close()
    assert packed == [17, 23, 23, 33]
    assert all(at % 8 == 0 for at in aligned)
    file = FlatFile(tmp_path / NAME)
    for at, count in zip(packed + aligned, counts * 2, strict=True):
        expected = np.arange(count, dtype=np.uint16)
        assert np.array_equal(file.view(at, np.dtype("<u2"), count), expected)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    written(tmp_path, {})
    with pytest.raises(FileExistsError):
        FlatWriter(tmp_path / NAME)


def test_an_unknown_name_is_a_key_error(tmp_path: Path) -> None:
    file = FlatFile(written(tmp_path, {}))
    assert "a" not in file
    with pytest.raises(KeyError):
        file.array("a")


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FlatFile(tmp_path / NAME)


# Damage

SMALL = {"a": np.arange(100, dtype=np.uint32), "trống": np.empty(0), "b": np.linspace(0, 1, 7)}
LARGE = {"a": np.arange(60_000, dtype=np.uint32), "b": np.arange(5, dtype=np.uint8)}


@pytest.fixture(scope="module", params=[SMALL, LARGE, {}], ids=["one page", "many pages", "no array"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a whole file."""
    return written(tmp_path_factory.mktemp("flat"), request.param).read_bytes()


def assert_damaged(directory: Path, contents: bytes) -> None:
    path = directory / NAME
    path.write_bytes(contents)
    with pytest.raises(Damage, match=NAME) as caught:
        read(path)
    assert "vankho rebuild" in str(caught.value)
    assert isinstance(caught.value, GenerationError)


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_damaged(whole: bytes, share: float) -> None:
    with TemporaryDirectory() as directory:
        assert_damaged(Path(directory), whole[: int(len(whole) * share)])


@pytest.mark.parametrize("lost", [1, 4, 8, 31, 32, 33, 36, 100])
def test_a_file_that_lost_its_last_bytes_is_damaged(whole: bytes, tmp_path: Path, lost: int) -> None:
    assert_damaged(tmp_path, whole[:-lost])


@pytest.mark.parametrize("more", [b"\0", b"\0" * 32, b"x" * PAGE])
def test_a_file_with_bytes_behind_its_end_is_damaged(whole: bytes, tmp_path: Path, more: bytes) -> None:
    assert_damaged(tmp_path, whole + more)


@settings(max_examples=120, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_an_altered_byte_anywhere_is_damage(whole: bytes, share: float, change: int) -> None:
    altered = bytearray(whole)
    altered[int(len(whole) * share)] ^= change
    with TemporaryDirectory() as directory:
        assert_damaged(Path(directory), bytes(altered))


@pytest.mark.parametrize("place", [0, 5, 15, 16, PAGE - 1, PAGE, -1, -4, -5, -12, -28, -32, -33, -60])
def test_an_altered_byte_at_each_border_is_damage(whole: bytes, tmp_path: Path, place: int) -> None:
    altered = bytearray(whole)
    altered[place % len(whole)] ^= 0x40
    assert_damaged(tmp_path, bytes(altered))


def test_checksums_of_a_changed_page_do_not_pass_either(tmp_path: Path) -> None:
    """A page and its checksum changed together: the frame has a checksum of its own."""
    path = written(tmp_path, {"a": np.arange(1000, dtype=np.uint32)})
    contents = bytearray(path.read_bytes())
    begin = int.from_bytes(contents[-32:-24], "little")
    contents[40] ^= 1
    contents[begin : begin + 4] = zlib.crc32(contents[:begin]).to_bytes(4, "little")
    assert_damaged(tmp_path, bytes(contents))


def test_a_file_that_was_not_closed_is_damaged(tmp_path: Path) -> None:
    out = FlatWriter(tmp_path / NAME)
    out.add("a", np.arange(1000))
    contents = (tmp_path / NAME).read_bytes()
    out.close()
    assert_damaged(tmp_path, contents)


def test_an_error_leaves_an_incomplete_file(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with pytest.raises(TypeError), FlatWriter(path) as out:
        out.values["a"] = object()
    assert_damaged(tmp_path, path.read_bytes())


def test_zeros_and_other_files_are_damaged(tmp_path: Path) -> None:
    for contents in (b"", b"\0" * 100, b"\0" * PAGE, b"SQLite format 3\0" * 90):
        assert_damaged(tmp_path, contents)


def test_what_is_whole_beside_a_damaged_page_can_still_be_read(tmp_path: Path) -> None:
    """A page is checked when it is first read, and only then."""
    arrays = {name: np.arange(PAGE, dtype=np.uint8) for name in "abc"}
    path = written(tmp_path, arrays)
    contents = bytearray(path.read_bytes())
    contents[2 * PAGE + 100] ^= 1  # the end of b, the beginning of c
    path.write_bytes(contents)
    file = FlatFile(path)
    assert file.array("a").tolist() == arrays["a"].tolist()
    for name in "bc":
        with pytest.raises(Damage, match="trang 2"):
            file.array(name)
        with pytest.raises(Damage):
            file.array(name)  # asked a second time
    assert file.array("a").tolist() == arrays["a"].tolist()


def test_bytes_outside_the_arrays_are_never_given(tmp_path: Path) -> None:
    path = written(tmp_path, {"a": np.arange(8, dtype=np.uint8)})
    with pytest.raises(Damage):
        FlatFile(path).view(16, np.dtype("u1"), 9)


# What reading costs


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of what checksums are computed of, as it happens."""
    sizes: list[int] = []
    computed = zlib.crc32

    def counting(data: Any, value: int = 0) -> int:
        sizes.append(memoryview(data).nbytes)
        return computed(data, value)

    monkeypatch.setattr("zlib.crc32", counting)
    return sizes


@pytest.mark.parametrize("pages", [1, 10, 200])
def test_opening_reads_no_page(tmp_path: Path, checked: list[int], pages: int) -> None:
    path = written(tmp_path, {"a": np.zeros(pages * PAGE, np.uint8)})
    checked.clear()
    FlatFile(path)
    assert sum(checked) < 200 + 4 * (pages + 1)


def test_a_page_is_checked_once_when_it_is_first_read(tmp_path: Path, checked: list[int]) -> None:
    path = written(tmp_path, {name: np.zeros(5 * PAGE, np.uint8) for name in "ab"})
    file = FlatFile(path)
    at = file.offset("a")
    for start, count, pages in [
        (0, 10, 1),
        (100, 10, 0),
        (PAGE + 100, 10, 1),
        (PAGE - 20, 10, 0),
        (PAGE // 2, 3 * PAGE, 2),
        (0, 0, 0),
    ]:
        checked.clear()
        file.view(at + start, np.dtype("u1"), count)
        assert checked == [PAGE] * pages
    checked.clear()
    file.check()
    assert len(checked) == 11 - 4
