"""One person proposes, another approves what they saw; nothing gets past the second."""

import io
import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from api.cli import motcua
from engine.accounts import Person, Post
from engine.catalogue.packages import current_digest
from engine.configuration import configuration
from engine.errors import (
    BasisMissing,
    DayPassed,
    DecisionDiffers,
    EntryInvalid,
    MayNotPublish,
    NothingToPublish,
    OwnProposal,
    PackageKnown,
    PackageRefused,
    ProposalDone,
    ProposalMoved,
    ProposalNotFound,
    ProposalOfOther,
    ReasonMissing,
    Refusal,
)
from engine.organisation.changes import raise_epoch
from engine.proposing.decide import approve, send_back, withdraw
from engine.proposing.propose import propose_configuration, propose_retirement
from engine.proposing.reading import ProposalView, proposal, proposals
from engine.proposing.rights import Publisher, operating, publisher
from engine.publishing.examine import Beside
from engine.publishing.publish import publish_package
from engine.store.catalogue import Package
from engine.store.organisation import ConfigurationChange, Unit
from engine.store.proposals import Proposal
from tests.acceptance.test_packages import FILES, changed, zipped
from tests.acceptance.test_the_api import Api
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import CHECKER, MAKER, approved, proposed, published, under

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2025, 12, 4)
LATER = date(2025, 12, 10)


def hours(**steps: int) -> dict[str, bytes]:
    """The flagship with other hours for some steps, its limit as before."""
    text = FILES["process.bpmn"].decode()
    for step, amount in steps.items():
        before, mark, after = text.partition(f'<bpmn:userTask id="{step}"')
        text = before + mark + re.sub(r'hours="[0-9]+"', f'hours="{amount}"', after, count=1)
    return FILES | {"process.bpmn": text.encode()}


def view(town: Town, row: Proposal, who: Publisher = CHECKER, **told: Any) -> ProposalView:
    with town.database.reading() as session:
        return proposal(session, who=who, proposal_id=row.id, now=town.now, **told)


def refused(town: Town, act: Any, kind: type[Refusal], **told: Any) -> None:
    with pytest.raises(kind), town.act() as session:
        act(session, now=town.now, **told)


def in_force(town: Town, day: date) -> str:
    with town.database.reading() as session:
        return current_digest(session, province_code=PROVINCE, procedure_code=FLAGSHIP, day=day)


@ONE
def test_nobody_approves_what_they_proposed(town: Town) -> None:
    row = proposed(town, changed())
    seen = view(town, row, MAKER).seen
    for act, told in ((approve, {"seen": seen}), (send_back, {"remark": "Sai"})):
        refused(town, act, OwnProposal, who=MAKER, proposal_id=row.id, **told)
    assert town.case(town.file().case_id).package_digest != row.digest
    assert approved(town, row).version == 2


@ONE
def test_the_operator_approves_a_designers_proposal_and_not_an_own_one(town: Town) -> None:
    with town.database.reading() as session:
        who = operating(session, PROVINCE)
    row = proposed(town, changed(), who=who)
    refused(town, approve, OwnProposal, who=who, proposal_id=row.id, seen="")
    assert approved(town, row).decided_by == CHECKER.account_id
    other = proposed(town, changed("Bản nữa"))
    assert approved(town, other, who=who).state == "approved"


@ONE
def test_an_approver_sees_what_is_different_in_words(town: Town) -> None:
    reasons = {"B3": "Theo Công văn 1120/UBND-TH", "B4": "Theo Công văn 1120/UBND-TH"}
    row = proposed(town, hours(B3=16, B4=8), beside=Beside(reasons=reasons))
    found = view(town, row)
    assert [one.words for one in found.differences] == [
        "Bước B3 “Thẩm định, dự thảo”: số giờ đổi từ “20 giờ” thành “16 giờ”.",
        "Bước B4 “Soát dự thảo”: số giờ đổi từ “4 giờ” thành “8 giờ”.",
    ]
    assert {one.step: one.why for one in found.decided if one.verdict != "same"} == reasons
    assert found.proposal.differing_rows == 2
    assert approved(town, row).decided == row.decided


