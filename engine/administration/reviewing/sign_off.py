"""An agency says of its procedures that they are right as they are, or what is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.reviewing.looks import Look, looks
from engine.errors import CatalogueMoved, EntryNotFound
from engine.store.catalogue import ProcedureReview
from engine.store.ids import new_id
from engine.typed.given import words_given
from engine.worktime import ZONE

RIGHT = "catalogue.review"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a procedure that looked as ``seen`` names. ``wrong``: what is not right."""

    procedure_code: str
    seen: str
    wrong: str | None = None


def sign_off(
    session: Session,
    *,
    admin: Administrator,
    unit_code: str,
    said: Sequence[Said],
    now: datetime,
) -> int:
    """Write down what the agency says of its procedures, each as it was shown; how many.

    Raises OutsideYourUnits, EntryNotFound for a procedure that is not the agency's,
    CatalogueMoved when one looks otherwise by now, EntryInvalid, TextUnreadable.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT, unit_code)
    act.check(said, "procedures", "Hãy chọn ít nhất một thủ tục.")
    act.refuse_faults()
    found = {
        one.procedure.code: one
        for one in looks(session, act.setting, now.astimezone(ZONE).date())
        if one.agency == unit_code
    }
    for one in said:
        look = found.get(one.procedure_code)
        if look is None:
            raise EntryNotFound(what=f"thủ tục {one.procedure_code[:60]} của cơ quan này")
        if look.seen != one.seen:
            raise CatalogueMoved
        session.add(_row(act, unit_code, look, one))
    session.flush()
    return len(said)


def _row(act: ConfigurationAct, unit_code: str, look: Look, said: Said) -> ProcedureReview:
    words = words_given("wrong", "Chưa đúng ở đâu", said.wrong) if said.wrong else None
    return ProcedureReview(
        province_code=act.province_code,
        id=new_id(),
        procedure_code=said.procedure_code,
        unit_code=unit_code,
        right=not words,
        words=words or None,
        seen=look.seen,
        version=look.number,
        account_id=act.admin.account_id,
        name=act.admin.name,
        at=act.now,
    )
