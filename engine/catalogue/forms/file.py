"""The one reader of a form's file, for the check of an upload and for everything that runs."""

import json
from collections.abc import Mapping
from typing import Any, Never

from engine.errors import FormUnreadable


def read_schema(content: bytes) -> Mapping[str, Any]:
    """The form in these bytes: JSON in UTF-8, with or without the mark that Windows sets first.

    Raises FormUnreadable with ``detail`` and, where there is one, the ``line``.
    """
    line: int | None = None
    try:
        loaded = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        detail = "không phải văn bản UTF-8"
    except json.JSONDecodeError as error:
        line, detail = error.lineno, f"dòng {error.lineno}, cột {error.colno}"
    except RecursionError:
        detail = "lồng nhau quá sâu"
    except _NotJson as error:
        detail = f"{error} không phải số"
    except ValueError:  # a whole number of thousands of digits
        detail = "số quá dài"
    else:
        if isinstance(loaded, dict):
            return loaded
        detail = "không phải một biểu mẫu"
    raise FormUnreadable(detail=detail, line=line)


class _NotJson(ValueError):
    """NaN or Infinity, which Python takes and JSON has not."""


def _no_number(word: str) -> Never:
    raise _NotJson(word)
