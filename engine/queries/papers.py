"""Where the papers of a dossier are, in words."""

from collections.abc import Sequence
from datetime import date

from engine.access import papers_are
from engine.catalogue.components import component_names
from engine.facts.reading import Recorded
from engine.queries.case_rows import CaseRows
from engine.routing.lost_papers import held_in, returned_in
from engine.store.cases import Dossier
from engine.worktime.wording import due_text


def papers_kept(rows: CaseRows, dossier: Dossier, history: Sequence[Recorded]) -> tuple[str, ...]:
    """The papers that lie in the dossier, by name."""
    names = component_names(rows.package.manifest)
    return tuple(names.get(code, code) for code in held_in(dossier.papers, history))


def papers_words(
    rows: CaseRows, dossier: Dossier, history: Sequence[Recorded], day: date
) -> str | None:
    """Who has them on the day, and until when they go where; ``None``: no papers were taken, or all
    went back.

    Of a unit that is no more, who took over has them: a case that is over still names the old one.
    """
    if set(dossier.papers) <= returned_in(history):
        return None
    case, setting, about = rows.case, rows.setting, rows.stands.units.about

    def name(unit: str) -> str:
        return setting.unit_name(setting.on_day(unit, day, about) or unit)

    if case["papers_at"] is None:
        return None
    to, until = case["papers_to"], case["papers_until"]
    how = papers_are(to, until)
    if how == "wait" and to and until and not rows.stands.state.over:
        return f"{name(case['papers_at'])} giữ, phải chuyển đến {name(to)} trước {due_text(until)}"
    if how == "come" and to:
        return f"Đang chuyển từ {name(case['papers_at'])} đến {name(to)}"
    return f"{name(case['papers_at'])} giữ"
