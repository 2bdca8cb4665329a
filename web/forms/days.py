"""Days that people type into the controls of a page."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from flask import request

from api.http import today
from engine.errors import EntryInvalid, Refusal
from engine.typed import Unreadable
from engine.typed.dates import day_typed

Answer = TypeVar("Answer")
DAYS = frozenset(("day", "ends", "since", "valid_from", "valid_to"))
"""What acts call their days: one that can't be read makes nothing known of the others."""


def day_in(control: str, label: str, typed: str | None) -> date | None:
    """The day that was typed; ``None`` where nothing was. Raises EntryInvalid, on the control."""
    try:
        return _read(typed)
    except Unreadable as unreadable:
        raise day_refused(control, f"{label}: {unreadable}.") from None


def day_posted(control: str, label: str) -> date | None:
    """The same of a control of the form that came."""
    return day_in(control, label, request.form.get(control))


def day_refused(control: str, message: str) -> EntryInvalid:
    """What is said of a day that is not as it must be."""
    fault = {"field": control, "message": message}
    return EntryInvalid(count=1, first=message, faults=[fault])


class Days:
    """Reads days of the form, or of what else came (``typed``: of the address); what can't be read
    is refused together, each on its field.

    An act that is done ``around`` them tells all else that is wrong at once.
    """

    def __init__(self, typed: Mapping[str, str] | None = None) -> None:
        self.typed = request.form if typed is None else typed
        self.faults: list[dict[str, str]] = []
        self._unread = False

    def read(self, name: str, label: str) -> date | None:
        """The day of a control; ``None`` where it is empty or can't be read."""
        try:
            return _read(self.typed.get(name))
        except Unreadable as unreadable:
            self._refuse(name, f"{label}: {unreadable}.")
            return None

    def told(self, name: str, message: str) -> None:
        """What else is wrong with a control."""
        self.faults.append({"field": name, "message": message})

    def needed(self, name: str, label: str) -> date:
        """The same of a day that must be there; today stands in for one that is not."""
        before = len(self.faults)
        found = self.read(name, label)
        if found is None and len(self.faults) == before:
            self._refuse(name, f"{label}: hãy ghi ngày/tháng/năm.")
        return found or today()

    def beside(self, told: Mapping[str, str]) -> None:
        """What else is empty is told with the days, not in a second wave.

        ``told``: a control and what is said of it; the use-case asks the same again.
        """
        empty = [name for name in told if not self.typed.get(name, "").strip()]
        self.faults += [{"field": name, "message": told[name]} for name in empty]

    def check(self) -> None:
        """Raises EntryInvalid with all of it."""
        if self.faults:
            first = self.faults[0]["message"]
            raise EntryInvalid(count=len(self.faults), first=first, faults=self.faults)

    def around(self, act: Callable[[], Answer], **called: str) -> Answer:
        """What the act answers; with a fault here it is refused, and tells its own faults too.

        It is tried on days that stand in for those that nobody can read, in a transaction that
        the refusal ends. ``called``: by its field the control that is called otherwise. Raises
        what the act raises, EntryInvalid.
        """
        try:
            answer = act()
        except Refusal as refused:
            if isinstance(refused, EntryInvalid):
                self._with(refused, called)
            self.check()
            raise
        self.check()
        return answer

    def _with(self, refused: EntryInvalid, called: Mapping[str, str]) -> None:
        """Take up the faults of the act, but for those that only hang on a day that stands in."""
        if not self.faults:
            return
        told: Any = refused.details["faults"]
        here = {one["field"] for one in self.faults} | (DAYS if self._unread else set())
        self.faults += [one for one in told if not {one["field"], called.get(one["field"])} & here]

    def _refuse(self, name: str, message: str) -> None:
        self.told(name, message)
        self._unread = True


def _read(typed: str | None) -> date | None:
    text = (typed or "").strip()
    return date.fromisoformat(day_typed(text)) if text else None
