"""What needs an administrator today: what is missing is counted on the page that opens first."""

import re
from datetime import date

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


def test_a_decision_that_no_version_configures_is_told_with_its_days_of_delay(
    app: Flask, town: Town
) -> None:
    decided = {"decision": "31/QĐ-UBND", "valid_from": date(2025, 11, 24)}
    named = {"name": "Khai tử", "short_name": "khai tử", "sector": "Hộ tịch", "level": "commune"}
    with town.act() as session:
        session.add(Procedure(province_code="nghe_an", code="1.000656", **named, **decided))
    assert told(app, "quyết định đã phê duyệt, chưa có quy trình") == 1
    page = Api(app, f"{ADMIN}@nghe_an").client.get("/quan-tri").text
    assert "chậm 10 ngày" in page
