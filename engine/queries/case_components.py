"""How each component of a case was handed in, or what stands in its place."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from engine.access import Reader
from engine.catalogue.components import Component, components
from engine.facts.base import OFFICERS
from engine.facts.events_of_filing import CaseSubmitted, PapersScanned
from engine.facts.reading import Recorded
from engine.queries.case_rows import CaseRows
from engine.queries.kept_rows import kept_rows
from engine.queries.paper_marks import NONE, Marks
from engine.queries.views.case import ComponentRow
from engine.store.cases import CaseDocument


@dataclass(frozen=True, slots=True)
class Papers:
    """What became of the papers: how they came, and why some are not scanned, if one may read it.

    ``unscanned`` is ``None`` before the reception.
    """

    by: str
    unscanned: Mapping[str, str | None] | None

    def words(self, code: str) -> str:
        """Of a component on paper that no file shows."""
        if self.unscanned is None:
            return f"{self.by}, chưa số hóa"
        if code not in self.unscanned:  # received before papers were scanned at the reception
            return self.by
        why = self.unscanned[code]
        return f"{self.by}, không số hóa: {why}" if why else f"{self.by}, không phải số hóa"


_BY_POST = "Bản giấy, nhận qua bưu chính"
_AT_COUNTER = "Bản giấy, nhận tại quầy"


def papers_of(rows: CaseRows, history: Iterable[Recorded], reader: Reader) -> Papers:
    """How the papers of the case came, and what its reception said of them."""
    filed = [one.event for one in history if isinstance(one.event, CaseSubmitted | PapersScanned)]
    postal = any(isinstance(one, CaseSubmitted) and one.channel == "postal" for one in filed)
    by = _BY_POST if postal else _AT_COUNTER
    if not any(isinstance(one, PapersScanned) for one in filed):
        return Papers(by, {} if rows.case["received_at"] else None)
    told: dict[str, str | None] = {}
    for one in reversed(filed):  # what came with a supplement is told last
        if isinstance(one, PapersScanned):
            told |= {
                code: why if reader in OFFICERS else None for code, why in one.unscanned.items()
            }
    return Papers(by, told)


def component_rows(
    session: Session,
    rows: CaseRows,
    held: Collection[str],
    documents: Sequence[CaseDocument],
    papers: Papers,
    *,
    marks: Marks = NONE,
) -> tuple[ComponentRow, ...]:
    """The components that the dossier has, in the package's order, with what was found of each;
    what nobody owed is left out. ``held``: the components that were taken on paper.
    """
    filed = Counter(one.component for one in documents if one.role == "filed")
    represented = rows.case["authorisation"] is not None
    replaced = kept_rows(session, rows.case).replaced
    parts = components(rows.package.manifest, replaced, represented=represented)
    found = (_row(one, held, filed, papers) for one in parts)
    return tuple(
        replace(row, mark=None if row.state == "data" else marks.of(row.code))
        for row in found
        if row is not None
    )


def _row(
    one: Component, held: Collection[str], filed: Counter[str | None], papers: Papers
) -> ComponentRow | None:
    code, name = one.asked.code, one.asked.name
    if code in filed:
        words = f"{papers.by}, đã số hóa" if code in held else "Tệp đính kèm"
        return ComponentRow(code, name, "file", words, None, filed[code])
    if code in held:
        return ComponentRow(code, name, "paper", papers.words(code), None, 1)
    if one.source is not None:
        return ComponentRow(code, name, "data", f"Lấy từ {one.source}", one.basis, None)
    if one.asked.how == "form":
        return ComponentRow(code, name, "form", "Điền ở bước khai", None, 1)
    if one.asked.how == "shown":
        return ComponentRow(code, name, "shown", "Xem bản chính rồi trả lại", None, 1)
    return None
