"""A TOML file edited as text: one value set, all else as it was, comments too."""

import re
from datetime import date
from typing import Any

from engine.errors import DesignRefused
from engine.files import FileUnreadable, tables_of

_TABLE = re.compile(r"^[ \t]*\[(?!\[)[ \t]*([\w.\-]+)[ \t]*\]", re.MULTILINE)
_ANY_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def with_value(text: str, path: str, value: object) -> str:
    """The text with the value at ``path`` (``decision.number``). Raises DesignRefused where the
    file is written so that only a person can say where it goes."""
    table, _, key = path.rpartition(".")
    start, end = _part(text, table)
    line = f"{key} = {literal(value)}"
    if start is None:
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        found = f"{text}{gap}[{table}]\n{line}\n"
    else:
        old = re.compile(rf"^([ \t]*){re.escape(key)}[ \t]*=[^\n\r]*", re.MULTILINE)
        at = old.search(text, start, end)
        if at:
            found = f"{text[: at.start()]}{at[1]}{line}{text[at.end() :]}"
        else:
            found = f"{text[:start]}{line}\n{text[start:]}"
    _same_but(text, found, path, value)
    return found


def with_row(text: str, table: str, row: dict[str, object]) -> str:
    """The text with one more ``[[table]]`` at its end."""
    gap = "" if not text or text.endswith("\n") else "\n"
    lines = "".join(f"{key} = {literal(value)}\n" for key, value in row.items())
    return f"{text}{gap}\n[[{table}]]\n{lines}"


def literal(value: object) -> str:
    """The value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, int | float):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _part(text: str, table: str) -> tuple[int | None, int]:
    """Where the lines of a table begin and end; of the file's own table from its beginning."""
    if not table:
        first = _ANY_TABLE.search(text)
        return 0, first.start() if first else len(text)
    for found in _TABLE.finditer(text):
        if found[1] == table:
            start = text.find("\n", found.end()) + 1
            if not start:
                return None, 0
            after = _ANY_TABLE.search(text, start)
            return start, after.start() if after else len(text)
    return None, 0


def _same_but(before: str, after: str, path: str, value: object) -> None:
    """Raise DesignRefused unless the value is there and nothing else differs."""
    try:
        old, new = tables_of(before), tables_of(after)
    except FileUnreadable as wrong:
        raise DesignRefused(reason="tệp mô tả viết theo cách máy không tự sửa được.") from wrong
    wanted = _set(old, path.split("."), value)
    if new != wanted:
        raise DesignRefused(reason=f"máy không biết ghi {path} vào đâu trong tệp mô tả.")


def _set(tables: dict[str, Any], path: list[str], value: object) -> dict[str, Any]:
    if len(path) > 1:
        inner = tables.get(path[0], {})
        value = _set(inner if isinstance(inner, dict) else {}, path[1:], value)
    return {**tables, path[0]: value}
