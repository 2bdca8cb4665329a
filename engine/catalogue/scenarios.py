"""``scenarios/*.toml``: a dossier's way through a package, told step by step, with what to expect.

The format is described in ``docs/reference/packages.md``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.acts import ACTS
from engine.catalogue.applicants import AUTHORISATION, KINDS, PERSON, ApplicantKind, Authorisation
from engine.catalogue.fields import Field, Finding, Named, Reading, Tables, read_fields
from engine.catalogue.fields.table import unreadable
from engine.catalogue.fields.values import (
    Choice,
    Day,
    Free,
    Moment,
    Number,
    Text,
    Texts,
    Whole,
    Yes,
)
from engine.catalogue.manifest import CHANNELS
from engine.catalogue.manifest_fields import ELEMENT, NOTE, SOURCE, UNIT
from engine.files import FileUnreadable, read_toml
from engine.files.kept import Kept
from engine.store.rows import Channel
from engine.worktime import ZONE

FOLDER = "scenarios/"
RECENT_DAYS = 370
"""Days of a scenario that lie so near to its filing move with it."""
RECENT = timedelta(days=RECENT_DAYS)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_IN_WORDS = re.compile(r"\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b")
OTHER_ACTS = tuple(kind for kind, act in ACTS.items() if not act.ends_step)
"""What a scenario can do besides ending steps."""
MESSAGE = "deliver_message"
"""What a scenario can tell beside acts: a message from outside came to the event ``element``."""


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """What the officer of a step does."""

    element: str
    outcome: str | None
    answers: Mapping[str, object]
    comment: str | None
    at: datetime | None = None
    """When at the earliest; ``None``: as soon as half of the step before is used."""
    act: str | None = None
    """Another act than the one that ends the step; ``answers`` are then what it takes. Of
    ``MESSAGE`` they are what it bears, and ``element`` is the event that waits for it."""
    officer: str | None = None
    """User name of who does it; ``None``, or where they don't hold the desk then: the first."""


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
    variant: str | None = None
    """The row of the package's limits that the case has at the end."""
    due_at: datetime | None = None


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
    assisted: bool = False
    """Whether an officer helps to file it online."""
    applicant_kind: ApplicantKind = PERSON
    authorisation: Authorisation | None = None
    """By which paper the submitter stands in for the owner."""
    owner_tax_number: str | None = None
    paper_ground: str | None = None


