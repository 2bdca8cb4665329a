"""Whatever a page offers the API takes, and nothing else: every act, tried by everybody."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from flask import Flask
from sqlalchemy import select

import engine.workflow
from api.v1.acts import path_of
from engine.acts import ACTS, ending_act
from engine.acts.act import StepAct
from engine.acts.on_steps import COMPLETE
from engine.cases.acts import USE_CASES
from engine.life import LIFE
from engine.store.cases import Task
from engine.store.organisation import Officer
from tests.acceptance.test_consultations import asked
from tests.acceptance.test_halts import approve, propose
from tests.acceptance.test_late_cases import claim, give_role
from tests.acceptance.test_lost_papers import lose
from tests.acceptance.test_meetings import TO_THE_OFFICE, invited
from tests.acceptance.test_money import filed as owing
from tests.acceptance.test_money import pay
from tests.acceptance.test_papers_on_their_way import answered_on_paper, on_paper, send
from tests.acceptance.test_supplements import ask
from tests.acceptance.test_the_api import filing, paper
from tests.client import Api
from tests.town import PROVINCE, STEPS, Town
from web.officer.listing import TABS

Scene = tuple[str | None, bool]
"""Where a case stands (``None``: at its end), and whether the first of the desk has its task.

``asked``: a supplement was asked for there, so that who asked has it; ``withdrawn``: it was;
``much``: papers wait to be sent on, an opinion is asked for, the applicant invited, a suspension
proposed; ``sent``: the papers were; ``lost``: papers without a copy were; ``suspended``: it was;
``owing``: a case of another procedure, whose fee is due, ``paid``: and its fee was; ``late``: the
case is; ``told``: and a fault of systems claimed.
"""
LED = {"reassign", "delegate", "take_over"}
"""What the head of the unit may do with its work."""
ALWAYS = ("withdraw", "adjust")
MOVED = "transfer"
"""What may be done until somebody has decided."""
RECEIPT = "reissue_code"
"""What may be done since the reception."""
DONE: dict[Scene, set[str]] = {
    ("B1", False): {
        MOVED,
        "claim",
        "receive",
        "refuse",
        "ask_supplement",
        "withdraw",
        "adjust",
        "change_channel",
        *LED,
    },
    ("B1", True): {
        MOVED,
        *(
            "release",
            "receive",
            "refuse",
            "ask_supplement",
            "withdraw",
            "adjust",
            "change_channel",
            "take_back",
        ),
        *LED,
    },
    ("B3", False): {
        MOVED,
        RECEIPT,
        "claim",
        "complete",
        "ask_supplement",
        "apologise",
        "consult",
        "invite",
        "propose_halt",
        *ALWAYS,
        *LED,
    },
    ("B3, asked", True): {
        RECEIPT,
        "release",
        "answer_supplement",
        "withdraw",
        "adjust",
        "take_back",
        *LED,
    },
    # Signed, so decided. Alone at the desk: nobody else there to give it to.
    ("B14", True): {
        RECEIPT,
        *("release", "store_result"),
        *("take_back", "take_over", "delegate"),
    },
    ("B15", True): {RECEIPT, "release", "return", "take_back", "correct_result", "rate", *LED},
    ("B3, withdrawn", False): {"give_back", RECEIPT},
    ("B3, much", True): {
        MOVED,
        RECEIPT,
        *("send_papers", "answer_consultation", "consult", "complete", "release", "apologise"),
        *("ask_supplement_again", "approve_halt", "decline_halt", "report_lost"),
        *("invite", "record_meeting", "call_off_consultation"),
        *(*ALWAYS, "take_back", *LED),
    },
    (None, False): {"correct_result", "rate", RECEIPT},
}
"""What somebody or other may do there."""
SIGNED = ("B14", "B15")
"""Steps after the signature: an apology names no new day."""
CHOSEN = ("payment", "meeting", "consultation")
"""Inputs whose values depend on the case."""
PAPER = "giay_to_chung_minh"
ELSEWHERE = {"hand_over", "return_papers", "take_papers", "resume"} | {
    *("ask_payment", "record_payment", "refund_payment", "correct_payment")
}
ELSEWHERE |= {"restore_paper", "refuse_result", "return_work"}
ELSEWHERE |= {
    "apologise_late",
    "claim_lateness_cause",
    "confirm_lateness_cause",
    "reject_lateness_cause",
}
ELSEWHERE |= {"take_outage_slip", "confirm_outage_slip", "decline_outage_slip"}
"""Tried by the files of the tests of these acts."""
SCHEMA = Path(engine.workflow.__file__).parent / "schema" / "tthc.xsd"
FORM = re.compile(r'action="(/(?:viec|ho-so)/[^/"?]+/(?!theo-doi|bo-theo-doi)[^/"?]+)')
"""Forms of acts; to watch a case is none."""


@dataclass
class Filed:
    """A case and its last task."""

    case_id: str
    ref: str
    task: Task

    def api(self, kind: str) -> str:
        """Where the API takes the act."""
        return path_of(ACTS[kind]).replace("<task_id>", self.task.id).replace("<ref>", self.ref)

    def form(self, kind: str) -> str:
        """Where a page sends the act."""
        on = f"/viec/{self.task.id}" if ACTS[kind].on == "task" else f"/ho-so/{self.ref}"
        return f"{on}/{ACTS[kind].address}"


def brought_to(town: Town, scene: Scene, applicant: Api) -> Filed:
    """A new case of the applicant at the scene."""
    element, _, then = (scene[0] or "").partition(", ")
    if then == "owing":
        case_id = owing(town)
    elif then == "paid":
        pay(town, case_id := owing(town))
    elif then == "lost":
        case_id = on_paper(town)
        town.until(case_id, element)
    else:
        case_id = applicant.post("/cases", filing()).json["case_id"]
        town.until(case_id, element or None)
    query = select(Task).where(Task.case_id == case_id).order_by(Task.created_at, Task.state)
    with town.database.reading() as session:
        task = next(reversed(session.scalars(query).all()))
    if then:
        _then(town, then, case_id, applicant)
    elif scene[1]:
        town.claim(task)
    case = town.case(case_id)
    return Filed(case_id, case.code or case.submission_number, task)


def _then(town: Town, then: str, case_id: str, applicant: Api) -> None:
    """What happens to the case besides."""
    if then == "asked":
        ask(town, case_id)
    elif then == "asked late":
        town.now = town.now.replace(year=2026)
        ask(town, case_id, late_basis="Luật chuyên ngành, Điều 1")
    elif then in ("much", "sent"):
        answered_on_paper(town, case_id)
        asked(town, case_id)
        invited(town, case_id)
        propose(town, case_id)
        if then == "sent":
            send(town, case_id)
    elif then == "lost":
        lose(town, case_id, lost="all")
    elif then == "suspended":
        propose(town, case_id)
        approve(town, case_id)
    elif then in ("late", "told"):
        town.now = town.now.replace(year=2026)
        if then == "told":
            claim(town, case_id)
            give_role(town)
    elif then == "withdrawn":
        applicant.post(f"/cases/{town.case(case_id).code}/withdraw")


def officers(app: Flask, town: Town, filed: Filed) -> list[Api]:
    """Two of the desk first, then the counter of the case and that of another commune."""
    desks = [
        (filed.task.unit_code, filed.task.position_code),
        (town.case(filed.case_id).receiving_unit, "can_bo_mot_cua"),
        (filed.task.unit_code, "lanh_dao_phong"),
        (filed.task.unit_code, "giam_doc_ttphcc"),
        ("so_noi_vu", "lanh_dao_so"),
        ("so_khcn_cds", "lanh_dao_phong"),
        ("xa_con_cuong_ttphcc", "can_bo_mot_cua"),
    ]
    ids = dict.fromkeys(one.officer_id for desk in desks for one in town.officers(*desk)[:2])
    with town.database.reading() as session:
        names = [session.get_one(Officer, (PROVINCE, one)).username for one in ids]
    return [Api(app, f"{name}@{PROVINCE}") for name in names]


def body(kind: str, element: str, file: dict[str, Any]) -> dict[str, Any]:
    """What the act takes, as the main path has it; a person as the file offers one."""
    usual = STEPS[element]
    people = {
        asked["name"]: asked["choices"][0]["value"]
        for act in file.get("acts", ())
        for asked in act["inputs"]
        if act["kind"] == kind and (asked["kind"] in ("officer", "seen") or asked["name"] in CHOSEN)
    }
    known = {
        "judged": [
            {"component": PAPER, "verdict": "outdated", "todo": "Nộp bản mới."},
            {"component": "ban_khai", "verdict": "pass"},
        ],
        "supplied": [paper(PAPER)],
        "paper": "12/UBND",
        "signed": [paper("")],
        "new_day": "" if element in SIGNED else "29/12/2025",
        "unit": "so_tai_chinh",
        "content": "Có đúng không?",
        "answer_by": "15/12/2025",
        "manner": "electronic",
        "opinion": "Đúng.",
        "again": "B13",
        "place": "xa_con_cuong",
        "lost": PAPER,
        "restored": PAPER,
        "score": "neutral",
        "rated": {"manners": "neutral"},
        **TO_THE_OFFICE,
        "held": "called_off",
        "minutes": "Đã đủ giấy tờ.",
        "question": "dia_chi",
        "value": "Khối 9",
        "ground": "suspend:dispute",
        "remark": "Đồng ý.",
        "means": "cash",
        "receiver": "Lê Thị Mai",
        "carrier": "Bưu tá Nguyễn Văn Nam",
        "cause": "not_qualified",
        "requester": "Lê Thị Mai",
        "request": "Giấy đề nghị ngày 04/12/2025",
        "request_files": [paper("")],
        "papers_back": "Không có",
        "lateness_cause": "software",
        "evidence": "Sự cố SC-12",
        "failed_on": "05/12/2025",
        "files": [],
        "fee_back": "none",
        "late_basis": "Luật chuyên ngành, Điều 1",
        "outcome": usual.outcome,
        "answers": dict(usual.answers or {}),
        "comment": usual.comment,
        "documents": [paper("")],
        "channel": "counter",
        "colleague": "nobody",
        "delegate": "nobody",
        "reason": "Nghỉ ốm.",
        "basis": "Giấy ủy quyền số 12/GUQ",
        **people,
    }
    return {one.name: known[one.name] for one in ACTS[kind].inputs if one.name in known}


def offered(person: Api, filed: Filed) -> set[str]:
    """The acts that the API shows the person; the page must have a form for these alone."""
    file = person.get(f"/cases/{filed.ref}").json
    kinds = {act["kind"] for act in file.get("acts", ())}
    page = person.client.get(f"/ho-so/{filed.ref}").text
    assert set(FORM.findall(page)) == {filed.form(kind) for kind in kinds}
    return kinds


@pytest.mark.long_on_postgres
@pytest.mark.one_in(3)
@pytest.mark.parametrize("scene", DONE, ids=str)
def test_an_act_is_offered_to_those_from_whom_the_api_takes_it(
    app: Flask, town: Town, scene: Scene
) -> None:
    applicant, stranger = Api(app, "congdan"), Api(app, "congdan2")
    filed, done = brought_to(town, scene, applicant), set()
    for person in [*officers(app, town, filed), applicant, stranger]:
        shown = offered(person, filed)
        file = person.get(f"/cases/{filed.ref}").json
        for kind in ACTS:
            before = town.case(filed.case_id).event_seq
            answer = person.post(filed.api(kind), body(kind, filed.task.element_id, file))
            taken = town.case(filed.case_id).event_seq > before  # what changes nothing is no act
            assert taken == (kind in shown), (kind, answer.json)
            assert answer.status_code == 200 or not taken
            if taken:
                done.add(kind)
                filed = brought_to(town, scene, applicant)
                file = person.get(f"/cases/{filed.ref}").json
    assert done == DONE[scene]


def test_every_act_was_tried_where_somebody_may_do_it() -> None:
    assert set().union(ELSEWHERE, *DONE.values()) == set(ACTS) == set(USE_CASES)


def test_the_life_and_the_diagrams_name_acts_of_the_table() -> None:
    assert set().union(*(state.acts for state in LIFE.values())) == set(ACTS)
    named = re.findall(r'enumeration value="(\w+)"', SCHEMA.read_text().partition('name="act"')[2])
    ending = {kind for kind, act in ACTS.items() if act.ends_step}
    assert ending - {COMPLETE} == set(get_args(StepAct)) == set(named[: len(ending) - 1])


@pytest.mark.parametrize(
    "scene", [("B1", False), ("B3, much", True), ("B14", True), ("B15", True)], ids=str
)
def test_a_list_offers_on_a_row_nothing_that_the_case_does_not(
    app: Flask, town: Town, scene: Scene
) -> None:
    filed, shown = brought_to(town, scene, Api(app, "congdan")), set()
    for person in officers(app, town, filed):
        own = {kind for kind in offered(person, filed) if ACTS[kind].on == "task"}
        simple = {filed.form(kind) for kind in own if not ACTS[kind].inputs}
        for ds, (tab, _) in TABS.items():
            listed = person.get(f"/queue?tab={tab}").json["rows"]
            rows = [row for row in listed if row["task_id"] == filed.task.id]
            here = {kind for row in rows for kind in row["acts"]}
            assert here <= own, (person, tab)
            assert not rows or here & {"claim", "release"} == own & {"claim", "release"}
            shown |= here | {row["act"] or COMPLETE for row in rows}
            forms = FORM.findall(person.client.get(f"/viec?ds={ds}").text)
            assert {one for one in forms if filed.task.id in one} <= simple
    assert shown >= {ending_act(filed.task.act).kind}


def test_a_step_is_ended_on_its_page_whichever_act_ends_it(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    person = officers(app, town, filed)[0]
    sent = {"hs": filed.ref, "csrf_token": person.token, "outcome": ""}
    asked = person.client.post(filed.form("receive"), data=sent, follow_redirects=True)
    assert "Chưa làm gì cả" in asked.text
    assert town.case(filed.case_id).received_at is None
    done = person.client.post(filed.form("receive"), data={**sent, "xac-nhan": "1"})
    assert done.status_code == 303
    assert town.case(filed.case_id).received_at is not None


def test_another_way_of_handling_papers_is_taken_on_the_page_with_its_ground(
    app: Flask, town: Town
) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    person = Api(app, "bao.pq@nghe_an")
    page = person.client.get(f"/ho-so/{filed.ref}").text
    assert re.findall(r'<option value="(counter|postal|online)"', page) == ["counter", "postal"]
    sent = {"hs": filed.ref, "channel": "postal", "csrf_token": person.token}
    assert person.client.post(filed.form("change_channel"), data=sent).status_code == 422
    sent |= {"reason": "Dữ liệu dân cư lệch", "basis": "NĐ 118/2025/NĐ-CP, Điều 17.1b"}
    assert person.client.post(filed.form("change_channel"), data=sent).status_code == 303
    case = town.case(filed.case_id)
    assert (case.channel, case.handled_as) == ("online", "postal")
    page = person.client.get(f"/ho-so/{filed.ref}").text
    assert "Trực tuyến, giấy tờ nhận bưu chính công ích" in page
    assert "trả lời người nộp trước" in page


@pytest.mark.parametrize("address", ["/viec/1/doi-cach-nop", "/viec/1/gi-do", "/ho-so/1/nhan"])
def test_an_address_that_no_act_has_is_not_found(app: Flask, address: str) -> None:
    person = Api(app, "bao.pq@nghe_an")
    assert person.client.post(address, data={"csrf_token": person.token}).status_code == 404


def test_a_channel_that_nobody_knows_is_refused(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    person = Api(app, "bao.pq@nghe_an")
    sent = {"channel": "pigeon", "reason": "Lệch dữ liệu", "basis": "NĐ 118, Điều 17"}
    refused = person.post(filed.api("change_channel"), sent)
    assert (refused.status_code, refused.json["code"]) == (422, "channel_closed")


def test_another_act_than_the_steps_own_says_which_it_needs(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    refused = Api(app, "bao.pq@nghe_an").post(filed.api("complete"))
    assert (refused.status_code, refused.json["code"]) == (409, "wrong_act")
    assert "Tiếp nhận đủ hồ sơ" in refused.json["title"]


def test_a_form_without_a_pressed_decision_decides_nothing(app: Flask, town: Town) -> None:
    filed = brought_to(town, ("B3", False), Api(app, "congdan"))
    person = officers(app, town, filed)[0]
    sent = {"hs": filed.ref, "csrf_token": person.token, "y-kien": "Đủ."}
    answer = person.client.post(filed.form("complete"), data=sent)
    assert (answer.status_code, "hãy bấm một trong các nút" in answer.text) == (422, True)
    assert town.task(filed.case_id).element_id == "B3"
