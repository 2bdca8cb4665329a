"""Where the papers of a dossier are, in words."""

from sqlalchemy.orm import Session

from engine.access import papers_are
from engine.queries.case_rows import CaseRows
from engine.routing.lost_papers import held_papers
from engine.worktime.wording import due_text


def papers_kept(session: Session, rows: CaseRows) -> tuple[str, ...]:
    """The papers that lie in the dossier, by name."""
    names = {one.code: one.name for one in rows.package.manifest.documents}
    return tuple(names.get(code, code) for code in held_papers(session, rows.case))


def papers_words(rows: CaseRows) -> str | None:
    """Who has them, and until when they go where; ``None``: no papers were taken."""
    case, name = rows.case, rows.setting.unit_name
    if case["papers_at"] is None:
        return None
    to, until = case["papers_to"], case["papers_until"]
    how = papers_are(to, until)
    if how == "wait" and to and until:
        return f"{name(case['papers_at'])} giữ, phải chuyển đến {name(to)} trước {due_text(until)}"
    if how == "come" and to:
        return f"Đang chuyển từ {name(case['papers_at'])} đến {name(to)}"
    return f"{name(case['papers_at'])} giữ"
