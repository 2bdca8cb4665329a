"""What a procedure costs at a place on a day, what a case was asked for, and by which rules."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.packages import current_packages, package, versions_on
from engine.organisation.tree import setting_of
from engine.queries.collected_fees import fees_of
from engine.queries.fees import KINDS, line_of
from engine.queries.views.collected import CollectedFee
from engine.routing.owing import fees_now
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.rows import CaseRow


@dataclass(frozen=True, slots=True)
class TakenFee:
    """An item that a case pays, as it was last computed. ``rules``: ids of the local rules."""

    name: str
    full: Decimal
    exempted: Decimal
    due: Decimal
    words: str
    basis: str
    explained: str
    rules: tuple[str, ...]
    channel_words: str
    computed_at: datetime


def fees_there(
    session: Session, *, province_code: str, procedure_code: str, unit: str, day: date, epoch: int
) -> tuple[CollectedFee, ...]:
    """What is collected where the unit, or one below it, decides or is filed about.

    By the package of the day and the rules that were known at ``epoch``; nothing on a day on which
    the procedure had no version yet.
    """
    digest = current_packages(session, day, province_code).get(province_code, {})
    versions = [
        (package(session, province_code, digest[procedure_code]), one.valid_from)
        for one in versions_on(session, day, province_code)
        if one.manifest.code == procedure_code
    ]
    setting = setting_of(session, province_code)
    return tuple(fees_of(session, setting, versions, day, unit=unit, epoch=epoch))


def fees_taken(session: Session, province_code: str, case_id: str) -> tuple[TakenFee, ...]:
    """The items of a case; none where it pays none, or none were computed yet."""
    found = session.execute(
        select(table_of(Case)).where(Case.province_code == province_code, Case.id == case_id)
    )
    rows = fees_now(session, cast("CaseRow", dict(found.mappings().one())))
    lines = ((row, line_of(row)) for row in rows)
    return tuple(
        TakenFee(
            name=KINDS.get(row.kind, row.item),
            full=line.full,
            exempted=line.exempted,
            due=line.due,
            words=line.words,
            basis=line.basis,
            explained=line.explained,
            rules=line.rules,
            channel_words=CHANNEL_WORDS.get(row.channel, row.channel),
            computed_at=row.computed_at,
        )
        for row, line in lines
    )
