"""What expressions read of a dossier, and what the system knows of a case."""

from datetime import UTC, datetime

from engine.routing.definitions import known_of
from engine.routing.dossiers import given

CASE = {
    "channel": "online",
    "receiving_unit": "ttphcc",
    "competent_unit": "xa",
    "returning_unit": "ttphcc_tinh",
    "submitted_at": datetime(2025, 12, 3, tzinfo=UTC),
    "received_at": datetime(2025, 12, 4, tzinfo=UTC),
}


def test_what_the_system_knows_stands_under_the_names_that_expressions_use() -> None:
    assert known_of({**CASE, "status": 2, "code": "H41"}) == CASE


def test_what_the_system_knows_wins_over_an_answer_of_the_same_name() -> None:
    read = given({"channel": "counter", "xa": "xa"}, {"owner_name": "Mai"}, {"channel": "online"})
    assert read.case == {"channel": "online", "xa": "xa"}
    assert read.context == {"applicant": {"owner_name": "Mai"}}
