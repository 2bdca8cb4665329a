"""What an address may narrow a list by: a value that there isn't is refused, before any row.

A list of all is no answer to a slip, and an empty one looks as if there were nothing.
"""

from collections.abc import Collection
from typing import Any, TypeVar, cast

from flask import request

from api.http import require
from engine.errors import EntryInvalid
from engine.organisation.named import procedures_matching, several_like
from engine.organisation.tree import setting_of
from web.forms.days import day_refused

One = TypeVar("One", bound=str)
SHOWN = 60
"""Signs that a refusal repeats."""


def chosen(name: str, words: str, known: Collection[One], usual: One) -> One:
    """The one of ``known`` that the address names, or the usual one. Raises EntryInvalid."""
    typed = request.args.get(name, "").strip()
    if typed and typed not in known:
        raise unknown(name, words, typed)
    return cast("One", typed) if typed else usual


def named(name: str, words: str, known: Collection[str]) -> str | None:
    """The same of a filter that may be left out."""
    return chosen(name, words, known, "") or None


def unit_asked(session: Any, name: str = "dv") -> str | None:
    """The unit of one's own province that the address names by its code. Raises EntryInvalid."""
    return named(name, "đơn vị", setting_of(session, require().province_code or "").units)


def procedure_asked(session: Any, name: str) -> str | None:
    """The procedure of one's own province, named by its code or a part of its name.

    Raises EntryInvalid where there is none, or several are meant.
    """
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    found = procedures_matching(session, require().province_code or "", typed)
    if not found:
        raise unknown(name, "thủ tục", typed)
    if len(found) > 1:
        raise day_refused(name, several_like(typed[:SHOWN], found))
    return found[0][0]


def unknown(name: str, words: str, typed: str) -> EntryInvalid:
    """What is said of a value that there isn't."""
    return day_refused(name, f"Không có {words} “{typed[:SHOWN]}”. Hãy chọn lại ở danh sách.")
