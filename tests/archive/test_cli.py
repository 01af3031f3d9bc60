"""The verbs, as a person types them and as a program reads them: output, errors, exit status."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import cli
from archive.cli import edge
from archive.cli.terminal import DocumentBar
from archive.store import Store
from index.generations import Generations

Run = Callable[..., tuple[int, str, str]]
TOP = Path(__file__).resolve().parents[2]
CITY = [
    {
        "id": f"tb-{n}",
        "title": f"Thông báo số {n} về lịch tiếp công dân",
        "body": f"Ủy ban nhân dân thành phố thông báo lịch tiếp công dân kỳ {n}.",
        "published": f"2021-03-{n + 1:02d}",
        "issuer": "UBND thành phố" if n % 2 else "Sở Y tế",
    }
    for n in range(6)
]


@pytest.fixture
def own_signals() -> Iterator[None]:
    """The command's handlers of signals, for one test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    edge.stop_on_signals()
    yield
    edge.stop_on_signals()  # forgets that it was asked to stop
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `vankho` in this process over an empty data folder: (exit status, output, errors)."""
    for name in [each for each in os.environ if each.startswith("VANKHO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VANKHO_DATA", str(data_dir))
    monkeypatch.setenv("VANKHO_BUILD_WORKERS", "1")

    def run(*args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = edge.run(cli.vankho, args)
        out = capsys.readouterr()
        return status, out.out, out.err

    return run


def lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def answer(result: tuple[int, str, str]) -> Any:
    """The one JSON object of a `--json` run that ended well."""
    status, out, err = result
    assert status == 0, err
    return json.loads(out)


@pytest.fixture
def city(run: Run) -> Run:
    """The same, over a small archive with an index."""
    assert run("add", "-", stdin=lines(CITY))[0] == 0
    assert run("rebuild")[0] == 0
    return run


def test_adding_says_the_counts_and_the_second_time_changes_nothing(run: Run) -> None:
    assert "thêm 6, cập nhật 0, không đổi 0, từ chối 0" in run("add", "-", stdin=lines(CITY))[1]
    status, out, err = run("add", "-", stdin=lines(CITY))
    assert (status, out, err) == (0, "thêm 0, cập nhật 0, không đổi 6, từ chối 0\n", "")


def test_refused_documents_are_listed_reported_and_make_the_status_1(run: Run, tmp_path: Path) -> None:
    source, report = tmp_path / "tin.jsonl", tmp_path / "tu-choi.jsonl"
    source.write_bytes(lines(CITY[:2]) + b"{broken\n" + lines(CITY[2:3]))
    status, out, err = run("add", str(source), "--report", str(report))
    assert status == 1
    assert "thêm 3, cập nhật 0, không đổi 0, từ chối 1" in out
    assert f"Từ chối {source}, dòng 3: " in err
    (refusal,) = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert (refusal["path"], refusal["line"]) == (str(source), 3)
    assert refusal["reason"]


def test_documents_from_legacy_codes_are_counted_and_reported(run: Run, tmp_path: Path) -> None:
    source, report = tmp_path / "cu.txt", tmp_path / "bao-cao.jsonl"
    source.write_text("V¨n hãa\n\nSë V¨n hãa khai m¹c líp d¹y ®an l\xadíi miÔn phÝ.", encoding="latin-1")
    status, out, _ = run("add", str(source), "--report", str(report))
    assert status == 0
    assert "đã nhận ra bảng mã cũ và chuyển sang Unicode: 1 tài liệu TCVN3 (ABC)" in out
    (conversion,) = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert (conversion["path"], conversion["code"]) == (str(source), "TCVN3 (ABC)")
    assert "đã chuyển sang Unicode" in conversion["note"]
    _, again, _ = run("add", str(source))
    assert "bảng mã" not in again
    assert json.loads(run("add", str(source), "--json")[1])["conversions"] == []


def test_adding_as_json_is_one_object(run: Run) -> None:
    status, out, _ = run("add", "-", "--json", stdin=lines(CITY) + b"{broken\n")
    values = json.loads(out)
    assert status == 1
    assert [values[name] for name in ("added", "updated", "unchanged", "refused")] == [6, 0, 0, 1]
    assert values["refusals"][0]["line"] == 7


def test_verbose_acknowledges_each_document(run: Run) -> None:
    _, out, _ = run("add", "-", "-v", stdin=lines(CITY[:2]))
    assert out.splitlines()[:2] == ["đã lưu tb-0", "đã lưu tb-1"]
    _, out, err = run("add", "-", "-v", "--json", stdin=lines(CITY[:2]))
    assert json.loads(out)["unchanged"] == 2
    assert err.splitlines() == ["đã lưu tb-0", "đã lưu tb-1"]


def test_a_rebuild_an_update_and_a_check_as_json(run: Run) -> None:
    run("add", "-", stdin=lines(CITY))
    built = answer(run("rebuild", "--json"))
    assert (built["documents"], built["segmented"], built["published"]) == (6, 6, True)
    assert answer(run("update", "--json"))["published"] is False
    assert answer(run("check", "--json"))["agrees"] is True
    run("add", "-", stdin=lines([{**CITY[0], "body": "Khác."}]))
    status, out, _ = run("check", "--json")
    assert (status, len(json.loads(out)["outdated"])) == (1, 1)
    assert answer(run("update", "--json"))["written"] == 1
    assert answer(run("check", "--json"))["agrees"] is True


def test_check_lists_what_a_person_should_look_at(run: Run) -> None:
    odd = [
        {"id": "không-ngày", "title": "Thông báo", "body": "Nội dung."},
        {"id": "trống", "title": "Chỉ tiêu đề"},
    ]
    run("add", "-", stdin=lines([*CITY, *odd]))
    run("rebuild")
    found = {each["id"]: each["problems"] for each in answer(run("check", "--quality", "--json"))["quality"]}
    assert found == {"không-ngày": ["undated"], "trống": ["undated", "empty"]}
    assert "không-ngày" in run("check", "--quality")[1]


def test_a_second_build_is_refused_naming_the_first(city: Run, data_dir: Path) -> None:
    with Generations(data_dir).lock("vankho rebuild"):
        for verb in ("rebuild", "update"):
            status, out, err = city(verb)
            assert (status, out) == (1, "")
            assert "«vankho rebuild»" in err


def test_searching_finds_filters_and_sorts(city: Run) -> None:
    found = answer(city("search", "lịch tiếp công dân", "--issuer", "Sở Y tế", "--sort", "newest", "--json"))
    assert found["total"] == 3
    assert [hit["id"] for hit in found["hits"]] == ["tb-4", "tb-2", "tb-0"]
    assert found["facets"]["issuer"][0] == {"value": "Sở Y tế", "count": 3, "selected": True}
    assert "[" in found["hits"][0]["snippet"]
    _, out, _ = city("search", "thông báo số 3", "--size", "1")
    assert "1. Thông báo số 3" in out
    assert answer(city("search", "--from", "02/03/2021", "--to", "03/03/2021", "--json"))["total"] == 2


def test_explaining_shows_how_a_query_is_read(city: Run) -> None:
    explained = answer(city("explain", "lịch tiếp", "--json"))
    assert {term["term"] for term in explained["terms"]} >= {"lịch", "tiếp"}
    assert "lịch" in city("explain", "lịch tiếp")[1]


def test_withdrawing_and_restoring_reach_the_index(city: Run) -> None:
    values = answer(city("withdraw", "tb-1", "--reason", "Nhầm", "--json"))
    assert (values["withdrawn"], values["changed"]) == (True, True)
    assert answer(city("search", "--json"))["total"] == 5
    assert answer(city("withdraw", "tb-1", "--reason", "Nhầm", "--json"))["changed"] is False
    assert answer(city("restore", values["key"], "--json"))["changed"] is True
    assert answer(city("search", "--json"))["total"] == 6


def test_withdrawing_while_a_build_runs_says_when_it_will_be_seen(city: Run, data_dir: Path) -> None:
    with Generations(data_dir).lock("vankho rebuild"):
        status, _, err = city("withdraw", "tb-1", "--reason", "Nhầm")
    assert status == 0
    assert "vankho update" in err
    with Store.open(data_dir / "archive.db") as store:
        assert store.summary().withdrawn == 1


def test_what_was_withdrawn_is_said_when_it_comes_again(city: Run) -> None:
    city("withdraw", "tb-1", "--reason", "Nhầm")
    status, out, _ = city("add", "-", stdin=lines(CITY))
    assert status == 0
    assert "không đổi 6" in out
    assert "1 tài liệu đã rút vẫn ở trạng thái rút: tb-1" in out


def test_rolling_back(city: Run) -> None:
    city("add", "-", stdin=lines([{"id": "mới", "title": "Mới", "body": "x"}]))
    city("update")
    assert answer(city("search", "--json"))["total"] == 7
    assert answer(city("rollback", "--json"))["documents"] == 6
    assert answer(city("search", "--json"))["total"] == 6
    status, _, err = city("rollback")
    assert status == 1
    assert "trước đó" in err


def test_stats_agree_with_what_was_added(city: Run) -> None:
    values = answer(city("stats", "--json"))
    assert (values["documents"], values["withdrawn"], values["first_year"]) == (6, 0, "2021")
    assert values["counts"]["issuer"] == {"Sở Y tế": 3, "UBND thành phố": 3}
    assert (values["index"]["documents"], values["index"]["generation"]) == (6, 1)
    assert "đúng với kho" in city("stats")[1]


def test_settings_are_shown_with_their_values(run: Run, data_dir: Path) -> None:
    assert answer(run("settings", "--json"))["VANKHO_DATA"] == str(data_dir)
    assert f"VANKHO_DATA={data_dir}" in run("settings")[1]
    assert "| `VANKHO_BIND` | `127.0.0.1:8000` |" in run("settings", "--markdown")[1]


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        ((), 2, ""),
        (("serch",), 2, "“search”"),
        (("add",), 2, "Thiếu tham số ĐƯỜNG_DẪN."),
        (("add", "không/có"), 2, "Không có tệp hoặc thư mục không/có."),
        (("rebuild", "--workers", "0"), 2, "từ 1 đến 64"),
        (("rebuild", "--worker", "2"), 2, "--workers"),
        (("withdraw", "a"), 2, "--reason"),
        (("withdraw", "a", "--reason"), 2, "--reason"),
        (("stats", "thừa"), 2, "thừa"),
        (("search", "x", "--size", "nhiều"), 2, "số nguyên"),
        (("stats",), 1, "vankho add"),
        (("rebuild",), 1, "vankho add"),
        (("withdraw", "a", "--reason", "x"), 1, "vankho add"),
        (("search", "x"), 1, "vankho rebuild"),
        (("explain", "x"), 1, "vankho rebuild"),
        (("rollback",), 1, "thế hệ"),
    ],
)
def test_mistakes_are_said_in_vietnamese_with_a_status(
    run: Run, args: tuple[str, ...], status: int, says: str
) -> None:
    found, out, err = run(*args)
    assert found == status
    assert says in err
    assert not any(word in out + err for word in ("Usage", "Error", "Traceback", "Missing", "No such"))


def test_mistakes_are_json_for_programs(run: Run) -> None:
    status, out, _ = run("stats", "--json")
    assert status == 1
    assert "vankho add" in json.loads(out)["error"]


def test_an_unknown_setting_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANKHO_DATTA", "x")
    status, _, err = run("stats")
    assert status == 2
    assert "VANKHO_DATA;" in err


@pytest.mark.parametrize("verb", list(cli.vankho.commands))
def test_every_verb_has_an_example_and_json(run: Run, verb: str) -> None:
    status, out, _ = run(verb, "--help")
    assert status == 0
    assert f"Cách dùng: vankho {verb}" in out
    assert "Ví dụ:\n" in out
    assert f"vankho {verb}" in out.split("Ví dụ:")[1]
    assert ("--json" in out) == (verb != "serve")
    assert not any(word in out for word in ("Usage", "Options", "Show this message"))


# In a process of its own


@pytest.fixture
def start(data_dir: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts `vankho` as a process with pipes; ends it with the test."""
    started: list[subprocess.Popen[bytes]] = []
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VANKHO_")}
    environ |= {"VANKHO_DATA": str(data_dir), "PYTHONPATH": str(TOP)}

    def start(*args: str) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "archive", *args]
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environ)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


