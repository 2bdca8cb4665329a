"""Drafts of the forms on pages: a form sent to its own address with ``luu-nhap`` is only kept.

The script does so while a person types, a button without it. A form that came after its session
had ended is kept the same way, for the person whom its key names.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from api.http import asking, csrf, now, oldest_draft, parts, person, reading, writing
from engine.accounts import Person
from engine.acts.inputs import OUTCOME
from engine.drafts.draft import Draft, DraftFile, DraftKind, KeptDraft, own_draft, own_drafts
from engine.drafts.drop import drop_draft, drop_drafts_of
from engine.drafts.keep import bytes_typed, check_room, keep_draft
from engine.errors import DraftNotFound, TooManyDrafts
from web.forms.act_inputs import control_of
from web.forms.form_key import FIELD, FormKey, key_in_use, key_to_go_on, posted_key, use_key
from web.forms.once import sent_before
from web.forms.rows import Posted
from web.forms.uploads import KEPT, KeptFile, kept_by_control, shown_again, size_posted
from web.frame.wording import event_time

SAVE = "luu-nhap"
AGAIN = "go-tiep"
"""With which the script says that a person types on in a form that they have sent before."""
BY_ITSELF = "tu-dong"
"""The value of ``luu-nhap`` that the script sends: it is answered in JSON."""
DRAFT = "nhap"
"""The parameter of an address that opens a draft."""
_NOT_TYPED = frozenset({csrf.FIELD, FIELD, SAVE, AGAIN, KEPT, "xac-nhan"})
_OF_ITS_PAGE = frozenset({"hs", control_of(OUTCOME.name)})
"""What the page of a sheet knows by itself; any other form is sent with it again."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that can be kept: what it is about, and the address that shows it."""

    kind: DraftKind
    province: str | None
    target: str
    address: str

    @property
    def many(self) -> bool:
        """Whether a person may have several of these at a time: each filing is another's."""
        return self.kind != "step"


@dataclass(frozen=True, slots=True)
class Restored:
    """A draft as a page shows it again."""

    draft: KeptDraft
    typed: Posted
    kept: tuple[KeptFile, ...]


def sheet_here() -> Sheet | None:
    """The form that this request sends; ``None`` for one that has nothing to keep."""
    args = request.view_args or {}
    if request.endpoint in ("filing.send", "reception.send"):
        page = request.endpoint.replace("send", "ask")
        kind: DraftKind = "filing" if page == "filing.ask" else "counter"
        return Sheet(kind, args["province"], args["code"], _with_query(url_for(page, **args)))
    if request.endpoint == "work.ended" and (ref := request.form.get("hs")):
        return Sheet("step", None, args["task_id"], _with_query(url_for("case.opened", ref=ref)))
    return None


def _with_query(address: str) -> str:
    """The address as this request's own was opened: in which list, for which place."""
    query = {name: value for name, value in request.args.items() if name != DRAFT}
    return f"{address}?{urlencode(query)}" if query else address


def only_kept(who: Person) -> Response | None:
    """The answer to a form that is only to be kept; ``None`` for one that is sent.

    A form that was sent before goes on under a new key when somebody comes back to it and types.
    """
    key, sheet = posted_key(who), sheet_here()
    if SAVE not in request.form or key is None or sheet is None:
        return None
    if sent_before(who):
        if request.form[SAVE] == BY_ITSELF and AGAIN not in request.form:
            # Typed before, heard after: it was sent meanwhile.
            return jsonify({"words": "", "notes": {}})
        key = key_to_go_on(key)
    return kept_answer(key, sheet, keep_here(key, sheet))


def keep_here(key: FormKey, sheet: Sheet) -> dict[str, list[KeptFile]]:
    """Keep what this request typed, as a draft of the person the key names; its files."""
    answers = dict(_typed(frozenset() if sheet.kind == "page" else _OF_ITS_PAGE))
    with reading() as session:  # before any of their bytes are stored
        check_room(
            session,
            account_id=key.account_id,
            draft_id=key.id,
            size=size_posted(),
            typed=bytes_typed(answers),
        )
    files = kept_by_control(key.account_id)
    draft = Draft(
        id=key.id,
        kind=sheet.kind,
        province_code=sheet.province,
        target=sheet.target,
        title=key.title,
        address=sheet.address,
        answers=answers,
        files=tuple(
            DraftFile(one.component, one.name, one.size, one.digest)
            for kept in files.values()
            for one in kept
        ),
    )
    with writing() as session:
        keep_draft(session, account_id=key.account_id, draft=draft, now=now())
    return files


