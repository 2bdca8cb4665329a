"""All that is asked of a package before it may stand in the catalogue, at every door alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engine.catalogue.desk_names import desk_names
from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import digest_of
from engine.diagnosis.report import MOST_OF_A_KIND
from engine.errors import DecisionDiffers, EntryInvalid, PackageUnreadable
from engine.organisation.tree import setting_of
from engine.publishing.decided import (
    Compared,
    compared,
    has_table,
    row_faults,
    steps_read,
    table_faults,
)
from engine.publishing.demo_data import refuse_demo_package
from engine.publishing.diagnose import diagnose, drawn, refuse_faults
from engine.workflow.reading.faults import Fault

DECIDED = frozenset({"decided.differs", "decided.differs_for_reason"})
"""What the diagnosis says of the package's own step table."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What comes beside a package: the table of the approved decision, and reasons by step."""

    table: bytes | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Examined:
    """Files without an error, as they would run: what was read of them, and the province's epoch.

    ``faults`` are warnings and remarks; ``decided`` every row of the approved decision, where there
    is one: conforming, or with its reason.
    """

    digest: str
    epoch: int
    manifest: Manifest
    diagram: str
    faults: tuple[Fault, ...]
    decided: tuple[Compared, ...]
    beside: Beside = NOTHING_BESIDE


def examine(
    session: Session,
    province_code: str,
    files: Mapping[str, bytes],
    beside: Beside = NOTHING_BESIDE,
) -> Examined:
    """Ask everything of the files.

    Raises PackageRefused with every fault, EntryInvalid for a reason without a difference,
    DecisionDiffers with the rows that differ from the approved decision without a reason, and
    DemoDataRefused in production for what is marked as a demonstration.
    """
    found = diagnose(session, province_code, files)
    told_apart = beside.table is not None or beside.reasons
    faults = (
        *(f for f in found.faults if not (told_apart and f.code in DECIDED)),
        *table_faults(files, found.manifest, beside.table),
    )
    refuse_faults(faults)
    assert found.manifest is not None  # noqa: S101 - a manifest that can't be used is an error
    refuse_demo_package(session, province_code, found.manifest.code, files)
    setting = setting_of(session, province_code)
    names = desk_names(setting, found.manifest)
    return Examined(
        digest=digest_of(files),
        epoch=setting.epoch,
        manifest=found.manifest,
        diagram=drawn(files, found.manifest),
        faults=faults,
        decided=tuple(conforming(files, found.manifest, beside, names)),
        beside=beside,
    )


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What a designer reads of an upload: every fault, every row of the decision."""

    faults: tuple[Fault, ...]
    decided: tuple[Compared, ...]
    manifest: Manifest | None = None

    @property
    def publishable(self) -> bool:
        """Whether it could be proposed as it stands."""
        errors = any(fault.severity == "error" for fault in self.faults)
        return not errors and not any(row.open for row in self.decided)


def look_over(
    session: Session,
    province_code: str,
    files: Mapping[str, bytes],
    beside: Beside = NOTHING_BESIDE,
    most: int = MOST_OF_A_KIND,
) -> LookedOver:
    """All that can be said of an upload and what came beside it, as far as it can be read; other
    faults leave the rows of the decision that can be compared.

    Raises ProvinceNotFound.
    """
    table, reasons = beside.table, beside.reasons
    found = diagnose(session, province_code, files, most)
    manifest = found.manifest
    faults = (
        *(f for f in found.faults if table is None or f.code not in DECIDED),
        *table_faults(files, manifest, table),
    )
    if manifest is None:
        return LookedOver(faults, ())
    steps = steps_read(files)
    if not steps or not has_table(files, manifest, table):
        return LookedOver(faults, (), manifest)
    names = desk_names(setting_of(session, province_code), manifest)
    try:
        found_rows = compared(
            files, manifest=manifest, table=table, reasons=reasons, names=names, steps=steps
        )
    except PackageUnreadable:  # its fault tells why
        return LookedOver(faults, (), manifest)
    rows = tuple(found_rows)
    if reasons and table is None:
        kept = (one for one in faults if one.code not in DECIDED)
        faults = (*kept, *row_faults(rows, manifest.decision.step_table))
    return LookedOver(faults, rows, manifest)


def conforming(
    files: Mapping[str, bytes], manifest: Manifest, beside: Beside, names: Mapping[str, str]
) -> list[Compared]:
    """Each row of the decision, none of them open. Raises as ``examine`` says."""
    if not has_table(files, manifest, beside.table):
        _refuse_unused(beside.reasons, [])
        return []
    rows = compared(
        files, manifest=manifest, table=beside.table, reasons=beside.reasons, names=names
    )
    _refuse_unused(beside.reasons, rows)
    differing = [row for row in rows if row.open]
    if differing:
        raise DecisionDiffers(count=len(differing), rows=differing)
    return rows


def _refuse_unused(reasons: Mapping[str, str], rows: list[Compared]) -> None:
    differing = {row.step for row in rows if row.verdict != "same"}
    faults = [
        {"field": f"reasons.{step}", "message": f"Dòng {step} không khác quyết định."}
        for step in sorted(reasons.keys() - differing)
    ]
    if faults:
        raise EntryInvalid(count=len(faults), first=faults[0]["message"], faults=faults)
