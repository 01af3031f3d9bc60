"""Candidates → store: counted, in batches, bad ones refused and reported.

    candidate → receipt known? → unchanged
              → parse → same id earlier in this run? → batch, one transaction → added, updated, unchanged

A batch is committed before any of its documents is acknowledged, so an acknowledged document survives
whatever happens afterwards. Memory: one batch of source bytes, and about 200 bytes for each document of a run
(the digests by which a repeated id is noticed).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from archive.sources import SOURCES_VERSION, Candidate, Refusal, SourceError, legacy_title
from archive.store import Addition, DiskFull, Known, Origin, Outcome, Store, StoreError, digest_of
from index.document import key_of

BATCH_DOCUMENTS = 500
BATCH_BYTES = 8 * 1024 * 1024
LONGEST_ID = 1_000
_ID = re.compile(rf"[^\x00-\x1f\x7f]{{1,{LONGEST_ID}}}")

Saved = tuple[str, Outcome]
"""Id of a document that the store holds, and what this run did to it."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A document added or updated whose text came in a legacy code (`TCVN3 (ABC)`), and what was noted."""

    path: str
    line: int | None
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What a run did. `still_withdrawn` are ids that came again and stay withdrawn (counted as well)."""

    added: int
    updated: int
    unchanged: int
    refused: int
    refusals: tuple[Refusal, ...]
    conversions: tuple[Conversion, ...]
    still_withdrawn: tuple[str, ...]


class AddStopped(Exception):
    """A run that ended early; `result` counts what was committed, and that stays."""

    def __init__(self, reason: str, result: AddResult) -> None:
        super().__init__(reason)
        self.result = result


def add(
    store: Store,
    candidates: Iterable[Candidate | Refusal],
    *,
    on_commit: Callable[[Sequence[Saved]], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> AddResult:
    """Bring the store up to `candidates`. The same input again changes nothing.

    `on_commit` is told of each batch when it is safe on disk; `progress` how many candidates were handled
    since the last call. Raises `AddStopped` when interrupted or when the store cannot go on.
    """
    run = _Run(store)
    try:
        for batch in _batches(candidates):
            saved = run.take(batch)
            if on_commit and saved:
                on_commit(saved)
            if progress:
                progress(len(batch))
    except KeyboardInterrupt as interrupt:
        raise AddStopped(f"Đã dừng theo yêu cầu. {_KEPT}", run.result()) from interrupt
    except DiskFull as error:
        raise AddStopped(str(error), run.result()) from error
    except StoreError as error:
        raise AddStopped(f"{error} {_KEPT}", run.result()) from error
    return run.result()


def receipt_of(candidate: Candidate) -> bytes:
    """Fingerprint by which the same bytes are known again without parsing them."""
    head = f"{SOURCES_VERSION}\0{candidate.fallback_id}\0".encode("utf-8", "surrogatepass")
    return blake2b(head + candidate.raw, digest_size=16).digest()


_KEPT = "Những tài liệu đã ghi xong được giữ nguyên; chạy lại lệnh này để thêm phần còn lại."


@dataclass(slots=True)
class _Run:
    """One run: its counts, and the digest of every document met so far."""

    store: Store
    counts: dict[Outcome, int] = field(default_factory=lambda: {"added": 0, "updated": 0, "unchanged": 0})
    refusals: list[Refusal] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    still_withdrawn: list[str] = field(default_factory=list)
    met: dict[str, bytes] = field(default_factory=dict)

    def result(self) -> AddResult:
        return AddResult(
            added=self.counts["added"],
            updated=self.counts["updated"],
            unchanged=self.counts["unchanged"],
            refused=len(self.refusals),
            refusals=tuple(self.refusals),
            conversions=tuple(self.conversions),
            still_withdrawn=tuple(self.still_withdrawn),
        )

    def take(self, batch: Sequence[Candidate | Refusal]) -> list[Saved]:
        """Handle one batch; what the store holds of it when this returns."""
        self.refusals += [one for one in batch if isinstance(one, Refusal)]
        some = [one for one in batch if isinstance(one, Candidate)]
        receipts = [receipt_of(candidate) for candidate in some]
        known = self.store.known(receipts)
        old: list[Known] = []
        new: list[tuple[Addition, Candidate]] = []
        for candidate, receipt in zip(some, receipts, strict=True):
            if held := known.get(receipt):
                old += [held] if self._accepts(held.id, held.digest, candidate) else []
            elif addition := self._read(candidate, receipt):
                accepted = self._accepts(addition.document.id, addition.digest, candidate)
                new += [(addition, candidate)] if accepted else []
        return self._keep(old) + self._save(new)

    def _keep(self, old: Sequence[Known]) -> list[Saved]:
        """Count documents that the store holds already."""
        self.counts["unchanged"] += len(old)
        self.still_withdrawn += [held.id for held in old if held.withdrawn]
        return [(held.id, "unchanged") for held in old]

    def _save(self, new: Sequence[tuple[Addition, Candidate]]) -> list[Saved]:
        """Store what was parsed, in one transaction, and count what came of it."""
        if not new:
            return []
        additions = [addition for addition, _ in new]
        with self.store.batch() as batch:
            outcomes = batch.put(additions)
            withdrawn = batch.withdrawn([addition.document.key for addition in additions])
        saved: list[Saved] = []
        for (addition, candidate), outcome in zip(new, outcomes, strict=True):
            if outcome == "taken":
                self._refuse(candidate, f"Mã “{addition.document.id}” trùng khoá với một tài liệu khác.")
                continue
            self.counts[outcome] += 1
            self.conversions += [] if outcome == "unchanged" else _conversions(addition.origin)
            self.still_withdrawn += [addition.document.id] if addition.document.key in withdrawn else []
            saved.append((addition.document.id, outcome))
        return saved

    def _read(self, candidate: Candidate, receipt: bytes) -> Addition | None:
        """What a candidate adds, or None after counting it as refused."""
        try:
            return _addition(candidate, receipt)
        except SourceError as error:
            self.refusals.append(error.refusal)
            return None

    def _accepts(self, document_id: str, digest: bytes, candidate: Candidate) -> bool:
        """Whether this is the first time that the run meets a document; a repeated one is counted."""
        key = key_of(document_id)
        if key not in self.met:
            self.met[key] = digest
            return True
        if self.met[key] == digest:
            self.counts["unchanged"] += 1
        else:
            self._refuse(
                candidate,
                f"Mã “{document_id}” đã gặp trong lần thêm này với nội dung khác; chỉ giữ bản gặp trước.",
            )
        return False

    def _refuse(self, candidate: Candidate, reason: str) -> None:
        self.refusals.append(Refusal(candidate.origin.path, candidate.origin.line, reason))


def _addition(candidate: Candidate, receipt: bytes) -> Addition:
    """The document of a candidate, ready for the store. Raises `SourceError` when it cannot be kept."""
    parsed = candidate.parse()
    where = parsed.origin
    try:
        digest = digest_of(parsed.document)
        parsed.document.facet("year")
    except (ValueError, RecursionError) as error:
        raise SourceError(where.path, where.line, "Có ký tự hoặc siêu dữ liệu không lưu được.") from error
    except OverflowError as error:
        raise SourceError(where.path, where.line, "Ngày nằm ngoài lịch (năm 1 đến 9999).") from error
    if not _ID.fullmatch(parsed.document.id):
        reason = f"Mã tài liệu cần từ 1 đến {LONGEST_ID} ký tự, không có ký tự điều khiển."
        raise SourceError(where.path, where.line, reason)
    origin = Origin(where.path, where.line, where.format, where.encoding, parsed.notes)
    return Addition(parsed.document, digest, candidate.raw, receipt, origin)


def _conversions(origin: Origin) -> list[Conversion]:
    code = legacy_title(origin.encoding)
    return [Conversion(origin.path, origin.line, code, " ".join(origin.notes))] if code else []


def _batches(candidates: Iterable[Candidate | Refusal]) -> Iterator[list[Candidate | Refusal]]:
    """Candidates in groups of bounded count and size."""
    batch: list[Candidate | Refusal] = []
    size = 0
    for one in candidates:
        batch.append(one)
        size += len(one.raw) if isinstance(one, Candidate) else 0
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
