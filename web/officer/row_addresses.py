"""Addresses that the rows of a list lead to: each is built once, with a place for what differs.

Building every row's anew took a tenth of the queue's page.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import url_for

from web.officer.listing import Listing

_CASE, _TASK = "-case-", "-task-"
"""What stands in an address until a row's own comes; nothing in it has to be quoted."""
_plain = re.compile(r"[A-Za-z0-9._-]+").fullmatch


class RowAddresses:
    """The addresses of the rows of one page of a list."""

    def __init__(self, listing: Listing) -> None:
        self._args: Mapping[str, Any] = listing.args
        self._case = listing.case(_CASE)
        self._acts: dict[str, str] = {}

    def case(self, ref: str) -> str:
        """Of the row's case."""
        return self._case.replace(_CASE, _quoted(ref), 1)

    def act(self, word: str, *, task_id: str, ref: str) -> str:
        """Of an act on the row's task, which comes back to this list."""
        known = self._acts.get(word)
        if known is None:
            address = url_for("work.on_task", task_id=_TASK, word=word, hs=_CASE, **self._args)
            known = self._acts[word] = address
        of_task = known.replace(_TASK, _quoted(task_id), 1)
        return of_task.replace(f"hs={_CASE}", f"hs={_quoted(ref)}", 1)


def _quoted(text: str) -> str:
    return text if _plain(text) else quote(text, safe="")
