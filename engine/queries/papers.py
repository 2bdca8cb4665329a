"""Where the papers of a dossier are, in words."""

from engine.access import papers_are
from engine.queries.case_rows import CaseRows
from engine.worktime.wording import due_text


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
