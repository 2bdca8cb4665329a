"""A citizen files online, or an officer files for them at the counter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.audit.chain import START
from engine.cases.codes import submission_number
from engine.cases.documents import FiledDocument, add_documents
from engine.cases.fee_rows import take_fees
from engine.cases.handing import check_handed
from engine.cases.stepping import CaseAct, actor_of
from engine.cases.taking import resolved_today, take_for_filing
from engine.catalogue.forms import checked, keys_of_communes
from engine.catalogue.manifest import CHANNEL_NAMES, Channel
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.catalogue.rules.filing import check_place, open_channels
from engine.catalogue.status import Status
from engine.errors import ChannelClosed, PlaceClosed, UnitNotFound
from engine.organisation.tree import Setting, setting_of
from engine.ports import DocumentStore
from engine.routing.competence import area_of, competent_unit
from engine.routing.definitions import definition_of, known_of
from engine.routing.dossiers import given
from engine.store.base import table_of
from engine.store.cases import Case, Dossier
from engine.store.ids import new_id
from engine.workflow import start
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed, where it is received and where the result is returned.

    Who decides is not chosen: it follows from the procedure and the answers.
    """

    province_code: str
    procedure_code: str
    channel: Channel
    receiving_unit: str
    returning_unit: str
    answers: Mapping[str, object]
    documents: Sequence[FiledDocument] = ()
    papers: Sequence[str] = ()
    """Components that the officer of the receiving centre has taken on paper."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A filed case, known by its submission number until it is received."""

    case_id: str
    submission_number: str


def submit_case(
    session: Session, *, person: Person, filing: Filing, store: DocumentStore, now: datetime
) -> Submitted:
    """File a case under the package of this day and put it on the receiving desk.

    Raises ProvinceNotFound, ProcedureNotFound, FiledElsewhere, ChannelClosed, UnitNotFound,
    FormInvalid, CompetentUnknown, PlaceClosed, PaperRefused, DocumentsMissing, FeeUndecided,
    FileRefused, NobodyToAssign; NotYourDesk for papers that no officer there has taken.
    """
    setting = setting_of(session, filing.province_code)
    published = _package_of_today(session, filing, now)
    answers = _checked_answers(published, filing, setting, now)
    competent = _competent(published, filing, setting, answers, now)
    applicant = _applicant(published, answers, person)
    case = _case_row(person, filing, published.digest, applicant, now=now) | {
        "competent_unit": competent,
        "submission_number": submission_number(
            session, agency_code=setting.agency_code, day=now.astimezone(ZONE).date()
        ),
    }
    act = CaseAct(session, case, epoch=setting.epoch, actor=actor_of(person), now=now)
    found = resolved_today(act)
    check_place(found, filing.channel)
    if filing.channel not in open_channels(published.manifest, found):
        raise ChannelClosed(channel=CHANNEL_NAMES[filing.channel].lower())
    check_handed(
        act,
        found,
        files=filing.documents,
        papers=filing.papers,
        answers=answers,
        person=person,
    )
    read = given(answers, applicant, known_of(case))
    run = start(definition_of(published), {}, now=now, dossier=read.case, context=read.context)
    case["state"] = run.dumps()
    session.connection().execute(insert(table_of(Case)), case)
    session.connection().execute(
        insert(table_of(Dossier)),
        {
            "province_code": filing.province_code,
            "case_id": case["id"],
            "answers": answers,
            "applicant": applicant,
            "papers": list(filing.papers),
        },
    )
    files = add_documents(
        session,
        filing.documents,
        key=act.key,
        role="filed",
        store=store,
        added_by=person.account_id,
        now=now,
    )
    _begin(act, run, filing, answers, files)
    take_for_filing(act, found, "submission")
    take_fees(act, found, answers)
    act.save()
    return Submitted(str(case["id"]), str(case["submission_number"]))


def _begin(
    act: CaseAct,
    run: object,
    filing: Filing,
    answers: dict[str, object],
    files: list[dict[str, object]],
) -> None:
    act.begin(run)  # type: ignore[arg-type]
    act.record(
        "case_submitted",
        channel=filing.channel,
        procedure=filing.procedure_code,
        package=act.case["package_digest"],
        receiving=filing.receiving_unit,
        competent=act.case["competent_unit"],
        returning=filing.returning_unit,
        answers=answers,
        documents=files,
        papers=list(filing.papers),
    )
    act.announce("case_submitted", status=int(Status.SUBMITTED))
    act.start_clock("answer", "Nộp hồ sơ", "NĐ 118/2025/NĐ-CP, Điều 17.2")


def _package_of_today(session: Session, filing: Filing, now: datetime) -> PublishedPackage:
    digest = current_digest(
        session,
        province_code=filing.province_code,
        procedure_code=filing.procedure_code,
        day=now.astimezone(ZONE).date(),
    )
    return package(session, filing.province_code, digest)


def _checked_answers(
    published: PublishedPackage, filing: Filing, setting: Setting, now: datetime
) -> dict[str, object]:
    """The clean answers; the commune they name is one of the province's on this day."""
    day = now.astimezone(ZONE).date()
    for code in (filing.receiving_unit, filing.returning_unit):
        unit = setting.units.get(code)
        if unit is None or not unit.valid(day):
            raise UnitNotFound(unit_code=code)
    form = published.form(published.manifest.filing_form) or {}
    communes = frozenset(unit.code for unit in setting.communes(day))
    choices = dict.fromkeys(keys_of_communes(form), communes)
    return checked(form, filing.answers, choices)


def _competent(
    published: PublishedPackage,
    filing: Filing,
    setting: Setting,
    answers: Mapping[str, object],
    now: datetime,
) -> str:
    """The unit that decides; a procedure that isn't filed anywhere is filed with that unit."""
    manifest = published.manifest
    competent = competent_unit(
        manifest,
        setting,
        answers=answers,
        receiving=filing.receiving_unit,
        day=now.astimezone(ZONE).date(),
    )
    at_home = {competent, area_of(manifest, answers) or competent}
    if not manifest.anywhere and not setting.within(filing.receiving_unit, at_home):
        raise PlaceClosed(place=setting.unit_name(filing.receiving_unit))
    return competent


def _applicant(
    published: PublishedPackage, answers: Mapping[str, object], person: Person
) -> dict[str, object]:
    """The people of the filing under standard names; by default the submitter is the owner."""
    people = published.manifest.people
    told = {name: answers[key] for name, key in people.items() if key in answers}
    told.setdefault("submitter_name", person.name)
    for name in ("name", "identity_number"):
        if f"owner_{name}" not in told and f"submitter_{name}" in told:
            told[f"owner_{name}"] = told[f"submitter_{name}"]
    return told


def _case_row(
    person: Person,
    filing: Filing,
    digest: str,
    applicant: Mapping[str, object],
    *,
    now: datetime,
) -> dict[str, object]:
    return {
        "province_code": filing.province_code,
        "id": new_id(),
        "code": None,
        "procedure_code": filing.procedure_code,
        "package_digest": digest,
        "channel": filing.channel,
        "status": int(Status.SUBMITTED),
        "receiving_unit": filing.receiving_unit,
        "returning_unit": filing.returning_unit,
        "applicant_name": str(applicant["owner_name"]),
        # A counter filing belongs to the citizen, not to the officer who typed it.
        "account_id": person.account_id if person.kind == "citizen" else None,
        "submitted_at": now,
        "received_at": None,
        "due_at": None,
        "finished_at": None,
        "returned_at": None,
        "version": 1,
        "event_seq": START.seq,
        "event_hash": START.hash,
        "open_incidents": 0,
    }
