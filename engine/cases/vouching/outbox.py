"""What the outside was to be told of a case against what its events say of it.

Only for a case whose chain of events is whole; what older events never told is not compared.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.act.traces import message_digest
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.jobs import OutboxMessage


def outbox_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Messages that are gone, changed, or that no act wrote, in Vietnamese."""
    told: dict[int, str] = {}
    silent: set[int] = set()
    for entry in history:
        if "sent" not in entry.trace:
            silent.add(entry.seq)
            continue
        digests = entry.trace["sent"]
        told |= dict(enumerate(digests, start=entry.seq - len(digests) + 1))
    rows = session.execute(
        select(OutboxMessage.seq, OutboxMessage.topic, OutboxMessage.payload).where(
            OutboxMessage.province_code == case.province_code, OutboxMessage.case_id == case.id
        )
    )
    kept = {row.seq: message_digest(row.topic, row.payload) for row in rows}
    for seq in sorted(told.keys() - kept.keys()):
        yield f"tin gửi ra ngoài số {seq} không còn."
    for seq in sorted(kept.keys() & told.keys()):
        if kept[seq] != told[seq]:
            yield f"tin gửi ra ngoài số {seq} khác với nhật ký."
    for seq in sorted(kept.keys() - told.keys() - silent):
        yield f"tin gửi ra ngoài số {seq} không có trong nhật ký."
