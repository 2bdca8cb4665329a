"""What many tables hold of one case, read together: one statement, whatever its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, literal_column, select
from sqlalchemy.orm import Session

from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.store.base import Base, Code, Key, table_of
from engine.store.cases import CaseDocument, ClockInterval, Dossier
from engine.store.consultations import Consultation
from engine.store.database import connection_of, remembered
from engine.store.lateness import LatenessCause
from engine.store.payments import Payment
from engine.store.rows import CaseRow
from engine.store.rules import CaseFee, CaseRule, LocalRule
from engine.store.together import Together

_ENTITIES: tuple[type[Base], ...] = (
    *(Dossier, CaseDocument, Consultation, Payment, CaseFee, LatenessCause),
)
_clock, _taken, _rule = table_of(ClockInterval), table_of(CaseRule), table_of(LocalRule)
_CLOCK = ("clock", "started_at", "stopped_at", "reason", "legal_basis")
_REPLACED = (
    *(_taken.c.taken_at, _taken.c.value, _rule.c.id, _rule.c.kind, _rule.c.target, _rule.c.place),
    *(_rule.c.element, _rule.c.slot, _rule.c.valid_from, _rule.c.valid_to, _rule.c.basis),
)
_PROVINCE, _CASE = bindparam("province", type_=Code), bindparam("case_id", type_=Key)
One = TypeVar("One", bound=Base)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A stretch in which a clock of the case ran; ``stopped_at`` is empty while it runs."""

    clock: str
    started_at: datetime
    stopped_at: datetime | None
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows beside a case; none of them is the session's, to be changed."""

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
    found = _TOGETHER.all(connection_of(session), given)
    (dossier,) = _made(Dossier, found)
    # Expressions read the dossier through the session, and find it there.
    remembered(session, ("dossier", province, case_id), lambda: dossier)
    return KeptRows(
        dossier=dossier,
        clocks=sorted((ClockRow(*row) for row in found["clock"]), key=lambda row: row.started_at),
        documents=sorted(_made(CaseDocument, found), key=lambda row: row.id),
        consultations=_made(Consultation, found),
        payments=sorted(_made(Payment, found), key=lambda row: (row.recorded_at, row.id)),
        fees=_made(CaseFee, found),
        cause=next(iter(_made(LatenessCause, found)), None),
        replaced=[_rule_of(row) for row in sorted(found["replaced"], key=lambda row: row[0])],
    )


def _made(entity: type[One], found: Mapping[str, Sequence[tuple[Any, ...]]]) -> list[One]:
    table = table_of(entity)
    names = table.columns.keys()
    return [entity(**dict(zip(names, row, strict=True))) for row in found[table.name]]


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


def _of_case(entity: type[Base]) -> Select[Any]:
    table = table_of(entity)
    return select(table).where(table.c.province_code == _PROVINCE, table.c.case_id == _CASE)


def _clocks() -> Select[Any]:
    named = select(*(_clock.c[name] for name in _CLOCK))
    return named.where(_clock.c.province_code == _PROVINCE, _clock.c.case_id == _CASE)


def _replaced() -> Select[Any]:
    same = and_(_rule.c.province_code == _taken.c.province_code, _rule.c.id == _taken.c.rule_id)
    of_case = and_(_taken.c.province_code == _PROVINCE, _taken.c.case_id == _CASE)
    taken = select(*_REPLACED).join_from(_taken, _rule, same)
    return taken.where(of_case, _taken.c.kind == literal_column("'document_replaced'"))


_TOGETHER = Together(
    {
        **{table_of(entity).name: _of_case(entity) for entity in _ENTITIES},
        "clock": _clocks(),
        "replaced": _replaced(),
    }
)