@ONE
def test_a_row_that_differs_from_the_decision_needs_its_reason(town: Town) -> None:
    row = FILES["decision.csv"].splitlines()[1]
    table = FILES["decision.csv"].replace(row, row.rpartition(b",")[0] + b",5")
    with pytest.raises(DecisionDiffers) as found:
        proposed(town, changed(), beside=Beside(table))
    assert [one.step for one in found.value.details["rows"]] == ["B1", "total"]  # type: ignore[attr-defined]
    with pytest.raises(EntryInvalid, match="Dòng B2 không khác"):
        proposed(town, changed(), beside=Beside(table, {"B2": "Vì sao"}))
    why = {"B1": "Đã bàn với Sở", "total": "Như trên"}
    assert proposed(town, changed(), beside=Beside(table, why)).reasons == why


@ONE
def test_the_packages_own_table_needs_reasons_too(town: Town) -> None:
    with pytest.raises(PackageRefused):
        proposed(town, hours(B3=16, B4=8))
    for blank in (" ", ".", "\u3164", "\u200b"):
        with pytest.raises(DecisionDiffers):
            proposed(town, hours(B3=16, B4=8), beside=Beside(reasons={"B3": "x", "B4": blank}))


def test_who_saw_an_older_comparison_looks_again(town: Town) -> None:
    row, other = proposed(town, changed()), proposed(town, changed("Tên khác nữa"))
    seen = view(town, row).seen
    approved(town, other)
    assert view(town, row).proposal.overtaken
    refused(town, approve, ProposalMoved, who=CHECKER, proposal_id=row.id, seen=seen)
    assert view(town, row).base_version == 2
    assert (approved(town, row).version, in_force(town, TODAY)) == (3, row.digest)


@ONE
def test_cases_filed_before_the_day_keep_their_version(town: Town) -> None:
    before = town.file().case_id
    row = published(town, changed(), LATER)
    same_day = town.file().case_id
    town.wait(days=6)
    after = town.file().case_id
    digests = [town.case(one).package_digest for one in (before, same_day, after)]
    assert [digest == row.digest for digest in digests] == [False, False, True]
    town.until(before, None)


@ONE
def test_who_approves_for_an_earlier_day_is_told_of_the_version_that_follows(town: Town) -> None:
    published(town, changed(), LATER)
    row = proposed(town, changed("Tên khác nữa"), TODAY)
    assert view(town, row).differences[-1].words == (
        "Thủ tục: bản áp dụng từ 10/12/2025 đổi từ “bản 2, đã duyệt trước” thành “vẫn bản 2: "
        "bản này chỉ áp dụng đến trước ngày ấy”."
    )
    published(town, changed("Tên thứ ba"), LATER)
    told = [one.words for one in view(town, row).differences if one.key.startswith("later:")]
    assert ["vẫn bản 3" in one for one in told] == [True]


@ONE
def test_who_retires_the_only_version_is_told_that_one_of_a_later_day_still_comes(
    town: Town,
) -> None:
    published(town, changed(), LATER)
    told: dict[str, Any] = {"who": MAKER, "procedure_code": FLAGSHIP, "now": town.now}
    with town.act() as session:
        row = propose_retirement(session, basis="QĐ 1", valid_from=TODAY, **told)
    gone, later = view(town, row).differences
    assert gone.what == "removed"
    assert later.words == (
        "Thủ tục: bản áp dụng từ 10/12/2025 đổi từ “bản 2, đã duyệt trước” thành “vẫn bản 2”."
    )


@ONE
def test_nothing_begins_on_a_day_that_is_over(town: Town) -> None:
    with pytest.raises(DayPassed):
        proposed(town, changed(), date(2025, 12, 3))
    row = proposed(town, changed(), LATER)
    town.wait(days=20)
    assert view(town, row).day == date(2025, 12, 24)
    with pytest.raises(DayPassed):
        view(town, row, day=LATER)
    assert approved(town, row).valid_from == date(2025, 12, 24)


