"""Above what a slip says: the case and its people, as they stood when the slip was given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.facts.events_of_filing import CaseReceived
from engine.facts.events_of_supplements import SupplementAsked
from engine.facts.reading import Recorded
from engine.queries.case_file import applicant_answers, readable_case
from engine.queries.case_rows import CaseRows, dossier_of, history_of
from engine.queries.slips import is_slip
from engine.queries.views.case import Answer


@dataclass(frozen=True, slots=True)
class SlipHead:
    """Under which number the case was known, and whose it was, when a slip was given out.

    ``secret``: whether the receipt bears its secret code for this viewer.
    """

    ref: str
    applicant: tuple[Answer, ...]
    secret: bool = False


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

    The secret code withdraws and rates a case: it is for the applicant, and for the counter that
    gives them the receipt, not for whoever solves it.
    """
    rows, reader = readable_case(session, ref, person, now)
    history = history_of(session, rows.case)
    at = next((i for i, one in enumerate(history) if isinstance(one.event, CaseReceived)), 0)
    head = _head(rows, dossier_of(session, rows.case).applicant, history[:at])
    return replace(head, secret=reader == "applicant" or _at_counter(rows, person))


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
