"""The applicant adjusts what was filed, until the decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_applicant
from engine.cases.adding_files import FiledDocument
from engine.cases.showing_requests import request_of_owner
from engine.catalogue.adjusting import adjustable
from engine.catalogue.forms import checked, keys_of_communes
from engine.errors import FormInvalid, NothingAdjusted, QuestionFixed, ValueMissing
from engine.facts import topics
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.fees.subjects import filing_form
from engine.ports import DocumentStore
from engine.routing.as_it_stands import day_of
from engine.store.cases import Dossier
from engine.store.searching import found_by
from engine.typed.given import meant_given, reason_given

KIND = "adjust"


def adjust_content(
    session: Session,
    *,
    ref: str,
    person: Person,
    question: str,
    value: str,
    reason: str,
    requester: str | None = None,
    request: str | None = None,
    request_files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> None:
    """Put another answer in place of one that decides nothing (decree 118/2025 art. 21).

    The audit keeps the old one; clocks and due time stay. By who filed the case, or by an officer
    of the receiving unit to whom they came, with who asked and the paper by which. Raises
    CaseNotFound, NotYourCase, NotInThisState, AlreadyDecided, QuestionFixed, ValueMissing,
    NothingAdjusted, ReasonMissing, FormInvalid, RequestUnproven, TextUnreadable, FileRefused.
    """
    act = open_for_applicant(session, ref=ref, person=person, now=now, kind=KIND)
    asked = request_of_owner(act, requester, request, request_files, store=store)
    form = filing_form(act.package) or {}
    labels = dict(adjustable(act.package, form, received=act.case["received_at"] is not None))
    if question not in labels:
        raise QuestionFixed(name=question[:60])
    words = meant_given("value", "Nội dung mới", value)
    if not words:
        raise ValueMissing
    why = reason_given(reason)
    dossier = session.get_one(Dossier, act.key)
    before = str(dossier.answers.get(question) or "")
    after = str(_answers(act, form, dossier.answers, question, words).get(question) or "")
    if after == before:
        raise NothingAdjusted
    _put(act, dossier, question, after)
    act.record(
        ContentAdjusted(
            by="account" if act.by_applicant else "counter",
            question=question,
            label=labels[question],
            before=before,
            after=after,
            reason=why,
            requester=asked.requester,
            request=asked.request,
            documents=asked.documents,
        )
    )
    act.announce(topics.ContentAdjusted(question=question))
    act.save()


def _answers(
    act: CaseAct, form: Mapping[str, object], answers: Mapping[str, object], key: str, value: str
) -> Mapping[str, object]:
    """The answers with the new one, as the form takes it; older ones are not asked again."""
    day, changed = day_of(act.now), {**answers, key: value}
    communes = frozenset(unit.code for unit in act.setting.communes(day))
    try:
        return checked(form, changed, dict.fromkeys(keys_of_communes(form), communes), today=day)
    except FormInvalid as invalid:
        faults = [one for one in invalid.details["faults"] if one["field"] == key]  # type: ignore[attr-defined]
        if not faults:
            return changed
        raise FormInvalid(count=len(faults), first=faults[0]["message"], faults=faults) from None


def _put(act: CaseAct, dossier: Dossier, key: str, value: str) -> None:
    people = act.package.manifest.people
    applicant = dossier.applicant | {name: value for name, asked in people.items() if asked == key}
    act.session.execute(
        update(Dossier)
        .where(Dossier.province_code == act.key[0], Dossier.case_id == act.key[1])
        .values(answers={**dossier.answers, key: value}, applicant=applicant, **found_by(applicant))
    )
