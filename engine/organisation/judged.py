"""What an act was judged by still holds when it is kept.

On PostgreSQL acts on cases and changes of a province's configuration run beside one another: each
would look at what the other has not committed yet, and work would come to a desk that somebody
empties. So an act asks when all else is known whether the province has changed since it was read,
and whoever ends a post or a unit looks for work there while no act is about to commit. On SQLite
acts come one after the other.
"""

from sqlalchemy.orm import Session

from engine.errors import CaseBusy
from engine.organisation.changes import epoch_before, is_configuring
from engine.organisation.tree import epoch_now
from engine.store.database import connection_of, is_in_vain
from engine.store.round_trips import put_off

_JUDGED = "motcua_judged"
_TOGETHER = "SELECT pg_advisory_xact_lock_shared(hashtext('configuration'), hashtext($1))"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('configuration'), hashtext($1))"


def stay_judged(session: Session, province_code: str, epoch: int) -> None:
    """The act was judged by the province as of this epoch, and no post or unit of it ends until the
    transaction does.

    Raises CaseBusy where the province has changed meanwhile: done again, the act is judged by what
    holds then. Whoever changes it holds it, and reads it anew each time; what is only tried keeps
    nobody waiting.
    """
    if is_configuring(session) or is_in_vain(session):
        return
    connection = connection_of(session)
    if connection.dialect.name == "postgresql":
        put_off(connection, (_TOGETHER, (province_code,)))
        if epoch_now(session, province_code) != epoch:
            raise CaseBusy
    session.info[_JUDGED] = (province_code, epoch)


def judged_epoch(session: Session, province_code: str) -> int | None:
    """The province's epoch by which the session's act is kept: before what it changes itself."""
    if is_configuring(session):
        return epoch_before(session)
    judged: tuple[str, int | None] = session.info.get(_JUDGED, ("", None))
    return judged[1] if judged[0] == province_code else epoch_now(session, province_code)


def hold_alone(session: Session, province_code: str) -> None:
    """Wait for acts that are about to commit, and let others wait until this transaction ends.

    What is only tried keeps nobody waiting, however long it takes.
    """
    connection = connection_of(session)
    if connection.dialect.name == "postgresql" and not is_in_vain(session):
        put_off(connection, (_ALONE, (province_code,)))
