"""What waits for a second person before it is published: the differences in words, and the acts."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, rehearsing, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.accounts import Person
from engine.errors import (
    DayPassed,
    EntryInvalid,
    MayNotPublish,
    ReasonMissing,
    Refusal,
    TextUnreadable,
)
from engine.proposing.acts import ACTS, STATES
from engine.proposing.decide import approve, beforehand, send_back, withdraw
from engine.proposing.reading import ProposalView, proposal, proposals
from engine.proposing.remarks import MOST
from engine.proposing.reorganisations import undo_reorganisation
from engine.proposing.rights import publisher, reader
from engine.proposing.shown import ShownDifference
from engine.publishing.differing import WORDS
from web.forms.days import Days, day_posted
from web.forms.faulty import listed as listed_at
from web.forms.faulty import said_by_control
from web.forms.once import once

blueprint = Blueprint("publishing", __name__)

WORDS_OF_ACTS = {"duyet": "approve", "tra-lai": "send_back", "rut": "withdraw", "hoan-tac": "undo"}
TOLD = {
    "approve": "Đã duyệt, áp dụng từ ngày bạn chọn.",
    "send_back": "Đã trả lại. Người đề nghị đọc được ý kiến của bạn ở trang này.",
    "withdraw": "Đã rút đề nghị.",
    "undo": "Đã hoàn tác. Hồ sơ đã chuyển đi trở lại nơi cũ trong ít phút.",
}
KINDS = {
    "package": "Đề nghị công bố quy trình",
    "retirement": "Đề nghị thu hồi bản đang áp dụng",
    "configuration": "Đề nghị nạp cấu hình",
    "reorganisation": "Đề nghị sắp xếp đơn vị",
    "calendar": "Đề nghị đổi lịch làm việc",
}
"""What a proposal is, as a paper is headed."""
PLACES = 3
"""Remarks on single places that a form begins with room for, and so many more at each asking."""
MORE = "them-cho"
CALLED = {"valid_from": "tu", "remark": "yk", "reason": "ld"}
"""The ids of controls that are not called by their names."""
SHOWN = 300
"""Differences that a page shows; the rest are counted."""
CASES = 20
"""Running cases among them."""


@blueprint.get("/cho-cong-bo")
@needs("packages.propose", "designs.read")
def listed() -> str:
    """What waits, then what was decided."""
    who = require("officer")
    with reading() as session:
        rows = proposals(session, who=reader(session, who), now=now())
    waiting = [row for row in rows if row.state == "proposed"]
    over = [row for row in rows if row.state != "proposed"]
    return render_template("pages/publishing.html", waiting=waiting, over=over, states=STATES)


@blueprint.get("/cho-cong-bo/<proposal_id>")
@needs("packages.propose", "designs.read")
def show(proposal_id: str) -> str:
    """One proposal with all that its approver has to see."""
    return _page(proposal_id)


@blueprint.get("/cho-cong-bo/<proposal_id>/in")
@needs("packages.propose", "designs.read")
def printed(proposal_id: str) -> str:
    """The same on paper, with every difference."""
    with reading() as session:
        part = reader(session, require("officer"))
        found = proposal(session, who=part, proposal_id=proposal_id, now=now())
    return render_template(
        "pages/proposal_printed.html", view=found, states=STATES, words=WORDS, kinds=KINDS
    )


@blueprint.get("/cho-cong-bo/<proposal_id>/<word>")
@needs("packages.propose", "designs.read")
def after(proposal_id: str, word: str) -> Response:
    """The address of an act, asked for again: the proposal, and nothing is done."""
    if word not in WORDS_OF_ACTS:
        abort(404)
    return redirect(url_for("publishing.show", proposal_id=proposal_id))


@blueprint.post("/cho-cong-bo/<proposal_id>/<word>")
@needs("packages.propose")
def decide(proposal_id: str, word: str) -> Response | tuple[str, int]:
    """Approve it from a day, send it back, take it back, or undo a reorganisation."""
    kind = WORDS_OF_ACTS.get(word) or abort(404)
    if kind == "send_back" and MORE in request.form:
        return _page(proposal_id), 200  # nothing is sent: room for more remarks was asked for
    who, told = require("officer"), {"proposal_id": proposal_id, "now": now()}
    try:
        once(who, _DOING[kind](who, told))
    except Refusal as refusal:
        if isinstance(refusal, MayNotPublish):
            raise
        return _page(proposal_id, refusal), status_of(refusal)
    flash(TOLD[kind])
    return redirect(url_for("publishing.listed"), code=303)


def _approving(who: Person, told: dict[str, Any]) -> Any:
    days, seen = Days(), request.form.get("seen", "")
    day = days.read("valid_from", "Từ ngày")
    if not request.form.get("da-xem"):
        message = "Hãy đánh dấu rằng bạn đã xem những chỗ khác và các lý do."
        days.told("da-xem", message)
    days.check()
    told |= {"seen": seen}
    before = beforehand(reading, rehearsing, who=partial(publisher, person=who), day=day, **told)

    def done(session: Any) -> dict[str, Any]:
        approve(session, who=publisher(session, who), valid_from=day, before=before, **told)
        return {}

    return done


def _sending_back(who: Person, told: dict[str, Any]) -> Any:
    typed: dict[str, Any] = {"remark": request.form.get("remark", ""), "remarks": _remarks()}

    def done(session: Any) -> dict[str, Any]:
        send_back(session, who=publisher(session, who), **typed, **told)
        return {}

    return done


def _remarks() -> list[tuple[str, str]]:
    """What was typed of single places. Raises EntryInvalid with all that lacks words."""
    told = Days()
    for at, place, words in _rows_typed():
        if place and not words:
            told.told(f"yk-{at}", f"Hãy ghi cần sửa gì ở {place}.")
    told.check()
    return [(place, words) for _, place, words in _rows_typed()]


def _rows_typed() -> list[tuple[int, str, str]]:
    """Which rows of the form have anything in them, with their place and words."""
    found = []
    for at in range(1, _typed_places() + 1):
        place, words = (request.form.get(f"{name}-{at}", "").strip() for name in ("cho", "yk"))
        if place or words:
            found.append((at, place, words))
    return found


def _typed_places() -> int:
    """How many remarks the form had room for."""
    return max((at for at in range(1, MOST + 1) if f"cho-{at}" in request.form), default=0)


def _room() -> int:
    """How many it has room for now: as many as may be given at most."""
    typed = max(PLACES, _typed_places())
    return min(MOST, typed + PLACES if MORE in request.form else typed)


def _withdrawing(who: Person, told: dict[str, Any]) -> Any:
    def done(session: Any) -> dict[str, Any]:
        withdraw(session, who=publisher(session, who), **told)
        return {}

    return done


def _undoing(who: Person, told: dict[str, Any]) -> Any:
    reason = request.form.get("reason", "")

    def done(session: Any) -> dict[str, Any]:
        undo_reorganisation(session, who=publisher(session, who), reason=reason, **told)
        return {}

    return done


_DOING = {
    "approve": _approving,
    "send_back": _sending_back,
    "withdraw": _withdrawing,
    "undo": _undoing,
}


def _page(proposal_id: str, refusal: Refusal | None = None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"proposal_id": proposal_id, "now": now()}
    wrong = _wrong(refusal)
    with reading() as session:
        part = reader(session, who)
        try:
            found = proposal(session, who=part, day=_shown_day(), **told)
        except DayPassed:
            found = proposal(session, who=part, **told)
    return render_template(
        "pages/proposal.html",
        view=found,
        refusal=refusal,
        at=wrong,
        listed_faults=listed_at(wrong, CALLED),
        acts=ACTS,
        states=STATES,
        words=WORDS,
        shown=(shown := _shown(found)),
        rest=[one for one in found.differences if one not in shown],
        places=_room(),
        room=PLACES,
        most=MOST,
        more=MORE,
        typed=request.form,
    )


def _wrong(refusal: Refusal | None) -> dict[str, str]:
    """What is said of which control; empty where the refusal is about none."""
    if isinstance(refusal, ReasonMissing):
        return {"reason" if "reason" in request.form else "remark": str(refusal)}
    number = refusal.details.get("number") if isinstance(refusal, TextUnreadable) else None
    if isinstance(number, int):
        return {f"cho-{_rows_typed()[number - 1][0]}": str(refusal)}
    return {name: said for name, said in said_by_control(refusal).items() if name != "remarks"}


def _shown(view: ProposalView) -> list[ShownDifference]:
    """The first differences; of running cases, which are all alike, only a few."""
    cases = [one for one in view.differences if one.kind == "case"][:CASES]
    return [*(one for one in view.differences if one.kind != "case"), *cases][:SHOWN]


def _shown_day() -> date | None:
    """The day for which the approver looks, where one was typed."""
    try:
        return day_posted("valid_from", "Từ ngày")
    except EntryInvalid:
        return None
