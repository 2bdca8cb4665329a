"""What a later version changes for those who file: one sentence, from the differences.

It names things as applicants know them: no code of a question, a form, a unit or a table, and no
expression. What has no other words is only told to be other than before.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from engine.publishing.differing.of_forms import FILED
from engine.publishing.differing.of_manifest import OWN, UNITS
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
_NAMED = tuple(OWN[name] for name in ("people", "area_field", *UNITS))
"""Fields whose values are codes, with what they are called before them."""
_WITH_CODE = re.compile(r"(.+) \([A-Za-z0-9_.]+\)", re.DOTALL)
_CODE = re.compile(r"[A-Za-z0-9]_[A-Za-z0-9]|[<>=\[\]{}\"]|\w\(|\.(?:dmn|bpmn|json)\b", re.ASCII)
"""What no word of people has."""
TOLD = 3
"""Differences of a kind that are told one by one; more are counted."""


def for_citizens(found: Sequence[Difference]) -> str | None:
    """What changes for them, and what doesn't; ``None`` where no two versions are compared."""
    whole = any(one.kind == "procedure" and one.what in ("new", "removed") for one in found)
    if not found or whole:
        return None
    changed = {kind: [one for one in found if one.kind == kind and _is_seen(one)] for kind in SEEN}
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
    if row.kind == "question":
        return row.where.startswith(FILED)
    if row.kind == "limit":
        return not row.key.startswith("lock:")
    if row.kind in SEEN:
        return True
    if row.field is None:
        return row.kind == "step"
    return row.field.startswith(BESIDE[row.kind])


def _told(name: str, rows: Iterable[Difference]) -> str:
    rows = list(rows)
    if len(rows) > TOLD:
        return f"{name} khác ở {len(rows)} chỗ"
    return "; ".join(dict.fromkeys(map(_one, rows)))


def _one(row: Difference) -> str:
    where = _place(row)
    if row.field is None:
        return f"{WORDS[row.what]} {where}"
    parts = row.field.split(", ")
    field = ", ".join(part for part in parts if not _CODE.search(part))
    if row.field.startswith(tuple(OWN[name] for name in ("roles", "area_roles"))):
        field = parts[0]  # then comes the role's code
    was, then = (_value(row, one) for one in (row.before, row.after))
    if was is None or then is None:
        return f"{where}: {field or 'nội dung'} khác trước"
    return f"{where} ({field}): {was} → {then}"


def _place(row: Difference) -> str:
    """Where it is, as applicants call it."""
    if row.kind == "question":
        return row.where.rpartition(" ")[0] if _CODE.search(row.where) else row.where
    return SEEN.get(row.kind, row.where) if _CODE.search(row.where) else row.where


def _value(row: Difference, value: str | None) -> str | None:
    """A value in words; ``None`` where it has none."""
    if not value:
        return "không có"
    if row.field == "lựa chọn":
        value = ", ".join(_WITH_CODE.sub(r"\1", one) for one in value.split(", "))
    elif (row.field or "").startswith(_NAMED):
        named = _WITH_CODE.fullmatch(value)
        return named[1] if named else None
    elif row.field == "nằm trong nhóm":
        return None
    return None if _CODE.search(value) else value
