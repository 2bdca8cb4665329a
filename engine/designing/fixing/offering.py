"""What can be set on the page for a fault, and what the files are then: the one home of fixes."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.catalogue.desk_names import ROLES, desk_names
from engine.designing.fixing.acts import Ending, Receiving, Storing
from engine.designing.fixing.asked import Answers, Files, Ground, Kind, Offer
from engine.designing.fixing.forms import EmptyForm, Filer
from engine.designing.fixing.manifest import Description
from engine.designing.fixing.names import Name
from engine.designing.fixing.processes import Running
from engine.designing.fixing.steps import Desk, Hours
from engine.designing.fixing.ways import Ways
from engine.designing.looked import Looked
from engine.designing.rights import Designer, own_sectors
from engine.errors import DesignRefused
from engine.files import FileUnreadable
from engine.organisation.tree import setting_of
from engine.store.catalogue import Procedure
from engine.store.designs import Design
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.faults.refusals import DocumentRefused

KINDS: Mapping[str, Kind] = {
    "desk": Desk(),
    "hours": Hours(),
    "receiving": Receiving(),
    "storing": Storing(),
    "ending": Ending(),
    "ways": Ways(),
    "running": Running(),
    "description": Description(),
    "form": EmptyForm(),
    "filer": Filer(),
    "name": Name(),
}
"""By the word that pages and API send."""

SETTABLE = frozenset(code for kind in KINDS.values() for code in kind.codes)
"""Codes of faults for which something may be asked on the page."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a designer set: of which kind, at which element of which file, with which answers."""

    kind: str
    file: str
    element: str
    answers: Answers


def ground_of(
    session: Session, who: Designer, procedure_code: str, files: Files, looked: Looked
) -> Ground:
    """The draft with what province and catalogue know of it; sectors are those of the designer."""
    province_code = who.province_code
    setting = setting_of(session, province_code)
    manifest = looked.manifest
    names = desk_names(setting, manifest)
    own = [*(manifest.roles if manifest else {}), *(manifest.area_roles if manifest else {})]
    kinds = dict.fromkeys(unit.kind for unit in setting.units.values() if unit.parent)
    row = session.get(Procedure, (province_code, procedure_code))
    known = {"code": procedure_code}
    if row is not None:
        told = {"name": row.name, "short_name": row.short_name, "sector": row.sector}
        known |= told | {"level": row.level}
    elif design := session.get(Design, (province_code, procedure_code)):
        known["sector"] = design.sector  # chosen when its first files came
    return Ground(
        procedure_code=procedure_code,
        files=files,
        faults=looked.faults,
        manifest=manifest,
        roles={**ROLES, **{one: names.get(one, one) for one in own}},
        divisions={one: names.get(one, one) for one in kinds},
        positions=setting.positions,
        sectors=_kept(who, known.get("sector")) or own_sectors(session, who),
        known=known,
    )


def _kept(who: Designer, sector: str | None) -> tuple[str, ...]:
    return (sector,) if sector and who.changes(sector) else ()


def offered(ground: Ground, fault: Fault) -> Offer | None:
    """What can be set for the fault; ``None``: that is for the file's own editor."""
    for kind in KINDS.values():
        if fault.code in kind.codes:
            with suppress(DocumentRefused, DesignRefused, KeyError):
                found = kind.offer(ground, fault)
                if found is not None:
                    return found
    return None


def fixed(ground: Ground, fix: Fix) -> Files:
    """The files that change, as they would be. Pure.

    Raises DesignRefused where that can't be set any more, EntryInvalid and TextUnreadable for
    answers that can't be taken.
    """
    kind = KINDS.get(fix.kind)
    if kind is None:
        raise DesignRefused(reason="trang không biết cách sửa này.")
    try:
        changed = kind.fixed(ground, fix.file, fix.element, fix.answers)
    except (DocumentRefused, FileUnreadable, KeyError) as wrong:
        raise DesignRefused(reason="tệp ấy không còn, hoặc không đọc được.") from wrong
    return {path: data for path, data in changed.items() if ground.files.get(path) != data}


def words_of(fix: Fix) -> str:
    """What was set, for the history of the draft."""
    return f"{KINDS[fix.kind].words} ({fix.element})" if fix.element else KINDS[fix.kind].words
