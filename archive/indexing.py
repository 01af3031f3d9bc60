"""Store → index: the only module that hands the store's documents to the index writer.

    store.snapshot() → index.writer → a new generation → verified against the snapshot → served

A rebuild starts from nothing, an update from the served generation and what changed in the store since; both
end in one atomic switch. Killed at any instant, the served generation is whole, and the next run clears up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.store import Segmentations, Snapshot, Store, StoredDocument
from index import verify
from index.document import Document
from index.errors import GenerationError
from index.generations import Building, Generation, Generations
from index.segment import ANALYSIS_VERSION
from index.writer import Indexable, WriteCounts, write

SAMPLE = 50
"""Documents, spread over those written, that a new generation must find by their own titles."""

Progress = Callable[[int, int], None]
"""Told how many documents were written since the last call, and how many there are in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a run did: `documents` are in the generation now, `written` and `deleted` were touched.

    `segmented` had no cached segmentation; `truncated` are longer than the index reads. `reason` is a
    Vietnamese sentence saying why an update rebuilt everything, else `""`. `published` is False when the
    index was up to date and nothing was done.
    """

    generation: int
    documents: int
    written: int = 0
    segmented: int = 0
    truncated: int = 0
    deleted: int = 0
    reason: str = ""
    published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How a generation differs from the store, by key: not indexed, indexed but not live, of other content.

    `damage` are Vietnamese sentences about files that differ from the manifest. `behind` counts the changes
    that the store saw after the generation was made: `vankho update` brings them in.
    """

    generation: int
    documents: int
    indexed: int
    behind: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    outdated: tuple[str, ...]
    damage: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated or self.damage)


def rebuild(
    store: Store, generations: Generations, *, workers: int = 1, progress: Progress | None = None
) -> Indexed:
    """Index every live document anew and serve the result.

    Raises `index.generations.Busy` when another process is building, `StoreError`, `GenerationError` when the
    result does not hold what the store holds, and what `index.writer.write` raises. Whatever was served
    before is then served still.
    """
    with generations.lock("vankho rebuild"):
        return _rebuild(store, generations, workers, progress, reason="")


def update(
    store: Store, generations: Generations, *, workers: int = 1, progress: Progress | None = None
) -> Indexed:
    """Bring the index up to the store: only what changed, or everything when that is not possible.

    Raises as `rebuild` does.
    """
    with generations.lock("vankho update"):
        try:
            base = generations.current()
        except GenerationError as error:
            return _rebuild(store, generations, workers, progress, reason=str(error))
        if base is None:
            return _rebuild(store, generations, workers, progress, reason="Chưa có chỉ mục.")
        with store.snapshot() as snapshot:
            since = base.manifest.store_sequence
            if since == snapshot.sequence:
                generations.tidy()
                return Indexed(generation=base.number, documents=base.manifest.documents, published=False)
            if since < snapshot.sequence:
                job = _Job(store, snapshot, base, since, workers, progress)
                return job.run(generations)
        reason = "Kho tài liệu cũ hơn chỉ mục (có lẽ vừa được khôi phục từ bản sao lưu)."
        return _rebuild(store, generations, workers, progress, reason=reason)


def check(store: Store, generations: Generations) -> Differences:
    """Compare the served generation with the store, document by document and file by file.

    Raises `GenerationError` when there is none that can be read. Memory: about 200 bytes a document.
    """
    generation = generations.current()
    if generation is None:
        raise GenerationError("Chưa có chỉ mục. Hãy chạy «vankho rebuild».")
    damage = tuple(generation.damage())
    indexed = {} if damage else dict(verify.contents(generation.path))
    missing, outdated = [], []
    total = len(indexed)
    with store.snapshot() as snapshot:
        for key, digest in () if damage else snapshot.digests():
            found = indexed.pop(key, None)
            if found is None:
                missing.append(key)
            elif found != digest.hex():
                outdated.append(key)
        return Differences(
            generation=generation.number,
            documents=snapshot.count,
            indexed=total,
            behind=snapshot.sequence - generation.manifest.store_sequence,
            missing=tuple(missing),
            surplus=tuple(indexed),
            outdated=tuple(outdated),
            damage=damage,
        )


def roll_back(generations: Generations) -> Generation:
    """Serve the generation before the served one again.

    Raises `Busy`, and `GenerationError` when there is none.
    """
    with generations.lock("vankho rollback"):
        return generations.roll_back()


def _rebuild(
    store: Store, generations: Generations, workers: int, progress: Progress | None, *, reason: str
) -> Indexed:
    with store.snapshot() as snapshot:
        job = _Job(store, snapshot, None, 0, workers, progress, reason)
        indexed = job.run(generations)
    job.cache.forget_others()
    return indexed


@dataclass(slots=True)
class _Job:
    """One generation in the making: from `base` and the changes after `since`, or from nothing."""

    store: Store
    snapshot: Snapshot
    base: Generation | None
    since: int
    workers: int
    progress: Progress | None
    reason: str = ""
    sample: list[Document] = field(default_factory=list)

    @property
    def cache(self) -> Segmentations:
        return self.store.segmentations(ANALYSIS_VERSION)

    def run(self, generations: Generations) -> Indexed:
        """Write, verify, serve."""
        building = generations.begin(base=self.base)
        try:
            counts = self._write(building)
            self._verify(building.path)
            generation = generations.seal(
                building, documents=self.snapshot.count, store_sequence=self.snapshot.sequence
            )
        except BaseException:
            generations.discard(building)
            raise
        generations.serve(generation)
        return self._indexed(generation, counts)

    def _write(self, building: Building) -> WriteCounts:
        total, _ = self.snapshot.changes(self.since)
        report = self.progress
        return write(
            building.path,
            self._indexables(max(1, total // SAMPLE)),
            cache=self.cache,
            gone=self.snapshot.changed(self.since) if self.base else (),
            workers=min(self.workers, max(1, total // 200)),
            progress=(lambda done: report(done, total)) if report else None,
        )

    def _indexables(self, step: int) -> Iterator[Indexable]:
        for number, stored in enumerate(self.snapshot.live(self.since)):
            if number % step == 0:
                self.sample.append(_title_of(stored))
            yield Indexable(stored.document, stored.digest.hex())

    def _verify(self, path: Path) -> None:
        found, expected = verify.count(path), self.snapshot.count
        lost = verify.lost(path, self.sample)
        if found != expected or lost:
            raise GenerationError(
                f"Chỉ mục vừa dựng không khớp với kho: có {found} trên {expected} tài liệu, "
                f"{len(lost)} trên {len(self.sample)} tài liệu mẫu không tìm thấy. Chỉ mục cũ giữ nguyên."
            )

    def _indexed(self, generation: Generation, counts: WriteCounts) -> Indexed:
        return Indexed(
            generation=generation.number,
            documents=self.snapshot.count,
            written=counts.documents,
            segmented=counts.segmented,
            truncated=counts.truncated,
            deleted=counts.deleted,
            reason=self.reason,
        )


def _title_of(stored: StoredDocument) -> Document:
    """A document without its body, which may be long."""
    return Document(id=stored.document.id, title=stored.document.title)
