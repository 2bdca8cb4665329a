"""What the second person sent back stands on its maker's first page; the paper opens where they
decide."""

import pytest
from flask import Flask

from tests.acceptance.test_rules_on_pages import (
    BASIS,
    CHECKER,
    CUT,
    MAKER,
    OFFICER,
    PAGES,
    approve,
    paper,
    send,
)
from tests.client import Api
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres


def drafted(maker: Api) -> str:
    found: str = send(maker, f"{PAGES}/thoi-han", **CUT, **{"van-ban": paper()}).location
    assert send(maker, f"{found}/gui").status_code == 303
    return found


def test_a_decision_sent_back_waits_for_its_maker_with_the_reason_until_it_goes_again(
    app: Flask, town: Town
) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    rule = drafted(maker)
    assert "Trả lại cho bạn" not in maker.client.get("/quan-tri").text
    assert send(checker, f"{rule}/tra-lai", reason="Sai ngày ký văn bản").status_code == 303
    home = maker.client.get("/quan-tri").text
    assert "Trả lại cho bạn" in home
    assert home.count("Sai ngày ký văn bản") == 1  # one decision of several rules
    assert rule in home
    assert "Sai ngày ký văn bản" in maker.client.get(rule).text.split("Nhật ký")[0]
    assert "Trả lại cho bạn" not in checker.client.get("/quan-tri").text
    (told,) = maker.get(f"/provinces/{PROVINCE}/rules-sent-back").json
    assert (told["reason"], told["ending"]) == ("Sai ngày ký văn bản", False)
    assert send(maker, f"{rule}/gui").status_code == 303
    assert "Trả lại cho bạn" not in maker.client.get("/quan-tri").text


def test_an_early_end_sent_back_waits_for_who_proposed_it(app: Flask, town: Town) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    told = {"loai": "fee_exemption", "value.channel": "online", "value.rate": "0", **BASIS}
    rule = send(maker, f"{PAGES}/moi", **told, **{"van-ban": paper()}).location
    send(maker, f"{rule}/gui")
    approve(checker, f"{rule}/duyet")
    asked = send(checker, f"{rule}/ket-thuc", ends="20/12/2025", reason="Hết nghị quyết")
    assert asked.status_code == 303
    assert send(maker, f"{rule}/tra-ket-thuc", reason="Nghị quyết còn").status_code == 303
    assert "Nghị quyết còn" in checker.client.get("/quan-tri").text
    assert "Nghị quyết còn" not in maker.client.get("/quan-tri").text


def test_the_paper_of_a_rule_opens_where_it_is_decided_and_for_all_staff(
    app: Flask, town: Town
) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    rule = drafted(maker)
    page = checker.client.get(rule).text
    assert "Mở văn bản căn cứ: QD-3901.pdf" in page
    for reader in (checker, Api(app, OFFICER)):
        opened = reader.client.get(f"{rule}/van-ban")
        assert (opened.mimetype, opened.data[:5]) == ("application/pdf", b"%PDF-")
    same = checker.get(f"/provinces/{PROVINCE}/rules/{rule.rpartition('/')[2]}/document")
    assert same.data == opened.data
    assert Api(app).client.get(f"{rule}/van-ban").status_code in (302, 303, 401)
    bare = send(maker, f"{PAGES}/thoi-han", **CUT).location
    assert maker.client.get(f"{bare}/van-ban").status_code == 404
