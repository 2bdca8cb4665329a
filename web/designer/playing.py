"""A dossier played through a draft or a version in the page, step by step: nothing of it is kept
anywhere.

What was played travels in the form, as the text of its scenario; each press does all of it anew.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from api.http import now, reading, rehearsing, require
from api.http.doors import needs
from api.http.parts import today
from api.http.problems import status_of
from engine.catalogue.forms.sampling import sample
from engine.catalogue.manifest import CHANNEL_NAMES
from engine.catalogue.scenario_acts import label_of
from engine.catalogue.scenario_text import scenario_text
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep, readable_scenarios
from engine.designing.explained import Explained, explained
from engine.designing.played import Moment
from engine.designing.playing import Play, play, read_played
from engine.designing.rights import Designer, designer
from engine.designing.sandboxed import to_try
from engine.designing.scenarios_run import each_run
from engine.errors import DesignRefused, DesignUnready, MayNotPublish, Refusal, WalkFailed
from engine.typed.scalars import scalar_text
from engine.worktime import ZONE
from web.designer.look import channels_taken
from web.designer.play_forms import (
    BORNE,
    OPENS,
    act_typed,
    clock_posted,
    clock_typed,
    filing_typed,
    filled_in,
    message_typed,
    planned_step,
    step_typed,
)
from web.designer.reading import of, text_asked, version_asked
from web.forms import rows
from web.forms.faulty import listed, said_by_control
from web.forms.fields import Section, fields, sections
from web.forms.rows import Posted
from web.frame.refusing import Trouble, trouble

blueprint = Blueprint("design_play", __name__)
CONTROLS = ("noi-nop", "kenh-nop", "nop-ngay", "nop-gio")
Page = str | tuple[str, int]


@dataclass
class Sent:
    """What was posted: what is to be done, by which scenario, and what of it is shown again."""

    code: str
    played: Scenario
    told: Scenario | None
    clock: datetime | None
    opened: str | None = None
    typed: Posted | None = None
    tried: str | None = None
    coverage: bool = False
    acted: bool = False

    def then(self, moment: Moment) -> ScenarioStep | None:
        """The step that a pressed button means, once it is seen what there is."""
        kind, _, name = request.form.get("lam-gi", "").partition(":")
        tasks = {one.element_id: one for one in moment.tasks}
        acts = {one.kind: one for one in moment.acts}
        if kind == "buoc" and name in tasks:
            self.tried, self.typed = name, request.form
            task = tasks[name].task
            if task and (more := rows.changed(task.form, request.form)) is not None:
                self.typed = more
                return None
            self.acted = True
            return step_typed(tasks[name])
        waits = {one.element_id: one for one in moment.waits if one.message is not None}
        if kind == "tin" and name in waits:
            self.tried, self.typed, self.acted = name, request.form, True
            return message_typed(waits[name])
        if kind == "viec" and name in acts:
            self.opened, self.typed, self.acted = name, request.form, True
            return act_typed(acts[name], moment)
        return None


@blueprint.get("/quy-trinh/<code>/nop-thu")
@needs("designs.read")
def begin(code: str) -> str:
    """The filing: where, how, when, and its form, filled in by a scenario or by samples."""
    return _filing(code)


@blueprint.post("/quy-trinh/<code>/nop-thu")
@needs("designs.read")
def go(code: str) -> Page:
    """Do all that was played anew, and what was pressed; where the dossier is then."""
    if not request.form.get("da-lam"):
        return _begun(code)
    try:
        sent = _sent(code)
    except Refusal as refusal:
        return _shown(Sent(code, _played(), _followed(code), _clock()), refusal)
    if sent is None:
        return _filing(code, _played())
    return _shown(sent)


def again(code: str, refusal: Refusal) -> str:
    """The page with why what was played could not be kept."""
    page = _shown(Sent(code, _played(), _followed(code), None), refusal)
    return page if isinstance(page, str) else page[0]


def _begun(code: str) -> Page:
    """File it; the filing again with what is wrong, where it is refused."""
    try:
        told, before = _followed(code), request.form.get("da-lam-truoc")
        with reading() as session:
            who = designer(session, require("officer"))
            found = _explained(session, who, code)
        schema = found.forms[0].schema if found.forms else {}
        if (more := rows.changed(schema, request.form)) is not None:
            return _filing(code, typed=more)
        filing = filing_typed(schema, told)
        played = replace(filing, steps=read_played(before).steps if before else ())
        sent = Sent(code, played, told, None)
        return _page(sent, _done(sent))
    except MayNotPublish:
        raise
    except Refusal as refusal:
        return _filing(code, typed=request.form, refusal=refusal), status_of(refusal)


def _played() -> Scenario:
    return read_played(request.form.get("da-lam", ""))


def _clock() -> datetime | None:
    """Where the clock stood; ``None`` where that can't be read."""
    try:
        return clock_posted(request.form.get("dong-ho"))
    except DesignRefused:
        return None


