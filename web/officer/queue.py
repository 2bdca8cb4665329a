"""The officer's queue: nearest deadline first."""

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.errors import Refusal
from engine.queries.beside_steps import waits_beside
from engine.queries.inbox import counted, queue
from engine.queries.views.queue import QueuePage
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
        beside = waits_beside(session, person=who, now=now())
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
        beside=beside,
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
