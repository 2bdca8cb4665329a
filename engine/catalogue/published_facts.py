"""What the catalogue says of a procedure by the package that is in force: nobody types it beside.

Level, unit, decision, whether a fee is taken, since when: of a procedure with a version in force
they are that version's, on every day those of the day. The catalogue's own columns say it of the
others.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import versions_on

FOLLOWED = ("level", "unit_code", "decision", "takes_fee", "valid_from")
"""The columns of a procedure that follow its package, where that says them."""


def facts_of(manifest: Manifest, valid_from: date) -> dict[str, object]:
    """What a version says of its procedure. The unit only where one is competent for all cases."""
    decision = manifest.decision
    found: dict[str, object] = {
        "level": manifest.level,
        "decision": f"{decision.number} ngày {decision.date:%d/%m/%Y}",
        "valid_from": valid_from,
    }
    if manifest.competent is not None:
        found["unit_code"] = manifest.competent
    if manifest.free or manifest.fee is not None:
        found["takes_fee"] = not manifest.free
    return found


def facts_on(session: Session, province_code: str, day: date) -> Mapping[str, Mapping[str, object]]:
    """Procedure → what its version in force on the day says of it."""
    return {
        one.manifest.code: facts_of(one.manifest, one.valid_from)
        for one in versions_on(session, day, province_code)
    }
