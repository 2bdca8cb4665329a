"""What is wrong with a form, by its controls."""

from collections.abc import Mapping
from typing import Any

from engine.errors import Refusal


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
