"""What is being typed → how it may go on, with an address for each: for the search box and other programs.

    index.complete(…) + the store → {"query": "so cong", "completions": [{"text", "kind", "url"}]}

A title or number that one document alone has leads to that document, everything else to a search.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive import links
from archive.store import StoredDocument
from index.completion import Completion


def completions_answer(
    text: str, found: Iterable[Completion], stored: Mapping[str, StoredDocument], *, site_url: str
) -> dict[str, Any]:
    """The body of an answer; `stored` are the documents of the keys of `found`.

    What a document that was withdrawn since the index was built would complete is left out.
    """
    return {"query": text, "completions": list(_shown(found, stored, site_url))}


def _shown(
    found: Iterable[Completion], stored: Mapping[str, StoredDocument], site_url: str
) -> Iterator[dict[str, str]]:
    for each in found:
        document = stored.get(each.key)
        if each.key and (document is None or document.withdrawal):
            continue
        path = links.document_path(document.document) if document else _search(each)
        yield {"text": each.text, "kind": each.kind, "url": links.absolute(path, site_url)}


def _search(completion: Completion) -> str:
    """The search for a completion: words as they are, a title or number as a phrase."""
    text = completion.text.replace('"', " ").strip()
    return links.search_path(text=text if completion.kind == "word" else f'"{text}"')
