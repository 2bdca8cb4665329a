"""Every form of every page that sends something carries a key, and acts once: by the route map."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

import web
from engine.access import operator
from engine.acts.on_steps import COMPLETE
from engine.administration.people.granting import GrantEntry, grant_role
from engine.jobs.checking import check_published
from engine.store.access import AccessGrant
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.drafts import FormDraft
from engine.store.guidance import Guidance
from engine.store.jobs import IdempotencyKey
from tests.acceptance.test_acts import brought_to, officers
from tests.acceptance.test_agencies_review_their_procedures import charge
from tests.acceptance.test_cases_that_stand_still import (
    ADMIN,
    BY_VARIABLE,
    PAPER,
    SECOND,
    stopped_case,
)
from tests.acceptance.test_designs import begun
from tests.acceptance.test_drafts import kept
from tests.acceptance.test_forms_act_once import KEY
from tests.acceptance.test_heads_hand_work_around import HEAD, OTHER, WHY, at_the_desk
from tests.acceptance.test_packages import changed
from tests.acceptance.test_petitions import id_of, send
from tests.acceptance.test_reorganising_on_pages import PARTS
from tests.acceptance.test_repairs import limited
from tests.acceptance.test_tables_are_brought_in import HIDDEN
from tests.browser.acts import ANSWERED, FLAGSHIP, PDF, PROOF
from tests.client import Api, seen_by
from tests.read_before import read_now
from tests.town import FLAGSHIP as FLAGSHIP_CODE
from tests.town import PROVINCE, WARD, Town
from tests.two_people import proposed

WITHOUT: Mapping[str, str] = {
    "rating.send": "what is sent again takes the place of itself",
    "petitions.send": "it bears an id of its own: sent again, it is the same petition",
    "petitions.more": "it was asked for once: sent again, nothing is asked for any more",
    "sign_in.enter": "nobody is signed in yet whom a key could name; signing in twice is harmless",
    "sign_in.as_demo": "the same, in a demonstration",
    "sign_in.leave": "who is signed out stays so",
    "sessions.end_others": "who is signed out elsewhere stays so",
    "password.set_by_code": "nobody is signed in; the code is used up by the first",
    "password.changed": "a key would keep a hash of the password; again it finds the old one gone",
    "keeping.made": "a key would keep the codes; again it finds the accounts made",
    "keeping.reset": "the same; again it gives another code, and that of before is void",
    "entry_codes.sent": "nobody is signed in; again it sends another code, braked",
    "entry_codes.enter": "nobody is signed in; the code is used up",
    "second_factor.enter": "nobody is signed in; a code of the telephone is used up",
    "second_factor.begun": "what was begun before is shown, or begun anew",
    "second_factor.confirmed": "a key would keep the codes; again it finds it confirmed",
    "second_factor.given_up": "the code is used up",
    "system_tokens.confirmed": "a key would keep the token; again it finds nothing that waits",
    "display.change": "writes the visitor's own cookie, the same one each time",
    "tracking.open_with_proof": "only looks, also for visitors; posted so that no log has a proof",
    "tracking.withdraw": "for visitors whom no key could name; sent again it finds it withdrawn",
    "design_list.uploaded": "the same files again change nothing; a key tells no file from another",
    "design.uploaded": "the same",
    "design_play.go": "plays in a sandbox, from what the form carries: nothing is left",
    "design_try.run": "runs in a sandbox: nothing is left",
    "design_publish.tried": "the same",
    "many.chosen": "only asks what is to be done with the ticked tasks",
    "signing_desk.chosen": "only asks what is to be decided of the ticked dossiers",
    "watching.watch": "watched twice is watched once",
    "watching.unwatch": "what is watched no more stays so",
    "import_pages.compared": "only compares",
    "calendar_pages.tried": "a dry run",
}
"""The addresses that take a POST without a key, and why."""
DATED = {"day": "01/01/2026", "basis": "QĐ 12/QĐ-UBND"}
FORM = re.compile(r'<form(?=[^>]*method="post").*?</form>', re.DOTALL)
TEMPLATES = Path(web.__file__).parent / "templates"


@dataclass
class Sheet:
    """Somebody before a page with a form, and what they send."""

    person: Api
    page: str
    action: str
    data: dict[str, Any]
    file: bool = False
    asked: dict[str, Any] | None = None
    """What is posted to see the page, where it is not simply opened."""

    def look(self) -> str:
        """The page with the form."""
        if self.asked is None:
            return str(self.person.client.get(self.page).text)
        sent = {**self.asked, "csrf_token": self.person.token}
        return str(self.person.client.post(self.page, data=sent).text)

    def send(self, key: str) -> Any:
        file = {PROOF: (BytesIO(PDF), "giay.pdf")} if self.file else {}
        sent = {**self.data, **file, "khoa": key, "csrf_token": self.person.token}
        return self.person.client.post(self.action, data=sent)


def filing(app: Flask, _: Town) -> Sheet:
    return Sheet(Api(app, "congdan"), FLAGSHIP, FLAGSHIP, dict(ANSWERED), file=True)


def counter(app: Flask, _: Town) -> Sheet:
    page = FLAGSHIP.replace("/nop/", "/tiep-nhan/")
    return Sheet(Api(app, f"bao.pq@{PROVINCE}"), page, page, dict(ANSWERED), file=True)


def helped(app: Flask, _: Town) -> Sheet:
    page = f"{FLAGSHIP.replace('/nop/', '/tiep-nhan/')}/truc-tuyen"
    return Sheet(Api(app, f"bao.pq@{PROVINCE}"), page, page, dict(ANSWERED), file=True)


def step(app: Flask, town: Town) -> Sheet:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    data = {"hs": filed.ref, "outcome": "", "xac-nhan": "1"}
    person = officers(app, town, filed)[0]
    return Sheet(person, f"/ho-so/{filed.ref}", filed.form("receive"), data)


def given(town: Town) -> dict[str, str]:
    return {"colleague": town.officer(OTHER).officer_id or "", "reason": WHY}


def task(app: Flask, town: Town) -> Sheet:
    case_id = at_the_desk(town)
    ref, action = town.case(case_id).code, f"/viec/{town.task(case_id).id}/giao-lai"
    data = {**given(town), "hs": ref}
    return Sheet(Api(app, f"{HEAD}@{PROVINCE}"), f"/ho-so/{ref}", action, data)


def many(app: Flask, town: Town) -> Sheet:
    one = town.task(at_the_desk(town)).id
    data = {**given(town), "lam": "giao-lai", "viec": one}
    page = f"/giao-viec?lam=giao-lai&viec={one}"
    return Sheet(Api(app, f"{HEAD}@{PROVINCE}"), page, "/giao-viec", data)


def to_sign(app: Flask, town: Town) -> Sheet:
    case_id = at_the_desk(town, None)
    town.end(town.task(case_id))
    data = {"lam": "dong-y", "viec": town.task(case_id).id}
    data["seen"] = f"{data['viec']} {read_now(town, COMPLETE, case_id)}"
    page = f"/trinh-ky/chon?lam=dong-y&viec={data['viec']}"
    return Sheet(Api(app, f"{HEAD}@{PROVINCE}"), page, "/trinh-ky", data)


def case(app: Flask, town: Town) -> Sheet:
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    data = {
        "hs": filed.ref,
        "channel": "postal",
        "reason": "Lệch dữ liệu",
        "basis": "NĐ 118, Điều 17",
    }
    action = filed.form("change_channel")
    return Sheet(Api(app, f"bao.pq@{PROVINCE}"), f"/ho-so/{filed.ref}", action, data)


def incident(app: Flask, town: Town) -> Sheet:
    _, ref = stopped_case(town, app, BY_VARIABLE)
    data = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), "/su-co", f"/su-co/{ref}/gia-tri", data)


def repair(app: Flask, town: Town) -> Sheet:
    _, ref = limited(town, app)
    value = {"name": "case.loai", "value": "1", **PAPER}
    Api(app, f"{ADMIN}@{PROVINCE}").post(f"/incidents/{PROVINCE}/{ref}/value", value)
    second = Api(app, f"{SECOND}@{PROVINCE}")
    (row,) = second.get(f"/incidents/{PROVINCE}").json
    sent = {"seen": row["proposed"]["seen"]}
    return Sheet(second, "/su-co", f"/su-co/{ref}/de-nghi/xac-nhan", sent)


def draft(app: Flask, _: Town) -> Sheet:
    person = Api(app, "congdan")
    gone = f"/nhap/{kept(person).rpartition('=')[2]}/bo"
    return Sheet(person, "/thu-tuc", gone, {})


def guidance(app: Flask, _: Town) -> Sheet:
    page = f"/huong-dan/{FLAGSHIP.rpartition('/')[2]}"
    data = {"kind": "guide", "content": "Thiếu bản khai"}
    return Sheet(Api(app, f"bao.pq@{PROVINCE}"), page, page, data)


def proposal(app: Flask, town: Town) -> Sheet:
    page = f"/cho-cong-bo/{proposed(town, changed()).id}"
    person = Api(app, f"hieu.ph@{PROVINCE}")
    return Sheet(person, page, f"{page}/tra-lai", {"remark": "Sửa tên"})


def design(app: Flask, _: Town) -> Sheet:
    person, page = begun(app, changed()), f"/quy-trinh/{FLAGSHIP_CODE}"
    return Sheet(person, page, f"{page}/bo-tep", {"path": "process.bpmn", "seen": "1"})


def served(app: Flask, _: Town) -> Sheet:
    page = "/don-vi-phuc-vu"
    data = {"other": "insurance_office", "unit": "so_noi_vu", "xa": WARD, **DATED}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, page, data)


def no_longer_served(app: Flask, _: Town) -> Sheet:
    page, data = "/don-vi-phuc-vu", {"role": "tax_office", "unit": "thue_1", "xa": WARD, **DATED}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, f"{page}/thoi", data)


def never_served(app: Flask, town: Town) -> Sheet:
    first = served(app, town)
    data = {**first.data, "day": "08/12/2025"}
    assert first.person.client.post(first.action, data={**data, "csrf_token": first.person.token})
    back = {"role": data["other"], "unit": data["unit"], "xa": WARD, "since": "2025-12-08"}
    return Sheet(first.person, first.page, f"{first.page}/bo", back)


def closed_places(app: Flask, town: Town) -> Sheet:
    check_published(town.database, now=town.now)
    page = "/noi-chua-nhan"
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, f"{page}/{FLAGSHIP_CODE}", {})


def waiting(app: Flask, _: Town) -> Sheet:
    role = {"officer": "long.td", "role": "auditor", "unit_code": WARD, "basis": "7/QĐ-UBND"}
    path, given_from = f"/access/{PROVINCE}/grants", {"valid_from": "2025-12-04"}
    gave = Api(app, f"hieu.ph@{PROVINCE}").post(path, {**role, **given_from}).json["awaiting"]
    other = Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(other, "/quyen", f"/quyen/{gave}/xac-nhan", seen_by(other, gave))


RULE = {
    "loai": "reminder_steps",
    "value.hours_before": "16, 8",
    "valid_from": "15/12/2025",
    "basis.kind": "Quyết định",
    "basis.number": "7/QĐ-UBND",
    "basis.article": "Điều 1",
    "basis.date": "02/12/2025",
}


def rule(app: Flask, _: Town) -> Sheet:
    page = "/quan-tri/quy-dinh/moi"
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), f"{page}?loai=reminder_steps", page, RULE)


def shorter(app: Flask, _: Town) -> Sheet:
    page = "/quan-tri/quy-dinh/thoi-han"
    data = {**RULE, "procedure": FLAGSHIP_CODE, "value.amount": "9"}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), f"{page}?tt={FLAGSHIP_CODE}", page, data)


def dropped_rule(app: Flask, town: Town) -> Sheet:
    sheet = rule(app, town)
    sent = {**sheet.data, "csrf_token": sheet.person.token}
    page = sheet.person.client.post(sheet.action, data=sent).location
    return Sheet(sheet.person, page, f"{page}/bo", {})


def lock(app: Flask, _: Town) -> Sheet:
    page, person = "/tai-khoan/bao.pq", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, f"{page}/khoa", {"reason": "Mất điện thoại"})


def unlock(app: Flask, _: Town) -> Sheet:
    page, person = "/tai-khoan/bao.pq", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, f"{page}/mo-khoa", {})


def number(app: Flask, _: Town) -> Sheet:
    page, person = "/tai-khoan/bao.pq", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, f"{page}/so-dinh-danh", {"so": "040060001234"})


def appointed(app: Flask, _: Town) -> Sheet:
    unit = "phuong_truong_vinh_vhxh"
    data = {"position": "chuyen_vien", "username": "moi.nv", "full_name": "Nguyễn Văn Mới"}
    page, person = "/quan-tri/don-vi", Api(app, f"{ADMIN}@{PROVINCE}")
    data["valid_from"] = "05/12/2025"
    return Sheet(person, f"{page}?dv={unit}", f"{page}/{unit}/cu", data)


def leaver(app: Flask, _: Town) -> Sheet:
    page, person = "/tai-khoan/bao.pq/thoi-viec", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, page, {"ai": "", "reason": "Nghỉ hưu"})


ROLE = {"officer": "long.td", "role": "auditor", "unit": WARD, "basis": "7/QĐ-UBND"}


def role(app: Flask, _: Town) -> Sheet:
    page = "/quyen/vai-tro"
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, page, dict(ROLE))


def role_ended(app: Flask, town: Town) -> Sheet:
    with town.act() as session:
        entry = GrantEntry("long.td", "auditor", WARD, town.now.date(), "7/QĐ-UBND")
        grant_role(session, admin=operator(PROVINCE), entry=entry, now=town.now)
        grant = session.scalars(select(AccessGrant.id)).one()
    page = "/quyen/vai-tro"
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, f"{page}/{grant}/thoi", {"day": ""})


def account_of_fees(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/phi/tai-khoan", Api(app, f"{ADMIN}@{PROVINCE}")
    account = {"unit_code": WARD, "kind": "phi", "number": "1", "bank": "KB", "name": "UBND"}
    return Sheet(person, page, page, {**account, "valid_from": "05/12/2025"})


def table_brought(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/nhap", Api(app, f"{ADMIN}@{PROVINCE}")
    file = (BytesIO("Mã,Tên\nven_bien,Ven biển\n".encode()), "khu-vuc.csv")
    sent = {"bang": "areas", "tep": file, "csrf_token": person.token}
    told = HIDDEN.findall(person.client.post(page, data=sent).text)
    asked = {name: unescape(value) for name, value in told}
    return Sheet(person, page, f"{page}/ghi", {**asked, "chon": "ven_bien"}, asked=asked)


def day_changed(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/lich", Api(app, f"{ADMIN}@{PROVINCE}")
    data = {"lich": "hanh_chinh", "day": "12/12/2025", "becomes": "off", "basis": "TB 12/TB-UBND"}
    return Sheet(person, page, f"{page}/gui", data)


def calendar_begun(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/lich", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, f"{page}/moi", {"ten": "Lịch trực", "code": "lich_truc"})


def calendar_chosen(app: Flask, town: Town) -> Sheet:
    begun = calendar_begun(app, town)
    assert begun.send(KEY.findall(begun.look())[0]).status_code == 303
    data = {"lich": "lich_truc", "unit": WARD}
    page = "/quan-tri/lich"
    return Sheet(begun.person, f"{page}?lich=lich_truc", f"{page}/don-vi", data)


def signed_off(app: Flask, town: Town) -> Sheet:
    charge(town)
    page, person = f"/quan-tri/ra-soat/{WARD}", Api(app, "kien.cv@nghe_an")
    (row,) = person.get(f"/catalogue/{PROVINCE}/reviews/{WARD}").json
    return Sheet(person, page, page, {"chon": f"{row['code']} {row['seen']}"})


def petition(app: Flask, town: Town) -> Sheet:
    page = f"/phan-anh-kien-nghi/{id_of(town, send(town, unit_code=WARD).code)}"
    person = Api(app, "hanh.tt@nghe_an")
    return Sheet(person, page, f"{page}/giao", {"kind": "report", "unit": WARD})


TOKEN = {"name": "IOC", "role": "monitor", "unit": WARD, "basis": "7/QĐ-UBND"}


def token_asked(app: Flask, _: Town) -> Sheet:
    page, data = "/he-thong-ngoai", {**TOKEN, "valid_to": "31/12/2026"}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, page, data)


def token_ended(app: Flask, _: Town) -> Sheet:
    asked = token_asked(app, _)
    asked.send("f" * 32)
    (made,) = asked.person.get(f"/tokens/{PROVINCE}").json
    return Sheet(asked.person, asked.page, f"{asked.page}/{made['id']}/thoi", {})


def reorganised(app: Flask, _: Town) -> Sheet:
    page = f"/quan-tri/sap-xep/{WARD}"
    data = {"new": "xa_con_cuong", "day": "08/12/2025", "basis": "NQ 15/NQ-HĐND"}
    asked = f"{page}?new=xa_con_cuong&day=08/12/2025"
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), asked, page, data)


def split(app: Flask, _: Town) -> Sheet:
    sent = {**PARTS, "1.procedures": "2.002755"}
    page, asked = f"/quan-tri/chia/{WARD}", urlencode(sent)
    data = {**sent, "basis": "NQ 15/NQ-HĐND"}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), f"{page}?{asked}", page, data)


def moved(app: Flask, _: Town) -> Sheet:
    page = f"/quan-tri/chuyen/{WARD}_vhxh/chuyen_vien/nam.hs"
    to = {"to_unit": f"{WARD}_kt", "to_position": "chuyen_vien"}
    data = {**to, "day": "08/12/2025", "paper": "QĐ 9"}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, page, data)


def desk_moved(app: Flask, _: Town) -> Sheet:
    page = f"/quan-tri/chuyen-viec/{WARD}_vhxh/chuyen_vien"
    to = {"to_unit": f"{WARD}_kt", "to_position": "chuyen_vien"}
    data = {**to, "day": "08/12/2025", "basis": "QĐ 9"}
    return Sheet(Api(app, f"{ADMIN}@{PROVINCE}"), page, page, data)


def desk_back(app: Flask, town: Town) -> Sheet:
    first = desk_moved(app, town)
    assert first.send(KEY.findall(first.look())[0]).status_code == 303
    data = {"since": "08/12/2025", "ends": "15/12/2025"}
    return Sheet(first.person, first.page, f"{first.page}/thoi", data)


def position_kept(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/chuc-danh", Api(app, f"{ADMIN}@{PROVINCE}")
    return Sheet(person, page, page, {"code": "thu_ky", "title": "Thư ký", "kind": "van_phong"})


def focal_named(app: Flask, _: Town) -> Sheet:
    page, person = "/quan-tri/dau-moi", Api(app, f"{ADMIN}@{PROVINCE}")
    asked = {"unit": WARD, "duty": "tthc", "username": "hanh.tt", "valid_from": "05/12/2025"}
    return Sheet(person, page, page, asked)


TRIED: Mapping[str, Callable[[Flask, Town], Sheet]] = {
    "filing.send": filing,
    "reception.send": counter,
    "reception.send_online": helped,
    "work.ended": step,
    "work.on_task": task,
    "work.on_case": case,
    "many.done": many,
    "signing_desk.decided": to_sign,
    "stopped.mended": incident,
    "stopped.confirmed": repair,
    "draft_pages.drop": draft,
    "guiding.send": guidance,
    "petition_desk.done": petition,
    "publishing.decide": proposal,
    "design_acts.done": design,
    "serving.added": served,
    "serving.ended": no_longer_served,
    "serving.taken_back": never_served,
    "closed.checked": closed_places,
    "rights.decided": waiting,
    "reorganising.send": reorganised,
    "splitting.send": split,
    "moving.done": moved,
    "moving_desk.done": desk_moved,
    "moving_desk.ended": desk_back,
    "positions_pages.kept": position_kept,
    "positions_pages.named": focal_named,
    "rule_forms.added": rule,
    "units_pages.done": appointed,
    "rule_forms.cut": shorter,
    "rules_pages.done": dropped_rule,
    "system_tokens.proposed": token_asked,
    "system_tokens.ended": token_ended,
    "granting.given": role,
    "granting.ended": role_ended,
    "keeping.locked": lock,
    "keeping.closed": leaver,
    "keeping.unlocked": unlock,
    "keeping.numbered": number,
    "fee_pages.account_kept": account_of_fees,
    "import_pages.written": table_brought,
    "calendar_pages.proposed": day_changed,
    "unit_calendar_pages.begun": calendar_begun,
    "unit_calendar_pages.chosen": calendar_chosen,
    "review_pages.signed": signed_off,
}
"""Every other address that takes a POST, with somebody who sends its form."""


def left(town: Town) -> list[int]:
    """How much there is of what acts leave behind."""
    with town.database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Case, CaseEvent, FormDraft, Guidance, IdempotencyKey)
        ]


def goes_to(form: str, sheet: Sheet) -> bool:
    """Whether the form is sent to the sheet's address; one without an address, to its page."""
    named = re.search(r' action="([^"?]*)', form.partition(">")[0])
    return (named[1] if named else sheet.page) == sheet.action


