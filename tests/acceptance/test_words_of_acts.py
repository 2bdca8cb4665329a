"""The words that acts take pass one gate, whichever door they come by."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from itertools import chain
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.access import operator
from engine.acts import ACTS
from engine.acts.act import Act
from engine.administration.people.officers import (
    FocalEntry,
    OfficerEntry,
    PositionEntry,
    appoint,
    name_focal_person,
    put_position,
)
from engine.administration.people.substitutes import StandIn, stand_in
from engine.administration.people.units import UnitEntry, put_unit
from engine.administration.registers.keep_registers import put_entry
from engine.cases.acts import do
from engine.errors import EntryInvalid, Refusal, TextUnreadable
from engine.store.audit import CaseEvent
from engine.typed.given import basis_given, reason_given
from engine.typed.text import LONGEST_WORDS
from tests.acceptance.test_acts import PAPER, Filed, Scene, body, brought_to, officers
from tests.client import Api
from tests.papers import PDF
from tests.town import CITIZEN, PROVINCE, WARD, Town
from web.forms.act_inputs import SURE, control_of

BAD = {
    "control": "Nghỉ ốm\x07 từ mai",
    "direction": "Nghỉ ốm \u202etừ mai",
    "isolate": "\u2066Nghỉ ốm\u2069",
    "long": "ố" * 100_000,
}
SAME = unicodedata.normalize("NFD", "  Nghỉ\u00a0ốm\u200b,\r\ntừ mai ")
ONE_FORM = r"Nghỉ ốm,\ntừ mai"
SCENES: dict[Scene, tuple[str, ...]] = {
    ("B1", False): ("receive", "refuse", "ask_supplement", "change_channel"),
    ("B3", False): (
        *("complete", "reassign", "delegate", "take_over", "apologise", "consult", "withdraw"),
        *("propose_halt", "adjust", "transfer", "invite", "reissue_code"),
    ),
    ("B3", True): ("take_back",),
    ("B3, asked", True): ("answer_supplement",),
    ("B3, asked late", True): ("apologise_late",),
    ("B3, withdrawn", False): ("give_back",),
    ("B3, much", True): (
        *("send_papers", "answer_consultation", "ask_supplement_again", "record_meeting"),
        *("approve_halt", "decline_halt", "report_lost"),
    ),
    ("B3, lost", False): ("restore_paper",),
    ("B3, suspended", False): ("resume",),
    ("B1, owing", False): ("record_payment",),
    ("B1, paid", False): ("refund_payment", "correct_payment"),
    ("B3, sent", True): ("take_papers",),
    ("B3, late", False): ("claim_lateness_cause",),
    ("B3, told", False): ("confirm_lateness_cause", "reject_lateness_cause"),
    ("B14", False): ("store_result",),
    ("B15", False): ("return", "correct_result"),
    (None, False): ("rate",),
}
ELSEWHERE = {
    *("hand_over", "return_papers", "refuse_result", "return_work", "call_off_consultation"),
    *("take_outage_slip", "decline_outage_slip"),
}
"""With tests of their own: results that no step returns, papers that go back, refusals."""
WORDED = {
    kind: [one.name for one in act.inputs if one.kind == "text"] for kind, act in ACTS.items()
}

NOTHING_WANTED = {
    "comment",
    "note",
    "remark",
    "invited",
    "amount",
    "words",
    "other",
}
"""A word to colleagues, what is read otherwise, and what is asked only beside something else."""
NO_REASON_WANTED = {"withdraw"}
WITH = {
    "other_basis": {"other": "Sổ hộ khẩu"},
    "authority": {"cause": "wrong_authority"},
    "reference": {"means": "transfer"},
}
"""What has to be said for the law to want it."""
IN_THEIR_OWN_TESTS = {"late_basis", "again_reason", "fee_basis", "requester", "request"} | {
    *("taker_name", "taker_number", "taker_paper"),
}


def wanted(kind: str) -> list[str]:
    """Where the law wants a reason, a basis, evidence or a name of this act."""
    left = NOTHING_WANTED | IN_THEIR_OWN_TESTS | ({"reason"} if kind in NO_REASON_WANTED else set())
    return [name for name in WORDED[kind] if name not in left]


def by_api(person: Api, filed: Filed, act: Act, **words: str) -> Any:
    file = person.get(f"/cases/{filed.ref}").json
    sent = {**body(act.kind, filed.task.element_id, file), **words}
    return person.post(filed.api(act.kind), sent)


def by_page(person: Api, filed: Filed, act: Act, **words: Any) -> Any:
    file = person.get(f"/cases/{filed.ref}").json
    known = body(act.kind, filed.task.element_id, file)
    answers = {
        key: "on" if value is True else value for key, value in known.pop("answers", {}).items()
    }
    for name in ("documents", "judged", "supplied", "signed", "request_files"):
        known.pop(name, None)
    if any(one.kind == "judged" for one in act.inputs):
        known |= {f"xet-{PAPER}": "outdated", f"can-lam-{PAPER}": "Nộp bản mới."}
        known["xet-ban_khai"] = "pass"
    for one in act.inputs:
        if one.name in ("signed", "request_files"):
            words = {**words, one.name: (BytesIO(PDF), "van-ban.pdf")}
    sent = {control_of(name): value or "" for name, value in {**known, **words}.items()}
    page = {"hs": filed.ref, "csrf_token": person.token, "xac-nhan": "1", SURE: "1"}
    return person.client.post(filed.form(act.kind), data={**answers, **sent, **page})


def doer(people: list[Api], filed: Filed, kind: str) -> Api:
    """Somebody who may do the act."""
    for person in people:
        file = person.get(f"/cases/{filed.ref}").json
        if kind in {one["kind"] for one in file.get("acts", ())}:
            return person
    raise AssertionError(kind)


def refuse_nothing(town: Town, filed: Filed, act: Act, who: Api) -> None:
    """An act that must be given something says so itself when it is given nothing, or nulls."""
    if not any(one.required for one in act.inputs):
        return
    target = filed.task.id if act.on == "task" else filed.ref
    name = who.get("/session").json["username"].partition("@")[0]
    citizen = replace(CITIZEN, account_id=town.case(filed.case_id).account_id)
    person = citizen if name == "congdan" else town.officer(name)
    for given in ({}, dict.fromkeys(one.name for one in act.inputs)):
        with pytest.raises(Refusal) as told, town.act() as session:
            do(
                session,
                act.kind,
                target=target,
                person=person,
                given=given,
                store=town.documents,
                now=town.now,
            )
        assert told.value.kind in ("invalid", "conflict"), (act.kind, told.value.code)


def history(town: Town, filed: Filed) -> str:
    query = select(CaseEvent.body).where(CaseEvent.case_id == filed.case_id)
    with town.database.reading() as session:
        return b" ".join(session.scalars(query)).decode()


def test_every_act_that_takes_words_is_tried_here() -> None:
    tried = {*chain(*SCENES.values()), *ELSEWHERE}
    assert {kind for kind, names in WORDED.items() if names} == tried


@pytest.mark.long_on_postgres
@pytest.mark.one_in(3)
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_is_missing_or_can_not_be_seen_or_read_is_refused_alike_by_page_and_api(
    app: Flask, town: Town, scene: Scene
) -> None:
    filed = brought_to(town, scene, Api(app, "congdan"))
    before = town.case(filed.case_id).event_seq
    people = [*officers(app, town, filed), Api(app, "congdan")]
    for kind in SCENES[scene]:
        person, (first, *more) = doer(people, filed, kind), WORDED[kind]
        refuse_nothing(town, filed, ACTS[kind], person)
        tried = [
            *((first, text) for text in BAD.values()),
            *((one, BAD["isolate"]) for one in more),
        ]
        for name, text in tried:
            sent = by_api(person, filed, ACTS[kind], **{name: text})
            shown = by_page(person, filed, ACTS[kind], **{name: text})
            assert (sent.status_code, sent.json["code"]) == (422, "text_unreadable")
            there = sent.json["title"] in unescape(shown.text)
            assert (kind, name, shown.status_code, there) == (kind, name, 422, True)
        for name in wanted(kind):
            sent = by_api(person, filed, ACTS[kind], **{name: ".", **WITH.get(name, {})})
            assert (kind, name, sent.status_code) == (kind, name, 422), sent.json
    assert town.case(filed.case_id).event_seq == before


@pytest.mark.parametrize("door", [by_api, by_page])
def test_one_text_spelt_otherwise_is_kept_alike_by_page_and_api(
    app: Flask, town: Town, door: Callable[..., Any]
) -> None:
    filed = brought_to(town, ("B3", True), Api(app, "congdan"))
    people = officers(app, town, filed)
    for kind in ("take_back", "complete"):
        person, (name,) = doer(people, filed, kind), WORDED[kind]
        kept = history(town, filed).count(ONE_FORM)
        assert door(person, filed, ACTS[kind], **{name: SAME}).status_code in (200, 303)
        assert history(town, filed).count(ONE_FORM) == kept + 1


def test_a_text_is_measured_in_its_one_form() -> None:
    long = "Điều 7 ".ljust(LONGEST_WORDS, "ố")
    assert reason_given(unicodedata.normalize("NFD", long)) == basis_given(f" {long} ") == long
    with pytest.raises(TextUnreadable, match="“Lý do”: dài 4001 ký tự, tối đa 4000"):
        reason_given(f"{long}ố")


def entries(town: Town, text: str) -> list[tuple[Any, dict[str, Any]]]:
    """Each act of administration that takes words, with the text in one of its fields."""
    day, unit = town.now.date(), f"{WARD}_vhxh"
    stand = {"unit_code": unit, "position_code": "chuyen_vien", "officer": "thang.bx"}
    late = day.replace(day=20)
    return [
        (put_unit, {"entry": UnitEntry("moi", text, "Mới", "phong", "commune", day, WARD)}),
        (put_position, {"entry": PositionEntry("moi", text)}),
        (appoint, {"entry": OfficerEntry("moi", text, unit, "chuyen_vien", day)}),
        (
            appoint,
            {"entry": OfficerEntry("moi", "Lê Mới", unit, "chuyen_vien", day, title=text)},
        ),
        (name_focal_person, {"entry": FocalEntry(WARD, "nam.hs", text, day)}),
        (
            stand_in,
            {"entry": StandIn(**stand, manner="TL", valid_from=day, valid_to=late, basis=text)},
        ),
        (
            put_entry,
            {"register_name": "legal-bases", "values": {"number": "9/QĐ", "title": text}},
        ),
    ]


def test_a_code_that_its_column_can_not_hold_is_a_fault(town: Town) -> None:
    entry = UnitEntry("moi", "Phòng Mới", "Mới", "van_phong", "commune", town.now.date(), WARD)
    changed = replace(entry, statistics_code="9" * 65)
    with pytest.raises(EntryInvalid, match="dài 65 ký tự, tối đa 64"), town.act() as session:
        put_unit(session, admin=operator(PROVINCE), entry=changed, now=town.now)


def test_words_of_administration_pass_the_same_gate(town: Town) -> None:
    for text in BAD.values():
        for act, told in entries(town, text):
            with pytest.raises(EntryInvalid) as refused, town.act() as session:
                act(session, admin=operator(PROVINCE), now=town.now, **told)
            said = refused.value.details["faults"]
            assert isinstance(said, list)
            assert any("ký tự" in fault["message"] for fault in said)
            assert all(len(fault["message"]) < 300 for fault in said)
