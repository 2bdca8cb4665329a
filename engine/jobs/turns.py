"""Which worker does what is done once for all, such as the jobs of a night.

Any number of workers tick at the same hour. What takes one case after the other is shared among
them by the locks of the cases; what goes through everything would be done by each.
"""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from engine.store.base import table_of
from engine.store.database import Database, connection_of
from engine.store.jobs import JobTurn

_turns = table_of(JobTurn)


def take_turn(database: Database, job: str, *, now: datetime, length: timedelta) -> bool:
    """Whether the job is this worker's: nobody took it up to ``now``. Then it is, for ``length``.

    Raises CaseBusy.
    """
    row = {"job": job, "taken_until": now + length}
    insert = sqlite.insert if database.is_sqlite else postgresql.insert
    statement = insert(_turns).values(row)
    taken = statement.on_conflict_do_update(
        index_elements=["job"],
        set_={"taken_until": row["taken_until"]},
        where=_turns.c.taken_until <= now,
    )
    with database.writing() as session:
        return connection_of(session).execute(taken.returning(_turns.c.job)).first() is not None
