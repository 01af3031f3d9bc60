"""Provinces, cities and districts by name, from provinces.tsv and districts.tsv.

A province is known by its name, and so are the districts of which districts.tsv says so. Other districts are
listed for the province in which they lay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from index.entities.lists import lines, words

CITIES = words("cities")
"""Cities below a province whose names mean nothing else: known without the word for their kind."""


@dataclass(frozen=True, slots=True)
class District:
    """`alone` says that the name means the district without the word for its kind."""

    name: str
    kind: str
    province: str
    alone: bool


@cache
def provinces() -> Mapping[str, str]:
    """Every spelling of every province's name, and the name that is its value."""
    names: dict[str, str] = {}
    for line in lines("provinces.tsv"):
        name, _, _, *others = line.split("\t")
        names |= {spelling: name for spelling in [name, *"; ".join(others).split("; ")] if spelling}
    return names


@cache
def _kinds() -> Mapping[str, str]:
    rows = [line.split("\t") for line in lines("provinces.tsv")]
    return {name: (before if before != "-" else now).capitalize() for name, before, now, *_ in rows}


def province_kind(name: str) -> str:
    """`Tỉnh` or `Thành phố`: what the province `name` was until June 2025, or is when it is new."""
    kind = _kinds().get(name, "Tỉnh")
    return "Tỉnh" if kind == "-" else kind


@cache
def districts() -> Mapping[str, District]:
    """Districts by their names in small letters: `Đắk R'Lấp` is also written `Đắk R'lấp`."""
    rows = [line.split("\t") for line in lines("districts.tsv")]
    return {name.lower(): District(name, kind, where, bool(alone)) for name, kind, where, *alone in rows}


@cache
def known_alone() -> frozenset[str]:
    """Names that mean a province, a city or a district without the word for its kind, as they are written."""
    written = {name for name in provinces() if _kinds().get(name) != "-"} - {"HCM", "Hồ Chí Minh"}
    return frozenset(
        written | CITIES | {each.name for each in districts().values() if each.alone} | {"Sài Gòn"}
    )


def respelt(name: str) -> str:
    """One spelling of a first syllable that is written in several ways, and of a district that is listed.

    >>> respelt("Đak Song"), respelt("Đắk R'lấp")
    ('Đắk Song', "Đắk R'Lấp")
    """
    name = f"Đắk{name[3:]}" if name.startswith(("Đak ", "Đăk ")) else name
    listed = districts().get(name.lower())
    return listed.name if listed else name
