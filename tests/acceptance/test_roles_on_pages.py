"""Roles are given, bounded and ended on a page; another person confirms."""

from typing import Any

import pytest
from flask import Flask

from tests.client import Api
from tests.town import FLAGSHIP, PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "/quyen/vai-tro"
GIVEN = {"officer": "long.td", "role": "auditor", "unit": WARD, "basis": "7/QĐ-UBND"}


def send(person: Api, address: str = PAGE, **told: str) -> Any:
    return person.client.post(address, data={"csrf_token": person.token, **told})


@ONE
def test_a_role_is_given_bounded_confirmed_by_another_and_ended(town: Town, app: Flask) -> None:
    giver, other = Api(app, f"quan.dm@{PROVINCE}"), Api(app, f"hieu.ph@{PROVINCE}")
    bounded = {"procedure": FLAGSHIP, "valid_to": "31/12/2025"}
    assert send(giver, **GIVEN, **bounded).status_code == 303
    assert "7/QĐ-UBND" not in giver.client.get(PAGE).text, "it waits"
    for person, offered in ((giver, False), (other, True)):
        assert ("/xac-nhan" in person.client.get("/quyen").text) is offered
        assert ("chờ người thứ hai" in person.client.get("/quan-tri").text) is offered
    (waiting,) = other.get(f"/access/{PROVINCE}/awaiting").json
    assert send(other, f"/quyen/{waiting['id']}/xac-nhan", seen=waiting["seen"]).status_code == 303
    shown = giver.client.get(PAGE).text
    assert "7/QĐ-UBND" in shown
    assert f'(<span class="num">{FLAGSHIP}</span>)' in shown
    assert f"Chỉ {FLAGSHIP}" not in shown, "by its name"
    (row,) = giver.get(f"/access/{PROVINCE}/grants").json
    assert (row["valid_to"], row["procedure_code"]) == ("2025-12-31", FLAGSHIP)
    town.wait(days=2)
    assert send(other, f"{PAGE}/{row['id']}/thoi", day="31/2/2026").status_code == 422
    assert send(other, f"{PAGE}/{row['id']}/thoi", day="").status_code == 303
    assert giver.get(f"/access/{PROVINCE}/grants").json == []


@ONE
def test_what_is_refused_comes_back_filled_in(app: Flask) -> None:
    giver = Api(app, f"quan.dm@{PROVINCE}")
    refused = send(giver, **{**GIVEN, "basis": " ", "officer": "long.td"})
    assert refused.status_code == 422
    assert "văn bản giao" in refused.text
    assert 'value="long.td"' in refused.text
    own = send(giver, **{**GIVEN, "officer": "quan.dm"})
    assert own.status_code == 403
    ward = Api(app, f"kien.cv@{PROVINCE}")
    assert "Giao vai trò</button>" not in ward.client.get(PAGE).text
    assert send(ward, **GIVEN).status_code == 403