def test_every_address_of_a_form_is_tried_or_excused(app: Flask) -> None:
    pages = {
        str(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not str(rule).startswith("/api/")
    }
    assert pages == {*TRIED, *WITHOUT}
    assert not TRIED.keys() & WITHOUT.keys()


def test_every_form_of_a_template_carries_a_key_unless_its_address_is_excused() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            named = re.search(r"action=\"\{\{ url_for\('([\w.]+)'", form)
            excused = named is not None and named[1] in WITHOUT
            assert ("form_key(" in form) != excused, (path.name, form[:200])


@pytest.mark.parametrize("endpoint", TRIED)
def test_a_form_sent_again_shows_its_first_answer_and_does_nothing(
    app: Flask, town: Town, endpoint: str
) -> None:
    sheet = TRIED[endpoint](app, town)
    forms = FORM.findall(unescape(sheet.look()))
    form = next(one for one in forms if goes_to(one, sheet))
    (key,) = KEY.findall(form)
    before = left(town)
    first = sheet.send(key)
    after = left(town)
    again = sheet.send(key)
    assert first.status_code in (200, 303), first.text
    assert before != after == left(town)
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert ("Kết quả: 1 trong 1" in again.text) == (
        endpoint in ("many.done", "signing_desk.decided")
    )
