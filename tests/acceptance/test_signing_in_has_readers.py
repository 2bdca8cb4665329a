"""What happened at the door is told to whose account it is, and to who looks after the officers."""

import pytest
from flask import Flask

from engine.store.access import AccessGrant
from engine.store.organisation import Officer
from tests.acceptance.test_sessions import door, is_in, wrong
from tests.client import Api
from tests.town import Town

__all__ = ["door"]
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLERK = "bao.pq@nghe_an"

OUTSIDE = {"unit_code": "so_noi_vu_ncc", "position_code": "chuyen_vien", "valid_from": "2030-12-20"}


def name_of(town: Town, username: str) -> str:
    with town.database.reading() as session:
        who = town.officer(username).officer_id
        return session.get_one(Officer, ("nghe_an", who)).full_name


def tried(app: Flask) -> Api:
    """A wrong password of a clerk, one of a name that nobody has, a citizen; then the clerk."""
    wrong(Api(app), CLERK)
    wrong(Api(app), "khong_ai@nghe_an")
    assert is_in(Api(app, "congdan"))
    return Api(app, CLERK)


def names(client: Api, asked: str = "") -> list[tuple[str, str]]:
    told = client.get(f"/access/nghe_an/sign-ins{asked}").json
    return [(row["username"], row["kind"]) for row in told["rows"]]


def test_one_sees_ones_own_with_what_others_tried(door: Flask) -> None:
    clerk = tried(door)
    told = clerk.get("/sign-ins").json
    assert [row["kind"] for row in told["rows"]] == ["in", "wrong"]
    assert (told["count"], told["next_cursor"]) == (2, None)
    page = clerk.get("/sign-ins?limit=1").json
    assert (page["count"], page["rows"][0]["kind"]) == (2, "in")
    rest = clerk.get(f"/sign-ins?limit=1&cursor={page['next_cursor']}").json
    assert [row["kind"] for row in rest["rows"]] == ["wrong"]
    assert clerk.get("/sign-ins?cursor=la").json["code"] == "cursor_invalid"
    assert "Sai mật khẩu" in clerk.client.get("/dang-nhap/noi-khac").text


@ONE
def test_readers_are_told_of_officers_of_their_reach_and_of_no_citizen(
    door: Flask, town: Town
) -> None:
    clerk = tried(door)
    province, ward, other = (
        Api(door, f"{one}@nghe_an") for one in ("quan.dm", "kien.cv", "dung.ttt")
    )
    assert ("khong_ai@nghe_an", "wrong") in names(province)
    assert (CLERK, "wrong") in names(province)
    assert "congdan" not in {name for name, _ in names(province)}
    assert set(names(ward)) == {(CLERK, "in"), (CLERK, "wrong"), ("kien.cv@nghe_an", "in")}
    assert {name for name, _ in names(other)} == {"dung.ttt@nghe_an"}
    assert names(ward, "?username=bao.pq&kind=wrong") == [(CLERK, "wrong")]
    elsewhere = {"username": "bao.pq", "full_name": name_of(town, "bao.pq"), **OUTSIDE}
    given = province.post("/organisation/nghe_an/posts", elsewhere)
    assert given.status_code == 200, given.text
    assert CLERK not in {name for name, _ in names(ward)}, "a post is held elsewhere too"
    assert clerk.get("/access/nghe_an/sign-ins").status_code == 403
    assert ward.get("/access/ha_tinh/sign-ins").status_code in (403, 404)
    assert "khong_ai@nghe_an" in province.client.get("/dang-nhap/nhat-ky").text
    with town.act() as session:
        session.add(role(town))
    assert names(Api(door, "phuoc.hh@nghe_an"), "?username=bao.pq&kind=wrong") == [(CLERK, "wrong")]


def role(town: Town) -> AccessGrant:
    """An auditor of the province."""
    return AccessGrant(
        province_code="nghe_an",
        id="a" * 32,
        officer_id=town.officer("phuoc.hh").officer_id,
        role="auditor",
        unit_code="ubnd_tinh",
        valid_from=town.now.date(),
        basis="QĐ 1",
    )
