"""Settings are read from one table, and a mistake in them is named with its cure."""

from dataclasses import fields
from pathlib import Path

import pytest

from archive.config import SETTINGS, ConfigError, Settings, table

README = Path(__file__).parents[2] / "README.md"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings.data == Path("var")
    assert settings.store == Path("var/archive.db")
    assert (settings.bind, settings.workers, settings.site_url) == ("127.0.0.1:8000", 2, "")
    assert settings.title == "Văn khố"
    assert settings.build_workers >= 1


def test_other_variables_are_not_looked_at() -> None:
    assert Settings.from_environment({"HOME": "/", "VANKHOX": "1"}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("VANKHO_DATA", "/srv/kho", "data", Path("/srv/kho")),
        ("VANKHO_WORKERS", " 8 ", "workers", 8),
        ("VANKHO_BUILD_WORKERS", "3", "build_workers", 3),
        ("VANKHO_BIND", "[::1]:80", "bind", "[::1]:80"),
        ("VANKHO_BIND", "unix:/run/vankho.sock", "bind", "unix:/run/vankho.sock"),
        ("VANKHO_SITE_URL", "https://kho.example.vn/luutru/", "site_url", "https://kho.example.vn/luutru"),
        ("VANKHO_TITLE", "Lưu trữ thành phố", "title", "Lưu trữ thành phố"),
        ("VANKHO_LOG", "DEBUG", "log", "debug"),
    ],
)
def test_values_are_read(name: str, value: str, field: str, expected: object) -> None:
    assert getattr(Settings.from_environment({name: value}), field) == expected


@pytest.mark.parametrize(
    ("name", "value", "expects"),
    [
        ("VANKHO_WORKERS", "0", "từ 1 đến 64"),
        ("VANKHO_WORKERS", "hai", "từ 1 đến 64"),
        ("VANKHO_WORKERS", "²", "từ 1 đến 64"),
        ("VANKHO_BUILD_WORKERS", "-1", "từ 1 đến 64"),
        ("VANKHO_BIND", "localhost", "máy:cổng"),
        ("VANKHO_BIND", "localhost:99999", "máy:cổng"),
        ("VANKHO_SITE_URL", "kho.example.vn", "https://"),
        ("VANKHO_SITE_URL", "https://kho.example.vn/?a=1", "https://"),
        ("VANKHO_SITE_URL", "https://[", "https://"),
        ("VANKHO_DATA", "", "thư mục"),
        ("VANKHO_TITLE", " ", "không được để trống"),
        ("VANKHO_LOG", "ồn", "warning"),
    ],
)
def test_a_bad_value_says_what_is_expected(name: str, value: str, expects: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        Settings.from_environment({name: value})
    assert expects in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("VANKHO_DATTA", "VANKHO_DATA"),
        ("VANKHO_WORKER", "VANKHO_WORKERS"),
        ("VANKHO_SITEURL", "VANKHO_SITE_URL"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest_known_one(wrong: str, near: str) -> None:
    with pytest.raises(ConfigError, match=f"{wrong}.*{near};"):
        Settings.from_environment({wrong: ""})


def test_every_row_has_a_field_and_every_field_a_row() -> None:
    assert [setting.field for setting in SETTINGS] == [field.name for field in fields(Settings)]


def test_the_readme_documents_every_setting_with_its_default() -> None:
    text = README.read_text(encoding="utf-8")
    rows = [line.rsplit(" | ", 1)[0] for line in list(table())[2:]]
    missing = [row for row in rows if row not in text]
    assert not missing, "README.md lacks rows of the table that `vankho settings --markdown` prints"


def test_an_archive_names_a_table_of_its_own_abbreviations(tmp_path: Path) -> None:
    own = tmp_path / "viet-tat.txt"
    own.write_text("phường Bến Sậy | PBS\n", encoding="utf-8")
    settings = Settings.from_environment({"VANKHO_ABBREVIATIONS": str(own)})
    assert settings.known_abbreviations.written_out("PBS, UBND") == "phường Bến Sậy, ủy ban nhân dân"
    assert Settings.from_environment({}).known_abbreviations.written_out("PBS") == "PBS"


def test_a_table_of_abbreviations_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    own = tmp_path / "viet-tat.txt"
    own.write_text("phường Bến Sậy | PBS\nPBS\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"VANKHO_ABBREVIATIONS.*dòng 2"):
        Settings.from_environment({"VANKHO_ABBREVIATIONS": str(own)})
    with pytest.raises(ConfigError, match=r"VANKHO_ABBREVIATIONS.*không đọc được"):
        Settings.from_environment({"VANKHO_ABBREVIATIONS": str(tmp_path / "không có")})
