"""The draft's scenarios, each a dossier from filing to result by real acts under its own clock.

In a sandbox that leaves nothing: only in a session of ``Database.writing``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.designing.drafts import the_draft
from engine.designing.explained import as_published
from engine.designing.looked import look
from engine.designing.rights import Designer
from engine.errors import Refusal
from engine.feel import act_budget, refusing_over_budget
from engine.publishing.examine import Beside, examine
from engine.publishing.publish import known_version, put_in_force
from engine.publishing.rehearsing import ForgetfulStore
from engine.publishing.walk import Walk, WalkedStep
from engine.routing.definitions import definition_of
from engine.store.base import table_of
from engine.store.catalogue import FilingClosure, Package
from engine.store.database import sandbox
from engine.store.in_hand import take_in_hand
from engine.workflow.draw import NoDiagram, Pin, UnreadableDiagram, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import read_drawing

ALWAYS, NEVER = date(1900, 1, 1), date(1900, 1, 1)
_packages = table_of(Package)


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """How one scenario went. ``why`` it failed; ``fee`` in đồng as it was computed last."""

    file: str
    name: str
    passed: bool
    why: str | None
    steps: tuple[WalkedStep, ...]
    fee: Decimal | None


@dataclass(frozen=True, slots=True)
class MissedNode:
    """An element of the drawing that no scenario came through."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ScenarioRuns:
    """All of them, and what of the drawing they came through."""

    runs: tuple[ScenarioRun, ...]
    nodes: int
    missed: tuple[MissedNode, ...]
    picture: str | None

    @property
    def passed(self) -> int:
        """How many went as their scenario says."""
        return sum(run.passed for run in self.runs)


def run_scenarios(
    session: Session, *, who: Designer, procedure_code: str, now: datetime
) -> ScenarioRuns:
    """Run every scenario of the draft, as if the draft alone were in force.

    Raises DesignNotFound, DesignRefused, and what ``examine`` does.
    """
    found = the_draft(session, who, procedure_code)
    code = who.province_code
    looked = look(session, code, procedure_code, found.files)
    as_published(looked, found.files)
    reasons = {row.step: "chạy thử" for row in looked.decided if row.open}
    examined = examine(session, code, found.files, Beside(reasons=reasons))
    through: set[str] = set()
    with sandbox(session):
        if known_version(session, code, examined) is None:
            by = who.admin.name
            put_in_force(session, code, examined, found.files, valid_from=ALWAYS, by=by, now=now)
        _alone(session, code, procedure_code, examined.digest)
        published = package(session, code, examined.digest)
        told = list(read_scenarios(published.files))
        runs = tuple(_run(session, code, published, one, through) for one in told)
    nodes = dict(_nodes(published))
    missed = tuple(MissedNode(key, name) for key, name in nodes.items() if key not in through)
    return ScenarioRuns(runs, len(nodes), missed, _picture(published, through, missed))


def _alone(session: Session, code: str, procedure_code: str, digest: str) -> None:
    """For the sandbox no other version counts, and no place is closed."""
    mine = (_packages.c.province_code == code) & (_packages.c.procedure_code == procedure_code)
    session.execute(update(_packages).where(mine).values(retired_from=NEVER))
    this = mine & (_packages.c.digest == digest)
    session.execute(update(_packages).where(this).values(retired_from=None, valid_from=ALWAYS))
    session.execute(
        delete(FilingClosure).where(
            FilingClosure.province_code == code, FilingClosure.procedure_code == procedure_code
        )
    )


def _run(
    session: Session,
    code: str,
    published: PublishedPackage,
    scenario: Scenario,
    through: set[str],
) -> ScenarioRun:
    way = Walk(
        session,
        province_code=code,
        procedure_code=published.manifest.code,
        scenario=scenario,
        store=ForgetfulStore(),
    )
    why, fee = None, None
    try:
        with sandbox(session), act_budget(), refusing_over_budget():
            try:
                for _ in way.steps():
                    pass
            except Refusal as refusal:
                why = str(refusal)
            if way.case_id:
                fee = way.fee()
                through |= set(way.done())
    finally:
        take_in_hand(None)  # the log goes on about nobody's case
    name = scenario.name
    return ScenarioRun(scenario.file, name, why is None, why, tuple(way.taken), fee)


def _nodes(published: PublishedPackage) -> Iterator[tuple[str, str]]:
    """The elements of the process that a dossier can come through, with what people call them."""
    path = published.manifest.process
    drawing = read_drawing(read_document(published.files[path], file=path))
    steps = definition_of(published).steps
    for node in drawing.nodes():
        name = steps[node.id].name if node.id in steps else node.element.get("name")
        yield node.id, name or node.id


def _picture(
    published: PublishedPackage, through: set[str], missed: tuple[MissedNode, ...]
) -> str | None:
    path = published.manifest.process
    try:
        return draw(
            published.files[path],
            title="Sơ đồ: những chỗ các kịch bản đã đi qua",
            description="Chỗ chưa kịch bản nào đi qua mang số 0.",
            states=dict.fromkeys(through, "done"),
            pins=[Pin(one.id, "0", "bad") for one in missed],
        )
    except (NoDiagram, UnreadableDiagram):
        return None
