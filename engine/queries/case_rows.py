"""The rows behind a case's file, fetched once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.catalogue.manifest import Wait
from engine.catalogue.packages import PublishedPackage, package
from engine.errors import CaseNotFound
from engine.facts.reading import Recorded, recorded
from engine.organisation.tree import Setting, setting_of
from engine.routing.definitions import definition_of
from engine.store.audit import CaseEvent
from engine.store.base import table_of
from engine.store.cases import Case, CaseDocument, ClockInterval, Dossier, Task
from engine.store.catalogue import Package
from engine.store.organisation import Officer
from engine.workflow import Definition
from engine.worktime import Calendar

_case = table_of(Case)
_task = table_of(Task)
_clock = table_of(ClockInterval)
PAUSING = ("supplement", "finance")
_holder = (
    select(Officer.full_name)
    .where(
        Officer.province_code == _task.c.province_code,
        Officer.id == func.coalesce(_task.c.completed_by, _task.c.officer_id),
    )
    .scalar_subquery()
    .label("holder")
)


@dataclass(frozen=True)
class CaseRows:
    """A case with its package, its province and its tasks in the order they began."""

    case: Mapping[str, Any]
    package: PublishedPackage
    version: int
    setting: Setting
    tasks: Sequence[Mapping[str, Any]]
    pauses: Sequence[Mapping[str, Any]]
    """Clocks that ran while the case's own stood still, in their order."""

    @property
    def definition(self) -> Definition:
        """The case's process."""
        return definition_of(self.package)

    @property
    def calendar(self) -> Calendar:
        """The calendar that the case's own clock runs by: the competent unit's."""
        return self.setting.calendar_of(self.case["competent_unit"])

    @property
    def waiting(self) -> Wait | None:
        """What the case stands still for, if it does."""
        waits = self.package.manifest.waits
        open_at = (task["element_id"] for task in self.tasks if task["state"] == "open")
        return next((waits[element] for element in open_at if element in waits), None)

    @property
    def ref(self) -> str:
        """The case code, or the submission number before reception."""
        return str(self.case["code"] or self.case["submission_number"])

    @property
    def units(self) -> set[str]:
        """Every unit that the case has anything to do with."""
        own = {self.case[f"{role}_unit"] for role in ("receiving", "competent", "returning")}
        return own | {task["unit_code"] for task in self.tasks}


def find_case(session: Session, ref: str) -> CaseRows:
    """The case with this code or submission number. Raises CaseNotFound."""
    wanted = ref.strip().upper()
    case = (
        session.execute(
            select(_case).where(or_(_case.c.code == wanted, _case.c.submission_number == wanted))
        )
        .mappings()
        .one_or_none()
    )
    if case is None:
        raise CaseNotFound(ref=ref)
    province, digest = case["province_code"], case["package_digest"]
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
    return CaseRows(
        case=dict(case),
        package=package(session, province, digest),
        version=version or 0,
        setting=setting_of(session, province),
        tasks=[dict(task) for task in tasks.mappings()],
        pauses=_pauses(session, province, case["id"]),
    )


def _pauses(session: Session, province_code: str, case_id: str) -> Sequence[Mapping[str, Any]]:
    rows = session.execute(
        select(_clock)
        .where(
            _clock.c.province_code == province_code,
            _clock.c.case_id == case_id,
            _clock.c.clock.in_(PAUSING),
        )
        .order_by(_clock.c.started_at)
    )
    return [dict(row) for row in rows.mappings()]


def dossier_of(session: Session, case: Mapping[str, Any]) -> Dossier:
    """What was filed."""
    return session.get_one(Dossier, (case["province_code"], case["id"]))


def documents_of(session: Session, case: Mapping[str, Any]) -> Sequence[CaseDocument]:
    """The files of the case in the order they came."""
    query = (
        select(CaseDocument)
        .where(
            CaseDocument.province_code == case["province_code"], CaseDocument.case_id == case["id"]
        )
        .order_by(CaseDocument.id)
    )
    return session.scalars(query).all()


def history_of(session: Session, case: Mapping[str, Any]) -> list[Recorded]:
    """What happened to the case, newest first."""
    rows = session.execute(
        select(CaseEvent.seq, CaseEvent.at, CaseEvent.kind, CaseEvent.body, CaseEvent.hash)
        .where(CaseEvent.province_code == case["province_code"], CaseEvent.case_id == case["id"])
        .order_by(CaseEvent.seq.desc())
    )
    return [recorded(StoredEvent(*row)) for row in rows]
