"""What an act costs the database: at most eight statements and one commit, on both."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import Engine, event

from engine.accounts import Person
from engine.acts.on_steps import COMPLETE
from engine.cases.act.task_act import Ending
from engine.cases.complete import complete_task
from engine.cases.receive import receive_case
from engine.store.round_trips import LOG
from tests.integration.jobs.procedures import file, install, task
from tests.integration.workflow.diagrams import boundary, flows, nodes, timer
from tests.read_before import read_now
from tests.town import Town

MOST = 8
RULES_READ = {"sqlite": 1, "postgresql": 0}
"""Reception also reads the local rules that the case takes; PostgreSQL writes in one statement."""
RECEIVE = '<tthc:act kind="receive"/>'
WITH_TIMERS = (
    nodes("start:s end:e end:f"),
    task("a", RECEIVE),
    task("b"),
    task("nhac"),
    boundary("han_a", "a", timer("PT8H")),
    boundary("han_b", "b", timer("PT8H")),
    flows("s>a>b>e han_a>nhac>f han_b>nhac"),
)


@dataclass
class Cost:
    """Statements (without BEGIN and COMMIT) and commits."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Cost]:
    """What happens on the engine meanwhile."""
    cost = Cost()

    def said(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            cost.statements.append(statement)

    def committed(_connection: object) -> None:
        cost.commits += 1

    heard = logging.Handler()
    heard.emit = lambda record: said(None, None, record.getMessage())  # type: ignore[method-assign]
    LOG.addHandler(heard)
    LOG.setLevel(logging.DEBUG)
    event.listen(engine, "before_cursor_execute", said)
    event.listen(engine, "commit", committed)
    yield cost
    LOG.setLevel(logging.NOTSET)
    LOG.removeHandler(heard)
    event.remove(engine, "before_cursor_execute", said)
    event.remove(engine, "commit", committed)


def cost_of(town: Town, act: Callable[[], object]) -> Cost:
    """What an act costs once the process knows the province and the package."""
    with counted(town.database.engine) as cost:
        act()
    return cost


def checked(cost: Cost, *tables: str, most: int = MOST) -> None:
    """Within the budget, and not by leaving out one of the rows that belong to the step."""
    assert len(cost.statements) <= most, "\n".join(cost.statements)
    assert cost.commits == 1
    written = " ".join(cost.statements)
    for table in tables:
        assert table in written, f"nothing was written to {table}"


def test_receiving_writes_queue_audit_deadlines_timers_and_outbox_within_the_budget(
    town: Town,
) -> None:
    install(town, *WITH_TIMERS)
    end_by_receiving(town, file(town).case_id)
    case_id = file(town).case_id
    row = town.task(case_id)
    person = town.desk(row)
    cost = cost_of(town, lambda: receive(town, row.id, person))
    written = ("tasks", "case_events", "clock_intervals", "timers", "outbox", "code_counters")
    checked(cost, *written, most=MOST + RULES_READ[town.database.engine.dialect.name])


def test_a_number_is_taken_when_all_else_is_known(town: Town) -> None:
    """Whoever takes one holds the counter of the whole agency until the act is committed."""
    install(town, *WITH_TIMERS)
    end_by_receiving(town, file(town).case_id)
    case_id = file(town).case_id
    row = town.task(case_id)
    person = town.desk(row)
    statements = cost_of(town, lambda: receive(town, row.id, person)).statements
    taken = next(n for n, one in enumerate(statements) if "code_counters" in one)
    assert not [one for one in statements[taken + 1 :] if one.startswith("SELECT")]


def end_by_receiving(town: Town, case_id: str) -> None:
    """Receive a case, so that the process has seen everything it keeps."""
    row = town.task(case_id)
    receive(town, row.id, town.desk(row))


def receive(town: Town, task_id: str, person: Person) -> None:
    """One reception, one transaction."""
    with town.act() as session:
        receive_case(
            session,
            task_id=task_id,
            person=person,
            ending=Ending(),
            store=town.documents,
            now=town.now,
        )


def test_completing_a_step_with_a_timer_is_within_the_budget(town: Town) -> None:
    install(town, *WITH_TIMERS)
    for _ in range(2):
        case_id = file(town).case_id
        end_by_receiving(town, case_id)
        row = town.task(case_id)
        person = town.desk(row)
        cost = cost_of(town, lambda row=row, person=person: complete(town, row.id, person))
    checked(cost, "tasks", "case_events", "timers", "outbox")


def complete(town: Town, task_id: str, person: Person) -> None:
    """One step, one transaction."""
    with town.act() as session:
        complete_task(session, task_id=task_id, person=person, ending=Ending(), now=town.now)


def test_claiming_is_within_the_budget(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    row = town.task(case_id)
    person = town.desk(row)
    checked(cost_of(town, lambda: town.claim(row, person)), "tasks", "case_events")


def test_each_step_of_the_flagship_is_within_the_budget(town: Town) -> None:
    town.until(town.file().case_id, None)
    case_id = town.file().case_id
    costs = []
    while town.case(case_id).returned_at is None:
        row = town.task(case_id)
        person = town.desk(row)
        # Storing reads who signed, at which desk, and writes its file's row.
        documents = 3 * (row.act == "store_result")
        # What the main path chooses, and what was read of the case before, is the town's to find
        # out, and no part of the act.
        ending = replace(town.usual_ending(row), seen=read_now(town, COMPLETE, case_id))
        end = partial(town.end, row, person=person, ending=ending)
        cost = cost_of(town, end)
        asked = row.act == "return"  # what the filing asked of the delivery is read then
        costs.append(len(cost.statements) - documents - asked)
        assert cost.commits == 1
    assert max(costs) <= MOST, costs
