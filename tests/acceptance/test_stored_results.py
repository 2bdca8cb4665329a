"""A stored result tells who signed it and has its document code, wherever it is shown."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from engine.catalogue.document_codes import document_code, stored_kind, whose_number
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.errors import ResultUnsigned
from engine.publishing.folders import read_package_folder
from engine.queries.case_file import case_file
from engine.routing.step_forms import TAKER, TAKER_NAME, TAKER_NUMBER, TAKER_PAPER
from engine.store.audit import CaseEvent
from engine.store.cases import CaseDocument, Dossier
from engine.workflow import load_definition
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.played import scenarios
from tests.shipped import FOLDERS, file, publish, take
from tests.town import FLAGSHIP, PROVINCE, Town


def _result(town: Town, case_id: str) -> CaseDocument:
    query = select(CaseDocument).where(
        CaseDocument.case_id == case_id, CaseDocument.role == "result"
    )
    with town.database.reading() as session:
        return session.scalars(query).one()


def _stored(town: Town) -> str:
    case_id = town.file().case_id
    town.until(case_id, "B15")
    return case_id


def test_it_is_signed_by_whoever_ended_the_step_that_signs(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B13")
    signer, signed_at = town.desk(town.task(case_id)), town.now
    town.end(town.task(case_id))
    town.wait(hours=2)
    town.end(town.task(case_id))
    told = _result(town, case_id).signed or {}
    assert (told["by"], told["step"], told["leads"]) == (signer.name, "Ký kết quả", True)
    assert datetime.fromisoformat(str(told["at"])) == signed_at
    assert told["post"] == "Lãnh đạo Sở, Sở Nội vụ tỉnh Nghệ An"
    assert faults(town, case_id) == []


def test_it_has_the_code_of_its_owner_and_its_kind_on_the_page_and_in_the_api(
    app: Flask, town: Town
) -> None:
    case_id = _stored(town)
    code, ref = _result(town, case_id).code, town.case(case_id).code
    with town.database.reading() as session:
        number = session.scalars(
            select(Dossier.owner_number).where(Dossier.case_id == case_id)
        ).one()
    assert code == f"{number}-quyet_dinh_tro_cap"
    officer = Api(app, f"bao.pq@{PROVINCE}")
    (row,) = [one for one in officer.get(f"/cases/{ref}").json["documents"] if one["code"]]
    assert (row["code"], row["signed"]["step"]) == (code, "Ký kết quả")
    for page in (f"/ho-so/{ref}", f"/ho-so/{ref}/phieu", f"/tra-ket-qua?hs={ref}"):
        shown = officer.client.get(page).text
        assert f'Mã giấy tờ <span class="num">{code}</span>' in shown, page
        assert "bước “Ký kết quả”" in shown, page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("folder", "code", "way", "kind"),
    [
        ("hoa_giai_dat_dai", "1.012812", 0, "bb_thanh"),
        ("hoa_giai_dat_dai", "1.012812", 1, "bb_khong"),
        ("tro_cap_mot_lan", FLAGSHIP, 2, "van_ban_tu_choi"),
    ],
)
def test_of_several_kinds_it_is_that_of_the_end_to_which_the_case_goes(
    town: Town, folder: str, code: str, way: int, kind: str
) -> None:
    """Nobody is asked what the decision says already."""
    if code != FLAGSHIP:
        publish(town, folder)
    told = scenarios(read_package_folder(FOLDERS / folder))[way]
    case_id = file(town, code, told)
    take(town, case_id, told)
    assert str(_result(town, case_id).code).endswith(f"-{kind}")
    assert faults(town, case_id) == []


def test_what_was_not_signed_is_not_stored(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B14")
    with town.act() as session:
        session.execute(delete(CaseEvent).where(CaseEvent.kind == "task_completed"))
    with pytest.raises(ResultUnsigned, match="“Ký kết quả”"):
        town.end(town.task(case_id))
    assert town.case(case_id).status != 9


def test_a_decision_that_was_sent_back_is_no_signature(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B13")
    town.end(town.task(case_id), outcome="tra_lai", comment="Sửa số tiền")
    town.until(case_id, "B13")
    again = town.now
    town.until(case_id, "B15")
    assert datetime.fromisoformat(str((_result(town, case_id).signed or {})["at"])) == again


@pytest.mark.parametrize("column", ["code", "signed"])
def test_verify_tells_when_a_code_or_a_signature_is_not_what_was_stored(
    town: Town, column: str
) -> None:
    case_id = _stored(town)
    other = {"code": "040185012345-khac", "signed": {"by": "Người khác"}}[column]
    with town.act() as session:
        session.execute(
            update(CaseDocument)
            .where(CaseDocument.case_id == case_id, CaseDocument.role == "result")
            .values({column: other})
        )
    assert any("danh sách tệp khác với nhật ký" in one for one in faults(town, case_id))


def test_who_takes_it_for_the_owner_signs_for_the_document_by_its_code(town: Town) -> None:
    case_id = _stored(town)
    answers = {
        TAKER: "other",
        TAKER_NAME: "Vi Thị Lan",
        TAKER_NUMBER: "040185099999",
        TAKER_PAPER: "Giấy giới thiệu số 7",
    }
    officer, ref = town.desk(town.task(case_id)), str(town.case(case_id).code)
    town.end(town.task(case_id), answers=answers)
    with town.database.reading() as session:
        (slip,) = case_file(session, ref=ref, person=officer, now=town.now).slips
    code = _result(town, case_id).code
    assert f"ket-qua.pdf, mã giấy tờ {code}" in [line.text for line in slip.lines]


def test_the_steps_that_sign_are_found_in_every_shipped_diagram() -> None:
    """Each procedure has one; its name says that it signs, or that another is asked to sign."""
    found = {}
    for path in sorted(FOLDERS.parent.glob("*/*/process.bpmn")):
        definition = load_definition(str(path), read_package_folder(path.parent))
        found[path.parent.name] = [definition.steps[one].name for one in definition.signing]
    assert len(found) > 15
    assert all(found.values())
    asked = {name for names in found.values() for name in names if "ý" not in name.split()[0]}
    assert asked == {"Trình Chủ tịch UBND tỉnh", "UBND tỉnh xem xét, ký"}


def test_the_second_file_of_a_case_has_a_code_of_its_own() -> None:
    assert [document_code("040185012345", "khai_sinh", nth) for nth in (1, 2)] == [
        "040185012345-khai_sinh",
        "040185012345-khai_sinh-2",
    ]
    assert document_code(None, "khai_sinh", 1) is None


def manifest_of(folder: str) -> Manifest:
    found = read_manifest(read_package_folder(FOLDERS / folder)[MANIFEST]).manifest
    assert found is not None
    return found


def test_where_no_owner_is_asked_for_who_files_is_the_owner() -> None:
    """A marriage has the number of who registers it; that of an agency is never a person's."""
    marriage, flagship = manifest_of("ket_hon"), manifest_of("tro_cap_mot_lan")
    told = {"owner": None, "submitter": "040185012345"}
    assert whose_number(marriage, "citizen", **told) == "040185012345"
    assert whose_number(marriage, "state_agency", **told) is None
    assert whose_number(flagship, "citizen", **told) is None
    assert whose_number(flagship, "citizen", owner="040060001234", submitter=None) == "040060001234"


def test_a_refusal_is_none_of_the_results_of_its_package() -> None:
    death = manifest_of("khai_tu")
    assert stored_kind(death, None, "040185012345-phieu_tu_choi") is None
    assert stored_kind(death, None, "040185012345-trich_luc") == death.results[0]
