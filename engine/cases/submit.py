"""A citizen files online, or an officer files for them at the counter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.audit.chain import START
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.recorded_act import NUMBER_TO_COME
from engine.cases.act.turning import at_birth
from engine.cases.adding_files import FiledDocument, add_documents, name_of
from engine.cases.charging_fees import take_fees
from engine.cases.checking_desks import check_open
from engine.cases.checking_filers import (
    check_filer,
    check_not_own,
    check_own_name,
    ground_of,
    organisation_number,
)
from engine.cases.checking_papers import check_handed
from engine.cases.confirming_subjects import check_claims
from engine.cases.naming_people import people_named
from engine.cases.numbering import submission_number
from engine.cases.reusing_papers import reuse_papers, reused_papers
from engine.cases.standing_in import check_authorisation, stand_in
from engine.cases.taking_rules import resolved_today, take_for_filing
from engine.catalogue.applicants import (
    AS_GUARDIAN,
    FOR_WHOM,
    ApplicantKind,
    Authorisation,
    kept_paper,
)
from engine.catalogue.forms import checked, keys_of_communes, keys_of_files
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.catalogue.rules.admission import PaperGround, check_place, open_channels
from engine.catalogue.rules.resolution import Resolved
from engine.errors import (
    ChannelClosed,
    FormInvalid,
    OwnerUnnamed,
    PlaceClosed,
    UnitNotFound,
)
from engine.facts.events_of_filing import CaseSubmitted, File
from engine.fees.subjects import filing_form
from engine.organisation.tree import Setting, setting_of
from engine.ports import DocumentStore
from engine.routing.competence import area_of, check_served, competent_unit
from engine.routing.definitions import known_of
from engine.routing.dossiers import given
from engine.routing.held import HeldPaper
from engine.store.base import table_of
from engine.store.cases import Case, Dossier
from engine.store.ids import new_id
from engine.store.rows import CaseRow, Channel
from engine.store.searching import OF_ORGANISATION, found_by
from engine.workflow import Run, start
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
    applicant_kind: ApplicantKind = "citizen"
    """What the owner is."""
    owner_tax_number: str | None = None
    """The number of an organisation that owns it: compulsory of an enterprise."""
    authorisation: Authorisation | None = None
    """By which paper the submitter of the form stands in for its owner; ``None``: they don't."""
    reuse: Sequence[str] = ()
    """Files of earlier dossiers of the owner that answer components: their ids."""
    paper_ground: str | None = None
    """Why a state agency files another way than online: a code of the province's catalogue."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A filed case, known by its submission number until it is received."""

    case_id: str
    submission_number: str


def submit_case(
    session: Session, *, person: Person, filing: Filing, store: DocumentStore, now: datetime
) -> Submitted:
    """File a case under the package of this day and put it on the receiving desk.

    Raises ProvinceNotFound, ChannelNotYours, NotYourDesk, ProcedureNotFound, FiledElsewhere,
    ChannelClosed, UnitNotFound, FormInvalid, OwnerUnnamed, CompetentUnknown, PlaceClosed,
    PaperRefused, AuthorisationMissing, NothingToAuthorise, OrganisationNumberMissing,
    TextUnreadable, AgencyFilesOnline, OwnDossier, NotYourNumber,
    PaperGroundUnknown, PaperNotHeld, ComponentUnknown, TooManyFiles, DocumentsMissing,
    SubjectDenied, SubjectProofMissing, FeeUndecided, FileRefused, NobodyToAssign, FilingClosed,
    NobodyReceives, NobodyServes.
    """
    day = now.astimezone(ZONE).date()
    setting = setting_of(session, filing.province_code)
    check_filer(
        person,
        setting,
        channel=filing.channel,
        receiving=filing.receiving_unit,
        procedure_code=filing.procedure_code,
    )
    published = _package_of(session, filing, day)
    declared = _declared(published, filing, setting, person, day)
    check_claims(
        *(published, declared.answers, declared.applicant),
        channel=filing.channel,
        files=filing.documents,
        today=day,
    )
    case = _case_row(person, filing, published, declared, now=now)
    act = CaseAct(session, case, epoch=setting.epoch, actor=actor_of(person), now=now)
    act.number_last(lambda: {"submission_number": _number(session, setting, day)})
    number = found_by(declared.applicant)["owner_number"]
    rules = resolved_today(act)
    reused = reused_papers(act, rules, filing.reuse, person=person, owner_number=number)
    _check_taken_here(act, rules, filing, declared.answers, reused)
    ground = ground_of(act, rules, kind=filing.applicant_kind, code=filing.paper_ground)
    run = _started(act, declared)
    check_open(act, run, rules)
    _insert(act, run, filing, declared)
    files = add_documents(act, filing.documents, role="filed", store=store)
    _record(act, filing, declared, files, person=person, ground=ground)
    reuse_papers(act, reused)
    act.begin(run)
    take_for_filing(act, rules)
    take_fees(act, rules, declared.answers)
    act.save()
    return Submitted(case["id"], act.case["submission_number"])


