"""Anyone tells the authorities how something is handled, about a case or not."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import START
from engine.errors import (
    FormSentBefore,
    PetitionKindUnknown,
    PetitionProvinceMissing,
    PetitionUnitUnknown,
)
from engine.facts.petitions import KIND_WORDS
from engine.organisation.tree import Setting, setting_of
from engine.petitions.handling import SENDER, said, until
from engine.petitions.recording import first_told, record
from engine.routing.named_cases import case_key
from engine.store.cases import Case
from engine.store.ids import new_id
from engine.store.petitions import Petition
from engine.typed.given import line_given

_CODE_BYTES = 10
"""80 bits: nobody finds a petition by trying."""


@dataclass(frozen=True, slots=True)
class PetitionSent:
    """A petition that was sent; whoever has its code follows it."""

    code: str
    unit_name: str
    until: datetime | None


def file_petition(
    session: Session,
    *,
    province_code: str,
    kind: str,
    content: str,
    about_case: str | None = None,
    unit_code: str | None = None,
    name: str | None = None,
    contact: str | None = None,
    sent_as: str | None = None,
    now: datetime,
) -> PetitionSent:
    """Keep it for the agency that decides the case, the one named, or the province's highest.

    Name and contact may be left out. ``sent_as``: what a form calls itself, known to its sender
    alone; sent again with the same words, it is the petition that it was. Raises ProvinceNotFound,
    PetitionProvinceMissing, PetitionKindUnknown, PetitionEmpty, CaseNotFound, CaseCodeTwoWays,
    PetitionUnitUnknown, FormSentBefore for other words, TextUnreadable.
    """
    if not province_code.strip():
        raise PetitionProvinceMissing
    setting = setting_of(session, province_code)
    if kind not in KIND_WORDS:
        raise PetitionKindUnknown
    words = said("content", "Nội dung", content)
    case = _case(session, province_code, about_case)
    unit = case.competent_unit if case else _unit(setting, unit_code)
    # Officers know the id, and must not come by the code with it.
    own_id = sha256(sent_as.encode()).hexdigest()[:32] if sent_as else new_id()
    row = Petition(
        province_code=province_code,
        id=own_id,
        code=b32encode(secrets.token_bytes(_CODE_BYTES)).decode(),
        kind=kind,
        state="filed",
        unit_code=setting.agency_unit(unit),
        about_case=(case.code or case.submission_number) if case else None,
        person_name=line_given("name", "Họ tên", name or "") or None,
        contact=line_given("contact", "Liên hệ", contact or "") or None,
        content=words,
        filed_at=now,
        event_seq=START.seq,
        event_hash=START.hash,
    )
    known = session.get(Petition, (province_code, own_id))
    if known is not None:
        _check_same(session, known, row)
        return PetitionSent(known.code, setting.unit_name(known.unit_code), known.due_at)
    session.add(row)
    due_at = until(setting, row.unit_code, "decide", now)
    record(session, row, "filed", by=SENDER, now=now, due_at=due_at)
    return PetitionSent(row.code, setting.unit_name(row.unit_code), row.due_at)


def _check_same(session: Session, known: Petition, now: Petition) -> None:
    """Raise FormSentBefore where the same form says something else than the first time.

    Kind and agency may be others since: what was sent stands in the first event.
    """
    said = attrgetter("content", "about_case", "person_name", "contact")
    first = first_told(session, known)
    moved = first is not None and (first.petition_kind, first.unit) != (now.kind, now.unit_code)
    if said(known) != said(now) or moved:
        raise FormSentBefore


def _case(session: Session, province_code: str, ref: str | None) -> Case | None:
    if not (ref or "").strip():
        return None
    key = case_key(session, str(ref).strip().upper(), province_code)
    return session.scalars(
        select(Case).where(Case.province_code == key[0], Case.id == key[1])
    ).one()


def _unit(setting: Setting, code: str | None) -> str:
    if code:
        if code not in setting.units:
            raise PetitionUnitUnknown(unit=code[:60])
        return code
    tops = [unit for unit in setting.units.values() if unit.parent is None]
    own = (unit.code for unit in tops if unit.agency_code == setting.agency_code)
    return next(own, tops[0].code)
