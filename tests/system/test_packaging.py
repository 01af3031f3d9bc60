"""What is built is what serves: a wheel made from the sdist, in an empty environment, answers with a page."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]

FETCH = """
import sys
from pathlib import Path
import archive, index
from archive.app import create_app
from archive.config import Settings
from archive.store import Store
data, environment = Path(sys.argv[1]), Path(sys.argv[2])
for package in (archive, index):
    assert Path(package.__file__).is_relative_to(environment), package.__file__
Store.open(data / "archive.db", create=True).close()
client = create_app(Settings.from_environment({"VANKHO_DATA": str(data)})).test_client()
page = client.get("/")
assert page.status_code == 200, page.text
style = page.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
assert client.get(style).status_code == 200, style
print(page.text)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Output of a command that must succeed."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("VANKHO_", "PYTHON"))
    }
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this tree."""
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=TOP)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the source distribution makes: what is missing there is missing here."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_pages_and_the_sample_but_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"archive/templates/base.html", "archive/templates/static/style.css", "index/search.py"} <= names
    assert any(name.startswith("archive/sample/") for name in names)
    assert {name.split("/")[0] for name in names} - {"archive", "index"} == {
        name.split("/")[0] for name in names if ".dist-info/" in name
    }


def test_an_installed_wheel_serves_a_page(wheel: Path, tmp_path: Path) -> None:
    """The libraries are borrowed from the environment of the tests, the project itself is not."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=tmp_path,
    )
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")  # not its own .pth files
    (tmp_path / "var").mkdir()
    assert "Văn khố" in run(python, "-I", "-c", FETCH, tmp_path / "var", environment, cwd=tmp_path)
    assert "vankho" in run(environment / "bin" / "vankho", "--help", cwd=tmp_path)


def test_an_editable_install_serves_what_stands_in_the_tree(tmp_path: Path) -> None:
    """`scripts/setup` installs like this: pages come from `templates/` beside the package."""
    page = run(sys.executable, "-I", "-c", FETCH, tmp_path, TOP, cwd=tmp_path)
    assert "Văn khố" in page
