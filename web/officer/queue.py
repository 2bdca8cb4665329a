"""The officer's queue: nearest deadline first."""

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.errors import Refusal
from engine.queries.halts import halts_to_approve
from engine.queries.inbox import counted, queue
from engine.queries.lateness.reminded import reminded
from engine.queries.meetings import owed_minutes
from engine.queries.opinions import owed_opinions
from engine.queries.outage_slips import slips_to_confirm
from engine.queries.papers_on_their_way import papers_on_their_way
from engine.queries.to_give_back import to_give_back
from engine.queries.views.queue import QueuePage
from engine.queries.waiting_results import waiting_results
from web.officer.listing import Listing, asked
from web.officer.row_addresses import RowAddresses

blueprint = Blueprint("queue", __name__)

PAGE = 25


@blueprint.get("/viec")
@needs("tasks.list")
def listed() -> str:
    """The tab, due filter, search and page that the address names."""
    return queue_page(asked())


def queue_page(listing: Listing, refusal: Refusal | None = None) -> str:
    """The queue as a page, with a refusal above it if an act on it was refused."""
    who = require("officer")
    with reading() as session:
        withdrawn = to_give_back(session, person=who)
        papers = papers_on_their_way(session, person=who, now=now())
        told = reminded(session, person=who, now=now())
        owed = owed_opinions(session, person=who, now=now())
        minutes = owed_minutes(session, person=who, now=now())
        unfetched = waiting_results(session, person=who, now=now())
        halts = halts_to_approve(session, person=who)
        slips = slips_to_confirm(session, person=who, most=PAGE)
        page = queue(
            session,
            person=who,
            tab=listing.tab,
            urgency=listing.urgency,
            search=listing.q or None,
            wide=bool(listing.rong),
            cursor=listing.tu or None,
            limit=PAGE,
            now=now(),
        )
    return render_template(
        "pages/queue.html",
        page=page,
        filter=listing,
        addresses=RowAddresses(listing),
        tabs=list(listing.tabs(page)),
        chips=list(listing.chips(page)),
        caption=_caption(listing, page),
        refresh=listing.href(),
        first_href=listing.href() if listing.tu else None,
        next_href=listing.href(tu=page.next_cursor) if page.next_cursor else None,
        withdrawn=withdrawn,
        papers=papers,
        owed=owed,
        minutes=minutes,
        reminded=told,
        halts=halts,
        slips=slips,
        unfetched=unfetched,
        seen=request.args.get("hs"),
        refusal=refusal,
    )


def refused_in_queue(listing: Listing, refusal: Refusal) -> tuple[str, int]:
    """The queue again, saying why an act on one of its rows did not happen."""
    return queue_page(listing, refusal), status_of(refusal)


def _caption(listing: Listing, page: QueuePage) -> str:
    shown = len(page.rows)
    if listing.q:
        return f"{shown} hồ sơ khớp “{listing.q}”" if not page.next_cursor else f"{shown} hồ sơ đầu"
    total = page.due_counts.get(listing.urgency, 0) if listing.urgency else None
    total = page.tab_counts.get(page.tab, shown) if total is None else total
    return f"{shown} trong {counted(total)} hồ sơ, hạn gần nhất trước"
