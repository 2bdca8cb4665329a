"""What each procedure of a province looks like now, whose it is, and what was last said of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from engine.catalogue.packages import Version, current_packages, versions_on
from engine.catalogue.published_facts import facts_of
from engine.catalogue.rules.candidates import RulesOfDay
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.scope import EVERYWHERE, Scope
from engine.organisation.tree import Setting
from engine.routing.local_rules import Standing, circumstances_of
from engine.store.catalogue import Package, Procedure, ProcedureReview, Sector

State = Literal["open", "right", "wrong"]


@dataclass(frozen=True, slots=True)
class Look:
    """A procedure as it is configured. ``seen`` names exactly that; ``agency`` reviews it.

    ``review`` is the newest one, of whatever it looked like then.
    """

    procedure: Procedure
    version: Version | None
    digest: str | None
    number: int | None
    """The version's number."""
    agency: str | None
    rules: int
    """Local rules that apply to it somewhere."""
    seen: str
    review: ProcedureReview | None

    @property
    def state(self) -> State:
        """What counts: the newest review, as long as the procedure looks as it did then."""
        if self.review is None or self.review.seen != self.seen:
            return "open"
        return "right" if self.review.right else "wrong"


def looks(session: Session, setting: Setting, day: date) -> tuple[Look, ...]:
    """Every procedure of the catalogue that is not abolished, by code."""
    code = setting.province_code
    procedures = session.scalars(
        select(Procedure)
        .where(
            Procedure.province_code == code,
            or_(Procedure.valid_to.is_(None), Procedure.valid_to > day),
        )
        .order_by(Procedure.code)
    ).all()
    versions = {one.manifest.code: one for one in versions_on(session, day, code)}
    digests = current_packages(session, day, code).get(code, {})
    numbers = _numbers(session, code)
    rules = _rules(session, setting, list(versions.values()), day)
    sectors = _sectors(session, code)
    reviews = _newest(session, code)
    return tuple(
        _look(
            one,
            versions.get(one.code),
            digests.get(one.code),
            numbers,
            rules.get(one.code, ()),
            agency=_agency(setting, one, versions.get(one.code), sectors),
            review=reviews.get(one.code),
        )
        for one in procedures
    )


def _look(
    procedure: Procedure,
    version: Version | None,
    digest: str | None,
    numbers: Mapping[str, int],
    rules: Sequence[str],
    *,
    agency: str | None,
    review: ProcedureReview | None,
) -> Look:
    own = (procedure.name, procedure.sector, procedure.online_level, procedure.full_eligible)
    shown = msgspec.json.encode((digest, rules, own))
    return Look(
        procedure=procedure,
        version=version,
        digest=digest,
        number=numbers.get(digest or ""),
        agency=agency,
        rules=len(rules),
        seen=hashlib.sha256(shown).hexdigest()[:32],
        review=review,
    )


def _agency(
    setting: Setting, procedure: Procedure, version: Version | None, sectors: Mapping[str, str]
) -> str | None:
    """Whose list it stands on: who decides it, who manages it, who answers for its sector."""
    fixed = facts_of(version.manifest, version.valid_from).get("unit_code") if version else None
    named = (fixed, procedure.unit_code, sectors.get(procedure.sector))
    unit = next((str(one) for one in named if one in setting.units), None)
    return setting.agency_unit(unit) if unit else None


def _sectors(session: Session, code: str) -> dict[str, str]:
    query = select(Sector.name, Sector.unit_code).where(
        Sector.province_code == code, Sector.unit_code.is_not(None)
    )
    return {name: str(unit) for name, unit in session.execute(query)}


def _numbers(session: Session, code: str) -> dict[str, int]:
    query = select(Package.digest, Package.version).where(Package.province_code == code)
    return {row.digest: row.version for row in session.execute(query)}


def _rules(
    session: Session, setting: Setting, versions: Sequence[Version], day: date
) -> dict[str, tuple[str, ...]]:
    """The local rules that apply to each procedure on the day, wherever."""
    targets = {EVERYWHERE}
    for one in versions:
        told = one.manifest
        targets |= {Scope(procedure=told.code).target, Scope(sector=told.sector).target}
    found = RulesOfDay(
        session,
        setting.province_code,
        targets=targets,
        kinds=KINDS,
        day=day,
        epoch=setting.epoch,
    )
    return {
        one.manifest.code: tuple(
            sorted(found.ids(circumstances_of(setting, Standing(one.manifest, None, None))))
        )
        for one in versions
    }


def _newest(session: Session, code: str) -> dict[str, ProcedureReview]:
    later = aliased(ProcedureReview)
    query = select(ProcedureReview).where(
        ProcedureReview.province_code == code,
        ~exists().where(
            later.province_code == ProcedureReview.province_code,
            later.procedure_code == ProcedureReview.procedure_code,
            or_(
                later.at > ProcedureReview.at,
                and_(later.at == ProcedureReview.at, later.id > ProcedureReview.id),
            ),
        ),
    )
    return {one.procedure_code: one for one in session.scalars(query)}
