"""What needs an administrator today: what is missing is counted on the page that opens first."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from engine.administration.people.vacancies import count_vacancies, vacancies
from engine.store.catalogue import Procedure
from engine.store.organisation import Appointment
from tests.client import Api
from tests.town import Town

ADMIN, DAY = "quan.dm", date(2025, 12, 4)


def told(app: Flask, what: str) -> int:
    """The number that stands before the words."""
    page = Api(app, f"{ADMIN}@nghe_an").client.get("/quan-tri").text
    return int(next(iter(re.findall(rf"<b>([\d.]+) {what}</b>", page)), "0").replace(".", ""))


def test_desks_that_nobody_holds_are_counted_and_one_more_when_somebody_goes(
    app: Flask, town: Town
) -> None:
    admin = town.administrator(ADMIN)
    with town.database.reading() as session:
        before = vacancies(session, admin=admin, day=DAY)
    assert told(app, "chức danh không ai giữ") == len(before) > 0
    with town.act() as session:
        session.execute(
            update(Appointment)
            .where(Appointment.unit_code == "phuong_truong_vinh_ttphcc")
            .values(valid_to=DAY)
        )
    with town.database.reading() as session:
        after = vacancies(session, admin=admin, day=DAY)
        assert count_vacancies(session, admin=admin, day=DAY) == len(after)
    assert len(after) > len(before)
    assert told(app, "chức danh không ai giữ") == len(after)
    client = Api(app, f"{ADMIN}@nghe_an").client
    for address in ("/quan-tri/con-thieu?het=1", "/vi-tri-trong?dv=phuong_truong_vinh_ttphcc"):
        page = client.get(address).text
        assert 'href="/quan-tri/don-vi?dv=phuong_truong_vinh_ttphcc"' in page, address


@pytest.mark.parametrize(
    ("decision", "applies", "told_as"),
    [
        ("31/QĐ-UBND", date(2025, 11, 24), "chậm 10 ngày"),
        ("31/2025/QĐ-UBND ngày 20/11/2025", date(2025, 11, 24), "chậm 10 ngày"),
        ("31/2025/QĐ-UBND ngày 20/11/2025", None, "chậm 14 ngày"),
        ("31/2025/QĐ-UBND", None, "chưa rõ chậm từ ngày nào"),
        ("31/QĐ-UBND ngày 20/12/2025", None, None),
        ("31/QĐ-UBND ngày 20/11/2025", date(2025, 12, 24), None),
    ],
)
def test_a_decision_that_no_version_configures_is_told_with_its_days_of_delay(
    app: Flask, town: Town, decision: str, applies: date | None, told_as: str | None
) -> None:
    decided = {"decision": decision, "valid_from": applies}
    named = {"name": "Khai tử", "short_name": "khai tử", "sector": "Hộ tịch", "level": "commune"}
    with town.act() as session:
        session.add(Procedure(province_code="nghe_an", code="1.000656", **named, **decided))
    page = Api(app, f"{ADMIN}@nghe_an").client.get("/quan-tri").text
    of_designers = Api(app, f"{ADMIN}@nghe_an").client.get("/quy-trinh").text
    if told_as is None:
        assert "chưa có quy trình</b>" not in page
        assert "Đã có quyết định, chưa có quy trình" not in of_designers
        return
    assert told(app, "quyết định đã phê duyệt, chưa có quy trình") == 1
    assert told_as in page
    assert told_as.removeprefix("chậm ").replace("rõ chậm", "rõ") in of_designers
