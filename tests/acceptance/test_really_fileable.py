"""A published service really takes a dossier and brings it to its result (R-20)."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from engine.catalogue.packages import current_packages, manifests_on, package
from engine.errors import FilingClosed, NotFileable
from engine.jobs.checking import check_published
from engine.publishing import every_way, rehearsing
from engine.publishing.closing import check_procedure, require_fileable
from engine.publishing.fileable import TRIED, Fileable, fileable, ground_of
from engine.publishing.folders import read_package_folder
from engine.publishing.rehearsing import SampleRehearsal
from engine.publishing.walked import WalkedStep
from engine.routing.as_it_stands import day_of
from engine.routing.closures import closures_of
from engine.store.base import Base
from engine.store.cases import Task
from engine.store.database import Database
from engine.store.organisation import Appointment, Substitution
from engine.store.rules import BeneficiaryAccount
from engine.worktime import ZONE
from tests.at_once import by_two_workers
from tests.client import Api
from tests.conftest import ALL_STEPS
from tests.demonstration import shipped
from tests.shipped import FOLDERS, publish
from tests.town import CENTRE, PROVINCE, Town
from tests.two_people import published

FLAGSHIP = "2.002755"
NOW = datetime(2026, 11, 26, 3, tzinfo=ZONE)
WARD = "phuong_truong_vinh"


@pytest.fixture(autouse=True)
def all_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ways beside the main one are walked as far as the product walks them."""
    monkeypatch.setattr(every_way, "MOST_STEPS", ALL_STEPS)


def check(town: Town, code: str = FLAGSHIP) -> Fileable:
    with town.act() as session:
        return check_procedure(session, province_code=PROVINCE, procedure_code=code, now=town.now)


def rows(database: Database) -> Mapping[str, list[str]]:
    """Every row of every table, but for what a check is there to write."""
    with database.reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name != "filing_closures"
        }


def files(town: Town) -> list[str]:
    root: Path = town.documents.root
    return sorted(name for _, _, names in os.walk(root) for name in names)


def test_a_rehearsed_dossier_leaves_nothing_behind(town: Town) -> None:
    town.file()
    before = rows(town.database), files(town)
    with town.act() as session:
        digest = current_packages(session, day_of(town.now), PROVINCE)[PROVINCE][FLAGSHIP]
        published = package(session, PROVINCE, digest)
        ground = ground_of(session, PROVINCE, day_of(town.now), [published])
        found = fileable(session, published, ground)
    assert found.anywhere
    assert found.everywhere == ()
    assert (rows(town.database), files(town)) == before
    assert town.file().submission_number.endswith("2")


def vacate(town: Town, unit: str, position: str) -> None:
    with town.act() as session:
        session.execute(
            update(Appointment)
            .where(Appointment.unit_code == unit, Appointment.position_code == position)
            .values(valid_to=day_of(town.now))
        )


def reopen(town: Town, unit: str) -> None:
    with town.act() as session:
        session.execute(
            update(Appointment).where(Appointment.unit_code == unit).values(valid_to=None)
        )


def test_a_desk_that_nobody_holds_closes_its_commune_with_its_reason(
    town: Town, app: Flask
) -> None:
    vacate(town, f"{WARD}_vhxh", "chuyen_vien")
    assert "xa_con_cuong" not in check(town).closed
    (reason,) = check(town).closed[WARD]
    assert reason.code == "nobody_at_desk"
    assert "Chuyên viên, Phòng Văn hóa - Xã hội phường Trường Vinh" in reason.words
    with pytest.raises(FilingClosed, match="hiện chưa nhận hồ sơ thủ tục này: chưa có ai giữ"):
        town.file()
    service = Api(app).get(f"/procedures/{PROVINCE}/{FLAGSHIP}?place={WARD}").json
    assert WARD not in [place["commune_code"] for place in service["places"]]
    shut = {one["code"] for group in service["not_taken"] for one in group["places"]}
    assert WARD in shut
    assert "phường Trường Vinh, vì chưa đủ cán bộ" in service["card"]["not_taken"]
    reopen(town, f"{WARD}_vhxh")
    assert check(town).closed.get(WARD) is None
    town.file()


def test_a_desk_that_is_left_in_the_course_of_a_day_closes_filing_and_page_at_once(
    town: Town, app: Flask
) -> None:
    vacate(town, f"{WARD}_vhxh", "chuyen_vien")
    with pytest.raises(FilingClosed, match="Chuyên viên, Phòng Văn hóa - Xã hội"):
        town.file()
    page = Api(app).client.get(f"/thu-tuc/{PROVINCE}/{FLAGSHIP}?noi={WARD}").text
    assert "vì chưa đủ cán bộ để giải quyết" in page
    check(town)
    reopen(town, f"{WARD}_vhxh")
    town.file()  # though the closure of the last check still stands


