"""The rows behind a case's file, fetched once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.access import Matter, Reader, of_file, with_people
from engine.audit.chain import StoredEvent
from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import FeeOwed
from engine.facts.reading import Recorded, recorded
from engine.fees.owing import Owing
from engine.life import PAUSES
from engine.organisation.tree import Setting, setting_of
from engine.routing.answering import units_that_worked
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.as_received import reception
from engine.routing.centres import own_centres
from engine.routing.corrections import told_instead
from engine.routing.moving_on import dossier_of as readable
from engine.routing.named_cases import case_key
from engine.store.audit import CaseEvent
from engine.store.base import table_of
from engine.store.cases import Case, CaseDocument, ClockInterval, Dossier, Task
from engine.store.catalogue import Package
from engine.store.numbers import NUMBERS, UNKNOWN, Numbers
from engine.store.organisation import Officer
from engine.store.rows import CaseRow, HeldTaskRow

RESULT = "result"
_case = table_of(Case)
_task = table_of(Task)
_clock = table_of(ClockInterval)
_holder = (
    select(Officer.full_name)
    .where(
        Officer.province_code == _task.c.province_code,
        Officer.id == func.coalesce(_task.c.completed_by, _task.c.officer_id),
    )
    .scalar_subquery()
    .label("holder")
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A stretch in which a clock of the case ran; ``stopped_at`` is empty while it runs."""

    clock: str
    started_at: datetime
    stopped_at: datetime | None
    reason: str
    legal_basis: str


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

    @property
    def matter(self) -> Matter:
        """The file, for who reads it; who was asked for an opinion isn't in it."""
        competent, day = self.case["competent_unit"], day_of(self.case["submitted_at"])
        return self.with_people(
            of_file(
                self.case,
                competent_unit=competent,
                task_units={*self.earlier_units, *(task["unit_code"] for task in self.tasks)},
                watching=own_centres(self.setting, competent, day),
                asked=(),
                setting=self.setting,
            )
        )

    def with_people(self, matter: Matter) -> Matter:
        """The matter with the people of the case."""
        represented = self.case["authorisation"] is not None
        return with_people(matter, *self.numbers, represented=represented)


def find_case(session: Session, ref: str, now: datetime | None = None) -> CaseRows:
    """The case that this code or number means. Raises CaseNotFound, CaseCodeTwoWays.

    Without ``now`` nobody looks ahead: ``ahead`` is the case as it stands.
    """
    province, case_id = case_key(session, ref)
    case = (
        session.execute(
            select(_case, *NUMBERS).where(_case.c.province_code == province, _case.c.id == case_id)
        )
        .mappings()
        .one()
    )
    digest = case["package_digest"]
    tasks = session.execute(
        select(_task, _holder)
        .where(_task.c.province_code == province, _task.c.case_id == case["id"])
        .order_by(_task.c.created_at, _task.c.id)
    )
    version = session.scalar(
        select(Package.version).where(
            and_(Package.province_code == province, Package.digest == digest)
        )
    )
    told = dict(case)
    numbers = Numbers(told.pop("owner_number"), told.pop("submitter_number"))
    row = cast("CaseRow", told)
    published, setting = package(session, province, digest), setting_of(session, province)
    stands = CaseAsItStands(row, published, setting)
    return CaseRows(
        stands=stands,
        ahead=_ahead(session, stands, now) if now else stands,
        version=version or 0,
        tasks=[cast("HeldTaskRow", dict(task)) for task in tasks.mappings()],
        earlier_units=units_that_worked(session, row) if row["corrects"] else frozenset(),
        clocks=_clocks(session, province, row["id"]),
        numbers=numbers,
    )


def _ahead(session: Session, stands: CaseAsItStands, now: datetime) -> CaseAsItStands:
    if stands.row["received_at"] is not None or stands.state.over:
        return stands
    answers = readable(session, stands).case
    return reception(session, stands, answers, now=now, epoch=stands.setting.epoch).stands


def _clocks(session: Session, province_code: str, case_id: str) -> Sequence[ClockRow]:
    rows = session.execute(
        select(
            _clock.c.clock,
            _clock.c.started_at,
            _clock.c.stopped_at,
            _clock.c.reason,
            _clock.c.legal_basis,
        )
        .where(_clock.c.province_code == province_code, _clock.c.case_id == case_id)
        .order_by(_clock.c.started_at)
    )
    return [ClockRow(*row) for row in rows]


def dossier_of(session: Session, case: CaseRow) -> Dossier:
    """What was filed."""
    return session.get_one(Dossier, (case["province_code"], case["id"]))


def documents_of(session: Session, case: CaseRow) -> Sequence[CaseDocument]:
    """The files of the case in the order they came."""
    query = (
        select(CaseDocument)
        .where(
            CaseDocument.province_code == case["province_code"], CaseDocument.case_id == case["id"]
        )
        .order_by(CaseDocument.id)
    )
    return session.scalars(query).all()


def shown_to(document: CaseDocument, reader: Reader) -> bool:
    """Whether the reader may open the file: what units say to each other is for officers."""
    return document.role not in ("opinion", "evidence") or reader == "officers"


def held_back(document: CaseDocument, reader: Reader, standing: Owing) -> bool:
    """Whether it is a result whose fee is owed: who solves the case alone sees it until then."""
    return document.role == RESULT and reader != "officers" and standing.holds_back


def check_given(document: CaseDocument, reader: Reader, standing: Owing) -> None:
    """Raise FeeOwed for a result file while its fee is owed."""
    if held_back(document, reader, standing):
        raise FeeOwed(owed=money_words(standing.owed))


def readable_documents(
    session: Session, case: CaseRow, reader: Reader, standing: Owing
) -> Sequence[CaseDocument]:
    """The files of the case that the reader may open, in the order they came."""
    corrected = reader != "officers" and superseded(session, case)
    return [
        one
        for one in documents_of(session, case)
        if shown_to(one, reader)
        and not held_back(one, reader, standing)
        and not (corrected and one.role == RESULT)
    ]


def superseded(session: Session, case: CaseRow) -> bool:
    """Whether another case has corrected the result of this one: its own is kept for officers."""
    return bool(told_instead(session, [case["province_code"]], [case["id"]]))


def history_of(session: Session, case: CaseRow) -> list[Recorded]:
    """What happened to the case, newest first."""
    rows = session.execute(
        select(CaseEvent.seq, CaseEvent.at, CaseEvent.kind, CaseEvent.body, CaseEvent.hash)
        .where(CaseEvent.province_code == case["province_code"], CaseEvent.case_id == case["id"])
        .order_by(CaseEvent.seq.desc())
    )
    return [recorded(StoredEvent(*row)) for row in rows]
