"""Above what a slip says: the case and its people, as they stood when the slip was given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.accounts.one_person import same_person
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.facts.events_of_filing import CaseReceived
from engine.facts.events_of_receipts import CodeReissued
from engine.facts.events_of_supplements import SupplementAsked
from engine.facts.reading import Recorded
from engine.queries.case_file import applicant_answers, readable_case
from engine.queries.case_rows import CaseRows, dossier_of, history_of
from engine.queries.receipt_papers import ReceivedPaper, papers_received
from engine.queries.slips import is_slip
from engine.queries.views.case import Answer
from engine.routing.as_it_stands import day_of


@dataclass(frozen=True, slots=True)
class SlipHead:
    """Under which number the case was known, and whose it was, when a slip was given out.

    Of a receipt also ``code``: which of its secret codes it bears for this viewer, counted from
    nought, ``None``: none; and the ``papers`` that it lists.
    """

    ref: str
    applicant: tuple[Answer, ...]
    code: int | None = None
    papers: tuple[ReceivedPaper, ...] = ()


def slip_head(
    session: Session, *, ref: str, number: str, person: Person, now: datetime
) -> SlipHead:
    """The head of the slip with this number; no code that was given, no answer that was adjusted
    afterwards. Raises CaseNotFound.
    """
    rows, _ = readable_case(session, ref, person, now)
    history = history_of(session, rows.case)
    return _head(rows, dossier_of(session, rows.case).applicant, _since(history, number))


def receipt_head(session: Session, *, ref: str, person: Person, now: datetime) -> SlipHead:
    """The head of the receipt of a case. Raises CaseNotFound.

    The secret code withdraws and rates a case: it is for the applicant. An officer prints it on the
    day on which they give it by an act that the history tells, and never again.
    """
    rows, reader = readable_case(session, ref, person, now)
    history = history_of(session, rows.case)
    at = next((i for i, one in enumerate(history) if isinstance(one.event, CaseReceived)), 0)
    head = _head(rows, dossier_of(session, rows.case).applicant, history[:at])
    shown = reader == "applicant" or _gives_it(session, rows, history, person, now)
    return replace(
        head,
        code=rows.case["receipt_codes"] if shown else None,
        papers=papers_received(session, rows, history, reader),
    )


def _gives_it(
    session: Session, rows: CaseRows, history: Sequence[Recorded], person: Person, now: datetime
) -> bool:
    """Whether the officer gave the code today that holds: anew, or at the counter by receiving.

    Who filed online has it in their account.
    """
    gave = next(
        (one for one in history if isinstance(one.event, CodeReissued | CaseReceived)), None
    )
    if gave is None or not same_person(session, gave.actor.account_id, person.account_id):
        return False
    case = rows.case
    online = (case["handled_as"] or case["channel"]) == "online"
    if online and isinstance(gave.event, CaseReceived):
        return False
    return day_of(gave.at) == day_of(now) and _at_counter(rows, person)


def _at_counter(rows: CaseRows, person: Person) -> bool:
    case, setting = rows.case, rows.setting
    counter = Matter(
        *(case["province_code"], setting, case["receiving_unit"]),
        receiving=case["receiving_unit"],
        procedure_code=case["procedure_code"],
    )
    return may(person, "cases.file", counter) is not None


def _since(history: Sequence[Recorded], number: str) -> Sequence[Recorded]:
    """What came after the slip; the history has the newest first."""
    for at, told in enumerate(history):
        event = told.event
        if is_slip(event, number) or (
            isinstance(event, SupplementAsked) and event.number == number
        ):
            return history[:at]
    return ()


def _head(rows: CaseRows, applicant: Mapping[str, object], since: Sequence[Recorded]) -> SlipHead:
    people = rows.package.manifest.people
    then = dict(applicant)
    for told in since:
        if isinstance(told.event, ContentAdjusted):
            adjusted = told.event
            then |= {
                name: adjusted.before for name, key in people.items() if key == adjusted.question
            }
    received = any(isinstance(told.event, CaseReceived) for told in since)
    ref = rows.case["submission_number"] if received else rows.stands.ref
    return SlipHead(ref, applicant_answers(rows, then))