MANY = [{"id": f"d{n}", "title": "Thông báo", "body": f"Nội dung {n}"} for n in range(700)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_was_acknowledged_survives_the_end_of_the_process(
    start: Callable[..., "subprocess.Popen[bytes]"], data_dir: Path, number: signal.Signals
) -> None:
    process = start("add", "-", "-v")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines(MANY))
    process.stdin.flush()  # and left open: the command waits for more
    acknowledged = [process.stdout.readline().decode().split()[-1] for _ in range(500)]
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    with Store.open(data_dir / "archive.db") as store:
        assert all(store.by_id(document_id) for document_id in acknowledged)
    if number != signal.SIGKILL:
        assert process.returncode == 1, err.decode()
        assert "Đã dừng theo yêu cầu" in err.decode()
        assert "Traceback" not in err.decode()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_python_dropped_still_stops_the_work(
    own_signals: None, number: signal.Signals
) -> None:
    class Closing:
        """Is interrupted in its destructor, where Python drops every exception."""

        def __del__(self) -> None:
            signal.raise_signal(number)

    items = edge.until_stopped(range(10))
    progress = DocumentBar("Đang dựng chỉ mục")
    assert next(items) == 0
    progress(1, 10)
    Closing()
    with pytest.raises(KeyboardInterrupt):
        next(items)
    with pytest.raises(KeyboardInterrupt):
        progress(1, 10)


def test_a_signal_that_was_ignored_stays_ignored(own_signals: None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    edge.stop_on_signals()
    signal.raise_signal(signal.SIGINT)
    edge.heed()


def test_a_reader_that_goes_away_is_no_error(start: Callable[..., "subprocess.Popen[bytes]"]) -> None:
    process = start("settings")
    assert process.stdout is not None
    process.stdout.close()
    process.wait(timeout=60)
    assert process.stderr is not None
    assert process.stderr.read() == b""
