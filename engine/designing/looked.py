"""What the files of a draft show: every fault, every row of the decision, what a machine can mend.

Asked anew whenever the files or the province have changed, and kept in the process in between: a
designer turns over the pages of one draft, and a diagnosis takes its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import digest_of
from engine.files.kept import Kept
from engine.organisation.tree import setting_of
from engine.publishing.decided import Compared
from engine.publishing.examine import DECIDED, Beside, look_over
from engine.publishing.importing import import_files
from engine.store.catalogue import Procedure
from engine.store.designs import Design
from engine.store.proposals import Proposal
from engine.workflow.reading.faults import Fault, fault

MOST = 5_000
"""Faults of one kind that a designer can turn over one by one; the rest are counted by file."""
KEPT = 48
"""Drafts whose faults a process remembers."""
Files = Mapping[str, bytes]
_ORDER = {"error": 0, "warning": 1, "info": 2}


def _place(one: Fault) -> tuple[int, bool, bool, str, int]:
    """Errors first, that of a missing manifest before all; drawings before what hangs on them."""
    missing, drawn = one.code == "manifest.missing", one.file.endswith(".bpmn")
    return _ORDER[one.severity], not missing, not drawn, one.file, one.line or 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: errors first, then drawings, then by file and line.

    ``mendable`` is what a machine would mend, ``mended`` the files that it would change.
    """

    faults: tuple[Fault, ...]
    decided: tuple[Compared, ...]
    manifest: Manifest | None
    mendable: tuple[Fault, ...]
    mended: Files

    def count(self, severity: str) -> int:
        """How many there are of this weight."""
        return sum(one.severity == severity for one in self.faults)

    @property
    def missing(self) -> int:
        """Errors that must be mended: all but rows of the decision, each of which may be given a
        reason instead."""
        return sum(one.severity == "error" and one.code not in DECIDED for one in self.faults)

    @property
    def differing(self) -> int:
        """Errors that are rows of the decision."""
        return self.count("error") - self.missing

    @property
    def only_rows(self) -> bool:
        """Whether rows of the decision are all that keeps it back."""
        return bool(self.differing) and not self.missing

    @property
    def open_rows(self) -> int:
        """Rows that differ from the approved decision without a reason."""
        return sum(row.open for row in self.decided)


_known: Kept[tuple[object, ...], Looked] = Kept(KEPT)


def look(session: Session, province_code: str, procedure_code: str, files: Files) -> Looked:
    """All that can be said of the files as a draft of this procedure. Raises ProvinceNotFound."""
    epoch = setting_of(session, province_code).epoch
    sector = _sector(session, province_code, procedure_code)
    digest = digest_of(files)
    reasons = _reasons(session, province_code, procedure_code, digest)
    key = (province_code, procedure_code, digest, epoch, sector, *sorted(reasons.items()))
    found = _known.get(key)
    return found or _known.keep(
        key, _look(session, (province_code, procedure_code), files, sector, reasons)
    )


def _reasons(
    session: Session, province_code: str, procedure_code: str, digest: str
) -> Mapping[str, str]:
    """Why rows differ from the decision, as it was said when just these files were proposed."""
    query = select(Proposal.reasons).where(
        Proposal.province_code == province_code,
        Proposal.kind == "package",
        Proposal.subject == procedure_code,
        Proposal.digest == digest,
        Proposal.decision_table.is_(None),
        Proposal.state.in_(("proposed", "approved")),
    )
    return session.scalar(query.order_by(Proposal.made_at.desc()).limit(1)) or {}


def _sector(session: Session, province_code: str, procedure_code: str) -> str:
    """Where catalogue or draft have the procedure; "" where neither knows it yet."""
    key = (province_code, procedure_code)
    known = session.get(Procedure, key) or session.get(Design, key)
    return known.sector if known else ""


def _look(
    session: Session,
    subject: tuple[str, str],
    files: Files,
    sector: str,
    reasons: Mapping[str, str],
) -> Looked:
    province_code, procedure_code = subject
    if not files:
        return Looked((), (), None, (), {})
    found = look_over(session, province_code, files, Beside(reasons=reasons), MOST)
    told = list(found.faults)
    if found.manifest is not None and found.manifest.code != procedure_code:
        other = fault(
            "package.other_procedure",
            file=MANIFEST,
            value=found.manifest.code,
            wanted=procedure_code,
        )
        told.append(other)
    if found.manifest is not None and found.manifest.sector != (sector or found.manifest.sector):
        told.append(
            fault("package.other_sector", file=MANIFEST, value=found.manifest.sector, wanted=sector)
        )
    told.sort(key=_place)
    imported = import_files(files)
    changed = {one.file for one in imported.changes}
    mended = {path: data for path, data in imported.files.items() if path in changed}
    return Looked(tuple(told), found.decided, found.manifest, imported.changes, mended)
