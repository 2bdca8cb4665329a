"""What many tables hold of one case, read together: one statement, whatever its history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import manager_of_class

from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.store.base import Base, Code, Key, table_of
from engine.store.cases import CaseDocument, ClockInterval, Dossier, Task
from engine.store.consultations import Consultation
from engine.store.database import connection_of, remembered
from engine.store.lateness import LatenessCause
from engine.store.meetings import Meeting
from engine.store.organisation import Officer
from engine.store.payments import Payment
from engine.store.rows import CaseRow, HeldTaskRow
from engine.store.rules import CaseFee, CaseRule, LocalRule
from engine.store.together import Together

_ENTITIES: tuple[type[Base], ...] = (
    *(Dossier, CaseDocument, Consultation, Payment, CaseFee, LatenessCause),
)
_WHOLE: tuple[type[Base], ...] = (*_ENTITIES, Task, Meeting)
"""Those whose rows are read with all columns, their own first."""
_clock, _taken, _rule = table_of(ClockInterval), table_of(CaseRule), table_of(LocalRule)
_task, _officer, _meeting = table_of(Task), table_of(Officer), table_of(Meeting)
_holder = (
    select(_officer.c.full_name)
    .where(
        _officer.c.province_code == _task.c.province_code,
        _officer.c.id == func.coalesce(_task.c.completed_by, _task.c.officer_id),
    )
    .scalar_subquery()
    .label("holder")
)
_HELD_TASK = (*_task.columns.keys(), "holder")
"""A task, and the name of who ended it or holds it."""
_CLOCK = ("clock", "started_at", "stopped_at", "reason", "legal_basis", "due_at")
_REPLACED = (
    *(_taken.c.taken_at, _taken.c.value, _rule.c.id, _rule.c.kind, _rule.c.target, _rule.c.place),
    *(_rule.c.element, _rule.c.slot, _rule.c.valid_from, _rule.c.valid_to, _rule.c.basis),
)
_PROVINCE, _CASE = bindparam("province", type_=Code), bindparam("case_id", type_=Key)
One = TypeVar("One", bound=Base)
MOST_TOGETHER = 50
"""Cases whose rows are read by one statement."""
_Found = Mapping[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A stretch in which a clock of the case ran; ``stopped_at`` is empty while it runs."""

    clock: str
    started_at: datetime
    stopped_at: datetime | None
    reason: str
    legal_basis: str
    due_at: datetime | None
    """Of an answer that was given: until when it had to be."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows beside a case; none of them is the session's, to be changed."""

    tasks: Sequence[HeldTaskRow]
    """In the order they began."""
    dossier: Dossier
    clocks: Sequence[ClockRow]
    """In their order."""
    documents: Sequence[CaseDocument]
    """In the order they came."""
    consultations: Sequence[Consultation]
    payments: Sequence[Payment]
    """The oldest first."""
    fees: Sequence[CaseFee]
    cause: LatenessCause | None
    replaced: Sequence[Rule]
    """The rules by which the case has data in place of papers, the newest last."""


def kept_rows(session: Session, case: CaseRow) -> KeptRows:
    """The rows beside this case; a session that only reads reads them once."""
    key = (case["province_code"], case["id"])
    return remembered(session, ("kept", *key), lambda: _read(session, *key))


def _read(session: Session, province: str, case_id: str) -> KeptRows:
    given = {"province": province, "case_id": case_id}
    return _kept(session, province, case_id, _TOGETHER.all(connection_of(session), given))


def read_together(session: Session, province: str, case_ids: Sequence[str]) -> None:
    """Read the rows beside these cases, at most MOST_TOGETHER, by one statement.

    ``kept_rows`` of a session that only reads then finds them.
    """
    given = given_cases(province, case_ids)
    found = _of_many().all(connection_of(session), given)
    by_case: dict[str, _Found] = {one: {name: [] for name in found} for one in case_ids}
    for name, rows in found.items():
        for row in rows:
            by_case[row[_case_in(name)]][name].append(row)
    for one, its in by_case.items():
        remembered(session, ("kept", province, one), partial(_kept, session, province, one, its))


