"""Which local rules a dossier meets: one answer for pages that show and acts that take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.rules.candidates import rules_for
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import Circumstances, Site, site_of
from engine.organisation.tree import Setting
from engine.routing.competence import area_of

NOWHERE = Site(())
"""No unit: only what the whole province has applies."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands. A unit that nobody has named yet is ``None``."""

    manifest: Manifest
    competent: str | None
    receiving: str | None


def rules_met(
    session: Session, setting: Setting, standing: Standing, *, day: date, epoch: int
) -> Resolved:
    """Every rule that applies to the dossier on the day, as the province knew it at ``epoch``."""
    where = circumstances_of(setting, standing)
    return rules_for(session, setting.province_code, where, day=day, epoch=epoch)


def circumstances_of(setting: Setting, standing: Standing) -> Circumstances:
    """Where the dossier stands, as rules look at it."""
    return Circumstances(
        procedure=standing.manifest.code,
        sector=standing.manifest.sector,
        competent=_site(setting, standing.competent),
        receiving=_site(setting, standing.receiving or standing.competent),
    )


def rules_at_reception(
    session: Session,
    setting: Setting,
    standing: Standing,
    *,
    answers: Mapping[str, object],
    day: date,
    epoch: int,
) -> tuple[Resolved, str | None]:
    """The rules that a reception takes, and who then decides."""

    def met(one: Standing) -> Resolved:
        return rules_met(session, setting, one, day=day, epoch=epoch)

    return received_under(met(standing), met, standing, answers)


def received_under(
    found: Resolved,
    met: Callable[[Standing], Resolved],
    standing: Standing,
    answers: Mapping[str, object],
) -> tuple[Resolved, str | None]:
    """The same for a dossier that meets ``found`` where it stands.

    ``met`` tells what one of another standing meets. A competence rule may name another unit than
    the filing did; the other rules are then those of that unit (requirement R-29).
    """
    rule = found.one("competence")
    if rule is None:
        return found, standing.competent
    unit = rule.value["unit"] or area_of(standing.manifest, answers)
    if unit is None or unit == standing.competent:
        return found, standing.competent
    there = met(replace(standing, competent=unit))
    # The rule that moved the case is the one it took, whatever the new unit's own says.
    return Resolved(found.day, found.epoch, {**there.winners, rule.key: rule}), unit


def _site(setting: Setting, unit_code: str | None) -> Site:
    return site_of(setting, unit_code) if unit_code else NOWHERE
