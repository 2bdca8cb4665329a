"""JSON as forms are written in: only what can be stored, sent and shown again."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from engine.files.text_file import FileUnreadable, is_clean, text_of

_LARGEST = 10**15
"""Beyond it browsers, databases and spreadsheets round whole numbers."""
_TOO_DEEP = "lồng nhau quá sâu"


def read_json(data: bytes) -> Mapping[str, Any]:
    """The object in a file. Raises FileUnreadable for anything else, for NaN, for numbers too large
    to keep, for a key that stands twice and for control characters."""
    text = text_of(data)
    try:
        found = json.loads(
            text,
            parse_constant=_no_number,
            parse_float=_fraction,
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = f"sai cú pháp ở dòng {error.lineno}, cột {error.colno}"
        raise FileUnreadable(where, error.lineno) from None
    except RecursionError:
        raise FileUnreadable(_TOO_DEEP) from None
    if not isinstance(found, dict):
        raise FileUnreadable("tệp phải bắt đầu bằng { và kết thúc bằng }", 1)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FileUnreadable(f"khóa “{key}” viết hai lần trong một đối tượng")
        found[key] = value
        for text in (key, *_texts(value)):
            if not is_clean(text, lines=True):
                shown = "".join(c if c.isprintable() else "�" for c in text[:60])
                raise FileUnreadable(f"chữ “{shown}” có ký tự điều khiển")
    return found


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value; those in objects have been looked at with their object."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one


def _no_number(text: str) -> NoReturn:
    raise FileUnreadable(f"{text} không phải là một số")


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise FileUnreadable(f"số {text[:30]} quá lớn")
    return number


def _whole(text: str) -> int:
    if len(text) > len(str(_LARGEST)) or abs(int(text)) > _LARGEST:
        raise FileUnreadable(f"số {text[:30]} quá lớn")
    return int(text)
