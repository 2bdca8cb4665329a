"""``scenarios/*.toml``: a dossier's way through a package, told step by step, with what to expect.

The format is described in ``docs/reference/packages.md``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.store.rows import Channel

FOLDER = "scenarios/"


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """What the officer of a step does."""

    element: str
    outcome: str | None
    answers: Mapping[str, object]
    comment: str | None
    at: datetime | None = None
    """When at the earliest; ``None``: as soon as half of the step before is used."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How the walk must end. What is ``None`` or empty is not checked."""

    status: int | None
    working_hours: Decimal | None
    path: tuple[str, ...]
    end: str | None
    """The end event of the diagram."""
    fee: Decimal | None
    """What was to pay at the filing, in đồng."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way through a package. ``returning`` and ``receiving`` default to the commune's centre."""

    file: str
    name: str
    channel: Channel
    commune: str
    receiving: str | None
    returning: str | None
    submitted_at: datetime
    received_at: datetime
    answers: Mapping[str, object]
    steps: tuple[ScenarioStep, ...]
    expected: Expected


def read_scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    """The scenarios of a package in the order of their file names."""
    return [
        _read(path, tomllib.loads(files[path].decode()))
        for path in sorted(files)
        if path.startswith(FOLDER) and path.endswith(".toml")
    ]


def _read(path: str, data: Mapping[str, Any]) -> Scenario:
    expect = data.get("expect", {})
    hours = expect.get("working_hours")
    return Scenario(
        file=path,
        name=data["name"],
        channel=data["channel"],
        commune=data["commune"],
        receiving=data.get("receiving"),
        returning=data.get("returning"),
        submitted_at=data["submitted_at"],
        received_at=data["received_at"],
        answers=_plain(data["values"]),
        steps=tuple(
            ScenarioStep(
                step["element"],
                step.get("outcome"),
                _plain(step.get("values", {})),
                step.get("reason") or step.get("comment"),
                step.get("at"),
            )
            for step in data["step"]
        ),
        expected=Expected(
            status=expect.get("status"),
            working_hours=Decimal(str(hours)) if hours is not None else None,
            path=tuple(expect.get("path", ())),
            end=expect.get("end"),
            fee=Decimal(expect["fee"]) if "fee" in expect else None,
        ),
    )


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    """Dates of TOML as the ISO text that forms send."""
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in values.items()
    }
