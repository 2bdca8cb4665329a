"""The rows behind a case's file, fetched once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from engine.access import Matter, Reader, of_file, with_people
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import FeeOwed
from engine.facts.reading import Recorded, recorded
from engine.fees.owing import Owing
from engine.life import PAUSES
from engine.organisation.tree import Setting, setting_at
from engine.queries.kept_rows import ClockRow, given_cases, kept_rows, of_cases, read_together
from engine.routing.answering import units_that_worked
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.as_received import reception
from engine.routing.centres import own_centres
from engine.routing.corrections import told_instead
from engine.routing.giving_results import made_result, own_held_back
from engine.routing.moving_on import dossier_of as readable
from engine.routing.named_cases import case_key
from engine.routing.owing import owing_by
from engine.store.audit import CaseEvent
from engine.store.base import Code, Key, table_of
from engine.store.cases import Case, CaseDocument, Dossier
from engine.store.catalogue import Package
from engine.store.database import connection_of, remembered
from engine.store.numbers import NUMBERS, UNKNOWN, Numbers
from engine.store.organisation import Province
from engine.store.prepared import PreparedQuery
from engine.store.rows import CaseRow, HeldTaskRow
from engine.typed.identifiers import case_code

RESULT = "result"
_case, _event = table_of(Case), table_of(CaseEvent)
_package, _province = table_of(Package), table_of(Province)
_PROVINCE, _CASE = bindparam("province", type_=Code), bindparam("case_id", type_=Key)
_version = select(_package.c.version).where(
    _package.c.province_code == _case.c.province_code, _package.c.digest == _case.c.package_digest
)
_epoch = select(_province.c.epoch).where(_province.c.code == _case.c.province_code)
_row = select(
    _version.scalar_subquery().label("package_version"),
    _epoch.scalar_subquery().label("epoch"),
    *NUMBERS,
    *_case.columns,
)
_REF = bindparam("ref", type_=Code)
_BY_REF = PreparedQuery(
    # Twice the same code would be found by its two columns: then who finds codes says so.
    _row.where(or_(_case.c.code == _REF, _case.c.submission_number == _REF))
)
_BY_ID = PreparedQuery(_row.where(_case.c.province_code == _PROVINCE, _case.c.id == _CASE))
_BY_IDS = PreparedQuery(_row.where(_case.c.province_code == _PROVINCE, of_cases(_case.c.id)))
_EVENTS = PreparedQuery(
    select(_event.c.seq, _event.c.at, _event.c.kind, _event.c.body, _event.c.hash)
    .where(_event.c.province_code == _PROVINCE, _event.c.case_id == _CASE)
    .order_by(_event.c.seq.desc())
)


@dataclass(frozen=True)
class CaseRows:
    """A case as it stands, with its tasks in the order they began and its clocks."""

    stands: CaseAsItStands
    version: int
    tasks: Sequence[HeldTaskRow]
    clocks: Sequence[ClockRow]
    """The stretches in which each clock of the case ran, in their order."""
    ahead: CaseAsItStands
    """The case as it goes on: before its reception, as the reception would take it now."""
    numbers: Numbers = UNKNOWN
    """Of the case's people, where rights depend on them."""
    earlier_units: Collection[str] = ()
    """Those that worked on the case whose result this one corrects."""

    @property
    def case(self) -> CaseRow:
        """The case's row."""
        return self.stands.row

    @property
    def package(self) -> PublishedPackage:
        """The package that the case keeps."""
        return self.stands.package

    @property
    def setting(self) -> Setting:
        """The province as it is configured now."""
        return self.stands.setting

    @property
    def pauses(self) -> Sequence[ClockRow]:
        """The stretches in which the solving time stood still, waiting for the applicant."""
        return [row for row in self.clocks if row.clock in PAUSES]

    @cached_property
    def matter(self) -> Matter:
        """The file, for who reads it; who was asked for an opinion isn't in it."""
        competent, day = self.case["competent_unit"], day_of(self.case["submitted_at"])
        matter = of_file(
            self.case,
            competent_unit=competent,
            task_units={*self.earlier_units, *(task["unit_code"] for task in self.tasks)},
            watching=own_centres(self.setting, competent, day),
            asked=(),
            setting=self.setting,
        )
        ready, waits = self.stands.state.solved, self.case["slip_by"] is not None
        return self.with_people(replace(matter, result_ready=ready, slip_waits=waits))

    @property
    def ended_steps(self) -> set[str]:
        """The elements of the steps that somebody ended."""
        return {task["element_id"] for task in self.tasks if task["completed_at"] is not None}

    def with_people(self, matter: Matter) -> Matter:
        """The matter with the people of the case."""
        represented = self.case["authorisation"] is not None
        return with_people(matter, *self.numbers, represented=represented)


def find_case(session: Session, ref: str, now: datetime | None = None) -> CaseRows:
    """The case that this code or number means. Raises CaseNotFound, CaseCodeTwoWays.

    Without ``now`` nobody looks ahead: ``ahead`` is the case as it stands.
    """
    return _rows(session, _sought(session, ref), now)