@ONE
def test_what_is_sent_back_or_withdrawn_is_over(town: Town) -> None:
    row, mine = proposed(town, changed()), proposed(town, changed("Bản khác"))
    told: dict[str, Any] = {"who": CHECKER, "proposal_id": row.id}
    refused(town, send_back, ReasonMissing, remark=" ", **told)
    with town.act() as session:
        send_back(session, remark="Bước ký giao nhầm người.", now=town.now, **told)
    refused(town, approve, ProposalDone, seen="", **told)
    refused(town, withdraw, ProposalOfOther, who=CHECKER, proposal_id=mine.id)
    with town.act() as session:
        withdraw(session, who=MAKER, proposal_id=mine.id, now=town.now)
    with town.database.reading() as session:
        rows = proposals(session, who=CHECKER, now=town.now)
    assert {(one.state, one.remark, one.acts) for one in rows} == {
        ("sent_back", "Bước ký giao nhầm người.", ()),
        ("withdrawn", None, ()),
    }
    assert proposed(town, changed()).state == "proposed"


@ONE
def test_everything_is_asked_again_at_approval(town: Town) -> None:
    row = proposed(town, changed())
    with town.act() as session:
        session.get_one(Unit, (PROVINCE, "so_noi_vu")).valid_to = date(2025, 7, 1)
        raise_epoch(session, PROVINCE)
    with pytest.raises(PackageRefused):
        approved(town, row)


@ONE
def test_an_approval_is_written_down_with_both_names(town: Town) -> None:
    row = published(town, changed())
    with town.database.reading() as session:
        change = session.scalars(
            select(ConfigurationChange).where(ConfigurationChange.subject == "packages")
        ).one()
        version = session.get_one(Package, (PROVINCE, row.digest))
    assert change.after is not None
    assert (change.name, change.after["proposed_by"]) == (CHECKER.name, MAKER.name)
    assert version.published_by == f"{MAKER.name}, duyệt: {CHECKER.name}"


@ONE
def test_the_same_files_wait_once(town: Town) -> None:
    row = proposed(town, changed())
    with pytest.raises(PackageKnown, match="đang chờ duyệt"):
        proposed(town, changed(), who=CHECKER)
    with town.act() as session:
        publish_package(
            session, province_code=PROVINCE, files=changed(), published_by="x", now=town.now
        )
    with pytest.raises(PackageKnown, match="đã là bản 2"):
        approved(town, row)


def designer(unit: str) -> Person:
    """A designer at a unit."""
    return Person(
        account_id="e" * 32,
        kind="officer",
        name="Lưu Đức Anh",
        username="anh",
        province_code=PROVINCE,
        officer_id="e" * 32,
        posts=(Post(unit, unit, "thiet_ke_quy_trinh", "Thiết kế quy trình"),),
    )


@ONE
def test_a_designer_proposes_within_the_sectors_of_the_agency(town: Town) -> None:
    with town.database.reading() as session:
        own, other = (publisher(session, designer(unit)) for unit in ("so_noi_vu", "so_tu_phap"))
        clerk = replace(designer("so_noi_vu"), posts=())
        with pytest.raises(MayNotPublish):
            publisher(session, clerk)
    with pytest.raises(MayNotPublish, match="Người có công"):
        proposed(town, changed(), who=other)
    row = proposed(town, changed(), who=own)
    stranger = under(other, "c" * 32)
    refused(town, approve, ProposalNotFound, who=stranger, proposal_id=row.id, seen="")
    second = under(own, "c" * 32)
    refused(town, approve, MayNotPublish, who=second, proposal_id=row.id, seen="")
    assert approved(town, row).made_by_name == "Lưu Đức Anh"


def test_a_version_is_taken_back_and_the_one_before_counts_again(town: Town) -> None:
    first = in_force(town, TODAY)
    second = published(town, changed())
    told: dict[str, Any] = {"who": MAKER, "procedure_code": FLAGSHIP, "now": town.now}
    with pytest.raises(BasisMissing), town.act() as session:
        propose_retirement(session, basis="", **told)
    with town.act() as session:
        row = propose_retirement(session, basis="QĐ 1", valid_from=LATER, **told)
    assert [one["what"] for one in row.differences] == ["changed"]
    approved(town, row)
    assert (in_force(town, TODAY), in_force(town, LATER)) == (second.digest, first)
    town.wait(days=7)
    with town.act() as session:
        last = propose_retirement(session, basis="QĐ 2", **{**told, "now": town.now})
    assert "bỏ" in view(town, last).differences[0].words
    approved(town, last)
    with pytest.raises(Refusal, match="chưa công bố"):
        town.file()


