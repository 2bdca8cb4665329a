"""Everything that waits, messages, timers and incidents leave of a case."""

from api.cli.cases import OPERATOR
from engine.cases.act.task_act import Ending
from engine.cases.deliver_message import deliver_message
from engine.cases.retry_case import retry_case
from engine.catalogue.scenarios import Scenario
from engine.jobs.timers import fire_due_timers
from tests.integration.jobs.procedures import (
    MANIFEST,
    end,
    file,
    file_before,
    install,
    open_division,
    task,
)
from tests.integration.workflow.diagrams import (
    MESSAGE,
    boundary,
    flows,
    node,
    nodes,
    timer,
)
from tests.left import after, lines
from tests.shipped import file as file_shipped
from tests.shipped import publish, take
from tests.town import Town

LAND, LAND_FOLDER = "1.013831", "bien_dong_dat_dai"
RECEIVE = '<tthc:act kind="receive"/>'


def deliver(town: Town, case_id: str, **payload: str | int | bool) -> None:
    """An outside system sends the case a message."""
    ref = town.case(case_id).submission_number
    with town.act() as session:
        deliver_message(session, ref=ref, name="m1", payload=payload, actor=OPERATOR, now=town.now)


def retry(town: Town, case_id: str) -> None:
    """An operator says that the cause of an incident is mended."""
    ref = town.case(case_id).submission_number
    with town.act() as session:
        retry_case(session, ref=ref, actor=OPERATOR, now=town.now)


