"""A counter guides, or refuses, before there is a dossier: a slip, kept and counted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.cases.numbering import slip_number
from engine.catalogue.packages import current_digest
from engine.errors import GuidanceUnknown, NotYourDesk
from engine.organisation.tree import setting_of
from engine.routing.as_it_stands import day_of
from engine.store.guidance import Guidance
from engine.store.ids import new_id
from engine.typed.given import LAW, basis_given, reason_given, words_given
from engine.typed.text import LONGEST_LINE

GuidanceKind = Literal["guide", "refuse"]
SLIPS: dict[str, str] = {"guide": "PHD", "refuse": "PTC"}
"""What the number of each slip begins with; refusals are numbered with those of dossiers."""

WHAT: dict[str, str] = {
    "guide": "phải hoàn thiện những gì: người đến quầy đọc để làm theo",
    "refuse": "vì sao từ chối: người đến quầy đọc lời này",
}
"""What each slip says in words."""


@dataclass(frozen=True, slots=True)
class Guided:
    """A slip that was given out."""

    id: str
    number: str


def guide(
    session: Session,
    *,
    person: Person,
    unit_code: str,
    procedure_code: str,
    kind: str,
    name: str,
    content: str,
    basis: str | None = None,
    now: datetime,
) -> Guided:
    """Give out a slip of guidance (decree 118/2025 art. 16) or of refusal (art. 17.1c).

    ``content`` is what must be completed, or why it is refused, which needs its legal ``basis``.
    Raises NotYourDesk, ProcedureNotFound, GuidanceUnknown, ReasonMissing, BasisMissing,
    TextUnreadable.
    """
    province = person.province_code or ""
    setting, day = setting_of(session, province), day_of(now)
    counter = Matter(province, setting, unit_code, procedure_code=procedure_code)
    if may(person, "guidance.give", counter) is None or person.officer_id is None:
        raise NotYourDesk(position="Cán bộ tiếp nhận", unit=setting.unit_name(unit_code))
    if kind not in SLIPS:
        raise GuidanceUnknown(kind=kind[:60])
    current_digest(session, province_code=province, procedure_code=procedure_code, day=day)
    given = Guidance(
        province_code=province,
        id=new_id(),
        kind=kind,
        number="",
        procedure_code=procedure_code,
        unit_code=unit_code,
        officer_id=person.officer_id,
        officer_name=person.name,
        person_name=words_given("name", "Họ tên", name, longest=LONGEST_LINE) or "(không ghi tên)",
        content=reason_given(content, WHAT[kind]),
        basis=basis_given(basis, what=LAW) if kind == "refuse" else None,
        given_at=now,
    )
    agency = setting.agency_of(unit_code)
    given.number = slip_number(session, agency_code=agency, slip=SLIPS[kind], year=day.year)
    session.add(given)
    session.flush()
    return Guided(given.id, given.number)