_FIELDS = (
    Field("name", Text(300), "what the scenario shows, a sentence", must=True),
    Field("channel", Choice(CHANNELS), "how it is filed", must=True),
    Field("commune", UNIT, "where it is filed", must=True, names="unit"),
    Field(
        "receiving",
        UNIT,
        "service centre that receives; that of the commune unless said",
        names="unit",
    ),
    Field(
        "returning",
        UNIT,
        "service centre that returns; `receiving` unless said",
        names="unit",
    ),
    Field("submitted_at", Moment(), "when it is filed", must=True),
    Field(
        "received_at", Moment(), "when the first step is taken; not before it is filed", must=True
    ),
    Field("applicant.name", Text(200), "the account that files"),
    Field("applicant.identity_number", Text(20), "of that person"),
    Field("applicant.date_of_birth", Day(1900), "of that person"),
    Field("applicant.phone", Text(20), "of that person"),
    Field("assisted", Yes(), "an officer of the receiving centre helps to file it online"),
    Field("applicant_kind", Choice(KINDS), "what its owner is; `citizen` unless said"),
    Field("owner_tax_number", Text(20), "the number of the organisation that owns it"),
    Field("authorisation.paper", Text(200), "by which paper the submitter stands in for the owner"),
    Field("authorisation.number", Text(100), "its number"),
    Field("authorisation.day", Day(1900), "its date"),
    Field("paper_ground", Text(64), "code of the ground on which a state agency files on paper"),
    Field("values", Free(), "answers of the filing form", must=True),
    Field(
        "step[].element", ELEMENT, "the step, in the order they are taken", must=True, names="step"
    ),
    Field("step[].outcome", Text(200), "what the officer chooses"),
    Field("step[].reason", NOTE, "what the officer says of it"),
    Field("step[].comment", NOTE, "as `reason`, where none is due"),
    Field(
        "step[].act",
        Choice((*OTHER_ACTS, MESSAGE)),
        "an act beside the way; `element` is the open step, or the last one where none is open. "
        "With `deliver_message` no person acts: the message from outside comes that the event "
        "`element` of the diagram waits for",
    ),
    Field(
        "step[].officer",
        Text(100),
        "user name of who does it where several hold the desk; the first unless said, or where "
        "that person doesn't hold it that day",
    ),
    Field(
        "step[].values",
        Free(),
        "answers of the step's form; with `act` what it takes, of a message what it bears",
    ),
    Field("step[].at", Moment(), "not before this moment: the citizen pays two weeks later"),
    Field("expect.status", Whole(1, 10), "portal code at the end"),
    Field(
        "expect.working_hours",
        Number(0, 100_000, 2),
        "planned hours of the steps taken; a step taken again counts once",
    ),
    Field("expect.path", Texts(), "the steps taken", names="step"),
    Field("expect.end", ELEMENT, "end event", names="end"),
    Field(
        "expect.variant",
        Text(300),
        "which row of `[[limits]]` the case has at the end, by its `variant`",
    ),
    Field("expect.due_at", Moment(), "when the case is due in the end, to the minute"),
    Field(
        "expect.fee",
        Number(0, 10**12),
        "due in đồng, as it was computed last: at the filing, or once claims to be let off "
        "were looked at",
    ),
)

SCENARIO_FIELDS = Tables(
    _FIELDS, anywhere={"source": SOURCE}, may_lack=frozenset({"applicant", "expect"}), most=1_000
)


@dataclass(frozen=True)
class ScenarioRead:
    """What a file says. ``scenario`` is ``None`` when what is compulsory can't be read."""

    scenario: Scenario | None
    findings: tuple[Finding, ...] = ()
    named: tuple[Named, ...] = ()
    lines: Mapping[int, int | None] = field(default_factory=dict)
    """Place of a step in the scenario → its line."""


def is_scenario(path: str) -> bool:
    """Whether a file of a package tells a scenario."""
    return path.startswith(FOLDER) and path.endswith(".toml")


_KEPT: Kept[tuple[str, bytes], ScenarioRead] = Kept(500)
"""By path and bytes: who checks, tries and publishes a version reads its scenarios each time."""
_KEPT_SIZE = 16 * 1024
"""Up to how many bytes: larger ones than people write are read anew."""


def read_scenario(path: str, content: bytes) -> ScenarioRead:
    """The scenario in these bytes, with every fault, not only the first."""
    if len(content) > _KEPT_SIZE:
        return _read(path, content)
    key = (path, content)
    return _KEPT.get(key) or _KEPT.keep(key, _read(path, content))


def _read(path: str, content: bytes) -> ScenarioRead:
    try:
        file = read_toml(content)
    except FileUnreadable as wrong:
        return ScenarioRead(None, (unreadable(wrong, "kịch bản"),))
    reading = read_fields(file, SCENARIO_FIELDS)
    submitted, received = reading.value("submitted_at"), reading.value("received_at")
    if submitted and received and received < submitted:
        detail = "hồ sơ không thể được tiếp nhận trước khi nộp."
        reading.add("field.conflict", ("received_at",), detail=detail)
    whole = all(reading.value(one.path) is not None for one in _FIELDS if one.must and _top(one))
    whole = whole and all("element" in row for row in reading.rows("step"))
    return ScenarioRead(
        _scenario(path, reading) if whole else None,
        tuple(reading.findings),
        tuple(reading.named),
        {at: file.line_of(("step", at)) for at in range(len(reading.rows("step")))},
    )


