"""What is published is tried before the transaction that does it: others file meanwhile."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.configuration import configuration
from engine.errors import NotFileable, ProposalDone
from engine.organisation.changes import raise_epoch
from engine.proposing.decide import Before, approve, beforehand
from engine.proposing.propose import propose_configuration, try_configuration
from engine.proposing.rights import Publisher
from engine.publishing import closing
from engine.publishing.closing import check_again, try_again
from engine.publishing.fileable import Fileable
from engine.publishing.publish import publish_package
from engine.store.organisation import Appointment
from engine.store.proposals import Proposal
from tests.acceptance.test_packages import changed
from tests.acceptance.test_really_fileable import rows
from tests.acceptance.test_two_people_publish import TODAY, in_force, view
from tests.client import Api
from tests.rulebook import admin as admin_of
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import CHECKER, MAKER, proposed

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def before(town: Town, row: Proposal, rehearsing: Any = None, **told: Any) -> Before:
    given = {"proposal_id": row.id, "seen": view(town, row).seen, "now": town.now, **told}
    tried = rehearsing or town.database.rehearsing
    return beforehand(town.database.reading, tried, who=lambda _: CHECKER, **given)


def decided(town: Town, row: Proposal, asked: Before) -> Proposal:
    told = {"proposal_id": row.id, "seen": asked.review.digest, "now": town.now}
    with town.act() as session:
        return approve(session, who=CHECKER, before=asked, **told)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that dossiers are brought through a package that somebody wants in force."""
    done: list[str] = []
    real = closing.fileable

    def counted(session: Session, published: Any, *rest: Any, **told: Any) -> Fileable:
        done.append(published.digest)
        return real(session, published, *rest, **told)

    monkeypatch.setattr(closing, "fileable", counted)
    return done


def test_a_package_is_tried_once_and_only_before(town: Town, times: list[str]) -> None:
    row = proposed(town, changed())
    everything = rows(town.database)
    asked = before(town, row)
    assert times == [row.digest]
    assert rows(town.database) == everything
    assert decided(town, row, asked).state == "approved"
    assert times == [row.digest]
    assert in_force(town, TODAY) == row.digest


def test_a_province_that_has_changed_since_is_tried_anew(town: Town, times: list[str]) -> None:
    row = proposed(town, changed())
    asked = before(town, row)
    with town.act() as session:
        raise_epoch(session, PROVINCE)
    decided(town, row, asked)
    assert times == [row.digest] * 2


def test_who_may_not_approve_sets_nothing_to_work(town: Town, times: list[str]) -> None:
    row = proposed(town, changed())

    def asked_by(who: Publisher, **told: Any) -> Before:
        given = {"proposal_id": row.id, "seen": view(town, row).seen, "now": town.now, **told}
        return beforehand(
            town.database.reading, town.database.rehearsing, who=lambda _: who, **given
        )

    assert asked_by(MAKER).tried == {}
    assert asked_by(CHECKER, seen="something else").tried == {}
    decided(town, row, asked_by(CHECKER))
    with pytest.raises(ProposalDone):
        decided(town, row, asked_by(CHECKER))
    assert times == [row.digest]


def test_what_no_place_can_take_is_refused_before_the_act(town: Town) -> None:
    row = proposed(town, changed())
    with town.act() as session:
        session.execute(update(Appointment).values(valid_to=TODAY))
    everything = rows(town.database)
    with pytest.raises(NotFileable):
        before(town, row)
    assert rows(town.database) == everything


@SQLITE
def test_others_file_while_anything_is_tried(town: Town, times: list[str]) -> None:
    filed: list[str] = []

    @contextmanager
    def rehearsing(code: str, procedures: Collection[str] | None) -> Iterator[Session]:
        with town.database.rehearsing(code, procedures) as session:
            yield session
            filed.append(town.file().case_id)  # all is tried, and not yet taken back

    admin = admin_of(PROVINCE, "Đinh Thị Lan Anh")
    told: dict[str, Any] = {"procedure_code": FLAGSHIP, "now": town.now}
    again = try_again(rehearsing, province_code=PROVINCE, admin=lambda _: admin, **told)
    with town.act() as session:
        assert check_again(session, admin=admin, tried=again, **told).open
    assert len(times) == 1
    row = proposed(town, changed())
    assert before(town, row, rehearsing).tried
    with town.database.rehearsing(PROVINCE, None) as session:
        new = {"province_code": PROVINCE, "files": changed(), "valid_from": TODAY}
        publish_package(session, published_by="x", now=town.now, **new)
        told = {"files": configuration(session, PROVINCE), "now": town.now}
    tried = try_configuration(town.database.reading, rehearsing, who=lambda _: MAKER, **told)
    assert tried
    with town.act() as session:
        propose_configuration(session, who=MAKER, basis="QĐ 3", tried=tried, **told)
    assert len(filed) == 3
    assert times[1:] == [row.digest] * 2


@SQLITE
def test_each_reason_why_no_place_could_take_it_is_told_once_wherever_it_is_asked(
    app: Flask, town: Town
) -> None:
    row = proposed(town, changed())
    checker = Api(app, "hieu.ph@nghe_an")
    with town.act() as session:
        others = update(Appointment).where(Appointment.position_code != "quan_tri_tinh")
        session.execute(others.values(valid_to=TODAY))
    page = checker.client.get(f"/cho-cong-bo/{row.id}").text
    assert "Chưa nơi nào nộp được.</b> Duyệt lúc này thì hệ thống từ chối." in page
    shown = re.search(r'name="seen" value="(\w+)"', page)
    assert shown
    sent = {"csrf_token": checker.token, "seen": shown[1], "da-xem": "1"}
    told = checker.client.post(f"/cho-cong-bo/{row.id}/duyet", data=sent)
    assert told.status_code == 422
    banner = told.text.partition('id="tu-choi"')[2].partition("</ul>")[0]
    assert re.search(r"<h2>Chưa công bố được .+ vì chưa nơi nào nhận được hồ sơ</h2>", banner)
    reasons = re.findall(r"<li>(Chưa có ai giữ vị trí [^:]+): ([^<]+) <a href=\"([^\"]+)", banner)
    assert len(dict(one[:2] for one in reasons)) == len(reasons) > 2
    assert {one[2] for one in reasons} == {"/vi-tri-trong"}
    assert re.search(r" và 1\d\d nơi khác\.", banner)
    assert "lỗi nữa" not in banner
    assert set(re.findall(r"\(cho (\d+) nơi\)", banner)) == {"130"}  # one place counts once
    for words, at, _ in reasons:
        assert f"{words}: {at}" in page
