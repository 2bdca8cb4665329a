"""A dossier played through a draft, step by step, by real acts under a clock of its own.

What was played is a scenario that whoever plays holds; each time all of it is done anew in a
sandbox that leaves nothing. So a step is taken back by leaving it out, and what was played is kept
by putting its file into the draft.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from engine.catalogue.forms import checked, keys_of_communes, keys_of_files
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.scenario_text import scenario_text
from engine.catalogue.scenarios import Expected, Scenario, ScenarioStep, read_scenario
from engine.designing.coverage import Coverage, covered, together
from engine.designing.played import Moment, moment_of
from engine.designing.rights import Designer
from engine.designing.sandboxed import ToTry, draft_tried, one_dossier
from engine.diagnosis.manifest import told
from engine.errors import DesignRefused, FormInvalid, Refusal, WalkFailed
from engine.feel import Counted, counting
from engine.fees.subjects import filing_form
from engine.organisation.tree import setting_of
from engine.publishing.given import FILE
from engine.publishing.rehearsing import ForgetfulStore, Rehearsing
from engine.publishing.walk import Walk, row_of
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import read_drawing
from engine.worktime import ZONE

MOST_STEPS = 100
"""How many steps and acts are played with one dossier."""
LONGEST = timedelta(days=5 * 366)
"""How far after its filing the clock of a dossier goes."""
PLAYED = "scenarios/choi.toml"
NOTHING = Expected(None, None, (), None, None)
Then = Callable[[Moment], ScenarioStep | None]
"""What is done next, when it is seen how the dossier stands; ``None``: nothing."""


@dataclass(frozen=True, slots=True)
class Play:
    """What was played, and how the dossier stands.

    ``scenario`` bears only what was done, ``text`` is its file, with all that came of it as what is
    expected. ``refused``: why the next step was not done. ``coverage``: once it has ended, or where
    it was asked for.
    """

    scenario: Scenario
    text: str
    moment: Moment
    coverage: Coverage | None
    refused: Refusal | None = None


def read_played(text: str) -> Scenario:
    """What was played so far. Raises DesignRefused for a file that is no scenario."""
    read = read_scenario(PLAYED, text.encode())
    if read.scenario is None or read.findings:
        wrong = next(told(read.findings, file=PLAYED), None)
        where = f"dòng {wrong.line}: " if wrong and wrong.line else ""
        why = f"{where}{wrong.message}" if wrong else "thiếu phần phải có."
        raise DesignRefused(reason=f"kịch bản đã chơi không đọc được, {why}")
    return read.scenario


def play(
    rehearsing: Rehearsing,
    *,
    draft: ToTry,
    scenario: Scenario,
    clock: datetime | None = None,
    then: Then | None = None,
    beside: Iterable[Counted] | None = None,
    now: datetime,
) -> Play:
    """Do all of the scenario, let time pass until the clock, do one thing more.

    ``beside``: what ran with the draft's own scenarios: what it came through is told together with
    them. Raises DesignRefused, and what refuses the filing; what refuses a later step is told
    beside the dossier as it stood before.
    """
    if len(scenario.steps) >= MOST_STEPS:
        raise DesignRefused(reason=f"một hồ sơ chơi thử có tối đa {MOST_STEPS} thao tác.")
    if clock is not None and clock - scenario.submitted_at > LONGEST:
        raise DesignRefused(reason=f"đồng hồ ảo đi xa nhất {LONGEST.days} ngày từ khi nộp.")
    who = draft.who
    with draft_tried(rehearsing, draft, now) as (session, published):
        answers = _filed(session, who, published, scenario)
        filing = replace(scenario, expected=NOTHING, answers=answers)
        code, ran = who.province_code, Counted()
        with one_dossier(session):
            way = Walk(
                session,
                province_code=code,
                procedure_code=published.manifest.code,
                scenario=filing,
                store=ForgetfulStore(),
            )
            done, moment, refused = _played(way, clock, then, ran)
            text = scenario_text(replace(done, expected=_came_of(way, published)))
        coverage = None
        if beside is not None or moment.ended or not (moment.tasks or moment.waits):
            coverage = covered(published, together([ran, *(beside or ())]))
        return Play(done, text, moment, coverage, refused)


def _played(
    way: Walk, clock: datetime | None, then: Then | None, ran: Counted
) -> tuple[Scenario, Moment, Refusal | None]:
    """What was done in the end, how the dossier stands, why the next step was refused."""
    filing = replace(way.scenario, steps=())
    try:
        with counting(ran):
            way.submit()
    except WalkFailed as failed:
        raise failed.__cause__ or failed from None
    done: list[ScenarioStep] = []
    for step in way.scenario.steps:
        if (refused := _tried(way, step, ran)) is not None:
            return replace(filing, steps=tuple(done)), moment_of(way), refused
        done.append(step)
    moved = clock is not None and clock > way.clock
    with counting(ran):
        way.pass_until(clock if clock is not None and moved else way.clock)
    moment, refused = moment_of(way), None
    if then is not None and (wanted := then(moment)) is not None:
        wanted = replace(wanted, at=moment.clock if moved else None)
        try:
            wanted = _clean(way, moment, wanted)
            refused = _tried(way, wanted, ran)
        except FormInvalid as faults:
            refused = faults
        if refused is None:
            done.append(wanted)
            moment = moment_of(way)
    return replace(filing, steps=tuple(done)), moment, refused


def _tried(way: Walk, step: ScenarioStep, ran: Counted) -> Refusal | None:
    """Do one step more; why not, where it is refused: then all stands as it did."""
    more, clock, number = Counted(), way.clock, len(way.taken)
    trial = way.session.begin_nested()
    try:
        with counting(more):
            way.step(step)
    except Refusal as refusal:
        trial.rollback()
        way.session.expire_all()
        way.clock, way.taken = clock, way.taken[:number]
        return refusal
    trial.commit()
    ran.add(more)
    return None


def _clean(way: Walk, moment: Moment, wanted: ScenarioStep) -> ScenarioStep:
    """The step with its answers as the form takes them. Raises FormInvalid."""
    if wanted.act is not None:
        return wanted
    here = (one.task for one in moment.tasks if one.element_id == wanted.element)
    form = next((task.form for task in here if task), None)
    if form is None:
        return replace(wanted, answers={})
    filed, told = day_of(way.case.submitted_at), way.scenario.answers
    clean = checked(form, wanted.answers, today=day_of(moment.clock), filed=filed, told=told)
    return replace(wanted, answers=clean)


def _filed(
    session: Session, who: Designer, published: PublishedPackage, scenario: Scenario
) -> Mapping[str, object]:
    """The answers of the filing as the form takes them. Raises FormInvalid."""
    form: Mapping[str, Any] = filing_form(published) or {"components": []}
    day = day_of(scenario.submitted_at)
    communes = frozenset(one.code for one in setting_of(session, who.province_code).communes(day))
    choices = dict.fromkeys(keys_of_communes(form), communes)
    files = {key: [FILE] for key in keys_of_files(form)}
    clean = checked(form, scenario.answers, choices, today=day, files=files)
    return {key: value for key, value in clean.items() if key not in files}


def _came_of(way: Walk, published: PublishedPackage) -> Expected:
    """What a scenario expects that does the same: how it stands now."""
    row = row_of(way.case)
    limit = CaseAsItStands(row, published, way.setting).limit
    path = published.manifest.process
    nodes = read_drawing(read_document(published.files[path], file=path)).nodes()
    ends = {node.id for node in nodes if node.tag == "endEvent"}
    due_at = row["due_at"]
    return Expected(
        status=row["status"],
        working_hours=sum(way.hours_by_element().values(), Decimal(0)),
        path=tuple(step.element_id for step in way.taken if step.act is None),
        end=next((one for one in reversed(way.done()) if one in ends), None),
        fee=way.fee(),
        variant=limit.row.variant if limit.row else None,
        due_at=due_at.astimezone(ZONE).replace(second=0, microsecond=0) if due_at else None,
    )
