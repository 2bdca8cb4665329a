"""Outside systems read by a token: made by two, shown once, scoped, dated, ended, last used."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.access import SystemToken
from engine.store.organisation import ConfigurationChange
from tests.acceptance.test_acts import brought_to
from tests.client import Api
from tests.town import FLAGSHIP, PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOKENS = f"/tokens/{PROVINCE}"
MAKER, CHECKER = f"quan.dm@{PROVINCE}", f"hieu.ph@{PROVINCE}"
ENTRY = {
    "name": "Trung tâm điều hành thông minh",
    "role": "monitor",
    "unit_code": WARD,
    "valid_from": "2025-12-01",
    "valid_to": "2025-12-31",
    "basis": "12/QĐ-UBND",
}


def asked(app: Flask, **told: Any) -> str:
    return str(Api(app, MAKER).post(TOKENS, {**ENTRY, **told}).json["id"])


def made(app: Flask, **told: Any) -> str:
    confirmed = Api(app, CHECKER).post(f"{TOKENS}/{asked(app, **told)}/confirm")
    return str(confirmed.json["token"])


def reads(app: Flask, token: str, path: str) -> Any:
    return app.test_client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def test_two_people_make_a_token_and_only_its_hash_is_kept(town: Town, app: Flask) -> None:
    """Trap 9."""
    waiting = asked(app)
    alone = Api(app, MAKER).post(f"{TOKENS}/{waiting}/confirm")
    assert (alone.status_code, alone.json["code"]) == (403, "given_by_you")
    token = Api(app, CHECKER).post(f"{TOKENS}/{waiting}/confirm").json["token"]
    assert Api(app, CHECKER).post(f"{TOKENS}/{waiting}/confirm").status_code == 404, "once"
    with town.database.reading() as session:
        row = session.scalars(select(SystemToken)).one()
        told = str([one.after for one in session.scalars(select(ConfigurationChange))])
    assert token not in row.secret_hash + told
    assert row.secret_hash not in told


def test_a_token_reads_what_its_role_reads_where_it_was_given(town: Town, app: Flask) -> None:
    owner = Api(app, "congdan")
    ref = brought_to(town, ("B1", False), owner).ref
    assert reads(app, made(app), f"/cases/{ref}").status_code == 200
    (looked,) = owner.get("/readings").json
    assert looked["reader"] == ENTRY["name"], "the owner is told of systems too"
    elsewhere = made(app, unit_code="xa_na_ngoi")
    assert reads(app, elsewhere, f"/cases/{ref}").status_code == 404
    assert reads(app, made(app, procedure_code=FLAGSHIP), f"/cases/{ref}").status_code == 200
    unknown = Api(app, MAKER).post(TOKENS, {**ENTRY, "procedure_code": "9.9"})
    assert unknown.status_code == 422
    listed = {row["name"]: row["used_at"] for row in Api(app, MAKER).get(TOKENS).json}
    assert listed[ENTRY["name"]] is not None


@ONE
def test_a_token_writes_nothing_and_has_no_account(town: Town, app: Flask) -> None:
    token = made(app)
    shown = {"Authorization": f"Bearer {token}"}
    sent = app.test_client().post("/api/v1/proposals/packages", json={}, headers=shown)
    assert sent.status_code in {401, 403}
    for path in ("/sessions", "/drafts", "/own-cases", f"/accounts/{PROVINCE}", TOKENS):
        refused = reads(app, token, path)
        assert refused.status_code == 403, path
    assert app.test_client().get("/viec-cua-toi", headers=shown).status_code in {303, 404}


@ONE
def test_a_token_is_worth_nothing_before_after_and_once_it_is_ended(town: Town, app: Flask) -> None:
    token = made(app)
    assert reads(app, token, "/session").status_code != 200
    assert reads(app, f"{token}x", "/oversight/late").status_code == 401
    assert reads(app, token, "/oversight/late").status_code == 200
    (row,) = Api(app, MAKER).get(TOKENS).json
    assert Api(app, MAKER).post(f"{TOKENS}/{row['id']}/end").status_code == 200
    assert reads(app, token, "/oversight/late").status_code == 401
    later = made(app, valid_from="2025-12-20")
    assert reads(app, later, "/oversight/late").status_code == 401
    town.wait(days=20)
    assert reads(app, later, "/oversight/late").status_code == 200
    town.wait(days=10)
    assert reads(app, later, "/oversight/late").status_code == 401


@ONE
def test_the_page_asks_confirms_shows_once_and_only_for_the_province(app: Flask) -> None:
    page = "/he-thong-ngoai"
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    told = {"name": "IOC", "role": "monitor", "unit": WARD, "basis": "12/QĐ-UBND"}
    refused = maker.client.post(page, data={"csrf_token": maker.token, **told})
    assert (refused.status_code, 'value="IOC"' in refused.text) == (422, True)
    sent = {"csrf_token": maker.token, **told, "valid_to": "31/12/2025"}
    assert maker.client.post(page, data=sent).status_code == 303
    (row,) = maker.get(TOKENS).json
    assert row["state"] == "waiting"
    confirm = f"{page}/{row['id']}/xac-nhan"
    shown = checker.client.post(confirm, data={"csrf_token": checker.token})
    assert "mct_" in shown.text
    assert checker.client.post(confirm, data={"csrf_token": checker.token}).status_code == 404
    assert Api(app, f"kien.cv@{PROVINCE}").client.get(page).status_code == 403
    writes = maker.post(TOKENS, {**ENTRY, "role": "designer"})
    assert writes.status_code == 422