def _number(session: Session, setting: Setting, day: date) -> str:
    return submission_number(session, agency_code=setting.agency_code, day=day)


def _package_of(session: Session, filing: Filing, day: date) -> PublishedPackage:
    digest = current_digest(
        session,
        province_code=filing.province_code,
        procedure_code=filing.procedure_code,
        day=day,
    )
    return package(session, filing.province_code, digest)


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the filing tells of its case: clean answers, its people, and so who decides it."""

    answers: dict[str, object]
    applicant: dict[str, object]
    competent_unit: str
    authorisation: Authorisation | None
    organisation: str | None


def _declared(
    published: PublishedPackage, filing: Filing, setting: Setting, person: Person, day: date
) -> _Declared:
    answers = _checked_answers(published, filing, setting, day)
    competent = _competent(published, filing, setting, answers, day)
    asked = answers.get(published.manifest.people.get(OF_ORGANISATION, ""))
    told = str(asked) if asked else filing.owner_tax_number
    organisation = organisation_number(filing.applicant_kind, told)
    applicant = people_named(
        published.manifest.people,
        answers,
        typist=person.name,
        citizen=person.kind == "citizen",
        organisation=organisation,
    )
    _check_named(published.manifest.people, applicant)
    check_not_own(person, applicant)
    paper = check_authorisation(filing.authorisation, answers, applicant, today=day)
    for_other = paper is not None or answers.get(FOR_WHOM) == AS_GUARDIAN
    check_own_name(person, applicant, filing.applicant_kind, by_paper=for_other)
    return _Declared(answers, applicant, competent, paper, organisation)


def _checked_answers(
    published: PublishedPackage, filing: Filing, setting: Setting, day: date
) -> dict[str, object]:
    """The clean answers; the commune they name is one of the province's on this day."""
    for code in (filing.receiving_unit, filing.returning_unit):
        unit = setting.units.get(code)
        if unit is None or not unit.valid(day):
            raise UnitNotFound(unit_code=code)
    form = filing_form(published) or {}
    communes = frozenset(unit.code for unit in setting.communes(day))
    choices = dict.fromkeys(keys_of_communes(form), communes)
    files = {
        key: [name_of(file) for file in filing.documents if file.component == key]
        for key in keys_of_files(form)
    }
    return checked(form, filing.answers, choices, today=day, files=files)


def _competent(
    published: PublishedPackage,
    filing: Filing,
    setting: Setting,
    answers: Mapping[str, object],
    day: date,
) -> str:
    """The unit that decides; a procedure that isn't filed anywhere is filed with that unit."""
    manifest = published.manifest
    check_served(manifest, setting, answers=answers, receiving=filing.receiving_unit, day=day)
    competent = competent_unit(
        manifest, setting, answers=answers, receiving=filing.receiving_unit, day=day
    )
    at_home = {competent, area_of(manifest, answers) or competent}
    if not manifest.anywhere and not setting.within(filing.receiving_unit, at_home):
        raise PlaceClosed(place=setting.unit_name(filing.receiving_unit))
    return competent


