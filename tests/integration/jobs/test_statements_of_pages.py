"""What finishing a step on a page costs the database besides the act itself."""

from flask import Flask

from tests.client import Api
from tests.integration.jobs.test_statements import MOST, counted
from tests.town import Town

READING = 7
"""Who is signed in with their posts, the next case of the list, the step's form; the form's key,
which is taken and answered.

It was 25 while the page read the whole case file and a whole queue.
"""
RECEIVER = "bao.pq@nghe_an"


def finish(app: Flask, town: Town) -> list[str]:
    """The statements of receiving the first case of the list, with another waiting after it."""
    town.file()
    town.file()
    officer = Api(app, RECEIVER)
    first = officer.get("/queue").json["rows"][0]
    sent = {"hs": first["case_ref"], "csrf_token": officer.token, "outcome": "", "xac-nhan": "1"}
    with counted(town.database.engine) as cost:
        answer = officer.client.post(f"/viec/{first['task_id']}/xong", data=sent)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/da-lam/")
    return cost.statements


def test_finishing_a_step_on_a_page_reads_only_what_it_needs(app: Flask, town: Town) -> None:
    finish(app, town)  # the process has then seen the province and the package
    statements = finish(app, town)
    assert len(statements) <= MOST + READING, "\n".join(statements)
