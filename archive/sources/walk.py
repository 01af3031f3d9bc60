"""What a person named → the files in it → candidates, one at a time and in bounded memory."""

import codecs
import gzip
import io
import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Literal, cast
from unicodedata import normalize

from archive.sources import formats, tabular
from archive.sources.encodings import decode, is_binary, wide
from archive.sources.origin import LARGEST_FILE, Candidate, Origin, Parser, Refusal, UnreadableError

_LOG = logging.getLogger(__name__)
_UNSEEN = ("Thumbs.db", "desktop.ini", "__MACOSX")
_TOO_LARGE = "Tệp lớn hơn 64 MB; hãy tách thành nhiều tài liệu, hoặc chuyển sang JSON Lines."


def candidates(
    paths: Sequence[Path | Literal["-"]], *, stdin: BinaryIO | None = None, base: Path | None = None
) -> Iterator[Candidate | Refusal]:
    """Every candidate in `paths` (files, folders, `-` for JSON Lines on `stdin`), in a stable order.

    `base` is the folder that ids made from paths are relative to; without it the name of the folder given,
    or of the folder that a given file is in. In a folder, hidden files and READMEs are passed over (the log
    names the READMEs); a file named by itself is always tried.
    """
    for path in paths:
        if path == "-":
            yield from _standard_input(stdin)
        else:
            yield from _named(path, base)


def _standard_input(stdin: BinaryIO | None) -> Iterator[Candidate | Refusal]:
    if stdin is None:
        yield Refusal("-", None, "Không có dữ liệu trên đầu vào chuẩn; hãy nối ống: … | vankho add -")
        return
    for line, raw, encoding in _json_lines(stdin):
        name = "stdin/" + blake2b(raw.strip(), digest_size=12).hexdigest()
        yield _of_line(raw, Origin("-", line, "jsonl", encoding), name, formats.parse_json_line)


def _named(path: Path, base: Path | None) -> Iterator[Candidate | Refusal]:
    if path.is_dir():
        for file in _files(path):
            yield from (
                [file]
                if isinstance(file, Refusal)
                else _of_file(file, _id(file, base or _absolute(path).parent))
            )
    elif path.exists():
        yield from _of_file(path, _id(path, base or _absolute(path).parent.parent))
    else:
        yield Refusal(str(path), None, "Không có tệp hay thư mục này; hãy kiểm tra lại đường dẫn.")


def _files(folder: Path) -> Iterator[Path | Refusal]:
    """The files under `folder` in order of their names; links to folders are not followed."""
    try:
        inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Refusal(
            str(folder), None, f"Không đọc được thư mục ({_cause(error)}); hãy kiểm tra quyền truy cập."
        )
        return
    for entry in inside:
        path = folder / entry.name
        if entry.name.startswith(".") or entry.name in _UNSEEN:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path)
        elif entry.name.upper().split(".")[0] == "README":
            _LOG.info("passed over %s: a README describes its folder", path)
        elif entry.is_file():
            yield path
        else:
            yield Refusal(
                str(path), None, "Không phải tệp thường (liên kết hỏng, ống hoặc thiết bị); đã bỏ qua."
            )


def _id(path: Path, base: Path) -> str:
    """The id of a document without one: its path from `base`, with POSIX separators, in NFC."""
    whole, root = _absolute(path), _absolute(base)
    within = whole.relative_to(root) if whole.is_relative_to(root) else Path(whole.parent.name, whole.name)
    return normalize("NFC", within.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _absolute(path: Path) -> Path:
    """The path from the root, without `..`; links keep the names that the person gave them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve follows links


def _of_file(path: Path, name: str) -> Iterator[Candidate | Refusal]:
    shown = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        with _opened(path) as stream:
            yield from _within(stream, shown, name)
    except UnreadableError as error:
        yield Refusal(shown, None, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield Refusal(
            shown, None, f"Không đọc được tệp ({_cause(error)}); hãy kiểm tra tệp và quyền truy cập."
        )


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path)) if packed else path.open("rb")


def _within(stream: BinaryIO, shown: str, name: str) -> Iterator[Candidate | Refusal]:
    """The candidates of one open file."""
    head = stream.read(formats.SNIFFED)
    if kind := formats.foreign(head):
        raise UnreadableError(
            f"Đây là {kind}, không phải văn bản thuần; hãy xuất ra .txt, .md hoặc .html rồi nhập."
        )
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("Tệp trống; hãy kiểm tra lại tệp nguồn.")
    if is_binary(head):
        raise UnreadableError("Tệp nhị phân, không phải văn bản; hãy xuất ra .txt, .md hoặc .html rồi nhập.")
    stream.seek(0)
    many = formats.of_many(shown, _first_line(head))
    if many == "jsonl":
        for line, raw, encoding in _json_lines(stream):
            origin = Origin(shown, line, "jsonl", encoding)
            yield _of_line(raw, origin, f"{name}#{line}", formats.parse_json_line)
    elif many == "csv":
        for line, raw in tabular.rows(stream, _encoding(head)):
            yield _of_line(raw, Origin(shown, line, "csv"), f"{name}#{line}", formats.parse_row)
    else:
        raw = stream.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            raise UnreadableError(_TOO_LARGE)
        yield Candidate(raw, Origin(shown), name, formats.parse_file)


def _first_line(head: bytes) -> str:
    try:
        return next((line for line in decode(head).text.splitlines() if line.strip()), "")
    except UnreadableError:
        return ""


def _encoding(head: bytes) -> str:
    """The codec whose line ends split a file; bytes it cannot read are kept as they are."""
    return wide(head) or "utf-8"


def _of_line(raw: bytes, origin: Origin, name: str, parser: Parser) -> Candidate | Refusal:
    if len(raw) > LARGEST_FILE:
        return Refusal(origin.path, origin.line, "Dòng này lớn hơn 64 MB; hãy tách tài liệu ra.")
    return Candidate(raw, origin, name, parser)


def _json_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes, str]]:
    """Line number, bytes and encoding of every line with something in it.

    Lines of UTF-16 are given in UTF-8; otherwise the encoding is `""`, for each line's own bytes to tell. A
    line above the bound is given cut, one byte above it, and the rest of it is passed over.
    """
    if not hasattr(stream, "peek"):
        buffered = io.BufferedReader(cast("io.RawIOBase", stream))
        try:
            yield from _json_lines(cast("BinaryIO", buffered))
        finally:
            buffered.detach()  # the stream is the caller's to close
        return
    encoding = wide(stream.peek(64)) or ""
    lines = _wide_lines(stream, encoding) if encoding else _bounded_lines(stream)
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if raw.strip():
            yield number, raw.rstrip(b"\r\n"), encoding


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
    try:
        while line := text.readline(LARGEST_FILE + 1):
            yield line.encode("utf-8", "replace")
    finally:
        text.detach()  # the stream is the caller's to close


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LARGEST_FILE + 1):
        yield line
        while len(line) > LARGEST_FILE and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_FILE + 1)


def _cause(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "không có quyền đọc"
    if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error)):
        return "tệp nén hỏng hoặc bị cắt"
    return getattr(error, "strerror", None) or type(error).__name__
