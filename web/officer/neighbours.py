"""Where a case stands in the list that the officer came from: the one before and the one after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.http import now, person, reading
from engine.accounts import Person
from engine.queries.inbox import count_in, refs_in
from web.officer.listing import Listing

LOOKED_AT = 100  # deeper in a list, "before" and "after" are not offered


@dataclass(frozen=True, slots=True)
class Place:
    """The case's number in its list and the addresses of its neighbours; 0 when not in it."""

    number: int = 0
    total: int = 0
    before: str | None = None
    after: str | None = None


def place_of(listing: Listing, ref: str) -> Place:
    """Where the case stands in the officer's list; nowhere for others."""
    who = person()
    if who is None or who.kind != "officer":
        return Place()
    with reading() as session:
        refs = _refs(session, who, listing)
        if ref not in refs:
            return Place()
        at, total = refs.index(ref), len(refs)
        if not listing.q:
            total = count_in(
                session, person=who, tab=listing.tab, urgency=listing.urgency, now=now()
            )
    return Place(at + 1, total, _at(listing, refs, at - 1), _at(listing, refs, at + 1))


def following(listing: Listing, ref: str) -> str | None:
    """The code or number of the next case of the list; after the last one, of the first."""
    who = person()
    found: Sequence[str] = ()
    if who is not None and who.kind == "officer":
        with reading() as session:
            found = _refs(session, who, listing)
    refs = list(dict.fromkeys((*found, ref)))
    at = refs.index(ref)
    return next(iter((*refs[at + 1 :], *refs[:at])), None)


def _refs(session: Any, who: Person, listing: Listing) -> Sequence[str]:
    return refs_in(
        session,
        person=who,
        tab=listing.tab,
        urgency=listing.urgency,
        search=listing.q or None,
        wide=bool(listing.rong),
        limit=LOOKED_AT,
        now=now(),
    )


def _at(listing: Listing, refs: Sequence[str], index: int) -> str | None:
    return listing.case(refs[index]) if 0 <= index < len(refs) else None
