"""What has served its time goes, and nothing that anybody still needs."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select

from engine.jobs.sweeping import sweep_files, sweep_keys
from engine.ports import DocumentStore
from engine.store.jobs import IdempotencyKey
from tests.acceptance.test_drafts import kept
from tests.acceptance.test_local_rules_from_draft_to_end import FREE_ONLINE
from tests.acceptance.test_the_api import filing
from tests.browser.acts import FLAGSHIP, PROOF
from tests.client import Api
from tests.papers import PDF
from tests.rulebook import Rulebook
from tests.town import Town

TOMORROW = datetime.now(UTC) + timedelta(days=1)
"""For the store, whose files are of this moment; the town's clock is another."""


def keys(town: Town) -> int:
    with town.database.reading() as session:
        return session.scalar(select(func.count()).select_from(IdempotencyKey)) or 0


def test_keys_are_forgotten_after_their_time_and_a_key_is_new_again(app: Flask, town: Town) -> None:
    citizen, key = Api(app, "congdan"), {"Idempotency-Key": "k"}
    first = citizen.post("/cases", filing(), **key).json
    town.wait(days=1)
    assert citizen.post("/cases", filing(), **key).json == first
    citizen.post("/cases", filing(), **{"Idempotency-Key": "other"})
    assert sweep_keys(town.database, until=town.now - timedelta(hours=1)) == 1
    assert keys(town) == 1
    assert citizen.post("/cases", filing(), **key).json != first


def files(store: DocumentStore) -> set[str]:
    return set(store.put_before(TOMORROW))


def swept(town: Town, until: datetime = TOMORROW) -> int:
    return sweep_files(town.database, town.documents, until=until)


def test_files_of_a_dropped_draft_go_and_those_of_a_dossier_stay(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    number = citizen.post("/cases", filing()).json["submission_number"]
    filed = files(town.documents)
    shared, own = (BytesIO(PDF), "chung.pdf"), (BytesIO(PDF + b"% khac"), "rieng.pdf")
    address = kept(citizen, **{PROOF: [shared, own]})
    assert (len(filed), len(files(town.documents)), swept(town)) == (1, 2, 0)
    gone = f"/nhap/{address.rpartition('=')[2]}/bo"
    citizen.client.post(gone, data={"csrf_token": citizen.token})
    assert swept(town, until=datetime.now(UTC) - timedelta(days=1)) == 0
    assert swept(town) == 1
    assert files(town.documents) == filed
    (document,) = citizen.get(f"/cases/{number}").json["documents"]
    path = f"/api/v1/cases/{number}/documents/{document['id']}"
    assert citizen.client.get(path).data == PDF


def test_files_of_a_form_that_was_refused_and_never_sent_go(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    sent = {PROOF: (BytesIO(PDF), "giay.pdf"), "csrf_token": citizen.token}
    assert citizen.client.post(FLAGSHIP, data=sent).status_code == 422
    assert (len(files(town.documents)), swept(town), files(town.documents)) == (1, 1, set())


def test_the_document_of_a_rule_stays(rulebook: Rulebook) -> None:
    rulebook.draft("ha_tinh", kind="fee_exemption", value=FREE_ONLINE, valid_from=date(2025, 7, 2))
    assert len(files(rulebook.documents)) == 1
    assert sweep_files(rulebook.database, rulebook.documents, until=TOMORROW) == 0
