"""Which unit serves a commune in a role: what is wrong with rows that say so. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

ROLE_NAMES = {
    "land_branch": "Chi nhánh Văn phòng Đăng ký đất đai",
    "land_office": "Văn phòng Đăng ký đất đai",
    "tax_office": "Thuế cơ sở",
    "insurance_office": "Bảo hiểm xã hội cơ sở",
}
"""What people call the roles in which units serve communes; another role is called by its code."""


def role_name(role: str) -> str:
    """The role as pages name it."""
    return ROLE_NAMES.get(role, role)


ENDED = "thôi theo "
"""What stands before the paper by which a unit no longer serves."""


def ended_by(basis: str | None, paper: str) -> str:
    """The papers of a row once ``paper`` ends it."""
    return "; ".join(filter(None, (basis, f"{ENDED}{paper}")))


def papers_told(basis: str | None) -> str:
    """By which papers a unit serves and no longer does, in words; empty where none is known."""
    words = basis or ""
    return words if not words or words.startswith(ENDED) else f"theo {words}"


def served_twice(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows by which two units serve one commune in one role on the same day, in Vietnamese."""
    by_commune: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_commune.setdefault((row["role"], row["commune_code"]), []).append(row)
    for (role, commune), found in by_commune.items():
        found.sort(key=lambda row: row["valid_from"])
        for before, after in pairwise(found):
            if before["valid_to"] is None or before["valid_to"] > after["valid_from"]:
                units = f"{before['unit_code']} và {after['unit_code']}"
                yield f"{units} cùng là {role} của {commune} từ {after['valid_from']:%d/%m/%Y}."


def serving_strangers(rows: Iterable[Mapping[str, Any]], units: set[str]) -> Iterator[str]:
    """The units and communes of the rows that the province does not have."""
    named = {row[column] for row in rows for column in ("commune_code", "unit_code")}
    for code in sorted(named - units):
        yield f"không có đơn vị {code}."
