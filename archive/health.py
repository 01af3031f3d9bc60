"""Whether the process lives (`/healthz`) and whether the archive can answer (`/readyz`), for monitors."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.resources import resources
from archive.store import StoreError
from index.errors import GenerationError

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 as long as this process answers requests at all."""
    return _uncached(jsonify(status="ok"))


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 when a search can be answered; 503, with the reasons in `problems`, when not.

    `index.behind` counts the changes of the store that the served generation does not have yet: `stale` is
    a reason to run `vankho update`, not a reason to send readers elsewhere.
    """
    problems: list[str] = []
    store, index = _store(problems), _index(problems)
    if store and index:
        index["behind"] = store["sequence"] - index["store_sequence"]
        index["stale"] = index["behind"] != 0
    status = "unavailable" if problems else "ready"
    answer = jsonify(status=status, index=index, store=store, problems=problems)
    return _uncached(answer), 503 if problems else 200


def _store(problems: list[str]) -> dict[str, Any] | None:
    try:
        return {"sequence": resources().store.sequence()}
    except StoreError as error:
        problems.append(str(error))
        return None


def _index(problems: list[str]) -> dict[str, Any] | None:
    try:
        generation = resources().index.generation()
    except GenerationError as error:
        problems.append(str(error))
        return None
    manifest = generation.manifest
    age = datetime.now(UTC) - datetime.fromisoformat(manifest.created)
    return {
        "generation": generation.number,
        "created": manifest.created,
        "age_seconds": int(age.total_seconds()),
        "documents": manifest.documents,
        "store_sequence": manifest.store_sequence,
    }


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
