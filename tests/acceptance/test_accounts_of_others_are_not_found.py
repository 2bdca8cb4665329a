"""What may not be seen is not found: accounts of officers of other communes, at every door."""

import pytest
from flask import Flask

from tests.acceptance.test_who_leads_sees_the_team import HEAD
from tests.client import Api
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WARD_ADMIN = "kien.cv@nghe_an"
FAR, NOBODY = "dung.ttt", "khong.ai"
ACTS = {
    "lock": {"reason": "Thử"},
    "unlock": {},
    "reset": {},
    "identity-number": {"number": "040185012345"},
    "close": {"reason": "Thử"},
}
PAGES = {
    "khoa": {"reason": "Thử"},
    "mo-khoa": {},
    "cap-lai": {},
    "so-dinh-danh": {"so": "040185012345"},
    "thoi-viec": {"reason": "Thử"},
}


@ONE
def test_who_works_elsewhere_is_answered_as_who_is_not_there(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    for name in (FAR, NOBODY, "quan.dm"):
        looked = [ward.get(f"/accounts/nghe_an/{name}/leaving")]
        looked += [ward.post(f"/accounts/nghe_an/{name}/{act}", told) for act, told in ACTS.items()]
        assert {answer.json["code"] for answer in looked} == {"entry_not_found"}, name
        page = f"/tai-khoan/{name}"
        shown = [ward.client.get(at) for at in (page, f"{page}/thoi-viec")]
        for word, told in PAGES.items():
            sent = {"csrf_token": ward.token, **told}
            shown.append(ward.client.post(f"{page}/{word}", data=sent))
        assert {answer.status_code for answer in shown} == {404}, name


@ONE
def test_who_may_be_seen_and_not_kept_is_refused_in_words(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    refused = ward.get(f"/accounts/nghe_an/{HEAD}/leaving")
    assert (refused.status_code, refused.json["code"]) == (403, "province_admin_only")


@ONE
def test_the_team_page_finds_none_of_other_units(app: Flask, town: Town) -> None:
    leader = Api(app, f"{HEAD}@nghe_an")
    stranger = town.officer(FAR).officer_id
    for officer in (stranger, "0" * 32):
        assert leader.client.get(f"/don-vi-toi/{officer}").status_code == 404
