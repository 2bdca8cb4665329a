"""A receipt was lost: the case gets another secret code, and the lost one opens nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import ACTS
from engine.cases.act.case_for import open_for_counter
from engine.cases.adding_files import FiledDocument
from engine.cases.showing_requests import request_of_owner
from engine.errors import NotInThisState
from engine.facts import topics
from engine.facts.events_of_receipts import CodeReissued
from engine.ports import DocumentStore
from engine.typed.given import reason_given

KIND = "reissue_code"


def reissue_code(
    session: Session,
    *,
    ref: str,
    person: Person,
    reason: str,
    requester: str | None = None,
    request: str | None = None,
    request_files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Give the receipt of a received case a new secret code, for who asks at the counter.

    The code withdraws and rates, so it is asked for as a withdrawal is: who asked, by which paper;
    the applicant is told. Who gives it prints it on that day (``engine.queries.slip_heads``).
    Raises CaseNotFound, NotYourDesk, NotInThisState, ReasonMissing, RequestUnproven,
    TextUnreadable, FileRefused.
    """
    act = open_for_counter(session, ref=ref, person=person, now=now, kind=KIND)
    if act.case["received_at"] is None:
        # It was sent back before the reception: there is no receipt.
        raise NotInThisState(act=ACTS[KIND].label.rstrip("…"), state=act.stands.state.name)
    asked = request_of_owner(act, requester, request, request_files, store=store)
    words = reason_given(reason)
    act.change(receipt_codes=act.case["receipt_codes"] + 1)
    act.record(
        CodeReissued(
            reason=words,
            requester=asked.requester or "",
            request=asked.request or "",
            documents=asked.documents,
        )
    )
    act.announce(topics.CodeReissued())
    act.save()
