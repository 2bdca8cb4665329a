"""The list that an agency looks through, and which agencies have not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.administration.reviewing.looks import Look, State, looks
from engine.catalogue.packages import package
from engine.catalogue.rules.kinds.channels import LEVELS
from engine.errors import ConfigurationUnreadable, UnitNotFound
from engine.organisation.tree import Setting, setting_of
from engine.queries.collected_fees import fees_of
from engine.queries.filing_terms import Spot
from engine.queries.service_list import cards
from engine.routing.definitions import definition_of
from engine.store.catalogue import FilingClosure
from engine.worktime import ZONE

NOT_PUBLISHED = "chưa có quy trình"


@dataclass(frozen=True, slots=True)
class CheckedProcedure:
    """A procedure with all that its agency checks. ``seen`` names exactly what is shown.

    ``again``: it was reviewed, and has another version or other rules since.
    """

    code: str
    name: str
    sector: str
    version: int | None
    valid_from: date | None
    limit: str
    fee: str
    steps: int | None
    forms: int | None
    papers: int | None
    online: str
    closed_places: int
    rules: int
    seen: str
    state: State
    again: bool
    words: str | None
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class AgencyReview:
    """How far an agency is. ``unit_code`` is ``None`` for procedures of which nobody is in charge.

    ``open_since``: the first day of the oldest version that it has not looked at.
    """

    unit_code: str | None
    unit_name: str
    procedures: int
    right: int
    wrong: int
    open: int
    open_since: date | None
    last_at: datetime | None
    last_by: str | None


def agencies_reviewing(
    session: Session, *, person: Person, province_code: str, now: datetime
) -> tuple[AgencyReview, ...]:
    """Every agency with procedures, those with the most to do first.

    For all staff of the province. Raises ConfigurationUnreadable.
    """
    setting, day = _readable(session, person, province_code), now.astimezone(ZONE).date()
    by_agency: dict[str | None, list[Look]] = {}
    for one in looks(session, setting, day):
        by_agency.setdefault(one.agency, []).append(one)
    rows = [_agency(setting, unit, found) for unit, found in by_agency.items()]
    return tuple(sorted(rows, key=lambda one: (-one.open, -one.wrong, one.unit_name)))


def review_list(
    session: Session, *, person: Person, province_code: str, unit_code: str, now: datetime
) -> tuple[CheckedProcedure, ...]:
    """The procedures of an agency with all that it checks, what is open first.

    For all staff of the province. Raises ConfigurationUnreadable, UnitNotFound.
    """
    setting, day = _readable(session, person, province_code), now.astimezone(ZONE).date()
    if unit_code not in setting.units:
        raise UnitNotFound(unit_code=unit_code)
    found = [one for one in looks(session, setting, day) if one.agency == unit_code]
    order: Sequence[State] = ("open", "wrong", "right")
    rows = _checked(session, setting, found, day)
    return tuple(sorted(rows, key=lambda one: (order.index(one.state), one.code)))


def _readable(session: Session, person: Person, province_code: str) -> Setting:
    if not may(person, "catalogue.read", Matter(province_code)):
        raise ConfigurationUnreadable
    return setting_of(session, province_code)


def _agency(setting: Setting, unit: str | None, found: Sequence[Look]) -> AgencyReview:
    states = [one.state for one in found]
    waiting = [
        one.version.valid_from for one in found if one.state == "open" and one.version is not None
    ]
    reviews = [one.review for one in found if one.review is not None]
    last = max(reviews, key=lambda one: one.at, default=None)
    return AgencyReview(
        unit_code=unit,
        unit_name=setting.unit_name(unit) if unit else "Chưa rõ cơ quan phụ trách",
        procedures=len(found),
        right=states.count("right"),
        wrong=states.count("wrong"),
        open=states.count("open"),
        open_since=min(waiting, default=None),
        last_at=last.at if last else None,
        last_by=last.name if last else None,
    )


def _checked(
    session: Session, setting: Setting, found: Sequence[Look], day: date
) -> list[CheckedProcedure]:
    code = setting.province_code
    manifests = [one.version.manifest for one in found if one.version is not None]
    limits = {one.code: one.time_limit for one in cards(session, setting, manifests, Spot(), day)}
    packages = {
        one.procedure.code: package(session, code, one.digest) for one in found if one.digest
    }
    fees: dict[str, list[str]] = {}
    versions = [
        (packages[one.procedure.code], one.version.valid_from)
        for one in found
        if one.version is not None and one.procedure.code in packages
    ]
    for row in fees_of(session, setting, versions, day):
        fees.setdefault(row.procedure_code, []).append(row.words)
    closed = _closed(session, code)
    rows = []
    for one in found:
        own, told = one.procedure, packages.get(one.procedure.code)
        review = one.review
        level = told.manifest.online_level if told else None
        rows.append(
            CheckedProcedure(
                code=own.code,
                name=own.name,
                sector=own.sector,
                version=one.number,
                valid_from=one.version.valid_from if one.version else None,
                limit=limits.get(own.code, NOT_PUBLISHED),
                fee="; ".join(dict.fromkeys(fees.get(own.code, ()))) or NOT_PUBLISHED,
                steps=len(definition_of(told).steps) if told else None,
                forms=sum(path.startswith("forms/") for path in told.files) if told else None,
                papers=len(told.manifest.documents) if told else None,
                online=LEVELS.get(level or own.online_level or "", "chưa ghi"),
                closed_places=closed.get(own.code, 0),
                rules=one.rules,
                seen=one.seen,
                state=one.state,
                again=review is not None and one.state == "open",
                words=review.words if review else None,
                by=review.name if review else None,
                at=review.at if review else None,
            )
        )
    return rows


def _closed(session: Session, code: str) -> dict[str, int]:
    query = (
        select(FilingClosure.procedure_code, func.count().label("places"))
        .where(FilingClosure.province_code == code)
        .group_by(FilingClosure.procedure_code)
    )
    return {row.procedure_code: row.places for row in session.execute(query)}
