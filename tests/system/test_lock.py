"""The lock files: complete, exact, with hashes, and naming no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
SERVING = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
TESTING = [*SERVING, *PROJECT["project"]["optional-dependencies"]["dev"]]
LOCKS = pytest.mark.parametrize(
    ("name", "needed"), [("requirements.lock", SERVING), ("requirements-dev.lock", TESTING)]
)


def pins(name: str) -> dict[str, tuple[str, str]]:
    """Package → its exact version and the text of its block."""
    text = (TOP / name).read_text("utf-8")
    blocks = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]
    found: dict[str, tuple[str, str]] = {}
    for block in blocks:
        package, _, rest = block.partition("==")
        found[canonicalize_name(package)] = (rest.split()[0], block)
    return found


@LOCKS
def test_every_package_has_hashes(name: str, needed: list[str]) -> None:
    assert [package for package, (_, block) in pins(name).items() if "--hash=sha256:" not in block] == []


@LOCKS
def test_what_the_project_asks_for_is_locked_as_it_asks(name: str, needed: list[str]) -> None:
    locked = pins(name)
    for requirement in map(Requirement, needed):
        version, _ = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: scripts/lock must be run"


@LOCKS
def test_no_address_and_no_option_stands_in_it(name: str, needed: list[str]) -> None:
    lines = (TOP / name).read_text("utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_what_tests_run_on_is_what_is_served() -> None:
    testing = pins("requirements-dev.lock")
    assert [
        name for name, (version, _) in pins("requirements.lock").items() if testing[name][0] != version
    ] == []