def test_a_filing_received_elsewhere_asks_the_desks_of_the_unit_that_its_answers_name(
    town: Town,
) -> None:
    town.file(receiving_unit="xa_con_cuong_ttphcc")
    vacate(town, f"{WARD}_vhxh", "lanh_dao_phong")
    with pytest.raises(FilingClosed) as refused:
        town.file(receiving_unit="xa_con_cuong_ttphcc")
    assert refused.value.details["place"] == "Ủy ban nhân dân phường Trường Vinh"


def test_whoever_files_at_a_closed_place_is_never_sent_back_to_it(town: Town) -> None:
    vacate(town, f"{WARD}_vhxh", "lanh_dao_phong")
    with pytest.raises(FilingClosed) as refused:
        town.file()
    assert refused.value.details["centres"] == []
    assert "hãy hỏi Trung tâm Phục vụ hành chính công tỉnh" in str(refused.value)
    assert "phường Trường Vinh" not in str(refused.value.details["instead"])


def test_the_page_of_a_closed_place_says_so_and_offers_no_filing(town: Town, app: Flask) -> None:
    vacate(town, f"{WARD}_vhxh", "chuyen_vien")
    check(town)
    page = Api(app).client.get(f"/thu-tuc/{PROVINCE}/{FLAGSHIP}?noi={WARD}").text
    assert "hiện chưa nhận hồ sơ thủ tục này</b>, vì chưa đủ cán bộ để giải quyết" in page
    assert "Nộp trực tuyến</a>" not in page
    assert "Nơi hiện chưa nhận hồ sơ" in page


def test_a_stand_in_for_the_procedure_alone_keeps_its_commune_open(town: Town) -> None:
    desk = (f"{WARD}_vhxh", "chuyen_vien")
    (head, *_) = town.officers(f"{WARD}_vhxh", "lanh_dao_phong")
    with town.act() as session:
        session.add(
            Substitution(
                province_code=PROVINCE,
                id="5" * 32,
                unit_code=desk[0],
                position_code=desk[1],
                officer_id=head.officer_id,
                procedure_code=FLAGSHIP,
                valid_from=day_of(town.now),
                valid_to=day_of(town.now) + timedelta(days=9),
                manner="KT",
                basis="QĐ 1",
            )
        )
    vacate(town, *desk)
    assert check(town).closed.get(WARD) is None


def test_a_fee_needs_an_account_of_its_kind_at_the_unit_that_decides(town: Town) -> None:
    publish(town, "giay_phep_nha_o")
    code = next(iter(codes(town) - {FLAGSHIP}))
    assert check(town, code).closed.get(WARD) is None
    accounts(town, kind="phi")
    (reason,) = check(town, code).closed[WARD]
    assert reason.code == "no_account"
    assert reason.words.endswith("chưa có tài khoản thụ hưởng để thu lệ phí")
    accounts(town, kind="le_phi")
    assert check(town, code).closed.get(WARD) is None


def codes(town: Town) -> set[str]:
    with town.database.reading() as session:
        return set(current_packages(session, day_of(town.now), PROVINCE)[PROVINCE])


def accounts(town: Town, **values: object) -> None:
    with town.act() as session:
        session.execute(
            update(BeneficiaryAccount).where(BeneficiaryAccount.unit_code == WARD).values(**values)
        )


def required(town: Town, changes: dict[str, bytes], folder: str) -> None:
    """Publish it and ask whether it is fileable, in one transaction as the door does."""
    publish(town, folder, changes)
    with town.act() as session:
        day = day_of(town.now)
        for code, digest in current_packages(session, day, PROVINCE)[PROVINCE].items():
            if code != FLAGSHIP:
                require_fileable(
                    session, province_code=PROVINCE, digest=digest, valid_from=day, now=town.now
                )


def test_a_publication_that_nobody_could_pay_for_is_stopped(town: Town) -> None:
    with town.act() as session:
        session.execute(delete(BeneficiaryAccount))
    with pytest.raises(NotFileable, match="chưa có tài khoản thụ hưởng"):
        required(town, {}, "giay_phep_nha_o")


def test_a_person_who_publishes_what_nobody_could_file_leaves_no_package(town: Town) -> None:
    with town.act() as session:
        session.execute(delete(BeneficiaryAccount))
    files = read_package_folder(FOLDERS / "giay_phep_nha_o")
    with pytest.raises(NotFileable):
        published(town, files)
    assert codes(town) == {FLAGSHIP}


def test_a_form_that_takes_no_answer_stops_the_publication(town: Town) -> None:
    form = json.loads((FOLDERS / "khai_sinh" / "forms" / "filing.json").read_text())
    question = {"type": "textfield", "id": "Ma", "key": "ma_kho", "label": "Mã khó"}
    question["validate"] = {"required": True, "pattern": "^x{3}y{9}z$"}
    form["components"].append(question)
    changes = {"forms/filing.json": json.dumps(form).encode()}
    with pytest.raises(NotFileable, match="không nhận câu trả lời mẫu"):
        required(town, changes, "khai_sinh")


