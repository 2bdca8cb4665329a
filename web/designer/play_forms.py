"""What is posted while a dossier is played, as a scenario and its next step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from flask import request

from api.http.parts import today
from engine.acts.inputs import InputKind
from engine.catalogue.forms.sampling import sample
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep
from engine.designing.played import Moment, PlayedAct, PlayedTask, PlayedWait
from engine.designing.playing import NOTHING, PLAYED
from engine.designing.trial import channel_given
from engine.errors import DesignRefused, FormInvalid, TextUnreadable
from engine.typed import Unreadable
from engine.typed.dates import day_typed
from engine.typed.given import day_given, hour_given
from engine.typed.scalars import scalar_typed
from engine.worktime import ZONE
from web.forms import rows
from web.forms.act_inputs import TODO, control_of
from web.forms.fields import Schema, answers
from web.forms.uploads import ON_PAPER, VERDICT
from web.frame.wording import citizen_time

NAME = "Hồ sơ chơi thử"
OPENS = "08:00"
"""When a dossier is filed unless it is said."""
SUPPLIED = "nop-giay"
BORNE = "tin-"
"""Begins the names of the controls for what a message bears."""
TO_DAY, TO_HOUR = "den-ngay", "den-gio"


def filing_typed(schema: Schema, told: Scenario | None) -> Scenario:
    """The filing that was typed, without a step; kinds and papers are those of the scenario that is
    followed. Raises TextUnreadable."""
    at = moment_typed("nop-ngay", "nop-gio", "Nộp")
    channel = channel_given("kenh-nop", request.form.get("kenh-nop"))
    commune = request.form.get("noi-nop", "")
    given = answers(schema, rows.without_blank(schema, request.form))
    if told is None:
        return Scenario(PLAYED, NAME, channel, commune, None, None, at, at, given, (), NOTHING)
    same = told.commune == commune
    waits = told.received_at - told.submitted_at
    return replace(
        told,
        channel=channel,
        commune=commune,
        receiving=told.receiving if same else None,
        returning=told.returning if same else None,
        submitted_at=at,
        received_at=at + waits,
        answers=given,
        steps=(),
    )


def moment_typed(day: str, hour: str, label: str) -> datetime:
    """A day and a time of day of the form; today at eight where nothing was typed. Raises
    TextUnreadable."""
    typed = request.form.get(day, "").strip()
    on = day_given(day, f"{label} ngày", typed) if typed else today()
    at = hour_given(hour, f"{label} lúc", request.form.get(hour, "").strip() or OPENS)
    return datetime.fromisoformat(f"{on.isoformat()}T{at}").replace(tzinfo=ZONE)


def clock_typed(stands: datetime | None) -> datetime:
    """To when time is let pass: the clock never goes back. Raises FormInvalid."""
    if not request.form.get(TO_DAY, "").strip():
        raise _wrong(TO_DAY, "Hãy ghi ngày, ví dụ 15/12/2025.")
    try:
        ahead = moment_typed(TO_DAY, TO_HOUR, "Đến")
    except TextUnreadable as unreadable:
        raise _wrong(str(unreadable.details["field"]), str(unreadable)) from None
    if stands is not None and ahead <= stands:
        raise _wrong(TO_DAY, f"Đồng hồ ảo không lùi: hãy ghi lúc sau {citizen_time(stands)}.")
    return ahead


def _wrong(field: str, message: str) -> FormInvalid:
    return FormInvalid(count=1, first=message, faults=[{"field": field, "message": message}])


def clock_posted(text: str | None) -> datetime | None:
    """A moment that a page has written into its own form. Raises DesignRefused for another text."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise DesignRefused(reason="đồng hồ ảo không đọc được.")
    return found


def step_typed(task: PlayedTask) -> ScenarioStep:
    """How a step is ended by what was typed beside it."""
    schema = task.task.form if task.task else None
    return ScenarioStep(
        task.element_id,
        request.form.get("outcome") or None,
        answers(schema, rows.without_blank(schema, request.form)),
        request.form.get("y-kien", "").strip() or None,
        officer=_chosen(task),
    )


def _chosen(task: PlayedTask) -> str | None:
    """Who of several does it; nothing where it is who would do it anyway."""
    typed, others = request.form.get("ai-lam"), task.officers[1:]
    return next((one.username for one in others if one.username == typed), None)


def act_typed(act: PlayedAct, moment: Moment) -> ScenarioStep:
    """An act beside the way by what was typed for it; what was left empty is not told."""
    day = moment.clock.astimezone(ZONE).date()
    given: dict[str, object] = {}
    for one in act.inputs:
        value = _read(one.kind, control_of(one.name), day)
        if value not in (None, "", [], {}):
            given[one.name] = value
    return ScenarioStep(act.element_id, None, given, None, None, act.kind)


def message_typed(wait: PlayedWait) -> ScenarioStep:
    """A message from outside by what was typed of it; what was left empty it doesn't say."""
    typed = {name: request.form.get(BORNE + name, "").strip() for name in wait.accepts}
    borne = {name: scalar_typed(text) for name, text in typed.items() if text}
    return ScenarioStep(wait.element_id, None, borne, None, act=MESSAGE)


def _read(kind: InputKind, control: str, day: date) -> object:
    if kind == "judged":
        return _judged()
    if kind in ("supplied", "on_hand"):
        return request.form.getlist(SUPPLIED if kind == "supplied" else ON_PAPER)
    typed = request.form.get(control, "").strip()
    return _days_from(day, typed) if kind == "day" else typed


def _days_from(day: date, typed: str) -> object:
    """So many days from the act on, as scenarios tell them; what is no day is left to the act."""
    try:
        return (date.fromisoformat(day_typed(typed)) - day).days if typed else None
    except Unreadable:
        return typed


def _judged() -> list[Mapping[str, object]]:
    said = {name: text for name, text in request.form.items() if name.startswith(VERDICT) and text}
    found: list[Mapping[str, object]] = []
    for name, verdict in said.items():
        code = name.removeprefix(VERDICT)
        todo = request.form.get(TODO + code, "").strip()
        row: dict[str, object] = {"component": code, "verdict": verdict}
        found.append({**row, "todo": todo} if todo else row)
    return found


def planned_step(told: Scenario | None, played: Scenario) -> ScenarioStep | None:
    """What the scenario that is followed does next, as long as it was followed."""
    count = len(played.steps)
    if told is None or count >= len(told.steps):
        return None
    pairs = zip(told.steps, played.steps, strict=False)
    followed = all((a.element, a.act, a.outcome) == (b.element, b.act, b.outcome) for a, b in pairs)
    return told.steps[count] if followed else None


def filled_in(task: PlayedTask, planned: ScenarioStep | None, day: date) -> Mapping[str, object]:
    """What a step's form begins with: what the scenario answers, the last time, else samples."""
    if task.task is None or task.task.form is None:
        return {}
    if planned is not None and planned.act is None and planned.element == task.element_id:
        return planned.answers
    return task.task.answers or sample(task.task.form, {}, today=day).answers
