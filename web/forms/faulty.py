"""What is wrong with a form, by its controls."""

from collections.abc import Mapping
from typing import Any

from engine.errors import DayPassed, EntryInvalid, Refusal, TextUnreadable


def faults_by_control(
    refusal: Refusal | None, called: Mapping[str, str] | None = None
) -> dict[str, str]:
    """All that is said of each control.

    ``called``: by its field the control that is called otherwise.
    """
    names = called or {}
    told: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    found: dict[str, list[str]] = {}
    for one in told:
        field = str(one["field"])
        found.setdefault(names.get(field, field), []).append(str(one["message"]))
    return {name: " ".join(dict.fromkeys(said)) for name, said in found.items()}


def said_by_control(refusal: Refusal | None) -> dict[str, str]:
    """The same of every refusal that is about controls; empty where it is about none."""
    if isinstance(refusal, DayPassed):
        return {"valid_from": str(refusal)}
    if isinstance(refusal, TextUnreadable):
        return {str(refusal.details["field"]): str(refusal)}
    return faults_by_control(refusal) if isinstance(refusal, EntryInvalid) else {}


def listed(wrong: Mapping[str, str], ids: Mapping[str, str]) -> list[dict[str, str]]:
    """What is said of controls for the banner, which leads to each; ``ids``: id by name, where
    they differ."""
    return [{"id": ids.get(name, name), "message": said} for name, said in wrong.items()]