def other_way(condition: str) -> dict[str, bytes]:
    """Birth registration where the step that signs leads on under another condition."""
    text = (FOLDERS / "khai_sinh" / "process.bpmn").read_text()
    return {"process.bpmn": text.replace('ky = "dong_y"', condition, 1).encode()}


OFF_THE_MAIN_WAY = 'ky = "dong_y" or date(case.noi_sinh) &gt; today()'
"""The main outcome never asks what comes after “or”; the one that sends back does."""


def test_a_way_beside_the_main_one_that_stops_stops_the_publication(town: Town) -> None:
    with pytest.raises(NotFileable, match="nhánh khác dừng ở"):
        required(town, other_way(OFF_THE_MAIN_WAY), "khai_sinh")


def test_the_other_ways_are_walked_by_samples_where_there_is_no_scenario(town: Town) -> None:
    found = with_scenarios(town, {}, other_way(OFF_THE_MAIN_WAY), every_way=True)
    (reason,) = found.everywhere
    assert "nhánh khác" in reason.words


def test_steps_that_come_again_without_end_are_taken_a_bounded_number_of_times(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    take = SampleRehearsal._take

    def counting(self: SampleRehearsal, task: Task, *rest: Any) -> WalkedStep:
        taken.append(task.element_id)
        return take(self, task, *rest)

    monkeypatch.setattr(rehearsing, "MOST_AGAIN", 3)
    monkeypatch.setattr(SampleRehearsal, "_take", counting)
    found = with_scenarios(town, {}, other_way('ky = "tra_lai"'))
    (reason,) = found.everywhere
    assert "mà chưa đến kết quả" in reason.words
    assert len(taken) == TRIED * (5 + 3)  # once at each place: the diagram's five steps, and three


def with_scenarios(
    town: Town,
    scenarios: dict[str, bytes],
    changes: dict[str, bytes] | None = None,
    *,
    every_way: bool = False,
) -> Fileable:
    """What is found of birth registration if its package had these scenarios only."""
    publish(town, "khai_sinh", changes)
    (code,) = codes(town) - {FLAGSHIP}
    with town.act() as session:
        day = day_of(town.now)
        digest = current_packages(session, day, PROVINCE)[PROVINCE][code]
        whole = package(session, PROVINCE, digest)
        bare = {key: v for key, v in whole.files.items() if not key.startswith("scenarios/")}
        published = replace(whole, files=bare | scenarios)
        ground = ground_of(session, PROVINCE, day, [published])
        return fileable(session, published, ground, every_way=every_way)


def test_a_package_without_a_scenario_is_walked_by_samples(town: Town) -> None:
    found = with_scenarios(town, {})
    assert found.everywhere == ()
    assert WARD not in found.closed


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('outcome = "dong_y"', 'outcome = "la"', "dừng ở “"),
        ('element = "B2"', 'element = "B3"', "đang chờ B2, kịch bản muốn làm B3"),
    ],
)
def test_a_dossier_that_stops_on_its_way_closes_every_place_and_says_where(
    town: Town, old: str, new: str, words: str
) -> None:
    path = FOLDERS / "khai_sinh" / "scenarios" / "1_duong_chinh.toml"
    text = path.read_text()
    assert old in text
    found = with_scenarios(town, {"scenarios/1.toml": text.replace(old, new, 1).encode()})
    (reason,) = found.everywhere
    assert (reason.code, found.anywhere) == ("dossier_stops", False)
    assert words in reason.words


def test_every_night_closes_and_opens_what_has_changed(town: Town) -> None:
    done = check_published(town.database, now=town.now)
    assert (done.procedures, done.nowhere, done.left) == (1, 0, 0)
    before = closed(town)
    town.wait(days=1)
    vacate(town, CENTRE, "can_bo_mot_cua")
    by_two_workers(check_published, town.database, now=town.now)
    assert closed(town) == {**before, WARD: town.now}
    reopen(town, CENTRE)
    check_published(town.database, now=town.now)
    assert closed(town) == before


def closed(town: Town) -> dict[str, Any]:
    with town.database.reading() as session:
        return {one.unit_code: one.since for one in closures_of(session, PROVINCE, FLAGSHIP)}


@pytest.mark.long
def test_every_shipped_procedure_is_fileable_wherever_its_desks_are_held(tmp_path: Path) -> None:
    database, now = Database(f"sqlite:///{tmp_path}/demo.db"), NOW
    shipped(database, now)
    before = rows(database)
    done = check_published(database, now=now)
    assert (done.nowhere, done.left) == (0, 0)
    assert rows(database) == before
    assert done.procedures > 30
    with database.reading() as session:
        for province, manifest in manifests_on(session, day_of(now)):
            for one in closures_of(session, province, manifest.code):
                codes = {reason.code for reason in one.reasons}
                assert "nobody_at_desk" in codes, (province, manifest.code, one.unit_code)
    database.dispose()