def test_a_case_begins_to_wait_for_its_tax_and_ends_to(town: Town) -> None:
    scenario: Scenario = publish(town, LAND_FOLDER)
    case_id = file_shipped(town, LAND, scenario)
    take(town, case_id, scenario, until="B5")
    town.wait(days=4)
    take(town, case_id, scenario, after="B4", until="B6")
    assert after(town, case_id) == lines("""
        case 6 online H41.102.01-251204-0001 at vpdkdd, received 04/12 09:15, due 16/12 09:15
        task B6 thue_1/cong_chuc_thue not counted
        done B5 by Nguyễn Công Hậu, taken 08/12 09:15
        runs finance since 08/12 09:15 (Chờ thông báo thuế và người dân nộp nghĩa vụ tài chính:
          không tính vào thời hạn giải quyết; 08 ngày làm việc, không kể thời gian chờ thông báo
          thuế và nộp tiền)
        tells status_changed status=6
        audit Nguyễn Công Hậu: task_completed comment_reader=officers due_at=04/12 15:15
          element=B5 name=Ký, gửi cơ quan thuế officer=… task=…
        audit Nguyễn Công Hậu: case_parked clock=finance legal_basis=08 ngày làm việc, không kể
          thời gian chờ thông báo thuế và nộp tiền reason=Chờ thông báo thuế và người dân nộp
          nghĩa vụ tài chính: không tính vào thời hạn giải quyết
    """)
    town.wait(days=7)
    take(town, case_id, scenario, after="B5", until="B7")
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at vpdkdd, received 04/12 09:15, due 23/12 09:25
        task B7 vpdkdd_dk/vien_chuc_dkdd due 15/12 15:25
        done B6 by Lê Tiến Đạt, taken 15/12 09:25
        runs case since 15/12 09:25 (đã thực hiện xong; 08 ngày làm việc, không kể thời gian chờ
          thông báo thuế và nộp tiền)
        tells status_changed status=4
        audit Lê Tiến Đạt: task_completed answers={"ngay_nop_tien": "2025-12-04",
          "so_thong_bao": "4521/TB-TCS1", "so_tien_phai_nop": 25250000} comment_reader=officers
          element=B6 name=Thông báo thuế, chờ nộp tiền officer=… task=…
        audit Lê Tiến Đạt: case_resumed clock=finance due_at=23/12 09:25 legal_basis=08 ngày làm
          việc, không kể thời gian chờ thông báo thuế và nộp tiền reason=đã thực hiện xong
    """)


WAITS = """
[[waits]]
element = "thue"
kind = "financial_duty"
status = 6
note = "Chờ nộp thuế"
"""
PAID_BY_MESSAGE = (
    nodes("start:s end:e"),
    task("nhan", RECEIVE),
    task("thue"),
    task("ky"),
    boundary("bao_da_nop", "thue", MESSAGE),
    boundary("nhac", "ky", timer("P5D")),
    task("don_doc"),
    flows("s>nhan>thue>ky>e bao_da_nop>ky nhac>don_doc>e"),
)


def test_a_message_moves_a_case_on_that_waited(town: Town) -> None:
    manifest = MANIFEST.format(code="9.000001") + WAITS
    install(town, *PAID_BY_MESSAGE, procedure_toml=manifest.encode())
    case_id = file(town).case_id
    town.wait(minutes=10)
    town.end(town.task(case_id), ending=Ending())
    assert after(town, case_id) == lines("""
        case 6 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          11/12 09:25
        task thue phuong_truong_vinh_ttphcc/can_bo_mot_cua not counted
        done nhan by Phan Quốc Bảo, taken 04/12 09:25
        runs finance since 04/12 09:25 (Chờ nộp thuế; )
        tells status_changed code=H41.102.01-251204-0001 status=2
        tells status_changed status=6
        audit Phan Quốc Bảo: case_received code=H41.102.01-251204-0001 due_at=11/12 09:25
          limit={"amount": "40", "basis": "", "rule": null, "unit": "working_hours"}
          no_slip=false
        audit Phan Quốc Bảo: task_completed act=receive comment_reader=officers due_at=04/12
          15:15 element=nhan name=Bước nhan officer=… task=…
        audit Phan Quốc Bảo: case_parked clock=finance reason=Chờ nộp thuế
    """)
    town.wait(days=4)
    deliver(town, case_id, so_tien=5)
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          15/12 09:35
        task ky phuong_truong_vinh_ttphcc/can_bo_mot_cua due 08/12 15:35
        cancelled thue
        runs case since 08/12 09:35 (đã thực hiện xong; )
        timer nhac 13/12 09:35
        tells status_changed status=4
        audit Người vận hành (dòng lệnh): message_received element=bao_da_nop message=m1
        audit Người vận hành (dòng lệnh): case_resumed clock=finance due_at=15/12 09:35
          reason=đã thực hiện xong
    """)
    town.wait(days=6)
    fire_due_timers(town.database, now=town.now)
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:25, due
          15/12 09:35
        task don_doc phuong_truong_vinh_ttphcc/can_bo_mot_cua due 15/12 11:30
        cancelled ky
        runs case since 08/12 09:35 (đã thực hiện xong; )
        audit Hệ thống: timers_fired elements=[{"element": "nhac", "name": ""}]
    """)


ABSENT = '<tthc:assignment unit="receiving" division="phong_moi" position="can_bo_mot_cua"/>'
NOBODY = f"<bpmn:extensionElements>{ABSENT}</bpmn:extensionElements>"
TO_NOBODY = (
    nodes("start:s end:e"),
    task("a"),
    boundary("han", "a", timer("PT2H")),
    boundary("xa_hon", "a", timer("P9D")),
    node("user", "x", NOBODY, name="Bước phòng mới"),
    flows("s>a>e han>x>e xa_hon>e"),
)


def test_a_timer_that_meets_an_incident_waits_is_tried_again_and_fires(town: Town) -> None:
    install(town, *TO_NOBODY)
    case_id = file_before(town).case_id
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task a phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        timer han 04/12 11:15
        timer xa_hon 13/12 09:15
        tells case_submitted status=1 unit=phuong_truong_vinh_ttphcc
        audit Lê Thị Mai: case_submitted answers={"ten": "Lê Thị Mai"} applicant_kind=citizen
          assisted=false channel=online competent=phuong_truong_vinh number=N-H41-251204-00001
          package=… procedure=9.000001 receiving=phuong_truong_vinh_ttphcc
          returning=phuong_truong_vinh_ttphcc submitter=Lê Thị Mai
    """)
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh, 1 incidents
        task a phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        timer han 04/12 11:15 held
        timer xa_hon 13/12 09:15
        incident nobody_to_assign at x (Bước phòng mới): Bước Bước phòng mới: không tìm được đơn
          vị giữ vai trò nơi tiếp nhận, phong_moi. Đã giữ nguyên hồ sơ.
        tells incident_opened code=nobody_to_assign incident=…
        audit Hệ thống: incident_opened code=nobody_to_assign element_id=x element_name=Bước
          phòng mới incident=… message=Bước Bước phòng mới: không tìm được đơn vị giữ vai trò
          nơi tiếp nhận, phong_moi. Đã giữ nguyên hồ sơ. timers=true
    """)
    retry(town, case_id)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task a phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        timer han 04/12 11:15
        timer xa_hon 13/12 09:15
        incident nobody_to_assign over since 04/12 12:35 by Người vận hành (dòng lệnh)
        audit Người vận hành (dòng lệnh): incident_retried incidents=["…"]
    """)
    fire_due_timers(town.database, now=town.now)  # too early: nobody is there yet
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh, 1 incidents
        task a phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:15
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        timer han 04/12 11:15 held
        timer xa_hon 13/12 09:15
        incident nobody_to_assign over since 04/12 12:35 by Người vận hành (dòng lệnh)
        incident nobody_to_assign at x (Bước phòng mới): Bước Bước phòng mới: không tìm được đơn
          vị giữ vai trò nơi tiếp nhận, phong_moi. Đã giữ nguyên hồ sơ.
        tells incident_opened code=nobody_to_assign incident=…
        audit Hệ thống: incident_opened code=nobody_to_assign element_id=x element_name=Bước
          phòng mới incident=… message=Bước Bước phòng mới: không tìm được đơn vị giữ vai trò
          nơi tiếp nhận, phong_moi. Đã giữ nguyên hồ sơ. timers=true
    """)
    open_division(town)
    retry(town, case_id)
    town.wait(minutes=10)
    fire_due_timers(town.database, now=town.now)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task x phong_moi_1/can_bo_mot_cua not counted
        cancelled a
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        incident nobody_to_assign over since 04/12 12:35 by Người vận hành (dòng lệnh)
        incident nobody_to_assign over since 04/12 12:55 by Người vận hành (dòng lệnh)
        audit Hệ thống: timers_fired elements=[{"element": "han", "name": ""}]
    """)


