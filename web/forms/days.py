"""Days that people type into the controls of a page."""

from collections.abc import Mapping
from datetime import date

from flask import request

from engine.errors import EntryInvalid
from engine.typed import Unreadable
from engine.typed.dates import day_typed


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
    is refused together, each on its field."""

    def __init__(self, typed: Mapping[str, str] | None = None) -> None:
        self.typed = request.form if typed is None else typed
        self.faults: list[dict[str, str]] = []

    def read(self, name: str, label: str) -> date | None:
        """The day of a control; ``None`` where it is empty or can't be read."""
        try:
            return _read(self.typed.get(name))
        except Unreadable as unreadable:
            self.told(name, f"{label}: {unreadable}.")
            return None

    def told(self, name: str, message: str) -> None:
        """What else is wrong with a control."""
        self.faults.append({"field": name, "message": message})

    def needed(self, name: str, label: str) -> date:
        """The same of a day that must be there."""
        before = len(self.faults)
        found = self.read(name, label)
        if found is None and len(self.faults) == before:
            self.told(name, f"{label}: hãy ghi ngày/tháng/năm.")
        return found or date.min

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


def _read(typed: str | None) -> date | None:
    text = (typed or "").strip()
    return date.fromisoformat(day_typed(text)) if text else None
