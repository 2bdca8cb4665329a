"""The dossier of a stored case, as expressions read it: fetched at the first read."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from engine.routing.dossiers import Readable, stored
from tests.town import PROVINCE, Town


def read(session: Session, case_id: str) -> Readable:
    known = {"channel": "counter", "received_at": None}
    return stored(session, PROVINCE, case_id, lambda: known)


def test_both_parts_of_a_stored_dossier_are_read_with_what_the_system_knows_before_all(
    town: Town,
) -> None:
    case_id = town.file().case_id
    with town.database.reading() as session:
        dossier = read(session, case_id)
        assert dossier.case["xa"] == "phuong_truong_vinh"
        assert dossier.case["channel"] == "counter"
        assert {"xa", "channel", "received_at"} <= set(dossier.case)
        assert len(dossier.case) == len(set(dossier.case)) > 3
        assert dossier.applicant["submitter_name"] == "Lê Văn Thành"
        assert dossier.context["applicant"] is dossier.applicant


def test_a_dossier_that_nobody_reads_is_not_fetched_and_one_that_is_read_is_fetched_once(
    town: Town,
) -> None:
    case_id = town.file().case_id
    asked: list[str] = []
    with town.database.reading() as session:
        event.listen(
            session.connection(), "before_cursor_execute", lambda *said: asked.append(said[2])
        )
        dossier = read(session, case_id)
        assert asked == []
        assert dossier.case["xa"] == dict(dossier.case)["xa"]
        assert dict(dossier.applicant)
    assert len(asked) == 1
