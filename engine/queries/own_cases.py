"""The cases of a citizen: those they own, and those they filed for others; the newest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.applicants import ORGANISATIONS
from engine.catalogue.packages import package
from engine.life import APPLICANTS, state
from engine.organisation.tree import setting_of
from engine.queries.case_rows import CaseRows
from engine.queries.delivery import Delivery, delivery_of, delivery_words
from engine.queries.meetings import RECORD, invited_words
from engine.queries.result_words import headline_of
from engine.queries.tracking import result_files
from engine.queries.views.own_cases import OwnCase
from engine.queries.views.tracking import ResultFile
from engine.queries.whereabouts import case_due_view
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.giving_results import told_held_back
from engine.routing.meetings_waiting import next_meetings
from engine.routing.owing import owing_of_cases
from engine.routing.refused import refused_results
from engine.store.base import table_of
from engine.store.cases import Case, Dossier
from engine.store.rows import CaseRow
from engine.typed.identifiers import digits_of

MOST = 100
"""Cases of one list; who filed more finds the older ones by their number."""
_case = table_of(Case)
_of_case = Dossier.case_id == _case.c.id


def own_cases(session: Session, *, person: Person, now: datetime) -> tuple[OwnCase, ...]:
    """The person's cases with how they stand; a few statements, however many there are."""
    found = session.execute(
        select(_case, Dossier.applicant)
        .join(Dossier, and_(Dossier.province_code == _case.c.province_code, _of_case))
        .where(or_(*_theirs(person)))
        .order_by(_case.c.submitted_at.desc(), _case.c.id.desc())
        .limit(MOST)
    )
    rows = [dict(row) for row in found.mappings()]
    applicants = [row.pop("applicant") for row in rows]
    cases = [cast("CaseRow", row) for row in rows]
    results = result_files(session, cases) if cases else {}
    standing = owing_of_cases(session, cases) if cases else {}
    refused = refused_results(session, cases)
    inviting = [case for case in cases if RECORD in state(case["status"]).acts]
    provinces = {case["province_code"] for case in inviting}
    meets = next_meetings(session, provinces, [case["id"] for case in inviting], now)
    held = told_held_back(session, cases) if results else {}
    return tuple(
        _own(
            _stands(session, case),
            delivery_of(applicant),
            () if held and held[case["id"]].holds_back else results.get(case["id"], ()),
            owed=standing[case["id"]].awaited,
            refused=case["id"] in refused,
            meets_at=meets.get(case["id"]),
            filed=_filed_for(case, applicant, person),
            now=now,
        )
        for case, applicant in zip(cases, applicants, strict=True)
    )


def _theirs(person: Person) -> list[ColumnElement[bool]]:
    """By the account that filed, or by the owner's number, which the account is of."""
    found: list[ColumnElement[bool]] = [_case.c.account_id == person.account_id]
    if person.identity_number is not None:
        found.append(owned_by(person.identity_number))
    return found


def owned_by(number: str) -> ColumnElement[bool]:
    """The dossiers of the person with this number, and those of the organisations that they
    represent: an organisation acts by whoever files for it without a paper.
    """
    represents = and_(
        Dossier.submitter_number == number,
        _case.c.applicant_kind.in_(ORGANISATIONS),
        _case.c.authorisation.is_(None),
    )
    return or_(Dossier.owner_number == number, represents)


def _filed_for(
    case: CaseRow, applicant: Mapping[str, object], person: Person
) -> Literal["owner", "submitter"] | None:
    """Which side of a paper they are on: theirs that another filed, or another's that they did."""
    if case["authorisation"] is None:
        return None
    number, owner = person.identity_number, str(applicant.get("owner_identity_number") or "")
    mine = number is not None and digits_of(owner) == number
    return "owner" if mine else "submitter"


def _stands(session: Session, case: CaseRow) -> CaseRows:
    """The case as far as the list tells of it: without its tasks and clocks."""
    province = case["province_code"]
    published = package(session, province, case["package_digest"])
    stands = CaseAsItStands(case, published, setting_of(session, province))
    return CaseRows(stands, version=0, tasks=(), clocks=(), ahead=stands)


def _own(
    rows: CaseRows,
    delivery: Delivery,
    results: tuple[ResultFile, ...],
    *,
    owed: int,
    refused: bool,
    meets_at: datetime | None,
    filed: Literal["owner", "submitter"] | None,
    now: datetime,
) -> OwnCase:
    stage, case = rows.stands.state, rows.case
    headline = headline_of(stage, case, refused=refused)
    return OwnCase(
        ref=rows.stands.ref,
        procedure_name=rows.package.manifest.short_name,
        applicant_name=case["applicant_name"],
        submitted_at=case["submitted_at"],
        headline=invited_words(meets_at) if meets_at else headline,
        must_act=meets_at is not None or stage.runs in APPLICANTS,
        ended=stage.ended,
        due=case_due_view(rows, now),
        ready_at=case["finished_at"] if stage.solved else None,
        delivery_words=delivery_words(delivery, rows.setting.unit_name(case["returning_unit"])),
        results=results if stage.solved and filed != "submitter" else (),
        owed=owed,
        by_authorisation=filed,
    )
