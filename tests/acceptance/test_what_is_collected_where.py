"""What is collected where: amount, basis, who is let off, which account; and changed from there."""

import pytest
from flask import Flask

from tests.acceptance.test_rules_on_pages import BASIS, CHECKER, MAKER, approve, paper, send
from tests.client import Api
from tests.shipped import publish
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

OFFICER, UNIT_ADMIN = "bao.pq@nghe_an", "kien.cv@nghe_an"
PERMIT, FOLDER = "1.013225", "giay_phep_nha_o"
PAGE = "/quan-tri/phi"


def collected(api: Api, **asked: str) -> list[dict[str, object]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    rows: list[dict[str, object]] = api.get(f"/catalogue/{PROVINCE}/collected-fees?{query}").json[
        "rows"
    ]
    return rows


def test_any_officer_reads_what_is_collected_and_changes_nothing(app: Flask, town: Town) -> None:
    publish(town, FOLDER)
    officer = Api(app, OFFICER)
    page = officer.client.get(f"{PAGE}?q={PERMIT}").text
    assert "Lệ phí" in page
    assert "Mọi nơi" in page
    assert "quy-dinh/moi" not in page
    assert send(officer, f"{PAGE}/tai-khoan", unit_code=WARD).status_code == 403


def test_a_fee_is_changed_from_the_list_and_stands_there_with_its_basis_and_first_day(
    app: Flask, town: Town
) -> None:
    publish(town, FOLDER)
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    (before,) = collected(maker, q=PERMIT)
    assert before["everywhere"]
    item = before["items"][0]  # type: ignore[index]
    link = f"loai=fee_amount&amp;tt={PERMIT}&amp;unit=&amp;value.item={item['item']}"
    assert link in maker.client.get(f"{PAGE}?q={PERMIT}").text
    form = maker.client.get(f"/quan-tri/quy-dinh/moi?{link.replace('&amp;', '&')}").text
    assert f'value="{item["item"]}"' in form
    told = {"loai": "fee_amount", "procedure": PERMIT, "unit": WARD, **BASIS}
    told |= {"value.item": item["item"], "value.amount": "60000"}
    drafted = send(maker, "/quan-tri/quy-dinh/moi", **told, **{"van-ban": paper()})
    old = f"{int(item['full']):,} đồng, biểu phí của quy trình".replace(",", ".", 1)
    assert f"<del>{old}</del>" in maker.client.get(drafted.location).text
    send(maker, f"{drafted.location}/gui")
    assert approve(checker, f"{drafted.location}/duyet").status_code == 303
    assert len(collected(maker, q=PERMIT)) == 1
    rows = collected(maker, q=PERMIT, day="2025-12-15")
    ward = next(row for row in rows if [one["code"] for one in row["units"]] == [WARD])  # type: ignore[attr-defined]
    assert ward["items"][0]["full"] == "60000"  # type: ignore[index]
    assert ward["items"][0]["valid_from"] == "2025-12-15"  # type: ignore[index]
    assert "3901/QĐ-UBND" in ward["items"][0]["basis"]  # type: ignore[index]
    assert len(rows) == 2
    assert "60.000 đồng" in maker.client.get(f"{PAGE}?dv={WARD}&ngay=15/12/2025").text


def test_an_account_is_written_down_on_its_page_and_is_where_the_money_goes(
    app: Flask, town: Town
) -> None:
    publish(town, FOLDER)
    ward = Api(app, UNIT_ADMIN)
    told = {"unit_code": WARD, "kind": "both", "bank": "Kho bạc", "name": "UBND phường"}
    refused = send(ward, f"{PAGE}/tai-khoan", **told, number="3511.9", valid_from="31/02/2025")
    assert refused.status_code == 422
    assert 'value="3511.9"' in refused.text
    elsewhere = {**told, "unit_code": "xa_con_cuong", "number": "1", "valid_from": "01/12/2025"}
    assert send(ward, f"{PAGE}/tai-khoan", **elsewhere).status_code == 403
    kept = send(ward, f"{PAGE}/tai-khoan", **told, number="3511.9", valid_from="01/12/2025")
    assert kept.status_code == 303
    assert "3511.9" in ward.client.get(f"{PAGE}/tai-khoan").text
    (row,) = collected(ward, q=PERMIT, unit=WARD)
    assert any("3511.9" in one for one in row["items"][0]["accounts"])  # type: ignore[index]


def test_what_is_explained_of_a_day_tells_the_fee_its_rule_and_who_is_let_off(
    app: Flask, town: Town
) -> None:
    publish(town, FOLDER)
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    asked = f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}"
    assert "75.000 đồng" in maker.client.get(f"{asked}&ngay=14/12/2025").text
    told = {"procedure": PERMIT, "unit": WARD, **BASIS}
    half = {"loai": "fee_exemption", "value.rate": "50", "value.channel": "counter"}
    for rule in ({"loai": "fee_amount", "value.item": "le_phi", "value.amount": "60000"}, half):
        drafted = send(maker, "/quan-tri/quy-dinh/moi", **told, **rule, **{"van-ban": paper()})
        send(maker, f"{drafted.location}/gui")
        assert approve(checker, f"{drafted.location}/duyet").status_code == 303
    page = maker.client.get(f"{asked}&ngay=15/12/2025").text
    assert ("60.000 đồng" in page, "30.000 đồng" in page) == (True, True)
    path = f"/provinces/{PROVINCE}/rules-explained?procedure={PERMIT}&unit={WARD}&day="
    before, after = (maker.get(f"{path}2025-12-{day}").json["fees"] for day in (14, 15))
    assert before[0]["items"][0]["rule_id"] is None
    assert after[0]["items"][0]["rule_id"]
    assert [one["words"] for one in after[0]["let_off"] if one["rule_id"]]
