"""Each act of officers on a case, and everything it leaves, from filing to the result.

Where an act leaves something else on purpose, the lines here are what is reviewed.
"""

from dataclasses import replace

import pytest
from sqlalchemy import update

from engine.cases.act.task_act import Ending
from engine.cases.release import release_task
from engine.errors import (
    CaseNotFound,
    ChannelUnchanged,
    NotInThisState,
    NotYourDesk,
    ResultNotStored,
    TaskNotFound,
)
from engine.store.cases import Task
from tests.integration.jobs.procedures import end, file, install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.left import after, left_behind, lines
from tests.shipped import file as file_shipped
from tests.shipped import publish
from tests.town import WARD, Town

PERMIT, PERMIT_FOLDER = "1.013225", "giay_phep_nha_o"


def test_filing(town: Town) -> None:
    case_id = town.file().case_id
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        tells case_submitted status=1 unit=phuong_truong_vinh_ttphcc
        audit Lê Thị Mai: case_submitted answers=<17> applicant_kind=citizen assisted=false
          channel=online competent=phuong_truong_vinh documents=[{"component":
          "giay_to_chung_minh", "digest": "…", "id": "…", "media_type": "application/pdf",
          "name": "giay-to.pdf", "size": 306}] number=N-H41-251204-00001 package=…
          procedure=2.002755 receiving=phuong_truong_vinh_ttphcc
          returning=phuong_truong_vinh_ttphcc submitter=Lê Văn Thành
    """)


def test_filing_what_costs_a_fee(town: Town) -> None:
    case_id = file_shipped(town, PERMIT, publish(town, PERMIT_FOLDER))
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        tells case_submitted status=1 unit=phuong_truong_vinh_ttphcc
        audit Lê Thị Mai: case_submitted answers=<16> applicant_kind=citizen assisted=false
          channel=online competent=phuong_truong_vinh documents=[{"component": "ban_ve",
          "digest": "…", "id": "…", "media_type": "application/pdf", "name": "giay-to.pdf",
          "size": 306}] number=N-H41-251204-00001 package=… procedure=1.013225
          receiving=phuong_truong_vinh_ttphcc returning=phuong_truong_vinh_ttphcc
          submitter=Nguyễn Văn Hòa
        audit Lê Thị Mai: fees_computed channel=online fees=[{"basis": "NQ 28/2024/NQ-HĐND của
          HĐND tỉnh Nghệ An (mức minh họa); NQ 09/2025/NQ-HĐND ngày 10/7/2025 của HĐND tỉnh Nghệ
          An", "due": "0", "exempted": "75000", "explained": "miễn 100 % khi nộp trực tuyến",
          "full": "75000", "item": "le_phi", "kind": "le_phi", "rules": []}]
    """)


def test_claiming_and_releasing_before_reception_tells_the_portal_nothing(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(minutes=10)
    work = town.task(case_id)
    town.claim(work)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15, Phan Quốc Bảo since
          04/12 09:25
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        audit Phan Quốc Bảo: task_claimed element=B1 name=Tiếp nhận, số hóa hồ sơ task=…
    """)
    town.claim(work)  # one's own task again
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15, Phan Quốc Bảo since
          04/12 09:25
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
    """)
    with town.act() as session:
        release_task(session, task_id=work.id, person=town.desk(work), now=town.now)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        audit Phan Quốc Bảo: task_released element=B1 name=Tiếp nhận, số hóa hồ sơ task=…
    """)
    with town.act() as session:
        release_task(session, task_id=work.id, person=town.desk(work), now=town.now)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
    """)


def test_changing_the_channel(town: Town) -> None:
    case_id = file_shipped(town, PERMIT, publish(town, PERMIT_FOLDER))
    town.wait(minutes=10)
    person = town.desk(town.task(case_id))
    town.switch(case_id, person, "counter")
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task B1 phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        audit Phan Quốc Bảo: channel_changed after=counter before=online legal_basis=NĐ
          118/2025/NĐ-CP, Điều 17.1b reason=Dữ liệu dân cư lệch với giấy tờ
    """)


def test_only_an_officer_of_the_receiving_unit_changes_the_channel(town: Town) -> None:
    case_id = town.file().case_id
    stranger = town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0]
    colleague = town.officers(WARD, "lanh_dao_ubnd_xa")[0]
    before = left_behind(town.database, case_id, town.now)
    own = town.desk(town.task(case_id))
    with pytest.raises(NotYourDesk):
        town.switch(case_id, colleague, "counter")
    with pytest.raises(CaseNotFound):
        town.switch(case_id, stranger, "counter")
    with pytest.raises(ChannelUnchanged):
        town.switch(case_id, own, "online")
    with pytest.raises(CaseNotFound):
        town.switch(case_id, replace(own, province_code="ha_tinh"), "counter")
    assert left_behind(town.database, case_id, town.now) == before


def test_reception_then_the_first_claim_says_that_work_has_begun_and_the_second_does_not(
    town: Town,
) -> None:
    case_id = town.file().case_id
    town.wait(minutes=10)
    receives = town.desk(town.task(case_id))
    town.claim(town.task(case_id), receives)
    town.wait(minutes=10)
    town.end(town.task(case_id))
    assert after(town, case_id) == lines("""
        case 2 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:35, due
          22/12 09:35
        task B2 phuong_truong_vinh_vhxh/lanh_dao_phong due 04/12 15:35
        done B1 by Phan Quốc Bảo, taken 04/12 09:25
        runs case since 04/12 09:35 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells status_changed code=H41.102.01-251204-0001 status=2
        audit Phan Quốc Bảo: case_received code=H41.102.01-251204-0001 due_at=22/12 09:35
          limit={"amount": "96", "basis": "Quyết định số 3854/QĐ-UBND ngày 26/11/2025: 12 ngày
          làm việc, mỗi ngày 8 giờ", "rule": null, "unit": "working_hours"} no_slip=false
        audit Phan Quốc Bảo: task_completed act=receive comment_reader=officers due_at=04/12
          15:15 element=B1 name=Tiếp nhận, số hóa hồ sơ officer=… task=…
    """)
    town.claim(town.task(case_id))
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:35, due
          22/12 09:35
        task B2 phuong_truong_vinh_vhxh/lanh_dao_phong due 04/12 15:35, Trần Thị Hạnh since
          04/12 09:45
        runs case since 04/12 09:35 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells status_changed status=4
        audit Trần Thị Hạnh: task_claimed element=B2 name=Phân công thẩm định task=…
    """)
    town.end(town.task(case_id))
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:35, due
          22/12 09:35
        task B3 phuong_truong_vinh_vhxh/chuyen_vien due 08/12 15:55
        done B2 by Trần Thị Hạnh, taken 04/12 09:45
        runs case since 04/12 09:35 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        audit Trần Thị Hạnh: task_completed comment_reader=officers due_at=04/12 15:35
          element=B2 name=Phân công thẩm định officer=… task=…
    """)
    town.claim(town.task(case_id))
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:35, due
          22/12 09:35
        task B3 phuong_truong_vinh_vhxh/chuyen_vien due 08/12 15:55, Hồ Sỹ Nam since 04/12 10:05
        runs case since 04/12 09:35 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        audit Hồ Sỹ Nam: task_claimed element=B3 name=Thẩm định, dự thảo task=…
    """)


