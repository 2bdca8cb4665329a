"""What each procedure of a province looks like now, whose it is, and what was last said of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from engine.catalogue.packages import Version, current_packages, versions_on
from engine.catalogue.published_facts import facts_of
from engine.catalogue.rules.candidates import ids_of_day
from engine.organisation.tree import Setting
from engine.routing.local_rules import Standing, circumstances_of
from engine.store.catalogue import Package, Procedure, ProcedureReview, Sector

State = Literal["open", "right", "wrong"]


class Listed(NamedTuple):
    """What the catalogue says of a procedure, as far as it is looked through."""

    code: str
    name: str
    sector: str
    unit_code: str | None
    online_level: str | None
    full_eligible: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """A procedure as it is configured. ``seen`` names exactly that; ``agency`` reviews it.

    ``review`` is the newest one, of whatever it looked like then.
    """

    procedure: Listed
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
    procedures = session.execute(
        select(*(getattr(Procedure, name) for name in Listed._fields))
        .where(
            Procedure.province_code == code,
            or_(Procedure.valid_to.is_(None), Procedure.valid_to > day),
        )
        .order_by(Procedure.code)
    ).all()
    versions = {one.manifest.code: one for one in versions_on(session, day, code)}
    digests = current_packages(session, day, code).get(code, {})
    numbers = _numbers(session, code)
    begun = setting.once(
        (looks, day, frozenset(digests.items())),
        lambda: _begun(session, setting, versions.values(), digests, day),
    )
    sectors = _sectors(session, code)
    reviews = _newest(session, code)
    return tuple(
        _look(
            one,
            versions.get(one.code),
            digests.get(one.code),
            numbers,
            begun.get(one.code) or _Begun(0, _hashed(digests.get(one.code), ())),
            agency=_agency(setting, one, versions.get(one.code), sectors),
            review=reviews.get(one.code),
        )
        for one in map(Listed._make, procedures)
    )


def _look(
    procedure: Listed,
    version: Version | None,
    digest: str | None,
    numbers: Mapping[str, int],
    begun: "_Begun",
    *,
    agency: str | None,
    review: ProcedureReview | None,
) -> Look:
    own = (procedure.name, procedure.sector, procedure.online_level, procedure.full_eligible)
    shown = begun.shown.copy()
    shown.update(msgspec.json.encode(own) + b"]")
    return Look(
        procedure=procedure,
        version=version,
        digest=digest,
        number=numbers.get(digest or ""),
        agency=agency,
        rules=begun.rules,
        seen=shown.hexdigest()[:32],
        review=review,
    )


def _agency(
    setting: Setting, procedure: Listed, version: Version | None, sectors: Mapping[str, str]
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


@dataclass(frozen=True, slots=True)
class _Begun:
    """How many rules apply to a procedure somewhere, and what is shown of its version and those:
    worked out once for all looks of a day, for it goes through every rule of the province."""

    rules: int
    shown: Any


def _hashed(digest: str | None, rules: Sequence[str]) -> Any:
    """The beginning of the digest of what is shown: a list of the version, its rules …"""
    return hashlib.sha256(msgspec.json.encode((digest, rules))[:-1] + b",")


def _begun(
    session: Session,
    setting: Setting,
    versions: Iterable[Version],
    digests: Mapping[str, str],
    day: date,
) -> dict[str, _Begun]:
    told = [one.manifest for one in versions]
    targets = {
        one.code: circumstances_of(setting, Standing(one, None, None)).targets for one in told
    }
    found = ids_of_day(
        session,
        setting.province_code,
        {one for some in targets.values() for one in some},
        day=day,
        epoch=setting.epoch,
    )
    begun = {}
    for code, some in targets.items():
        rules = sorted(frozenset[str]().union(*(found[one] for one in some)))
        begun[code] = _Begun(len(rules), _hashed(digests.get(code), rules))
    return begun


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