def _check_named(people: Mapping[str, str], applicant: Mapping[str, object]) -> None:
    """Whose the dossier is must have been told: at a desk only the form tells."""
    if "owner_name" in applicant:
        return
    asked = people.get("owner_name") or people.get("submitter_name")
    if asked is None:
        raise OwnerUnnamed
    told = "Hãy ghi họ tên chủ hồ sơ."
    raise FormInvalid(count=1, first=told, faults=[{"field": asked, "message": told}])


def _case_row(
    person: Person,
    filing: Filing,
    published: PublishedPackage,
    declared: _Declared,
    *,
    now: datetime,
) -> CaseRow:
    key = new_id()
    return {
        "province_code": filing.province_code,
        "id": key,
        "code": None,
        "submission_number": key,  # until the number is given, last of all
        "procedure_code": filing.procedure_code,
        "package_digest": published.digest,
        "channel": filing.channel,
        "receiving_unit": filing.receiving_unit,
        "returning_unit": filing.returning_unit,
        "competent_unit": declared.competent_unit,
        "applicant_name": str(declared.applicant["owner_name"]),
        # A counter filing belongs to the citizen, not to the officer who typed it.
        "account_id": person.account_id if person.kind == "citizen" else None,
        **at_birth(now),
        "commune": area_of(published.manifest, declared.answers),
        "first_commune": None,
        "applicant_kind": filing.applicant_kind,
        "paper_ground": None,
        "authorisation": kept_paper(declared.authorisation),
        "corrects": None,
        "version": 1,
        "event_seq": START.seq,
        "event_hash": START.hash,
        "open_incidents": 0,
    }


def _check_taken_here(
    act: CaseAct,
    rules: Resolved,
    filing: Filing,
    answers: Mapping[str, object],
    reused: Sequence[HeldPaper],
) -> None:
    """Refuse what local rules of today, or the procedure, do not take this way."""
    check_place(rules, filing.channel)
    if filing.channel not in open_channels(act.package.manifest, rules):
        raise ChannelClosed(channel=CHANNEL_WORDS[filing.channel])
    check_handed(
        act,
        rules,
        files=filing.documents,
        papers=filing.papers,
        reused=[one.component for one in reused],
        asked_in_form=keys_of_files(act.package.form(act.package.manifest.filing_form) or {}),
        answers=answers,
    )


def _started(act: CaseAct, declared: _Declared) -> Run:
    read = given(declared.answers, declared.applicant, known_of(act.case))
    return start(act.definition, {}, now=act.now, dossier=read.case, context=read.context)


def _insert(act: CaseAct, run: Run, filing: Filing, declared: _Declared) -> None:
    act.case["state"] = run.dumps()
    act.connection.execute(insert(table_of(Case)), act.case)
    act.connection.execute(
        insert(table_of(Dossier)),
        {
            "province_code": filing.province_code,
            "case_id": act.case["id"],
            "answers": declared.answers,
            "applicant": declared.applicant,
            "papers": list(filing.papers),
            **found_by(declared.applicant),
        },
    )


def _record(
    act: CaseAct,
    filing: Filing,
    declared: _Declared,
    files: tuple[File, ...],
    *,
    person: Person,
    ground: PaperGround | None,
) -> None:
    act.record(
        CaseSubmitted(
            channel=filing.channel,
            procedure=filing.procedure_code,
            package=act.case["package_digest"],
            receiving=filing.receiving_unit,
            competent=act.case["competent_unit"],
            returning=filing.returning_unit,
            answers=declared.answers,
            documents=files,
            papers=tuple(filing.papers),
            submitter=str(declared.applicant["submitter_name"]),
            assisted=person.kind != "citizen",
            number=NUMBER_TO_COME,
            applicant_kind=filing.applicant_kind,
            organisation=declared.organisation,
            paper_ground=ground,
        )
    )
    if declared.authorisation is not None:
        stand_in(act, declared.authorisation, declared.applicant)