def test_a_step_that_is_ended_without_a_claim_says_that_work_has_begun_too(town: Town) -> None:
    case_id = town.file().case_id
    town.end(town.task(case_id))
    town.wait(minutes=10)
    town.end(town.task(case_id), comment="Giao chuyên viên")
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          22/12 09:15
        task B3 phuong_truong_vinh_vhxh/chuyen_vien due 08/12 15:25
        done B2 by Trần Thị Hạnh, taken 04/12 09:25 (Giao chuyên viên)
        runs case since 04/12 09:15 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells status_changed status=4
        audit Trần Thị Hạnh: task_completed comment=Giao chuyên viên comment_reader=officers
          due_at=04/12 15:15 element=B2 name=Phân công thẩm định officer=… task=…
    """)


def test_storing_and_returning_the_result_after_which_the_channel_stays(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(minutes=10)
    receives = town.desk(town.task(case_id))
    while (work := town.task(case_id)).act != "store_result":
        town.end(work)
    town.wait(minutes=10)
    town.end(work)
    assert after(town, case_id) == lines("""
        case 9 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          22/12 09:25, finished 04/12 09:35
        task B15 phuong_truong_vinh_ttphcc/can_bo_mot_cua not counted
        done B14 by Phùng Thị Tố Nga, taken 04/12 09:35
        tells status_changed status=9
        audit Phùng Thị Tố Nga: result_stored documents=[{"code":
          "040061012345-quyet_dinh_tro_cap", "component": null, "digest": "…", "id": "…",
          "media_type": "application/pdf", "name": "ket-qua.pdf", "size": 306}] due_at=22/12
          09:25 signed=<6>
        audit Phùng Thị Tố Nga: task_completed act=store_result comment_reader=officers
          due_at=04/12 15:25 element=B14 name=Vào số, lưu kho dữ liệu officer=… task=…
    """)
    town.end(town.task(case_id))
    assert after(town, case_id) == lines("""
        case 10 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          22/12 09:25, finished 04/12 09:35, returned 04/12 09:45
        done B15 by Phan Quốc Bảo, taken 04/12 09:45
        tells status_changed status=10
        audit Phan Quốc Bảo: result_returned due_at=22/12 09:25 taker=owner
        audit Phan Quốc Bảo: task_completed act=return comment_reader=officers element=B15
          name=Trả kết quả officer=… task=…
    """)
    with pytest.raises(NotInThisState):
        town.switch(case_id, receives, "counter")
    assert after(town, case_id) == lines("""
        case 10 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          22/12 09:25, finished 04/12 09:35, returned 04/12 09:45
    """)


def test_a_colleague_is_told_whose_desk_it_is_by_title_or_else_by_code_and_a_stranger_nothing(
    town: Town,
) -> None:
    install(town, nodes("start:s end:e"), task("t"), task("a"), flows("s>t>a>e"))
    for position, title in (("can_bo_mot_cua", "Cán bộ"), ("la_lung", "la_lung")):
        case_id = file(town).case_id
        end(town, case_id)
        work = town.task(case_id)
        with town.act() as session:  # a position that the province has forgotten
            session.execute(update(Task).where(Task.id == work.id).values(position_code=position))
        colleague = town.officers(WARD, "lanh_dao_ubnd_xa")[0]
        with pytest.raises(NotYourDesk, match=title):
            town.claim(work, colleague)
        stranger = town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0]
        with pytest.raises(TaskNotFound):
            town.claim(work, stranger)


def test_a_result_that_is_not_stored_is_not_returned_and_nothing_is_left(town: Town) -> None:
    install(
        town,
        nodes("start:s end:e"),
        task("tra", '<tthc:act kind="return"/>'),
        flows("s>tra>e"),
    )
    case_id = file(town).case_id
    town.wait(minutes=10)
    with pytest.raises(ResultNotStored):
        town.end(town.task(case_id), ending=Ending())
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task tra phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
    """)
