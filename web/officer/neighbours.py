"""Where a case stands in the list that the officer came from: the one before and the one after."""

from dataclasses import dataclass

from engine.queries.views.queue import QueuePage
from web.officer.listing import Listing

LOOKED_AT = 100  # deeper in a list, "before" and "after" are not offered


@dataclass(frozen=True, slots=True)
class Place:
    """The case's number in its list and the addresses of its neighbours; 0 when not in it."""

    number: int = 0
    total: int = 0
    before: str | None = None
    after: str | None = None


def place_in(listing: Listing, page: QueuePage, ref: str) -> Place:
    """The place of ``ref`` on the first page of a list."""
    refs = list(dict.fromkeys(row.case_ref for row in page.rows))
    if ref not in refs:
        return Place()
    at = refs.index(ref)

    def href(index: int) -> str | None:
        if not 0 <= index < len(refs):
            return None
        return listing.case(refs[index])

    total = page.due_counts.get(listing.urgency, 0) if listing.urgency else 0
    total = total or page.tab_counts.get(page.tab, 0)
    return Place(
        at + 1, max(len(refs) if listing.q else total, len(refs)), href(at - 1), href(at + 1)
    )
