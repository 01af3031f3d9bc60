"""Generations of the index on disk: built beside the served one, verified, switched by one rename.

    <data>/generations/<n>/        a Whoosh index and MANIFEST.json, never changed once it has its name
    <data>/generations/<n>.new/    a generation being built; cleared by the next build when its builder died
    <data>/current                 symbolic link to the served generation
    <data>/writer.lock             held, with the holder's name inside, while a build runs

A process killed at any instant leaves `current` on a whole generation: a directory gets its final name
only when everything in it is on disk, and the link is replaced by one rename.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import whoosh

from index.document import VIETNAM
from index.errors import Busy, GenerationError
from index.schema import SCHEMA_VERSION
from index.segment import ANALYSIS_VERSION

MANIFEST = "MANIFEST.json"
KEEP = 2
"""Generations kept: the served one and the one before it, for roll-back."""
_LOCKS = "LOCK"  # names of Whoosh's own lock files end so; they belong to a process, not to a generation


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is. `files` maps file name → [size in bytes, BLAKE2b-128 in hexadecimal]."""

    documents: int
    store_sequence: int
    created: str
    schema_version: int = SCHEMA_VERSION
    analysis_version: str = ANALYSIS_VERSION
    whoosh_version: str = whoosh.versionstring()
    files: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete generation."""

    number: int
    path: Path
    manifest: Manifest

    def damage(self, *, thorough: bool = True) -> list[str]:
        """Sentences about every file that is missing or differs from the manifest.

        Reads all files; only their sizes when not `thorough`.
        """
        found = []
        for name, (size, checksum) in self.manifest.files.items():
            path = self.path / name
            if not path.is_file():
                found.append(f"Thiếu tệp {name}.")
            elif path.stat().st_size != size or (thorough and _checksum(path) != checksum):
                found.append(f"Tệp {name} đã bị thay đổi hoặc hỏng.")
        return found


@dataclass(frozen=True, slots=True)
class Building:
    """A generation that has no final name yet; `base` is the one whose files it began with."""

    number: int
    path: Path
    base: Generation | None


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        digest = blake2b(digest_size=16)
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_manifest(path: Path) -> Manifest:
    try:
        fields = json.loads((path / MANIFEST).read_text("utf-8"))
        files = {name: (int(size), str(checksum)) for name, (size, checksum) in fields["files"].items()}
        manifest = Manifest(**(fields | {"files": files}))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise GenerationError(
            f"Không đọc được {path / MANIFEST} ({error}). Hãy chạy «vankho rebuild» để dựng lại chỉ mục."
        ) from error
    made_by = (manifest.schema_version, manifest.analysis_version, manifest.whoosh_version)
    if made_by != _VERSIONS:
        raise GenerationError(
            f"Chỉ mục thế hệ {path.name} thuộc phiên bản {_together(made_by)}, "
            f"chương trình cần {_together(_VERSIONS)}. Hãy chạy «vankho rebuild»."
        )
    return manifest


_VERSIONS = (SCHEMA_VERSION, ANALYSIS_VERSION, whoosh.versionstring())


def _together(versions: tuple[int, str, str]) -> str:
    return "{}/{}/whoosh-{}".format(*versions)


class Generations:
    """The generations under one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.root = data / "generations"
        self.link = data / "current"

    def current_number(self) -> int | None:
        """Number of the served generation, or None; one readlink."""
        try:
            return int(self.link.readlink().name)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise GenerationError(
                f"{self.link} không phải liên kết tới một thế hệ chỉ mục. "
                "Hãy xoá nó rồi chạy «vankho rebuild»."
            ) from error

    def current(self) -> Generation | None:
        """The served generation, or None when nothing was built.

        Raises GenerationError when it cannot be used: not there, unreadable, or of another version.
        """
        number = self.current_number()
        return None if number is None else self._generation(number)

    def _generation(self, number: int) -> Generation:
        path = self.root / str(number)
        return Generation(number, path, _read_manifest(path))

    def numbers(self) -> list[int]:
        """Numbers of all complete generations, rising."""
        if not self.root.is_dir():
            return []
        return sorted(int(path.name) for path in self.root.iterdir() if path.name.isdigit())

    @contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Hold the right to build. Raises Busy, naming the holder, when another process has it.

        The lock dies with its holder, however that ends.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "writer.lock").open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                file.seek(0)
                holder = file.read().strip() or "một tiến trình khác"
                raise Busy(
                    f"Chỉ mục đang được {holder} ghi. Hãy đợi tiến trình đó xong rồi chạy lại."
                ) from error
            self._sign(file.fileno(), purpose)
            try:
                yield
            finally:
                os.ftruncate(file.fileno(), 0)

    def _sign(self, descriptor: int, purpose: str) -> None:
        since = datetime.now(VIETNAM).strftime("%H:%M:%S %d/%m/%Y")
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"«{purpose}» (tiến trình {os.getpid()}, từ {since})".encode())

    def begin(self, *, base: Generation | None = None) -> Building:
        """Start a generation under the lock: an empty directory, or one with hard links to `base`'s files.

        What killed builders left behind is cleared. Raises GenerationError when `base` lacks a file.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        number = self._unused_number()
        building = Building(number, self.root / f"{number}.new", base)
        building.path.mkdir()
        self._clear_half_built(keep=building.path)
        for name in base.manifest.files if base else ():
            self._link(base, building, name)  # type: ignore[arg-type]
        return building

    def _unused_number(self) -> int:
        """A number that no generation has had: whoever has an older one open must see that it is another."""
        names = (path.name.removesuffix(".new") for path in self.root.iterdir())
        return max([self.current_number() or 0, *(int(name) for name in names if name.isdigit())]) + 1

    def tidy(self) -> None:
        """Remove, under the lock, what killed builders left: half-built, never served, or half-removed.

        `begin` does so too; this is for a run that finds nothing to build. The empty directory that stands
        for the number of a generation rolled back stays.
        """
        last = self.root / f"{self._unused_number() - 1}.new"
        stands_for_a_number = last.is_dir() and not any(last.iterdir())
        self._clear_half_built(keep=last if stands_for_a_number else None)
        self.prune()

    def _clear_half_built(self, *, keep: Path | None) -> None:
        """Remove what builders left that died before they could serve it, but not the directory `keep`."""
        self._waiting.unlink(missing_ok=True)
        served = self.current_number() or 0
        for number in self.numbers():
            if number > served:
                self._remove(number)
        for path in self.root.glob("*.new"):
            if path != keep:
                shutil.rmtree(path)

    def _link(self, base: Generation, building: Building, name: str) -> None:
        try:
            os.link(base.path / name, building.path / name)
        except FileNotFoundError as error:
            raise GenerationError(
                f"Chỉ mục thế hệ {base.number} thiếu tệp {name}. Hãy chạy «vankho rebuild»."
            ) from error

    @property
    def _waiting(self) -> Path:
        """The link that is about to become `current`."""
        return self.link.with_name("current.new")

    def discard(self, building: Building) -> None:
        """Remove what a failed build left."""
        shutil.rmtree(building.path, ignore_errors=True)

    def seal(self, building: Building, *, documents: int, store_sequence: int) -> Generation:
        """Give a finished build its manifest and final name, all of it on disk. It is not served yet."""
        for path in building.path.iterdir():
            if path.is_dir() or path.name.endswith(_LOCKS):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        manifest = Manifest(
            documents=documents,
            store_sequence=store_sequence,
            created=datetime.now(VIETNAM).isoformat(timespec="seconds"),
            files=self._files(building),
        )
        self._write_manifest(building.path, manifest)
        final = self.root / str(building.number)
        building.path.rename(final)
        _sync_directory(self.root)
        return Generation(building.number, final, manifest)

    def _files(self, building: Building) -> dict[str, tuple[int, str]]:
        """Size and checksum of every file; those of hard links to the base are taken from its manifest."""
        known = building.base.manifest.files if building.base else {}
        files = {}
        for path in sorted(building.path.iterdir()):
            if path.name == MANIFEST:
                continue
            if path.name in known and path.stat().st_ino == (building.base.path / path.name).stat().st_ino:  # type: ignore[union-attr]
                files[path.name] = known[path.name]
                continue
            with path.open("rb") as file:
                os.fsync(file.fileno())
            files[path.name] = (path.stat().st_size, _checksum(path))
        return files

    def _write_manifest(self, path: Path, manifest: Manifest) -> None:
        with (path / MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        _sync_directory(path)

    def serve(self, generation: Generation) -> None:
        """Move `current` to `generation` in one rename, then prune."""
        self._waiting.unlink(missing_ok=True)
        self._waiting.symlink_to(Path("generations") / str(generation.number))
        self._waiting.rename(self.link)
        _sync_directory(self.data)
        self.prune()

    def prune(self) -> None:
        """Remove generations older than the one before the served one."""
        served = self.current_number()
        older = [number for number in self.numbers() if served is not None and number < served]
        for number in older[: -(KEEP - 1)]:
            self._remove(number)

    def _remove(self, number: int) -> None:
        """Remove a generation, its name first, so that a half-removed one is never taken for whole."""
        doomed = self.root / f"{number}.new"
        (self.root / str(number)).rename(doomed)
        shutil.rmtree(doomed)

    def roll_back(self) -> Generation:
        """Serve the generation before the served one again, under the lock. Raises GenerationError if none.

        The newer generation is removed, so that the next build starts from what is served; its empty
        directory stays until then, so that its number is not given again.
        """
        served = self.current_number()
        older = [number for number in self.numbers() if served is not None and number < served]
        if not older:
            raise GenerationError("Không có thế hệ chỉ mục trước đó để quay lại.")
        generation = self._generation(older[-1])
        self.serve(generation)
        self._remove(served or 0)
        (self.root / f"{served}.new").mkdir()
        return generation