def _sent(code: str) -> Sent | None:
    """What the pressed button means; ``None``: back to the filing. Raises Refusal."""
    kind, _, name = request.form.get("lam-gi", "").partition(":")
    told, played = _followed(code), _played()
    clock = clock_posted(request.form.get("dong-ho"))
    if kind == "lui":
        steps = played.steps[:-1]
        return Sent(code, replace(played, steps=steps), told, None) if played.steps else None
    if kind == "den":
        ahead = clock_posted(name) or clock_typed(clock)
        return Sent(code, played, told, max(filter(None, (ahead, clock))))
    if kind in ("theo", "het") and (planned := planned_step(told, played)) and told:
        steps = told.steps if kind == "het" else (*played.steps, planned)
        return Sent(code, replace(played, steps=steps), told, clock)
    opened = name if kind == "mo" else None
    return Sent(code, played, told, clock, opened=opened, coverage=kind == "phu")


def _done(sent: Sent) -> Play:
    with reading() as session:  # nobody waits for what is asked of the draft
        who = designer(session, require("officer"))
        draft = to_try(session, who=who, procedure_code=sent.code, version=version_asked())
    beside = [ran for _, ran in each_run(rehearsing, draft, now=now())] if sent.coverage else None
    return play(
        rehearsing,
        draft=draft,
        scenario=sent.played,
        clock=sent.clock,
        then=sent.then,
        beside=beside,
        now=now(),
    )


def _shown(sent: Sent, refusal: Refusal | None = None) -> Page:
    try:
        return _page(sent, _done(sent), refusal)
    except MayNotPublish:
        raise
    except Refusal as refused:  # the draft is another than it was: the filing is refused now
        return _filing(sent.code, sent.played, refusal=refused), status_of(refused)


def _page(sent: Sent, found: Play, refusal: Refusal | None = None) -> Page:
    """The dossier at its moment; after a refusal with what was typed."""
    why = found.refused or refusal
    cause = why.__cause__ if isinstance(why, WalkFailed) and sent.typed else None
    why = cause if isinstance(cause, Refusal) else why
    wrong, moment = trouble(why), found.moment
    if why is None and sent.acted:
        sent.typed = sent.opened = None
    planned = planned_step(sent.told, found.scenario)
    with reading() as session:
        who = designer(session, require("officer"))
        text = text_asked(session, who, sent.code)
    page = render_template(
        "pages/design_play.html",
        changes=who.changes(text.subject.sector),
        about=text.subject,
        text=text,
        of=of(text),
        play=found,
        moment=moment,
        told=sent.told,
        planned=planned,
        steps=[(one, _fields_of(sent, one, planned, wrong, moment)) for one in moment.tasks],
        opened=next((one for one in moment.acts if one.kind == sent.opened), None),
        typed=sent.typed or {},
        tried=sent.tried,
        wrong=wrong,
        channels=CHANNEL_NAMES,
        borne=_borne(sent, moment, planned),
        MESSAGE=MESSAGE,
        label_of=label_of,
        together=sent.coverage,
        ahead=_ahead(moment),
        diagram=Markup(moment.diagram),  # noqa: S704 - drawn by engine.workflow.draw
    )
    return page if why is None else (page, status_of(why))


def _fields_of(
    sent: Sent, task: Any, planned: ScenarioStep | None, wrong: Trouble, moment: Moment
) -> tuple[Section, ...]:
    mine = sent.tried == task.element_id and sent.typed is not None
    day = moment.clock.astimezone(ZONE).date()
    asked = fields(
        task.task.form if task.task else None,
        values=filled_in(task, planned, day),
        typed=sent.typed if mine else None,
        faults=wrong.by_field if mine else {},
    )
    return sections(asked, first="")


