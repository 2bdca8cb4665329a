"""What a later version changes for those who file: one sentence, from the differences."""

from collections.abc import Iterable, Mapping, Sequence

from engine.publishing.differing.of_manifest import OWN
from engine.publishing.differing.rows import WORDS, Difference, Kind

SEEN: Mapping[Kind, str] = {
    "limit": "thời hạn",
    "paper": "giấy tờ phải nộp",
    "fee": "phí, lệ phí",
    "question": "phiếu khai",
    "result": "kết quả",
}
"""What applicants see of a procedure, whatever of it changes."""
BESIDE: Mapping[Kind, tuple[str, ...]] = {
    "procedure": tuple(
        OWN[name]
        for name in (
            *("name", "short_name", "sector", "level", "channels", "anywhere", "online_level"),
            *("free", "fee", "people", "competent", "competent_by_area", "area_field"),
            *("roles", "area_roles"),
        )
    ),
    "step": ("tên", "đơn vị", "cấp"),
}
"""What they see of the rest: how fields of it begin. Tracking names steps and where they are."""
TOLD = 3
"""Differences of a kind that are told one by one; more are counted."""


def for_citizens(found: Sequence[Difference]) -> str | None:
    """What changes for them, and what doesn't; ``None`` where no two versions are compared."""
    whole = any(one.kind == "procedure" and one.what in ("new", "removed") for one in found)
    if not found or whole:
        return None
    changed = {kind: [one for one in found if one.kind == kind] for kind in SEEN}
    told = [_told(SEEN[kind], rows) for kind, rows in changed.items() if rows]
    for kind, name in (("procedure", "thủ tục"), ("step", "các bước")):
        rows = [one for one in found if one.kind == kind and _is_seen(one)]
        told += [_told(name, rows)] if rows else []
    same = ", ".join(SEEN[kind] for kind, rows in changed.items() if not rows)
    if not told:
        return f"Người nộp không thấy gì khác: {same} như cũ."
    return "; ".join(told) + (f". Như cũ: {same}." if same else ".")


def _is_seen(row: Difference) -> bool:
    """Whether applicants see what changed; a step that comes or goes they do."""
    if row.field is None:
        return row.kind == "step"
    return row.field.startswith(BESIDE[row.kind])


def _told(name: str, rows: Iterable[Difference]) -> str:
    rows = list(rows)
    if len(rows) > TOLD:
        return f"{name} khác ở {len(rows)} chỗ"
    return "; ".join(map(_one, rows))


def _one(row: Difference) -> str:
    if row.field is None:
        return f"{WORDS[row.what]} {row.where}"
    return f"{row.where} ({row.field}): {row.before or 'không có'} → {row.after or 'không có'}"
