"""An opinion did not come in time: the head of the receiving centre is told, once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_by_itself
from engine.facts import topics
from engine.facts.events_of_consultations import ConsultationLate
from engine.store.consultations import Consultation


def tell_late_opinions(
    session: Session, *, province_code: str, case_id: str, now: datetime
) -> bool:
    """Tell of every opinion that is late in the case; whether one was (decree 118/2025 art. 19.4).

    The clock of the case runs on. Late or repeated telling is harmless.
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None or act.stands.state.over:
        return False
    late = session.scalars(
        select(Consultation).where(
            Consultation.province_code == province_code,
            Consultation.case_id == case_id,
            Consultation.answered_at.is_(None),
            Consultation.late_told_at.is_(None),
            Consultation.due_at <= now,
        )
    ).all()
    for row in late:
        _tell(act, row)
    if late:
        act.save()
    return bool(late)


def _tell(act: CaseAct, row: Consultation) -> None:
    centre = act.case["receiving_unit"]
    act.session.execute(
        update(Consultation)
        .where(Consultation.province_code == act.key[0], Consultation.id == row.id)
        .values(late_told_at=act.now)
    )
    act.record(
        ConsultationLate(
            consultation=row.id,
            unit=row.unit_code,
            unit_name=act.setting.unit_name(row.unit_code),
            until=row.due_at,
            centre=centre,
        )
    )
    act.announce(
        topics.ConsultationLate(unit=row.unit_code, centre=centre, until=row.due_at.isoformat())
    )