def test_a_configuration_is_proposed_with_its_comparison_and_approved_by_another(
    town: Town,
) -> None:
    with town.database.reading() as session:
        files = configuration(session, PROVINCE)
    path = "organisation/positions.csv"
    lines = files[path].decode().splitlines(keepends=True)
    copy = next(line for line in lines if line.startswith("van_thu,"))
    more = {**files, path: "".join([*lines, copy.replace("van_thu,", "moi_lap,", 1)]).encode()}
    told: dict[str, Any] = {"who": MAKER, "basis": "QĐ 3", "now": town.now}
    refused(town, propose_configuration, NothingToPublish, who=MAKER, basis="QĐ 3", files=files)
    with town.act() as session:
        row = propose_configuration(session, files=more, **told)
    assert [one.words for one in view(town, row).differences] == [
        "organisation/positions.csv: moi_lap: thêm."
    ]
    with town.database.reading() as session:
        assert configuration(session, PROVINCE) == files
    refused(town, approve, OwnProposal, who=MAKER, proposal_id=row.id, seen="")
    approved(town, row)
    with town.database.reading() as session:
        assert b"moi_lap" in configuration(session, PROVINCE)[path]


@ONE
def test_two_admins_publish_over_the_api(app: Flask) -> None:
    maker, checker = Api(app, "quan.dm@nghe_an"), Api(app, "hieu.ph@nghe_an")
    sent = {
        "package": (io.BytesIO(zipped(changed())), "goi.zip"),
        "decision_table": (io.BytesIO(FILES["decision.csv"]), "decision.csv"),
        "valid_from": "2025-12-10",
        "reasons": "{}",
    }
    headers = {"X-CSRF-Token": maker.token, "Idempotency-Key": "k"}
    bare = {
        "package": (io.BytesIO(zipped(hours(B3=16, B4=8))), "goi.zip"),
        "reasons": '{"B3": "x"}',
    }
    refused = maker.client.post("/api/v1/proposals/packages", data=bare, headers=headers).json
    assert refused is not None
    assert [(one["step"], one["verdict"]) for one in refused["details"]["rows"]] == [
        ("B4", "hours")
    ]
    row = maker.client.post("/api/v1/proposals/packages", data=sent, headers=headers).json
    other = {"package": (io.BytesIO(zipped(changed("Khác"))), "goi.zip")}
    mixed = maker.client.post("/api/v1/proposals/packages", data=other, headers=headers)
    assert mixed.json is not None
    assert mixed.json["code"] == "idempotency_mismatch"
    assert row is not None
    assert (row["state"], row["acts"], row["wished_from"]) == (
        "proposed",
        ["withdraw"],
        "2025-12-10",
    )
    shown = checker.get(f"/proposals/{row['id']}").json
    assert shown["differences"][0]["field"] == "tên gọi tắt"
    assert {one["verdict"] for one in shown["decided"]} == {"same"}
    own = maker.post(f"/proposals/{row['id']}/approve", {"seen": shown["seen"]})
    assert (own.status_code, own.json["code"]) == (403, "own_proposal")
    done = checker.post(f"/proposals/{row['id']}/approve", {"seen": shown["seen"]}).json
    assert (done["state"], done["version"], done["valid_from"]) == ("approved", 2, "2025-12-10")
    assert maker.get("/proposals?state=proposed").json == []


@ONE
def test_the_api_has_no_other_door_to_publication(app: Flask) -> None:
    admin = Api(app, "quan.dm@nghe_an")
    for path in ("/packages", f"/configuration/{PROVINCE}/import"):
        assert admin.post(path, {}).status_code in (404, 405)
    clerk = Api(app, "bao.pq@nghe_an")
    assert clerk.get("/proposals").json["code"] == "may_not_publish"


