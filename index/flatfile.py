"""A file of flat little-endian arrays: written front to back, mapped read-only, checked page by page.

    bytes 0 to 15      magic "VANKHO FLAT 1\\n" and zeros
    arrays             those with a name begin at a multiple of 8
    page checksums     CRC-32 of every 64 KiB page of what stands before them, little-endian u4
    directory          JSON: {"arrays": {name: [offset, type, count]}, "values": {...}}
    last 32 bytes      offset of the checksums, offset of the directory, size of the file (u8 each),
                       CRC-32 of checksums and directory, CRC-32 of the 28 bytes before (u4 each)

A page is checked when it is first read, so that opening costs the same whatever the file's size, and an
altered byte is reported before anything is computed from it. Nothing in the file is pickled.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import Damage

MAGIC = b"VANKHO FLAT 1\n\0\0"
PAGE = 1 << 16
"""Bytes that share a checksum: reading one posting list checks one to a few pages, once."""
STRETCH = 1 << 26
"""Bytes of a file that are in memory at most while all of it is checked."""
_TAIL = struct.Struct("<QQQI")
_TAIL_SIZE = _TAIL.size + 4
_ALIGN = 8


def damaged(path: Path, what: str) -> Damage:
    """What to raise when the file at `path` is not what was written."""
    return Damage(
        f"Tệp chỉ mục {path.name} hỏng: {what}. Hãy chạy «vankho rebuild» để dựng lại chỉ mục, "
        "hoặc «vankho rollback» để quay lại thế hệ trước."
    )


class FlatWriter:
    """Writes one flat file. `close` completes it; a file that was not closed cannot be opened.

    As a context manager it closes the file, unless an error left it incomplete.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._arrays: dict[str, tuple[int, str, int]] = {}
        self._checksums: list[int] = []
        self._partial = bytearray()
        self.offset = 0
        self.values: dict[str, Any] = {}
        self._write(MAGIC)

    def __enter__(self) -> "FlatWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            with suppress(OSError):  # a disk that is full already said so
                self._file.close()

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self.offset += len(data)
        self._partial += data
        whole = len(self._partial) // PAGE * PAGE
        with memoryview(self._partial) as view:
            self._checksums += [zlib.crc32(view[at : at + PAGE]) for at in range(0, whole, PAGE)]
        del self._partial[:whole]

    def append(self, array: NDArray[Any], *, align: int = 1) -> int:
        """Write the bytes of `array`, little-endian, and return the offset, a multiple of `align`."""
        self._write(bytes(-self.offset % align))
        at = self.offset
        flat = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        self._write(flat.view(np.uint8).reshape(-1).data)
        return at

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write `array` (one dimension) under a name."""
        at = self.append(array, align=_ALIGN)
        self._arrays[name] = (at, array.dtype.newbyteorder("<").str, len(array))

    def close(self) -> None:
        """Complete the file with checksums and directory."""
        with self._file:
            self._complete()

    def _complete(self) -> None:
        if self._partial:
            self._checksums.append(zlib.crc32(self._partial))
        checksums = np.array(self._checksums, "<u4").tobytes()
        directory = json.dumps({"arrays": self._arrays, "values": self.values}, ensure_ascii=False).encode()
        begin = self.offset
        size = begin + len(checksums) + len(directory) + _TAIL_SIZE
        tail = _TAIL.pack(begin, begin + len(checksums), size, zlib.crc32(checksums + directory))
        self._file.write(checksums + directory + tail + struct.pack("<I", zlib.crc32(tail)))


class Texts(Sequence[bytes]):
    """Texts one after the other in one array, each cut out when it is asked for."""

    def __init__(self, blob: NDArray[np.uint8], ends: NDArray[np.uint64]) -> None:
        self._blob = blob.data
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: Any) -> Any:
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._blob[start : int(self._ends[number])])

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for end in self._ends.tolist():
            yield bytes(self._blob[start:end])
            start = end


class FlatFile:
    """One flat file, mapped. Arrays are views of the map: they live as long as they are referenced."""

    def __init__(self, path: Path) -> None:
        """Open and check the frame. Raises Damage; OSError when there is no such file."""
        self.path = path
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size < len(MAGIC) + _TAIL_SIZE:
                raise damaged(path, "quá ngắn")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        begin, directory, written, checksum = self._tail(size)
        if size != written or self._map[: len(MAGIC)] != MAGIC:
            raise damaged(path, "bị cắt hoặc không phải tệp của văn khố")
        frame = self._map[begin : size - _TAIL_SIZE]
        if zlib.crc32(frame) != checksum:
            raise damaged(path, "bảng mục lục bị thay đổi")
        self._end = begin
        self._checksums = np.frombuffer(self._map, "<u4", (directory - begin) // 4, begin)
        self._checked = bytearray(len(self._checksums))
        contents = json.loads(frame[directory - begin :])
        self._arrays: Mapping[str, tuple[int, str, int]] = contents["arrays"]
        self.values: Mapping[str, Any] = contents["values"]

    def _tail(self, size: int) -> tuple[int, int, int, int]:
        tail = self._map[size - _TAIL_SIZE :]
        if zlib.crc32(tail[:-4]) != int.from_bytes(tail[-4:], "little"):
            raise damaged(self.path, "bị cắt hoặc bị thay đổi ở cuối")
        begin, directory, written, checksum = _TAIL.unpack(tail[:-4])
        return begin, directory, written, checksum

    @property
    def names(self) -> list[str]:
        """Names of all arrays."""
        return list(self._arrays)

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def offset(self, name: str) -> int:
        """First byte of the array of that name."""
        return self._arrays[name][0]

    def array(self, name: str) -> NDArray[Any]:
        """The array of that name, checked. Raises Damage, and KeyError for an unknown name."""
        at, kind, count = self._arrays[name]
        return self.view(at, np.dtype(kind), count)

    def view(self, at: int, kind: "np.dtype[Any]", count: int) -> NDArray[Any]:
        """`count` numbers of `kind` at byte `at`, checked. Raises Damage."""
        if count == 0:
            return np.empty(0, kind)
        self._check(at, at + count * kind.itemsize)
        return np.frombuffer(self._map, kind, count, at)

    def _check(self, start: int, stop: int) -> None:
        first, last = start // PAGE, (stop - 1) // PAGE
        page = self._checked.find(0, first, last + 1)
        while page >= 0:
            end = min((page + 1) * PAGE, self._end)
            if (
                stop > self._end
                or zlib.crc32(memoryview(self._map)[page * PAGE : end]) != self._checksums[page]
            ):
                raise damaged(self.path, f"trang {page} bị thay đổi")
            self._checked[page] = 1
            page = self._checked.find(0, page, last + 1)

    def check(self) -> None:
        """Check every page, in bounded memory. Raises Damage."""
        for start in range(0, self._end, STRETCH):
            self._check(start, min(start + STRETCH, self._end))
            self.let_go()

    def let_go(self) -> None:
        """Count pages that were read no longer as memory of this process; the system may keep them."""
        self._map.madvise(mmap.MADV_DONTNEED)