def read_scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    """The scenarios of a package in the order of their file names.

    Raises FileUnreadable for one that no check has passed.
    """
    found = []
    for path in filter(is_scenario, sorted(files)):
        scenario = read_scenario(path, files[path]).scenario
        if scenario is None:
            raise FileUnreadable(f"{path}: kịch bản không đọc được")
        found.append(scenario)
    return found


def readable_scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    """The same of a draft that no check has passed: those that can be read."""
    paths = filter(is_scenario, sorted(files))
    read = (read_scenario(path, files[path]).scenario for path in paths)
    return [one for one in read if one is not None]


def moved_to(scenario: Scenario, day: date) -> Scenario:
    """The scenario filed on another day, with everything that lies near to its filing."""
    by = day - _day_of(scenario)
    return replace(
        scenario,
        submitted_at=scenario.submitted_at + by,
        received_at=scenario.received_at + by,
        answers=dated(scenario.answers, scenario, by),
        steps=tuple(
            replace(step, at=step.at + by if step.at else None, answers=_step(step, scenario, by))
            for step in scenario.steps
        ),
    )


def dated(answers: Mapping[str, object], scenario: Scenario, by: timedelta) -> dict[str, object]:
    """Answers of a scenario that is filed so much later: days near to its filing move with it."""
    near = _day_of(scenario)
    return {key: _later(value, near, by) for key, value in answers.items()}


def _step(step: ScenarioStep, scenario: Scenario, by: timedelta) -> dict[str, object]:
    moved = dated(step.answers or {}, scenario, by)
    if step.act is None:
        return moved
    # The papers that an act beside the way names in words are of this dossier too.
    near = _day_of(scenario)
    return {key: _said_later(value, near, by) for key, value in moved.items()}


def _said_later(value: object, near: date, by: timedelta) -> object:
    """Words with the days in them that lie after the filing."""

    def later(found: re.Match[str]) -> str:
        try:
            day = date(*map(int, reversed(found.groups())))
        except ValueError:
            return found[0]  # no day of any calendar
        return f"{day + by:%d/%m/%Y}" if near <= day <= near + RECENT else found[0]

    return _DAY_IN_WORDS.sub(later, value) if isinstance(value, str) else value


def _day_of(scenario: Scenario) -> date:
    return scenario.submitted_at.astimezone(ZONE).date()


def _later(value: object, near: date, by: timedelta) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    day = date.fromisoformat(value)
    return (day + by).isoformat() if abs((day - near).days) <= RECENT_DAYS else value


def _top(one: Field) -> bool:
    return "." not in one.path


def _scenario(path: str, reading: Reading) -> Scenario:
    value = reading.value
    return Scenario(
        file=path,
        name=value("name"),
        channel=value("channel"),
        commune=value("commune"),
        receiving=value("receiving"),
        returning=value("returning"),
        submitted_at=value("submitted_at"),
        received_at=value("received_at"),
        answers=_plain(value("values")),
        steps=tuple(
            ScenarioStep(
                step["element"],
                step.get("outcome"),
                _plain(step.get("values", {})),
                step.get("reason") or step.get("comment"),
                step.get("at"),
                step.get("act"),
                step.get("officer"),
            )
            for step in reading.rows("step")
        ),
        expected=Expected(
            status=value("expect.status"),
            working_hours=value("expect.working_hours"),
            path=value("expect.path") or (),
            end=value("expect.end"),
            fee=value("expect.fee"),
            variant=value("expect.variant"),
            due_at=value("expect.due_at"),
        ),
        assisted=value("assisted") or False,
        applicant_kind=value("applicant_kind") or PERSON,
        authorisation=_authorisation(value),
        paper_ground=value("paper_ground"),
        owner_tax_number=value("owner_tax_number"),
    )


def _authorisation(value: Callable[[str], Any]) -> Authorisation | None:
    day = value("authorisation.day")
    if day is None:
        return None
    paper = value("authorisation.paper") or AUTHORISATION.name
    return Authorisation(paper=paper, number=value("authorisation.number") or "", day=day)


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    """Dates of TOML as the ISO text that forms send."""
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in values.items()
    }
