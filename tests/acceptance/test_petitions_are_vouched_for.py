"""What happens to a petition is chained, told outside and verified, as with cases."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from adapters.folder.heads import FolderHeads
from api.cli import motcua
from engine.audit.heads import head_faults
from engine.errors import FormSentBefore
from engine.jobs.sealing import seal_due_days
from engine.petitions.accept_petition import accept_petition
from engine.petitions.answer_petition import answer_petition
from engine.petitions.ask_sender import add_to_petition, ask_sender
from engine.petitions.recording import NOT_VOUCHED
from engine.petitions.vouching import petition_faults
from engine.store.petitions import Petition, PetitionEvent, PetitionMessage
from tests.acceptance.test_petitions import ANSWER, CONTENT, handle, id_of, send
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY = b"k" * 32


@pytest.fixture
def code(town: Town) -> str:
    """One that was filed, asked about, added to, taken and answered."""
    made = send(town, unit_code=WARD, sent_as="a" * 32)
    handle(town, ask_sender, made.code, question="Ở đâu?")
    with town.act() as session:
        add_to_petition(session, code=made.code, person=None, words="Ở quầy 2.", now=town.now)
    handle(town, accept_petition, made.code, kind="report")
    town.wait(hours=1)
    handle(town, answer_petition, made.code, answer=ANSWER)
    return made.code


def wrong(town: Town, code: str) -> list[str]:
    with town.database.reading() as session:
        row = session.get_one(Petition, (PROVINCE, id_of(town, code)))
        return petition_faults(session, row)


def sql(statement: str) -> Callable[[Town], None]:
    def done(town: Town) -> None:
        with town.database.engine.begin() as connection:
            connection.execute(text(statement))

    return done


def test_every_act_on_a_petition_is_an_event_and_a_message(town: Town, code: str) -> None:
    assert wrong(town, code) == []
    with town.database.reading() as session:
        events = session.scalars(select(PetitionEvent).order_by(PetitionEvent.seq)).all()
        told = session.scalars(select(PetitionMessage).order_by(PetitionMessage.seq)).all()
    steps = [json.loads(event.body)["data"]["step"] for event in events]
    assert steps == ["filed", "asked", "added", "accepted", "answered"]
    assert [one.seq for one in told] == [1, 2, 3, 4, 5]
    assert told[0].topic == "petition_filed"
    assert told[0].payload["unit"] == WARD
    assert [one.payload["step"] for one in told[1:]] == steps[1:]
    body = b"".join(event.body for event in events).decode()
    # The whole number: four digits of it may stand in a digest.
    for secret in (code, CONTENT, "0912 345 678", "0912345678", "Lê Thị Mai", ANSWER):
        assert secret not in body


TAMPERED = {
    "the content is another": sql("UPDATE petitions SET content = 'khác'"),
    "the answer is another": sql("UPDATE petitions SET answer = 'khác'"),
    "its term is later": sql("UPDATE petitions SET due_at = '2026-01-05 02:15:00.000000'"),
    "the sender is another": sql("UPDATE petitions SET contact = NULL"),
    "a step is in time": sql(
        "UPDATE petition_steps SET at = filed FROM (SELECT min(at) AS filed"
        " FROM petition_steps) AS first WHERE seq = 5"
    ),
    "a step is gone": sql("DELETE FROM petition_steps WHERE seq = 2"),
    "an event is gone": sql("DELETE FROM petition_events WHERE seq = 3"),
    "a message is another": sql("UPDATE petition_outbox SET topic = 'petition_filed'"),
    "the chain is begun anew": sql("UPDATE petitions SET event_seq = 0"),
}


@ONE
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_what_is_changed_behind_the_products_back_is_found(
    town: Town, code: str, tamper: Callable[[Town], None]
) -> None:
    tamper(town)
    assert wrong(town, code)


@ONE
def test_every_column_of_a_petition_is_vouched_for(town: Town, code: str) -> None:
    with town.database.reading() as session:
        last = session.scalars(select(PetitionEvent).order_by(PetitionEvent.seq.desc())).first()
    assert last is not None
    kept = json.loads(last.body)["trace"]["row"]
    assert kept.keys() == set(Petition.__table__.columns.keys()) - NOT_VOUCHED


@ONE
def test_one_from_before_the_chain_is_whole_and_begins_it_with_what_is_done_next(
    town: Town, code: str
) -> None:
    sql("DELETE FROM petition_events")(town)
    sql("DELETE FROM petition_outbox")(town)
    sql("UPDATE petitions SET state = 'handling', event_seq = 0, event_hash = zeroblob(32)")(town)
    assert wrong(town, code) == []
    handle(town, answer_petition, code, answer=ANSWER)
    assert wrong(town, code) == []
    sql("DELETE FROM petition_steps WHERE seq = 6")(town)
    assert wrong(town, code)


@ONE
def test_the_days_seal_holds_petitions_too(town: Town, code: str, tmp_path: Path) -> None:
    heads = FolderHeads(tmp_path / "heads")
    assert seal_due_days(town.database, heads, KEY, now=town.now + timedelta(days=1))
    with town.database.reading() as session:
        assert head_faults(session, heads, KEY) == []
    for delete in (
        "DELETE FROM petition_outbox",
        "DELETE FROM petition_events",
        "DELETE FROM petition_steps",
        "DELETE FROM petitions",
    ):
        sql(delete)(town)
    with town.database.reading() as session:
        (fault,) = head_faults(session, heads, KEY)
    assert fault.startswith("Phản ánh, kiến nghị ")


@ONE
def test_the_command_verifies_petitions(
    town: Town, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = town.database.url.render_as_string(hide_password=False)
    for name, value in (
        ("MODE", "demo"),
        ("VAR", str(tmp_path)),
        ("AUDIT_KEY", "k" * 32),
        ("SECRET_KEY", "s" * 32),
        ("DATABASE", url),
    ):
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    clean = CliRunner().invoke(motcua, ["cases", "verify"])
    assert (clean.exit_code, clean.output.split("\n")[0]) == (
        0,
        "0 hồ sơ, 1 phản ánh, kiến nghị, 0 sai lệch",
    )
    TAMPERED["the content is another"](town)
    found = CliRunner().invoke(motcua, ["cases", "verify"])
    assert (found.exit_code, "content khác với nhật ký" in found.output) == (1, True)


@ONE
def test_the_same_form_with_other_words_is_no_second_sending(town: Town) -> None:
    first = send(town, unit_code=WARD, sent_as="a" * 32)
    assert send(town, unit_code=WARD, sent_as="a" * 32) == first
    handle(town, accept_petition, first.code, kind="report", unit_code="so_noi_vu")
    assert send(town, unit_code=WARD, sent_as="a" * 32).code == first.code
    for change in ({"content": "Việc khác."}, {"kind": "report"}, {"contact": "0912 345 679"}):
        with pytest.raises(FormSentBefore):
            send(town, unit_code=WARD, sent_as="a" * 32, **change)


@ONE
def test_a_form_typed_on_after_it_was_sent_goes_on_under_a_new_key(app: Flask, town: Town) -> None:
    client = Api(app)
    form = {"csrf_token": client.token, "tinh": PROVINCE, "kind": "report", "content": CONTENT}
    form["so"] = "a" * 32
    first = client.client.post("/phan-anh", data=form)
    other = client.client.post("/phan-anh", data={**form, "content": "Việc khác hẳn."})
    assert other.status_code == 409
    assert "Việc khác hẳn." in other.text
    assert "đã gửi một lần rồi" in other.text
    (key,) = re.findall(r'name="so" value="(\w+)"', other.text)
    assert key != form["so"]
    sent = client.client.post("/phan-anh", data={**form, "content": "Việc khác hẳn.", "so": key})
    assert sent.status_code == 303
    assert sent.location != first.location
