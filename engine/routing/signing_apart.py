"""Whether who prepared a case may decide it: where a rule of the province says so, another does.

The one answer for acts and pages. No text fixes it; without a rule (``signs_apart``) anybody may.
"""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.one_person import officers_with
from engine.audit.chain import StoredEvent
from engine.facts.events_of_corrections import CorrectionOpened
from engine.facts.reading import STORED, recorded
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.deciding import decides
from engine.store.accounts import Account
from engine.store.audit import CaseEvent
from engine.store.cases import Task
from engine.store.rows import TaskRow
from engine.workflow import Outcome

RULE = "signs_apart"
_OPENED = ("", "Mở hồ sơ đính chính")
"""In place of a step, before all of the diagram's: what made a correction begin."""
Done = Callable[[], Iterable[tuple[str, str]]]
"""The steps that somebody ended, by element and name, the last first; asked only where a rule
wants to know."""


def prepared_before(stands: CaseAsItStands, element_id: str, done: Done) -> str | None:
    """The step that somebody did, for which another decides the case at the one named.

    Neither the reception, nor handing out the work, nor a decision that was sent back prepares
    anything.
    """
    if not stands.taken.signs_apart or not decides(stands.definition, element_id):
        return None
    return next((name for element, name in done() if _prepares(stands, element)), None)


def steps_done_by(
    session: Session,
    stands: CaseAsItStands,
    officer_id: str | None,
    *,
    ending: Sequence[TaskRow] = (),
) -> Done:
    """What the officer did in the case, the last first, and nobody did anew since.

    A correction goes on from what prepared the result that it corrects, and from who had it opened:
    they say what is wrong and what is right. ``ending``: the steps that an act is about to end,
    whose rows are not written yet.
    """
    row = stands.row

    def done() -> list[tuple[str, str]]:
        cases = [one for one in (row["id"], row["corrects"]) if one is not None]
        query = (
            select(Task.element_id, Task.name, Task.completed_by)
            .where(
                Task.province_code == row["province_code"],
                Task.case_id.in_(cases),
                Task.completed_by.is_not(None),
            )
            .order_by(Task.completed_at, Task.id)
        )
        last: dict[str, tuple[str, str | None]] = {}
        now = [(one["element_id"], one["name"], one["completed_by"]) for one in ending]
        for element, name, by in [*session.execute(query), *now]:
            last.pop(element, None)
            last[element] = (name, by)
        theirs = officers_with(session, row["province_code"], officer_id)
        told = [(element, name) for element, (name, by) in last.items() if by in theirs]
        opened = row["corrects"] is not None and _opened_by(session, stands) & theirs
        return [*([_OPENED] if opened else []), *told[::-1]]

    return done


def keeps_apart(outcomes: Iterable[Outcome], prepared: str | None) -> bool:
    """Whether who did the step ``prepared`` has nothing left to do where these may be chosen: who
    prepared a case may still send it back."""
    return prepared is not None and not any(one.kind == "back" for one in outcomes)


def kept_from(
    session: Session,
    stands: CaseAsItStands,
    elements: Iterable[str],
    officer_id: str,
    *,
    ending: Sequence[TaskRow] = (),
) -> str | None:
    """The step that the officer did, for which another decides at one of these: nobody gives them
    that work, though who has it already may send it back. ``ending``: as in ``steps_done_by``.
    """
    for element in elements:
        done = steps_done_by(session, stands, officer_id, ending=ending)
        if (prepared := prepared_before(stands, element, done)) is not None:
            return prepared
    return None


def _opened_by(session: Session, stands: CaseAsItStands) -> frozenset[str | None]:
    """The officer whose act opened the correction."""
    query = select(*STORED).where(
        CaseEvent.province_code == stands.row["province_code"],
        CaseEvent.case_id == stands.row["id"],
        CaseEvent.kind == CorrectionOpened.kind,
    )
    told = session.execute(query.limit(1)).one()
    account = recorded(StoredEvent(*told)).actor.account_id
    return frozenset(session.scalars(select(Account.officer_id).where(Account.id == account)))


def _prepares(stands: CaseAsItStands, element_id: str) -> bool:
    if element_id == _OPENED[0]:
        return True
    step = stands.definition.steps.get(element_id)
    plain = step is not None and step.act is None and not (step.after_decision or step.assigns)
    return plain and not decides(stands.definition, element_id)