def test_an_officer_who_goes_on_meanwhile_passes_the_incident(town: Town) -> None:
    install(town, *TO_NOBODY)
    case_id = file_before(town).case_id
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    town.wait(minutes=10)
    end(town, case_id)
    assert after(town, case_id) == lines("""
        case 8 online N-H41-251204-00001 at phuong_truong_vinh, finished 04/12 12:25
        done a by Phan Quốc Bảo, taken 04/12 12:25
        incident nobody_to_assign over since 04/12 12:25 by Phan Quốc Bảo
        tells status_changed status=8
        audit Phan Quốc Bảo: task_completed comment_reader=officers due_at=04/12 15:15 element=a
          name=Bước a officer=… task=…
        audit Phan Quốc Bảo: case_ended ending=stopped status=8
        audit Phan Quốc Bảo: incident_passed incidents=["…"]
    """)


THROWS = (
    nodes("start:s end:e"),
    task("a"),
    node("throw", "bao", MESSAGE, name="Báo cơ quan thuế"),
    task("b"),
    flows("s>a>bao>b>e"),
)


def test_a_message_that_the_diagram_throws_is_told_outside_once(town: Town) -> None:
    install(town, *THROWS)
    case_id = file(town).case_id
    town.wait(minutes=10)
    end(town, case_id)
    assert after(town, case_id) == lines("""
        case 1 online N-H41-251204-00001 at phuong_truong_vinh
        task b phuong_truong_vinh_ttphcc/can_bo_mot_cua due 04/12 15:25
        done a by Phan Quốc Bảo, taken 04/12 09:25
        runs answer since 04/12 09:15 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        tells message_thrown element=bao name=m1
        audit Phan Quốc Bảo: task_completed comment_reader=officers due_at=04/12 15:15 element=a
          name=Bước a officer=… task=…
        audit Phan Quốc Bảo: message_thrown element=bao name=m1
    """)
    end(town, case_id)
    assert after(town, case_id) == lines("""
        case 8 online N-H41-251204-00001 at phuong_truong_vinh, finished 04/12 09:35
        done b by Phan Quốc Bảo, taken 04/12 09:35
        tells status_changed status=8
        audit Phan Quốc Bảo: task_completed comment_reader=officers due_at=04/12 15:25 element=b
          name=Bước b officer=… task=…
        audit Phan Quốc Bảo: case_ended ending=stopped status=8
    """)
