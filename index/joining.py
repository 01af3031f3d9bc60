"""HOẶC and KHÔNG: which clauses are alternatives of which, and which are excluded.

    sở · công · thương · HOẶC · sở · y · tế  →  (sở công thương) or (sở y tế)

A side of HOẶC is what stands in brackets there, else a phrase or a field, else the run of plain words up to
the next operator, quote, bracket or comma. Between two abbreviations in capitals or two numbers it is those
alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.clauses import Clause
from index.operators import Joint
from index.pieces import Mark

Unit = Clause | Joint | Mark
_Group = list[list[Clause]]
"""Options, each of one or more clauses."""


def joined(units: Sequence[Unit], notes: list[str], *, loud: bool) -> list[Clause]:
    """Clauses, joining words and marks → every clause with the numbers of its group and option.

    `loud` says that capitals mean nothing, since everything is in capitals. What is ignored goes to `notes`.
    """
    units = _negated(units, notes)
    groups: list[_Group | Mark] = []
    place = 0
    while place < len(units):
        unit = units[place]
        place += 1
        if isinstance(unit, Clause):
            groups.append([[unit]])
        elif unit == "or":
            place = _either(groups, units, place, notes, loud=loud)
        elif unit in ("(", ")", ","):
            groups.append(unit)
    return list(_numbered([group for group in groups if not isinstance(group, str)]))


def _numbered(groups: Sequence[_Group]) -> Iterator[Clause]:
    for number, group in enumerate(groups, 1):
        for option, clauses in enumerate(group):
            yield from (replace(clause, group=number, option=option) for clause in clauses)


def _negated(units: Sequence[Unit], notes: list[str]) -> list[Unit]:
    """KHÔNG applied: what follows it is excluded, a run of words as a phrase."""
    done: list[Unit] = []
    place = 0
    while place < len(units):
        unit = units[place]
        place += 1
        if unit != "not":
            done.append(unit)
            continue
        while place < len(units) and units[place] in ("not", "("):
            place += 1
        run = _plain_from(units, place)
        following = units[place] if place < len(units) else None
        if run:
            done.append(_excluded(run, notes))
            place += len(run)
        elif isinstance(following, Clause):
            done.append(replace(following, sign="-"))
            place += 1
        else:
            notes.append("Đã bỏ qua «KHÔNG» vì không có từ nào sau nó.")
    return done


def _plain_from(units: Sequence[Unit], place: int) -> list[Clause]:
    run: list[Clause] = []
    for unit in units[place:]:
        if not isinstance(unit, Clause) or not unit.plain:
            break
        run.append(unit)
    return run


def _excluded(run: Sequence[Clause], notes: list[str]) -> Clause:
    text = " ".join(clause.text for clause in run)
    if len(run) == 1:
        return replace(run[0], sign="-")
    notes.append(f"Loại trừ cả cụm «{text}».")
    return Clause(text, "phrase", "-")


def _either(
    groups: list[_Group | Mark], units: Sequence[Unit], place: int, notes: list[str], *, loud: bool
) -> int:
    """Join what stands before place `place` with what stands after it; where to go on."""
    while place < len(units) and units[place] in ("or", "and", ","):
        place += 1
    open_right = place < len(units) and units[place] == "("
    right = _right(units, place + open_right, whole=open_right)
    bracketed = bool(groups) and groups[-1] == ")"
    while groups and isinstance(groups[-1], str):
        groups.pop()
    left = groups[-1] if groups else None
    if not right or not isinstance(left, list) or not _joinable(left[0][0], right[0]):
        if not (right and isinstance(left, list) and left[0][0].field == right[0].field == "date"):
            notes.append("Đã bỏ qua «HOẶC»: nó cần một từ hay cụm từ tìm được ở cả hai bên.")
        return place
    alone = not loud and not bracketed and not open_right and _marked(left[-1][-1]) and _marked(right[0])
    right = right[:1] if alone else right
    if len(left) == 1:
        groups[-1] = [_left(groups, whole=bracketed, alone=alone)]
    groups[-1] = [*_options(groups[-1]), right]
    return place + open_right + len(right)


def _options(group: _Group | Mark) -> _Group:
    return group if isinstance(group, list) else []


def _joinable(left: Clause, right: Clause) -> bool:
    return all(each.sign != "-" and each.field != "date" for each in (left, right))


def _marked(clause: Clause) -> bool:
    """Whether a clause is a name or number by itself: an abbreviation in capitals, or with digits."""
    return clause.plain and (clause.text.isupper() or any(map(str.isdigit, clause.text)))


def _right(units: Sequence[Unit], place: int, *, whole: bool) -> list[Clause]:
    """The clauses of the right side: in brackets all of them, else a run of plain words or one clause."""
    found: list[Clause] = []
    for unit in units[place:]:
        if not isinstance(unit, Clause) or (found and not whole and not (unit.plain and found[0].plain)):
            break
        if found and not _joinable(unit, unit):
            break
        found.append(unit)
    return found


def _left(groups: list[_Group | Mark], *, whole: bool, alone: bool) -> list[Clause]:
    """The clauses of the left side; the groups before the last that it takes are taken away."""
    option = _options(groups[-1])[0]
    while len(groups) > 1 and not alone:
        before_it = groups[-2]
        if isinstance(before_it, str) or len(before_it) > 1:
            break
        clause = before_it[0][0]
        if not _joinable(clause, clause) or (not whole and not (clause.plain and option[0].plain)):
            break
        option = [*before_it[0], *option]
        del groups[-2]
    return option
