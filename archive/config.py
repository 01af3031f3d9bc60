"""Settings: one table of `VANKHO_*` environment variables, and the frozen value made from them.

Every row of `SETTINGS` says the name, the default, what it means (in Vietnamese: `vankho settings` prints it)
and how its text is read. Adding a row and a field of the same name in `Settings` is all a new setting needs.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.abbreviations import Abbreviations, bundled, read_table

PREFIX = "VANKHO_"
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(ValueError):
    """A setting cannot be used; the message is a Vietnamese sentence that says what is expected."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `parse` takes the text and raises `ValueError` saying what is expected."""

    name: str
    default: str
    help: str
    parse: Callable[[str], Any]

    @property
    def field(self) -> str:
        """Name of the field in `Settings`: `VANKHO_SITE_URL` → `site_url`."""
        return self.name.removeprefix(PREFIX).lower()


def text(value: str) -> str:
    """Any text, without blanks around it."""
    return value.strip()


def required_text(value: str) -> str:
    """Text of at least one character."""
    if not value.strip():
        raise ValueError("không được để trống")
    return value.strip()


def folder(value: str) -> Path:
    """A path; `~` is understood."""
    if not value.strip() or "\0" in value:
        raise ValueError("cần đường dẫn tới một thư mục")
    return Path(value.strip()).expanduser()


def count(value: str) -> int:
    """A whole number from 1 to 64."""
    if not (value.strip().isascii() and value.strip().isdigit() and 1 <= int(value) <= 64):
        raise ValueError("cần một số nguyên từ 1 đến 64")
    return int(value)


def optional_count(value: str) -> int:
    """As `count`; blank means one for each processor."""
    return count(value) if value.strip() else min(os.cpu_count() or 1, 64)


def address(value: str) -> str:
    """`host:port`, `[::1]:port` or `unix:/path`, as gunicorn takes it."""
    host, colon, port = value.strip().rpartition(":")
    unix = value.strip().startswith("unix:") and len(value.strip()) > len("unix:")
    if not unix and not (host and colon and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError("cần dạng máy:cổng, ví dụ 127.0.0.1:8000, hoặc unix:/đường/dẫn")
    return value.strip()


def site_url(value: str) -> str:
    """Blank, or the address under which readers see the site, without a slash at its end."""
    url = value.strip().rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if url and not (
        parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    ):
        raise ValueError(
            "cần một địa chỉ bắt đầu bằng http:// hoặc https://, ví dụ https://luutru.example.vn"
        )
    return url


def log_level(value: str) -> str:
    """One of `LOG_LEVELS`."""
    if value.strip().lower() not in LOG_LEVELS:
        raise ValueError(f"cần một trong các mức {', '.join(LOG_LEVELS)}")
    return value.strip().lower()


def abbreviations_file(value: str) -> Path | None:
    """Blank, or the path of a table of abbreviations, which is read to see that it can be."""
    if not value.strip():
        return None
    path = Path(value.strip()).expanduser()
    try:
        read_table(path)
    except OSError as error:
        raise ValueError(f"không đọc được tệp này ({error.strerror or error})") from error
    return path


SETTINGS = (
    Setting("VANKHO_DATA", "./var", "Thư mục chứa kho tài liệu và chỉ mục.", folder),
    Setting(
        "VANKHO_DATABASE",
        "",
        "Địa chỉ cơ sở dữ liệu theo dạng của SQLAlchemy. Để trống: SQLite, tệp archive.db trong VANKHO_DATA.",
        text,
    ),
    Setting("VANKHO_BIND", "127.0.0.1:8000", "Địa chỉ và cổng mà trang web lắng nghe.", address),
    Setting("VANKHO_WORKERS", "2", "Số tiến trình phục vụ trang web.", count),
    Setting(
        "VANKHO_BUILD_WORKERS",
        "",
        "Số tiến trình tách từ khi lập chỉ mục. Để trống: bằng số bộ xử lý của máy.",
        optional_count,
    ),
    Setting(
        "VANKHO_SITE_URL",
        "",
        "Địa chỉ công khai của trang, dùng cho liên kết tuyệt đối. Để trống: lấy từ trình duyệt.",
        site_url,
    ),
    Setting("VANKHO_TITLE", "Văn khố", "Tên kho lưu trữ, hiện ở đầu mọi trang.", required_text),
    Setting(
        "VANKHO_CONTACT",
        "",
        "Thư điện tử hoặc địa chỉ liên hệ, hiện ở chân trang và trên các trang báo lỗi.",
        text,
    ),
    Setting(
        "VANKHO_ABBREVIATIONS",
        "",
        "Tệp bảng viết tắt riêng của kho, thêm vào bảng có sẵn.",
        abbreviations_file,
    ),
    Setting("VANKHO_LOG", "info", "Mức nhật ký: debug, info, warning hoặc error.", log_level),
)
"""Every setting, in the order in which they are shown."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, read. The fields are those of `SETTINGS`, in the same order."""

    data: Path
    database: str
    bind: str
    workers: int
    build_workers: int
    site_url: str
    title: str
    contact: str
    abbreviations: Path | None
    log: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that `environ` gives; other variables than `VANKHO_*` are not looked at.

        Raises `ConfigError` for an unknown `VANKHO_*` name (naming the nearest) and for a bad value.
        """
        for name in environ:
            if name.startswith(PREFIX) and name not in _BY_NAME:
                raise ConfigError(_unknown(name))
        return cls(**{setting.field: _read(setting, environ) for setting in SETTINGS})

    @property
    def known_abbreviations(self) -> Abbreviations:
        """The bundled abbreviations, and the archive's own. Raises AbbreviationError and OSError."""
        own = self.abbreviations
        return bundled() if own is None else bundled().extended(read_table(own))

    @property
    def store(self) -> str | Path:
        """Where the store is: `VANKHO_DATABASE`, or `archive.db` under `VANKHO_DATA`."""
        return self.database or self.data / "archive.db"


def table() -> Iterator[str]:
    """The settings as lines of a Markdown table, for the README and `vankho settings --markdown`."""
    yield "| Biến | Mặc định | Ý nghĩa |"
    yield "|---|---|---|"
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "(trống)"
        yield f"| `{setting.name}` | {default} | {setting.help} |"


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    value = environ.get(setting.name, setting.default)
    try:
        return setting.parse(value)
    except ValueError as error:
        raise ConfigError(f"{setting.name}={value!r} không dùng được: {error}.") from error


def _unknown(name: str) -> str:
    nearest = get_close_matches(name, _BY_NAME, n=1, cutoff=0)[0]
    return f"Không có thiết lập {name}. Gần nhất là {nearest}; `vankho settings` liệt kê tất cả."