def keep_typed(who: Person) -> None:
    """Keep what was typed while the person is asked once more: the way back finds it."""
    key, sheet = key_in_use(who), sheet_here()
    if key is not None and sheet is not None:
        with suppress(TooManyDrafts):  # the page shows what was typed all the same
            keep_here(key, sheet)


def go_on_if_sent(who: Person) -> None:
    """A form that was sent before and is shown again goes on under a new key, kept at once.

    Under its old key nothing of it would be kept: that is done.
    """
    key = posted_key(who)
    if key is None or sheet_here() is None or not sent_before(who):
        return
    if key_in_use(who) == key:
        key_to_go_on(key)
    keep_typed(who)


def kept_answer(key: FormKey, sheet: Sheet, files: dict[str, list[KeptFile]]) -> Response:
    """What a kept form is answered: to the script what is kept, else its page again."""
    words = f"Đã lưu nháp lúc {event_time(now(), now())}. Chưa gửi."
    address = draft_address(sheet, key.id)
    if request.form[SAVE] != BY_ITSELF:
        flash(words)
        return redirect(address, code=303)
    notes = {control: [one.note for one in kept] for control, kept in files.items()}
    answer = {"words": words, "notes": notes, "address": address if sheet.many else None}
    return jsonify({**answer, "key": str(key)})


def draft_address(sheet: Sheet | Draft, draft_id: str) -> str:
    """The page of the form with this draft in it."""
    address = (sheet.address if sheet.kind != "page" else "") or _page_of(sheet)
    return f"{address}{'&' if '?' in address else '?'}{DRAFT}={draft_id}"


def _page_of(draft: Sheet | Draft) -> str:
    """The page of a form that was only kept through the API; of a step, the queue; of one kept
    without a province, when that was taken, the procedures."""
    if draft.kind == "page":
        return url_for("draft_pages.opened")
    page = {"filing": "filing.ask", "counter": "reception.ask"}.get(draft.kind)
    if page is None:
        return url_for("queue.listed")
    province = draft.province if isinstance(draft, Sheet) else draft.province_code
    if not province:
        return url_for("services.listed")
    return url_for(page, province=province, code=draft.target)


def asked_draft() -> Restored | None:
    """The draft that this address opens, if it is the person's own; a filing goes on with it."""
    who, draft_id = person(), request.args.get(DRAFT)
    if who is None or not draft_id:
        return None
    try:
        with reading() as session:
            found = own_draft(
                session, account_id=who.account_id, draft_id=draft_id, since=oldest_draft()
            )
    except DraftNotFound:
        return None
    return _restored(found)


def draft_of_step(task_id: str) -> Restored | None:
    """The person's draft of a step: that which the address opens, else the newest.

    Only the step's own form goes on with it, not the others of its page.
    """
    found = drafts_of_mine("step", task_id)
    asked = request.args.get(DRAFT)
    ordered = sorted(found, key=lambda one: one.id != asked)
    return _restored(ordered[0]) if ordered else None


def drafts_of_mine(
    kind: DraftKind | None = None, target: str | None = None
) -> tuple[KeptDraft, ...]:
    """The signed-in person's drafts, newest first: what isn't sent yet."""
    who = person()
    if who is None:
        return ()
    with asking() as session:
        return own_drafts(
            session, account_id=who.account_id, since=oldest_draft(), kind=kind, target=target
        )


def forget_sent(session: Any, who: Person) -> None:
    """In the transaction of the act: what was sent is no draft any more."""
    key, sheet = posted_key(who), sheet_here()
    if key is None or sheet is None:
        return
    if sheet.many:
        drop_draft(session, account_id=who.account_id, draft_id=key.id)
    else:
        drop_drafts_of(session, account_id=who.account_id, kind=sheet.kind, target=sheet.target)


def draft_days() -> int:
    """How many days a draft is kept after it was last touched."""
    return parts().draft_days


def kept_until(draft: KeptDraft) -> datetime:
    """When a draft that nobody touches any more goes."""
    return draft.saved_at + timedelta(days=draft_days())


def _restored(draft: KeptDraft) -> Restored:
    if draft.kind != "step":
        use_key(draft.id)
    typed: Posted = MultiDict(
        [(name, value) for name, values in draft.answers.items() for value in values]
    )
    who = person()
    account = who.account_id if who else ""
    return Restored(draft, typed, tuple(shown_again(account, draft.files)))


def _typed(known: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, values in request.form.lists():
        if name not in _NOT_TYPED | known:
            yield name, tuple(values)
