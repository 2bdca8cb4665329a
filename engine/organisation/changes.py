"""Every change of a province's configuration: it raises the epoch and is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.store.organisation import ConfigurationChange, Province

_CONFIGURING = "motcua_configuring"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing. ``before`` or ``after`` is ``None`` where it did not exist."""

    kind: str
    subject: str
    subject_key: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


def raise_epoch(session: Session, province_code: str) -> int:
    """The province's next configuration epoch. Holds its row until the transaction ends.

    From here on this transaction reads the province anew each time and leaves no trace of it in
    caches.
    """
    epoch = session.scalar(
        update(Province)
        .where(Province.code == province_code)
        .values(epoch=Province.epoch + 1)
        .returning(Province.epoch)
        .execution_options(synchronize_session=False)
    )
    session.info.setdefault(_CONFIGURING, epoch - 1 if epoch else None)
    return epoch or 0


def is_configuring(session: Session) -> bool:
    """Whether this transaction has changed a province's configuration."""
    return _CONFIGURING in session.info


def epoch_before(session: Session) -> int | None:
    """The epoch that this transaction found when it first raised it; ``None``: it didn't."""
    found: int | None = session.info.get(_CONFIGURING)
    return found


def write_down(
    session: Session,
    *,
    province_code: str,
    account_id: str | None,
    name: str,
    changes: list[Change],
    now: datetime,
) -> None:
    """Raise the epoch once and keep the changes under it; nothing happens when there are none."""
    if not changes:
        return
    epoch = raise_epoch(session, province_code)
    session.add_all(
        ConfigurationChange(
            province_code=province_code,
            epoch=epoch,
            seq=seq,
            at=now,
            account_id=account_id,
            name=name,
            kind=change.kind,
            subject=change.subject,
            subject_key=change.subject_key,
            before=dict(change.before) if change.before is not None else None,
            after=dict(change.after) if change.after is not None else None,
        )
        for seq, change in enumerate(changes, start=1)
    )
    session.flush()