def find_cases(
    session: Session, province: str, case_ids: Collection[str], now: datetime
) -> Mapping[str, CaseRows]:
    """Cases of a province by their ids, at most MOST_TOGETHER, by two statements."""
    connection, ids = connection_of(session), list(case_ids)
    read_together(session, province, ids)
    given = given_cases(province, ids)
    found = map(_found_of, _BY_IDS.all(connection, given))
    return {one.row["id"]: _rows(session, one, now) for one in found}


@dataclass(frozen=True, slots=True)
class _Found:
    """A case's row, its people's numbers, the version of its package, its province's epoch."""

    row: CaseRow
    numbers: Numbers
    version: int | None
    epoch: int


def _rows(session: Session, found: _Found, now: datetime | None) -> CaseRows:
    row, province = found.row, found.row["province_code"]
    published = package(session, province, row["package_digest"])
    stands = CaseAsItStands(row, published, setting_at(session, province, found.epoch))
    kept = kept_rows(session, row)
    return CaseRows(
        stands=stands,
        ahead=_ahead(session, stands, now) if now else stands,
        version=found.version or 0,
        tasks=kept.tasks,
        earlier_units=units_that_worked(session, row) if row["corrects"] else frozenset(),
        clocks=kept.clocks,
        numbers=found.numbers,
    )


def _sought(session: Session, ref: str) -> _Found:
    connection = connection_of(session)
    found = _BY_REF.all(connection, {"ref": case_code(ref)})
    if len(found) != 1:
        province, case_id = case_key(session, ref)
        found = _BY_ID.all(connection, {"province": province, "case_id": case_id})
    [values] = found
    return _found_of(values)


def _found_of(values: tuple[Any, ...]) -> _Found:
    version, epoch, owner, submitter, *columns = values
    row = cast("CaseRow", dict(zip(_case.columns.keys(), columns, strict=True)))
    return _Found(row, Numbers(owner, submitter), version, epoch)


def _ahead(session: Session, stands: CaseAsItStands, now: datetime) -> CaseAsItStands:
    if stands.row["received_at"] is not None or stands.state.over:
        return stands
    answers = readable(session, stands).case
    return reception(session, stands, answers, now=now, epoch=stands.setting.epoch).stands


def dossier_of(session: Session, case: CaseRow) -> Dossier:
    """What was filed."""
    return kept_rows(session, case).dossier


def documents_of(session: Session, case: CaseRow) -> Sequence[CaseDocument]:
    """The files of the case in the order they came."""
    return kept_rows(session, case).documents


def standing_of(session: Session, case: CaseRow) -> Owing:
    """How the case stands with its fees."""
    kept = kept_rows(session, case)
    return owing_by(session, case, kept.fees, kept.payments)


def shown_to(document: CaseDocument, reader: Reader) -> bool:
    """Whether the reader may open the file: what units say to each other is for officers."""
    return document.role not in ("opinion", "evidence") or reader == "officers"


def waits_for_fee(session: Session, rows: CaseRows, person: Person | None) -> Owing | None:
    """What keeps the result from this person: a fee is owed; ``None``: nothing does.

    Until it is paid, only who made, signed or stored the result opens it: no counter, no desk that
    returns results, nobody who looks on.
    """
    standing = own_held_back(session, rows.case) if rows.stands.state.solved else None
    if standing is None or not standing.holds_back:
        return None
    officer_id = person.officer_id if person else None
    mine = made_result(rows.tasks, officer_id)
    return None if mine or _stored_by(session, rows.case, person) else standing


def _stored_by(session: Session, case: CaseRow, person: Person | None) -> bool:
    return person is not None and any(
        one.role == RESULT and one.added_by == person.account_id
        for one in documents_of(session, case)
    )


def check_given(document: CaseDocument, waits: Owing | None) -> None:
    """Raise FeeOwed for a result file while its fee is owed (``waits_for_fee``)."""
    if document.role == RESULT and waits is not None and waits.holds_back:
        raise FeeOwed(owed=money_words(waits.owed))


def readable_documents(
    session: Session, case: CaseRow, reader: Reader, waits: Owing | None
) -> Sequence[CaseDocument]:
    """The files of the case that the reader may open, in the order they came.

    ``waits``: what keeps its result from them.
    """
    corrected = reader != "officers" and superseded(session, case)
    return [
        one
        for one in documents_of(session, case)
        if shown_to(one, reader) and not (one.role == RESULT and (corrected or waits is not None))
    ]


def superseded(session: Session, case: CaseRow) -> bool:
    """Whether another case has corrected the result of this one: its own is kept for officers."""
    return bool(told_instead(session, [case["province_code"]], [case["id"]]))


def history_of(session: Session, case: CaseRow) -> list[Recorded]:
    """What happened to the case, newest first."""
    key = (case["province_code"], case["id"])
    return remembered(session, ("history", *key), lambda: _history(session, *key))


def _history(session: Session, province: str, case_id: str) -> list[Recorded]:
    rows = _EVENTS.all(connection_of(session), {"province": province, "case_id": case_id})
    history = [recorded(StoredEvent(*row)) for row in rows]
    # Where its papers are is a part of it, and need not be asked again.
    remembered(session, ("papers", province, case_id), lambda: history)
    return history
