"""Decisions on several prepared dossiers at once, for pages and API: a result for each."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from api.http.many import Doing
from api.http.parts import now
from engine.accounts import Person
from engine.cases.act.moved import Moved
from engine.cases.sign_off import sign_off
from engine.life import state
from engine.routing.step_decisions import Decision


def signing(who: Person, decision: Decision, comment: str | None, seen: Mapping[str, str]) -> Doing:
    """The decision, with what is written beside it, taken on each task by its own button.

    ``seen``: task → the mark of what was read of it.
    """

    def decided(session: Session, task_id: str) -> str:
        moved = sign_off(
            session,
            task_id=task_id,
            person=who,
            decision=decision,
            comment=comment,
            seen=seen.get(task_id),
            now=now(),
        )
        return _words(moved)

    return Doing(f"sign_off.{decision}", decided)


def _words(moved: Moved) -> str:
    to = "; ".join(
        f"bước “{one.name}”, {one.officer_name or one.position_title}, {one.unit_name}"
        for one in moved.next
    )
    over = "đã kết thúc" if state(moved.status).ended else "chưa có việc mới cho ai"
    return f"Đã chọn “{moved.decision}”. " + (f"Tiếp theo: {to}." if to else f"Hồ sơ {over}.")
