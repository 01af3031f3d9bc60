"""Connections to the database, and database errors as sentences.

SQLite is set up so that readers never wait for a writer (WAL) and a committed transaction survives a
power cut (`synchronous=FULL`). Transactions are begun explicitly: deferred for readers, immediate for
writers, so that two writers queue up instead of failing halfway.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from archive.store.values import DiskFull, StoreError

BUSY_SECONDS = 30
FULL = "Ổ đĩa đã đầy. Những gì đã ghi xong vẫn nguyên vẹn; hãy giải phóng chỗ rồi chạy lại."
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "journal_size_limit = 67108864")
_WRITING = ("cache_size = -16000", "journal_mode = WAL")
# Five connections of a worker that serves: the pages that they read are in the system's own cache anyhow.
_READING = ("cache_size = -1000", "query_only = ON")


def engine_for(where: str | Path, *, create: bool, readonly: bool) -> Engine:
    """An engine for a path or an SQLAlchemy URL.

    Raises `StoreError` when there is no such SQLite file and `create` is false, or for an unusable URL.
    """
    url = _url(where)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ")
    path = Path(url.database or "")
    if not url.database or url.database == ":memory:":
        raise StoreError("Kho tài liệu cần một tệp: cơ sở dữ liệu trong bộ nhớ không giữ được gì.")
    if not create and not path.is_file():
        raise StoreError(f"Chưa có kho tài liệu ở {path}. Hãy thêm tài liệu bằng `vankho add ĐƯỜNG_DẪN`.")
    return _sqlite(path, create=create, readonly=readonly)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction: everything read in it is of one moment."""
    with translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction, committed at the end of the block and undone by an exception in it."""
    with translated(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Database errors inside the block come out as `StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise _sentence(error.orig or error) from error
    except sqlite3.Error as error:
        raise _sentence(error) from error


def _url(where: str | Path) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("VANKHO_DATABASE không phải là địa chỉ mà SQLAlchemy hiểu được.") from error
    return url


def _sqlite(path: Path, *, create: bool, readonly: bool) -> Engine:
    mode = "rwc" if create else "rw"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in (*_PRAGMAS, *(_READING if readonly else _WRITING)):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    if create:
        _make_folder(path.parent)
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(FULL) from error
        raise StoreError(f"Không tạo được thư mục {folder}: {error.strerror}.") from error


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_SENTENCES = {
    sqlite3.SQLITE_BUSY: "Kho tài liệu đang bận vì một tiến trình khác đang ghi. Hãy thử lại sau ít phút.",
    sqlite3.SQLITE_CORRUPT: "Tệp cơ sở dữ liệu bị hỏng. Hãy khôi phục bản sao lưu của archive.db.",
    sqlite3.SQLITE_NOTADB: "Tệp cơ sở dữ liệu không phải là kho tài liệu của Vankho hoặc đã bị hỏng.",
    sqlite3.SQLITE_READONLY: "Không có quyền ghi vào kho tài liệu. Hãy kiểm tra quyền của tệp và thư mục.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được kho tài liệu. Hãy kiểm tra đường dẫn và quyền của thư mục.",
    sqlite3.SQLITE_IOERR: "Đọc hoặc ghi kho tài liệu không thành công. Hãy kiểm tra ổ đĩa: có hỏng không, "
    "chỗ trống và hạn mức có còn không.",
}
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""No room for the database or its log; no room for the index of the log."""


def _sentence(error: BaseException) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0)  # its low byte is the kind, the rest says more
    if code in _FULL:
        return DiskFull(FULL)
    return StoreError(_SENTENCES.get(code & 0xFF, f"Cơ sở dữ liệu báo lỗi: {error}."))