def _borne(sent: Sent, moment: Moment, planned: ScenarioStep | None) -> dict[tuple[str, str], str]:
    """What stands in the controls of messages: as typed, else as the scenario tells it."""
    found: dict[tuple[str, str], str] = {}
    for one in moment.waits:
        told = planned.answers if planned and planned.element == one.element_id else {}
        mine = sent.typed is not None and sent.tried == one.element_id
        for name in one.accepts:
            typed = request.form.get(BORNE + name, "") if mine else None
            found[one.element_id, name] = scalar_text(told.get(name)) if typed is None else typed
    return found


def _ahead(moment: Moment) -> list[tuple[str, str]]:
    """Where the clock may go by one press: words, and the moment."""
    day = moment.clock + timedelta(days=1)
    due = [one.due_at for one in moment.tasks if one.due_at]
    told = [("Cho qua 1 ngày", day)]
    told += [("Cho qua đến hạn của bước", min(due))] if due else []
    told += [("Cho qua đến hẹn trả", moment.due_at)] if moment.due_at else []
    timed = [one.at for one in moment.waits if one.at]
    told += [("Cho qua đến giờ mà sơ đồ hẹn", min(timed))] if timed else []
    return [(words, at.isoformat()) for words, at in told if at > moment.clock]


def _followed(code: str) -> Scenario | None:
    """The scenario of the draft that is played step by step, if one is."""
    file = request.values.get("theo-kich-ban")
    return next((one for one in _scenarios(code) if one.file == file), None)


def _explained(session: Any, who: Designer, code: str) -> Explained:
    version = version_asked()
    return explained(session, who=who, procedure_code=code, version=version, now=now())


def _scenarios(code: str) -> list[Scenario]:
    with reading() as session:
        text = text_asked(session, designer(session, require("officer")), code)
    return readable_scenarios(text.files)


def _filing(
    code: str,
    scenario: Scenario | None = None,
    typed: Posted | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The filing as it was typed, or by a scenario: this one, the one followed, the first."""
    with reading() as session:
        who = designer(session, require("officer"))
        text, found, unready = text_asked(session, who, code), None, None
        try:
            found = _explained(session, who, code)
        except DesignUnready as refused:
            unready = refused
    told = _followed(code)
    begins = scenario or told or next(iter(readable_scenarios(text.files)), None)
    wrong = trouble(refusal or unready)
    at = {name: said for name, said in said_by_control(refusal).items() if name in CONTROLS}
    if at:  # a moment that can't be read is told at its control, which is none of the form's
        wrong = Trouble()
    return render_template(
        "pages/design_play_filing.html",
        about=text.subject,
        text=text,
        of=of(text),
        found=found,
        told=told,
        wrong=wrong,
        at=at,
        listed_faults=listed(at, {}),
        channels=channels_taken(found),
        chosen=_chosen(begins, found, typed),
        before=scenario_text(scenario) if scenario and scenario.steps else None,
        parts=_parts(found, begins, typed, wrong) if found else (),
    )


def _chosen(
    begins: Scenario | None, found: Explained | None, typed: Posted | None
) -> dict[str, str]:
    """Where, how and when, as the controls begin."""
    if typed is not None:
        return {name: typed.get(name, "") for name in CONTROLS}
    at = begins.submitted_at.astimezone(ZONE) if begins else None
    return {
        "noi-nop": begins.commune if begins else (found and found.place) or "",
        "kenh-nop": begins.channel if begins else next(iter(channels_taken(found))),
        "nop-ngay": f"{at or today():%d/%m/%Y}",
        "nop-gio": f"{at:%H:%M}" if at else OPENS,
    }


def _parts(
    found: Explained, begins: Scenario | None, typed: Posted | None, wrong: Trouble
) -> tuple[Section, ...]:
    schema = found.forms[0].schema if found.forms else {}
    values = begins.answers if begins else sample(schema, {}, today=today()).answers
    asked = fields(schema, values=values, typed=typed, faults=wrong.by_field)
    return sections(asked, first="")
