"""The page of a document that was withdrawn."""

from dataclasses import dataclass, field

from archive import wording
from archive.pages.base import Page, Site, head, told
from archive.pages.metadata import Fact, facts
from archive.store.values import StoredDocument
from index.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPage(Page):
    """A withdrawn document, for `withdrawn.html`: what may still be said.

    Number, type, issuer and date identify an official act for those who cite it; when and why it was
    withdrawn is owed to those who linked to it. Title and text are not shown: what had to be withdrawn may
    stand there.
    """

    facts: tuple[Fact, ...] = field(metadata=told("Number, type, issuer, date."))
    at: str = field(metadata=told("When it was withdrawn."))
    machine_at: str = field(metadata=told("The same for <time datetime>."))
    reason: str = field(metadata=told("Why, or empty."))
    key: str = field(metadata=told("Key of the permalink, which stays."))


def withdrawn_page(site: Site, stored: StoredDocument) -> WithdrawnPage:
    """What may still be said of a withdrawn document. Raises `ValueError` for one that is not withdrawn."""
    if stored.withdrawal is None:
        raise ValueError(f"{stored.key} is not withdrawn")
    kept = Document(
        id=stored.document.id,
        number=stored.document.number,
        type=stored.document.type,
        issuer=stored.document.issuer,
        published=stored.document.published,
        date_only=stored.document.date_only,
    )
    return WithdrawnPage(
        site=site,
        head=head(
            site, "Tài liệu đã được rút", "Tài liệu này đã được rút khỏi kho.", robots="noindex, noarchive"
        ),
        facts=tuple(facts(kept)),
        at=wording.moment(stored.withdrawal.at),
        machine_at=wording.machine(stored.withdrawal.at),
        reason=stored.withdrawal.reason,
        key=stored.key,
    )