def _kept(session: Session, province: str, case_id: str, found: _Found) -> KeptRows:
    (dossier,) = _made(Dossier, found)
    # Expressions read the dossier through the session, and find it there.
    remembered(session, ("dossier", province, case_id), lambda: dossier)
    meetings = sorted(_made(Meeting, found), key=lambda row: (row.meets_at, row.id))
    remembered(session, ("meetings", province, case_id), lambda: meetings)
    return KeptRows(
        tasks=sorted(
            (_held_task(row) for row in found["tasks"]),
            key=lambda task: (task["created_at"], task["id"]),
        ),
        dossier=dossier,
        clocks=sorted(
            (ClockRow(*row[1:]) for row in found["clock"]), key=lambda row: row.started_at
        ),
        documents=sorted(_made(CaseDocument, found), key=lambda row: row.id),
        consultations=_made(Consultation, found),
        payments=sorted(_made(Payment, found), key=lambda row: (row.recorded_at, row.id)),
        fees=_made(CaseFee, found),
        cause=next(iter(_made(LatenessCause, found)), None),
        replaced=[_rule_of(row[1:]) for row in sorted(found["replaced"], key=itemgetter(1))],
    )


def _case_in(name: str) -> int:
    """Where a row of the query tells its case."""
    return _BESIDE.get(name, 0)


def _made(entity: type[One], found: _Found) -> list[One]:
    table = table_of(entity)
    names, manager = table.columns.keys(), manager_of_class(entity)
    made = []
    for row in found[table.name]:
        # As SQLAlchemy makes what it loads: the constructor would note each value as a change.
        one: One = manager.new_instance()
        vars(one).update(zip(names, row, strict=True))
        made.append(one)
    return made


def _held_task(values: tuple[Any, ...]) -> HeldTaskRow:
    return cast("HeldTaskRow", dict(zip(_HELD_TASK, values, strict=True)))


def _rule_of(row: tuple[Any, ...]) -> Rule:
    _, value, rule_id, kind, target, place, element, slot, first, end, basis = row
    return Rule(
        id=rule_id,
        kind=kind,
        scope=Scope.of(target, place, element),
        slot=slot,
        value=value,
        valid_from=first,
        valid_to=end,
        basis=LegalBasis.of(basis),
    )


def of_cases(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the column names one of the cases of ``given_cases``."""
    return column.in_([bindparam(f"case{place}", type_=Key) for place in range(MOST_TOGETHER)])


def given_cases(province: str, case_ids: Sequence[str]) -> dict[str, object]:
    """The values of ``of_cases``: of a fixed number, so that the statement is planned once."""
    ids = [*case_ids, *[""] * (MOST_TOGETHER - len(case_ids))]
    return {"province": province, **{f"case{place}": one for place, one in enumerate(ids)}}


def _together(chosen: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> Together:
    """The rows beside the cases that ``chosen`` picks by their ids."""

    def of_case(query: Select[Any], table: Table) -> Select[Any]:
        return query.where(table.c.province_code == _PROVINCE, chosen(table.c.case_id))

    clocks: Select[Any] = select(_clock.c.case_id, *(_clock.c[name] for name in _CLOCK))
    same = and_(_rule.c.province_code == _taken.c.province_code, _rule.c.id == _taken.c.rule_id)
    replaced: Select[Any] = select(_taken.c.case_id, *_REPLACED).join_from(_taken, _rule, same)
    replaced = replaced.where(_taken.c.kind == literal_column("'document_replaced'"))
    tables = [table_of(entity) for entity in _ENTITIES]
    return Together(
        {
            **{table.name: of_case(select(table), table) for table in tables},
            "tasks": of_case(select(*_task.columns, _holder), _task),
            "meetings": of_case(select(_meeting).where(_meeting.c.recorded_at.is_(None)), _meeting),
            "clock": of_case(clocks, _clock),
            "replaced": of_case(replaced, _taken),
        }
    )


_BESIDE = {
    table_of(entity).name: table_of(entity).columns.keys().index("case_id") for entity in _WHOLE
}
"""Where the rows of an entity tell their case."""
_TOGETHER = _together(lambda column: column == _CASE)


@cache
def _of_many() -> Together:
    return _together(of_cases)
