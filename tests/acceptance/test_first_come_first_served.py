"""Work that is due at the same time stands in the order in which it came, page after page."""

from base64 import urlsafe_b64encode

import pytest
from sqlalchemy import update

from engine.errors import CursorInvalid
from engine.queries.inbox import queue
from engine.store.cases import Task
from tests.town import CENTRE, Town


def test_ties_stand_in_the_order_they_came_on_every_page(town: Town) -> None:
    came = []
    for _ in range(7):
        came.append(town.task(town.file().case_id).id)
        town.wait(minutes=1)
    with town.act() as session:
        session.execute(update(Task).values(due_at=town.now))
    person = town.officers(CENTRE, "can_bo_mot_cua")[0]
    found: list[str] = []
    cursor = None
    while len(found) < len(came):
        with town.database.reading() as session:
            page = queue(session, person=person, now=town.now, cursor=cursor, limit=3)
        found += [row.task_id for row in page.rows]
        cursor = page.next_cursor
    assert found == came
    assert cursor is None


def test_a_cursor_whose_instant_has_no_zone_is_refused(town: Town) -> None:
    cursor = urlsafe_b64encode(b'["2025-12-04T09:15:00","2025-12-04T09:15:00","x"]').decode()
    person = town.officers(CENTRE, "can_bo_mot_cua")[0]
    with pytest.raises(CursorInvalid), town.database.reading() as session:
        queue(session, person=person, now=town.now, cursor=cursor)