@ONE
def test_a_page_shows_the_differences_and_approves_from_a_day(app: Flask, town: Town) -> None:
    row = proposed(town, changed())
    checker = Api(app, "hieu.ph@nghe_an")
    here = f"/cho-cong-bo/{row.id}"
    assert "Xem và duyệt" in checker.client.get("/cho-cong-bo").text
    page = checker.client.get(here).text
    assert "Trợ cấp một lần, bản sửa" in page
    (seen,) = re.findall('name="seen" value="([0-9a-f]+)"', page)
    form = {"csrf_token": checker.token, "seen": seen, "valid_from": "10/12/2025"}
    blind = checker.client.post(f"{here}/duyet", data=form)
    assert (blind.status_code, "Hãy đánh dấu" in blind.text) == (422, True)
    assert checker.client.post(f"{here}/duyet", data={**form, "da-xem": "1"}).status_code == 303
    assert view(town, row).proposal.valid_from == LATER
    again = checker.client.post(f"{here}/tra-lai", data={**form, "remark": "Muộn rồi"})
    assert (again.status_code, "đã được duyệt rồi" in again.text) == (409, True)


@ONE
def test_a_page_sends_back_and_what_cant_run_any_more_says_so(app: Flask, town: Town) -> None:
    row = proposed(town, changed())
    with town.act() as session:
        session.get_one(Unit, (PROVINCE, "so_noi_vu")).valid_to = date(2025, 7, 1)
        raise_epoch(session, PROVINCE)
    checker, maker = Api(app, "hieu.ph@nghe_an"), Api(app, "bao.pq@nghe_an")
    here = f"/cho-cong-bo/{row.id}"
    page = checker.client.get(here).text
    assert ("Chưa duyệt được" in page, 'name="seen"' in page) == (True, False)
    form = {"csrf_token": checker.token, "remark": "Sửa đơn vị"}
    assert checker.client.post(f"{here}/tra-lai", data=form).status_code == 303
    assert "Sửa đơn vị" in checker.client.get("/cho-cong-bo").text
    assert maker.client.get("/cho-cong-bo").status_code == 403


@ONE
def test_the_command_line_proposes_and_never_approves_its_own(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = town.database.url.render_as_string(hide_password=False)
    for name, value in {"MODE": "demo", "VAR": str(tmp_path / "var"), "DATABASE": url}.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    package, table = tmp_path / "goi.zip", tmp_path / "decision.csv"
    package.write_bytes(zipped(hours(B3=16, B4=8)))
    table.write_bytes(FILES["decision.csv"])

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(motcua, list(words))
        return done.exit_code, done.output

    told = ["packages", "propose", PROVINCE, str(package), "--table", str(table)]
    code, words = run(*told)
    assert (code, "B3 [khác số giờ]" in words) == (1, True)
    code, words = run(*told, "--reason", "B3=Công văn 1", "--reason", "B4=Công văn 1")
    assert (code, "chờ duyệt" in words) == (0, True)
    proposal_id = words.split()[0]
    assert proposal_id in run("proposals", "list", PROVINCE, "--state", "proposed")[1]
    shown = run("proposals", "show", PROVINCE, proposal_id)[1]
    assert "số giờ đổi từ “20 giờ” thành “16 giờ”" in shown
    assert "Lý do: Công văn 1" in shown
    seen = shown.rpartition("đã xem: ")[2].strip()
    assert run("proposals", "approve", PROVINCE, proposal_id, "--seen", seen)[0] == 1
    assert run("proposals", "withdraw", PROVINCE, proposal_id)[0] == 0


def test_of_two_who_approve_at_once_one_is_told_that_it_is_done(town: Town) -> None:
    row = proposed(town, changed())
    seen, start, ends = view(town, row).seen, threading.Barrier(2), list[str]()

    def decide(account: str) -> None:
        who = under(CHECKER, account * 32)
        start.wait()
        try:
            with town.database.writing() as session:
                approve(session, who=who, proposal_id=row.id, seen=seen or "", now=town.now)
            ends.append("approved")
        except ProposalDone:
            ends.append("done")

    threads = [threading.Thread(target=decide, args=(one,)) for one in "12"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(ends) == ["approved", "done"]
