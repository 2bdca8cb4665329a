"""Fees are asked for, recorded, given back; no result is handed over while one is owed."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person, Post
from engine.accounts.proofs import Proof, receipt_code
from engine.cases.act.task_act import Ending
from engine.cases.ask_payment import ask_payment
from engine.cases.correct_payment import correct_payment
from engine.cases.hand_over import hand_over_result
from engine.cases.record_payment import Paid, record_payment
from engine.cases.refund_payment import refund_payment
from engine.cases.refuse import refuse_case
from engine.cases.vouching.verify import case_faults
from engine.catalogue.scenarios import Scenario
from engine.errors import (
    AmountWrong,
    BasisMissing,
    CaseNotFound,
    CashBeyondOwed,
    FeeBackDiffers,
    FeeOwed,
    MeansUnknown,
    NothingDue,
    NothingOwed,
    NothingPaid,
    NotYourDesk,
    OwnRecord,
    PaymentElsewhere,
    PaymentKnown,
    PaymentUnknown,
    ReceiverMissing,
    ReferenceMissing,
    RefundBeyondPaid,
    RefundedAlready,
    SurplusHeld,
    TextUnreadable,
)
from engine.jobs.waking import close_all_unpaid
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.queries.case_file import case_document, case_file
from engine.queries.own_cases import own_cases
from engine.queries.tracking import track, tracked_result
from engine.store.cases import Case, CaseDocument, Task
from processes import root
from tests.acceptance.test_corrections import correct, linked_to
from tests.acceptance.test_every_column_is_vouched_for import OF_MONEY, missed
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_withdrawals import give, withdraw
from tests.at_once import done_once
from tests.client import Api
from tests.integration.jobs.procedures import MANIFEST, faults, file, install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.left import after
from tests.played import scenarios
from tests.rulebook import Rulebook
from tests.town import CENTRE, CITIZEN, PROVINCE, Town, clerk_at
from tests.two_accounts import number, signed_in, twice

FOLDER = root() / PROVINCE / "trich_luc_ho_tich"
FEE = 16_000
SMALL = "9.000002"
RECEIVE, STORE = '<tthc:act kind="receive"/>', '<tthc:act kind="store_result"/>'
KEY = b"k" * 32
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What no database does another way."""
BACK = {"receiver": "Lê Thị Mai", "reason": "Nộp hai lần", "basis": "Luật Phí và lệ phí"}


def publish(town: Town, changes: Mapping[str, bytes]) -> Scenario:
    """Publish the extract of the register, which costs 16.000 đồng; its first scenario."""
    files = {**read_package_folder(FOLDER), **changes}
    with town.act() as session:
        publish_package(
            session, province_code=PROVINCE, files=files, published_by="tests", now=town.now
        )
    return scenarios(files)[0]


def filed(town: Town, changes: Mapping[str, bytes] = {}) -> str:
    """A citizen files it online."""
    told = publish(town, changes)
    done = town.file(procedure_code="2.000635", answers=told.answers)
    town.wait(minutes=10)
    return done.case_id


def go(town: Town, case_id: str, until: str | None = None) -> None:
    """End steps as the scenario does until the element is open, or to the end."""
    while town.case(case_id).status != 10:
        task = town.task(case_id)
        if task.element_id == until:
            return
        town.end(task, ending=Ending())
        town.wait(minutes=10)


def counter(town: Town, number: int = 0) -> Person:
    return town.officers(CENTRE, "can_bo_mot_cua")[number]


def second(town: Town) -> Person:
    """The head of the centre: there is one officer at its counter."""
    return town.officers(CENTRE, "giam_doc_ttphcc")[0]


def do(town: Town, case_id: str, act: Callable[..., Any], **given: Any) -> Any:
    """An act about money, by the counter unless said."""
    ref = town.case(case_id).submission_number
    given = {"person": counter(town), **given}
    with town.act() as session:
        return act(session, ref=ref, now=town.now, **given)


def ask(town: Town, case_id: str, **given: Any) -> Any:
    return do(town, case_id, ask_payment, **given)


def pay(town: Town, case_id: str, **given: Any) -> Paid:
    paid: Paid = do(town, case_id, record_payment, **{"means": "cash", **given})
    return paid


def refund(town: Town, case_id: str, **given: Any) -> Any:
    return do(town, case_id, refund_payment, **{"means": "cash", **BACK, **given})


def cancel(town: Town, case_id: str, payment: str, **given: Any) -> None:
    given = {"person": second(town), "reason": "Ghi nhầm hồ sơ", **given}
    do(town, case_id, correct_payment, payment=payment, **given)


def stands(town: Town, case_id: str) -> tuple[int, int, int]:
    """Due, kept and owed, which receipt, tracking, the case and the API say alike."""
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        told = case_file(session, ref=ref, person=CITIZEN, now=town.now).money
        assert track(session, ref=ref, now=town.now).money == told
        own = own_cases(session, person=CITIZEN, now=town.now)
    assert [one.owed for one in own if one.ref in (ref, town.case(case_id).code)] == [told.owed]
    return told.due, told.kept, told.owed


def test_a_fee_is_asked_for_and_paid_and_the_case_stands_as_it_stood(town: Town) -> None:
    case_id = filed(town)
    assert stands(town, case_id) == (FEE, 0, FEE)
    ask(town, case_id)
    assert "tells payment_asked amount=16000 number=0001/2025/TBNP-H41.102.01" in after(
        town, case_id
    )
    paid = pay(town, case_id)
    left = after(town, case_id)
    assert "case 1 online" in left
    assert "tells payment_recorded amount=16000 left=0 number=0001/2025/PTP-H41.102.01" in left
    assert (paid.amount, paid.left, stands(town, case_id)) == (FEE, 0, (FEE, FEE, 0))
    assert faults(town, case_id) == []


def test_no_result_is_handed_over_nor_shown_while_a_fee_is_owed(town: Town) -> None:
    """Better 2."""
    case_id = filed(town)
    go(town, case_id, "B5")
    pay(town, case_id, amount="6.000")
    case = town.case(case_id)
    with pytest.raises(FeeOwed, match=r"10\.000 đồng"):
        town.end(town.task(case_id), ending=Ending())
    result = _result(town, case_id)
    proof = Proof(KEY, receipt=receipt_code(KEY, case_id))
    with town.database.reading() as session:
        ref, code = case.code or "", {"document_id": result}
        shown = case_file(session, ref=ref, person=CITIZEN, now=town.now)
        assert result not in [one.id for one in shown.documents]
        with pytest.raises(FeeOwed):
            case_document(session, ref=ref, person=CITIZEN, **code)
        with pytest.raises(FeeOwed):
            tracked_result(session, ref=ref, proof=proof, **code)
        with pytest.raises(FeeOwed):
            case_document(session, ref=ref, person=counter(town), **code)
        shown = case_file(session, ref=ref, person=counter(town), now=town.now)
        assert result not in [one.id for one in shown.documents]
        signer = _who_signed(town, case_id)
        assert case_document(session, ref=ref, person=signer, **code).id == result
        seen = track(session, ref=ref, now=town.now, proof=proof)
        assert (seen.results, seen.has_result) == ((), True)
        assert seen.headline == "Đã có kết quả, bạn còn phải nộp 10.000 đồng"
        assert own_cases(session, person=CITIZEN, now=town.now)[0].results == ()
    last = pay(town, case_id, means="transfer", reference="FT2512").payment
    town.end(town.task(case_id), ending=Ending())
    assert town.case(case_id).status == 10
    with town.database.reading() as session:
        assert case_document(session, ref=ref, person=CITIZEN, **code).id == result
        assert tracked_result(session, ref=ref, proof=proof, **code).id == result
    cancel(town, case_id, last)
    assert stands(town, case_id) == (FEE, 6_000, 10_000)
    with town.database.reading() as session:
        assert case_document(session, ref=ref, person=CITIZEN, **code).id == result


@ONE
def test_nor_where_no_step_of_the_diagram_returns_it(town: Town) -> None:
    manifest = MANIFEST.format(code=SMALL) + '[fee]\ntable = "fees.dmn"\ndecision = "khoan_thu"\n'
    files = {
        "procedure_toml": manifest.encode(),
        "fees_dmn": (root() / "ha_tinh" / "giay_phep_nha_o" / "fees.dmn").read_bytes(),
    }
    steps = (task("a", RECEIVE), task("b", STORE), flows("s>a>b>e"))
    install(town, nodes("start:s end:e"), *steps, code=SMALL, **files)
    case_id = file(town, SMALL).case_id
    for _ in range(2):
        town.end(town.task(case_id), ending=Ending())
    with pytest.raises(FeeOwed):
        do(town, case_id, hand_over_result)
    pay(town, case_id)
    do(town, case_id, hand_over_result)
    assert town.case(case_id).status == 10


def _who_signed(town: Town, case_id: str) -> Person:
    query = select(Task).where(Task.case_id == case_id, Task.act.is_(None)).order_by(Task.id)
    with town.database.reading() as session:
        return town.desk(session.scalars(query).all()[-1])


def test_a_corrected_result_waits_for_the_fee_of_the_first_case(town: Town) -> None:
    case_id = filed(town)
    paid = pay(town, case_id).payment
    go(town, case_id, "B5")
    signer = _who_signed(town, case_id)
    leading = tuple(replace(one, leads=True) for one in signer.posts)
    correct(town, case_id, person=replace(signer, posts=leading), again="B3")
    cancel(town, case_id, paid)
    linked = linked_to(town, case_id)
    go(town, linked, "B5")
    with pytest.raises(FeeOwed, match=r"16\.000 đồng"):
        town.end(town.task(linked), ending=Ending())
    result = _result(town, linked)
    refs = {town.case(one).code or "": one for one in (linked, case_id)}
    with town.database.reading() as session:
        for ref, one in refs.items():
            own = Proof(KEY, receipt=receipt_code(KEY, one))
            assert track(session, ref=ref, now=town.now, proof=own).results == ()
            with pytest.raises(FeeOwed):
                tracked_result(session, ref=ref, proof=own, document_id=result)
        assert {one.results for one in own_cases(session, person=CITIZEN, now=town.now)} == {()}
        file = case_file(
            session, ref=town.case(linked).code or "", person=counter(town), now=town.now
        )
        assert "return" not in {one.kind for one in file.acts}
    pay(town, case_id)
    town.end(town.task(linked), ending=Ending())
    assert (town.case(linked).status, faults(town, linked)) == (10, [])


def _result(town: Town, case_id: str) -> str:
    query = select(CaseDocument.id).where(
        CaseDocument.case_id == case_id, CaseDocument.role == "result"
    )
    with town.database.reading() as session:
        return session.scalars(query).one()


@ONE
def test_a_fee_that_comes_first_is_paid_before_the_reception(town: Town) -> None:
    manifest = (FOLDER / "procedure.toml").read_bytes()
    first = manifest.replace(b"[fee]", b'[fee]\ndue = "before"')
    case_id = filed(town, {"procedure.toml": first})
    with pytest.raises(FeeOwed):
        town.end(town.task(case_id), ending=Ending())
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        assert track(session, ref=ref, now=town.now).money.first
    pay(town, case_id)
    go(town, case_id, "B2")
    assert town.case(case_id).status == 2


@ONE
def test_a_claim_that_falls_through_leaves_a_fee_that_comes_first(town: Town) -> None:
    manifest = (FOLDER / "procedure.toml").read_bytes()
    first = manifest.replace(b"[fee]", b'[fee]\ndue = "before"')
    told = publish(town, {"procedure.toml": first})
    answers = {**told.answers, "doi_tuong": ["ho_ngheo"]}
    asked = {"channel": "counter", "person": clerk_at(CENTRE)}
    case_id = town.file(procedure_code="2.000635", answers=answers, **asked).case_id
    with pytest.raises(FeeOwed):
        town.end(town.task(case_id), ending=Ending(answers={"xac_nhan_ho_ngheo": "khong"}))
    assert town.case(case_id).received_at is None


@ONE
def test_a_payment_says_how_much_and_how(town: Town) -> None:
    case_id = filed(town)
    for given, refusal in (
        ({"amount": "0"}, AmountWrong),
        ({"amount": "1,5"}, AmountWrong),
        ({"amount": "16000đ"}, TextUnreadable),
        ({"amount": "16.001"}, CashBeyondOwed),
        ({"means": "other", "amount": "16.001"}, CashBeyondOwed),
        ({"means": "other", "amount": "16.001", "reference": "x"}, CashBeyondOwed),
        ({"means": "gold"}, MeansUnknown),
        ({"means": "transfer"}, ReferenceMissing),
    ):
        with pytest.raises(refusal):
            pay(town, case_id, **given)
    assert stands(town, case_id) == (FEE, 0, FEE)


def test_money_that_came_twice_is_recorded_as_it_came_and_the_surplus_given_back(
    town: Town,
) -> None:
    case_id = filed(town)
    with pytest.raises(NothingPaid):
        refund(town, case_id)
    pay(town, case_id, means="transfer", reference="FT1")
    for same in ("FT1", "ft 1", "FT-1.", "ＦＴ１"):
        with pytest.raises(PaymentKnown):
            pay(town, case_id, means="transfer", reference=same, amount="16000")
    with pytest.raises(ReferenceMissing):
        pay(town, case_id, means="transfer", reference=".", amount="16000")
    with pytest.raises(NothingOwed):
        pay(town, case_id)
    with pytest.raises(NothingOwed):
        ask(town, case_id)
    pay(town, case_id, means="terminal", reference="POS9", amount="20.000")
    for wrong, refusal in (
        ({"receiver": " "}, ReceiverMissing),
        ({"basis": ""}, BasisMissing),
        ({"amount": "36.001"}, RefundBeyondPaid),
    ):
        with pytest.raises(refusal):
            refund(town, case_id, **wrong)
    assert refund(town, case_id).amount == 20_000
    assert stands(town, case_id) == (FEE, FEE, 0)
    assert faults(town, case_id) == []


@ONE
def test_a_wrong_record_is_cancelled_by_a_second_person_and_stays_to_be_read(town: Town) -> None:
    case_id = filed(town)
    wrong = pay(town, case_id).payment
    with pytest.raises(OwnRecord):
        cancel(town, case_id, wrong, person=counter(town))
    back = refund(town, case_id, amount="1.000").payment
    with pytest.raises(RefundedAlready):
        cancel(town, case_id, wrong)
    cancel(town, case_id, back)
    cancel(town, case_id, wrong)
    with pytest.raises(PaymentUnknown):
        cancel(town, case_id, wrong)
    assert stands(town, case_id) == (FEE, 0, FEE)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        rows = case_file(session, ref=ref, person=CITIZEN, now=town.now).payments
    assert [(one.kind, one.cancelled) for one in rows] == [
        ("Đã hoàn", "Ghi nhầm hồ sơ"),
        ("Đã thu", "Ghi nhầm hồ sơ"),
    ]
    assert faults(town, case_id) == []


@ONE
def test_nobody_is_the_second_person_under_another_account(town: Town) -> None:
    here, elsewhere = twice(town, counter(town))
    case_id = filed(town)
    wrong = pay(town, case_id, person=here).payment
    with pytest.raises(OwnRecord):
        cancel(town, case_id, wrong, person=elsewhere)
    colleague = signed_in(town, second(town))
    assert colleague.officer_id != here.officer_id
    number(town, "040180001111", here, colleague)
    with pytest.raises(OwnRecord):
        cancel(town, case_id, wrong, person=colleague)
    number(town, "040180001112", colleague)
    cancel(town, case_id, wrong, person=colleague)


@ONE
def test_what_becomes_of_the_fee_of_a_withdrawn_case_is_what_its_records_say(town: Town) -> None:
    case_id = filed(town)
    pay(town, case_id)
    withdraw(town, case_id)
    assert stands(town, case_id) == (FEE, FEE, 0)
    for said in ("none", "refunded"):
        with pytest.raises(FeeBackDiffers, match=r"đã nộp 16\.000 đồng"):
            give(town, case_id, fee_back=said)
    town.wait(minutes=10)
    refund(town, case_id)
    give(town, case_id, fee_back="refunded")
    assert town.case(case_id).status == 8
    assert faults(town, case_id) == []


@ONE
def test_of_a_fee_that_was_refunded_in_part_the_notice_says_so_with_its_basis(town: Town) -> None:
    case_id = filed(town)
    pay(town, case_id)
    withdraw(town, case_id)
    refund(town, case_id, amount="6.000")
    with pytest.raises(FeeBackDiffers):
        give(town, case_id, fee_back="kept", fee_basis="TT 1/2025")
    with pytest.raises(BasisMissing):
        give(town, case_id, fee_back="partly")
    give(town, case_id, fee_back="partly", fee_basis="TT 1/2025")
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        told = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert "đã hoàn một phần phí (TT 1/2025)" in str(told.timeline)
    assert faults(town, case_id) == []


@ONE
def test_a_refund_after_the_notice_gives_out_another_and_the_first_says_so(town: Town) -> None:
    case_id = filed(town)
    pay(town, case_id)
    withdraw(town, case_id)
    give(town, case_id, fee_back="kept", fee_basis="TT 1/2025")
    refund(town, case_id)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        told = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    second, first = sorted(
        (one for one in told.slips if one.kind == "dung"), key=lambda one: one.number, reverse=True
    )
    assert ("Không còn giá trị", f"Thay bằng thông báo {second.number}") in [
        (line.label, line.text) for line in first.lines
    ]
    assert "Đã hoàn phí" in [line.text for line in second.lines]
    assert faults(town, case_id) == []


@ONE
def test_a_fee_that_was_given_back_is_owed_again_only_if_the_refund_says_so(town: Town) -> None:
    """And a wrong result is corrected whatever was paid (art. 23.1)."""
    case_id = filed(town)
    pay(town, case_id)
    refund(town, case_id, amount="6.000", charged_again="yes")
    assert stands(town, case_id) == (FEE, 10_000, 6_000)
    pay(town, case_id)
    go(town, case_id)
    refund(town, case_id)
    assert stands(town, case_id) == (FEE, 0, 0)
    ref = town.case(case_id).code or ""
    with town.database.reading() as session:
        money = case_file(session, ref=ref, person=CITIZEN, now=town.now).money
    assert money.words == "Đã hoàn 22.000 đồng"
    assert faults(town, case_id) == []


@ONE
def test_what_came_beyond_the_fee_is_never_kept(town: Town) -> None:
    case_id = filed(town)
    for reference in ("FT1", "FT2"):
        pay(town, case_id, means="transfer", reference=reference, amount="16000")
    withdraw(town, case_id)
    kept = {"fee_back": "kept", "fee_basis": "TT 1/2025, Điều 2"}
    with pytest.raises(SurplusHeld, match=r"16\.000"):
        give(town, case_id, **kept)
    with pytest.raises(BasisMissing):
        give(town, case_id, **{**kept, "fee_basis": "."})
    refund(town, case_id, amount="16.000")
    give(town, case_id, fee_back="partly", fee_basis="TT 1/2025, Điều 2")
    assert (town.case(case_id).status, faults(town, case_id)) == (8, [])


@ONE
def test_money_is_for_the_counter_and_a_free_case_has_none(town: Town) -> None:
    """Trap 3: nobody outside says that something was paid."""
    case_id, free = filed(town), town.file().case_id
    go(town, case_id, "B2")
    with pytest.raises(NotYourDesk):
        pay(town, case_id, person=town.desk(town.task(case_id)))
    with pytest.raises(CaseNotFound):
        pay(town, case_id, person=town.officers("so_noi_vu", "lanh_dao_so")[0])
    for act, given in ((pay, {}), (ask, {})):
        with pytest.raises(NothingDue):
            act(town, free, **given)


def test_a_changed_column_of_a_record_of_money_is_found(town: Town) -> None:
    case_id = filed(town)
    pay(town, case_id, means="transfer", reference="FT1")
    assert missed(town.database, case_id, OF_MONEY) == []


@ONE
def test_no_notice_has_an_end_unless_the_province_says_so(town: Town) -> None:
    case_id = filed(town)
    assert ask(town, case_id).until is None
    assert close_all_unpaid(town.database, now=town.now + timedelta(days=400)) == 0


def test_a_province_may_close_what_nobody_paid(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "unpaid_days", {"days": 10})
    cases = [rulebook.received("ha_tinh", channel="counter") for _ in range(2)]
    post = Post(cases[0].receiving_unit, "Trung tâm", "can_bo_mot_cua", "Cán bộ một cửa")
    person = replace(clerk_at(post.unit_code, "ha_tinh"), posts=(post,))
    for case in cases:
        with rulebook.database.writing() as session:
            asked = ask_payment(session, ref=case.code or "", person=person, now=rulebook.now)
    assert asked.until is not None
    assert (asked.until - rulebook.now).days in (10, 11, 12)
    given = {"ref": cases[1].code or "", "person": person, "means": "cash"}
    with rulebook.database.writing() as session:
        later = rulebook.now + timedelta(hours=1)
        record_payment(session, amount="1.000", now=later, **given)  # type: ignore[arg-type]
    assert close_all_unpaid(rulebook.database, now=asked.until) == 0
    over = asked.until + timedelta(seconds=1)
    assert done_once(close_all_unpaid, rulebook.database, now=over) == 1
    assert [rulebook.case(case.id).status for case in cases] == [8, 2]
    with rulebook.database.reading() as session:
        assert case_faults(session, session.get_one(Case, ("ha_tinh", cases[0].id))) == []


@ONE
def test_from_the_counters_page_to_the_printed_slips(app: Flask, town: Town) -> None:
    case_id = filed(town)
    go(town, case_id, "B5")
    ref, desk = town.case(case_id).code, Api(app, "bao.pq@nghe_an")
    page = desk.client.get(f"/ho-so/{ref}").text
    assert "Còn phải nộp 16.000 đồng, chưa ghi nhận thu" in page
    assert "Ghi nhận đã thu rồi mới trả được kết quả" in page
    sent = {"hs": ref, "csrf_token": desk.token}
    assert desk.client.post(form_of(page, "yeu-cau-nop-phi"), data=sent).status_code == 303
    wrong = desk.client.post(form_of(page, "thu-phi"), data={**sent, "means": "transfer"})
    assert (wrong.status_code, "Hãy ghi số chứng từ" in wrong.text) == (422, True)
    paid = {**sent, "means": "transfer", "reference": "FT2512", "amount": "16.000"}
    assert desk.client.post(form_of(page, "thu-phi"), data=paid).status_code == 303
    slip = desk.client.get(f"/ho-so/{ref}/phieu/thu-phi").text
    assert "0001/2025/PTP-H41.102.01" in slip
    assert "Mười sáu nghìn đồng" in slip
    assert "không thay biên lai" in slip
    notice = desk.client.get(f"/ho-so/{ref}/phieu/nop-phi").text
    assert "0000.0.0000001, Kho bạc Nhà nước" in notice
    receipt = desk.client.get(f"/ho-so/{ref}/giay-tiep-nhan").text
    assert "Đã nộp 16.000 đồng" in receipt
    assert "Đã thu 16.000 đồng" in desk.client.get(f"/ho-so/{ref}").text


@ONE
def test_the_api_takes_what_the_case_offers_about_money(app: Flask, town: Town) -> None:
    case_id = filed(town)
    ref, desk = town.case(case_id).submission_number, Api(app, "bao.pq@nghe_an")
    colleague = Api(app, "anh.dtn@nghe_an")
    kinds = {"ask_payment", "record_payment", "refund_payment", "correct_payment"}

    def offered(to: Api = desk) -> set[str]:
        return kinds & {act["kind"] for act in to.get(f"/cases/{ref}").json["acts"]}

    assert offered() == {"ask_payment", "record_payment"}
    assert desk.post(f"/cases/{ref}/ask-payment").json["amount"] == FEE
    paid = desk.post(f"/cases/{ref}/record-payment", {"means": "cash"})
    assert (paid.status_code, paid.json["left"]) == (200, 0)
    assert offered() == {"refund_payment"}, "whoever recorded it leaves its cancelling to another"
    assert offered(colleague) == {"refund_payment", "correct_payment"}
    assert desk.get(f"/tracking/{ref}").json["money"]["owed"] == 0
    again = {"means": "cash", "charged_again": "yes", **BACK}
    answer = desk.post(f"/cases/{ref}/refund-payment", again)
    assert (answer.status_code, answer.json["kept"]) == (200, 0)
    assert offered(colleague) == {"ask_payment", "record_payment", "correct_payment"}


@ONE
def test_the_return_is_not_offered_while_a_fee_is_owed_and_the_page_says_where_it_is_paid(
    app: Flask, town: Town
) -> None:
    case_id = filed(town)
    go(town, case_id, until="B5")
    ref, clerk = town.case(case_id).code, Api(app, "bao.pq@nghe_an")

    def kinds() -> set[str]:
        return {act["kind"] for act in clerk.get(f"/cases/{ref}").json["acts"]}

    assert "return" not in kinds()
    page = clerk.client.get(f"/ho-so/{ref}").text
    assert "rồi mới trả được kết quả" in page
    assert "Ghi nhận đã thu phí" in page
    pay(town, case_id)
    assert "return" in kinds()


@ONE
def test_one_transaction_is_never_both_a_payment_and_a_refund_nor_two_refunds(town: Town) -> None:
    case_id = filed(town)
    pay(town, case_id, means="transfer", reference="FT 9001")
    with pytest.raises(PaymentKnown):
        refund(town, case_id, means="transfer", reference="ft9001", amount="1000")
    refund(town, case_id, means="transfer", reference="BK 77", amount="1000")
    with pytest.raises(PaymentKnown):
        refund(town, case_id, means="transfer", reference="bk77", amount="1000")


@ONE
def test_a_transfer_that_another_dossier_has_is_asked_about_once_more(town: Town) -> None:
    first, other = filed(town), filed(town)
    slip = pay(town, first, means="transfer", reference="FT 9001").payment
    pay(town, first, means="transfer", reference="FT 9002", amount="5000")
    with pytest.raises(PaymentElsewhere, match=town.case(first).submission_number):
        pay(town, other, means="transfer", reference="ft9001")
    with pytest.raises(PaymentElsewhere):
        pay(town, other, means="transfer", reference="ft9001", shared="no")
    pay(town, other, means="transfer", reference="ft9001", amount="8000", shared="yes")
    with pytest.raises(PaymentElsewhere):
        refund(town, other, means="transfer", reference="FT-9002", amount="1000")
    cancel(town, first, slip)
    third = filed(town)
    with pytest.raises(PaymentElsewhere, match=town.case(other).submission_number):
        pay(town, third, means="transfer", reference="FT9001")


def test_two_counters_at_one_instant_record_one_transaction_once(town: Town) -> None:
    """The second waits for the first and is refused as ever; cancelled, the number is free."""
    first, other = filed(town), filed(town)
    given = {"means": "transfer", "reference": "FT 77", "now": town.now, "person": counter(town)}
    ref = town.case(first).submission_number
    with ThreadPoolExecutor(1) as counters:
        with town.act() as session:
            slip = record_payment(session, ref=ref, **given).payment
            late = counters.submit(pay, town, other, means="transfer", reference="ft-77")
            wait([late], timeout=1)  # nobody gets through while the first is not done
        with pytest.raises(PaymentElsewhere, match=ref):
            late.result()
    cancel(town, first, slip)
    pay(town, other, means="transfer", reference="FT77")
    assert [faults(town, one) for one in (first, other)] == [[], []]


@ONE
def test_the_page_asks_about_the_other_dossier_with_what_was_typed_and_slips_differ(
    app: Flask, town: Town
) -> None:
    first, other = filed(town), filed(town)
    pay(town, first, means="transfer", reference="FT1", amount="1000")
    pay(town, first, means="transfer", reference="FT2", amount="1000")
    clerk = Api(app, "bao.pq@nghe_an")
    ref = town.case(other).submission_number
    page = clerk.client.get(f"/ho-so/{ref}").text
    sent = {"hs": ref, "csrf_token": clerk.token, "means": "transfer", "reference": "ft2"}
    asked = clerk.client.post(form_of(page, "thu-phi"), data={**sent, "shared": "no"})
    assert asked.status_code == 409
    assert f"đã ghi ở hồ sơ {town.case(first).submission_number}" in asked.text
    assert ">ft2</textarea>" in asked.text
    file = clerk.get(f"/cases/{town.case(first).submission_number}").json
    (act,) = [one for one in file["acts"] if one["kind"] == "correct_payment"]
    labels = [one["label"] for one in act["inputs"][0]["choices"]]
    assert len(set(labels)) == len(labels) == 2
    assert all("phiếu số" in one and "ngày 04/12/2025" in one for one in labels)


@ONE
def test_who_paid_for_a_filing_that_is_refused_reads_that_it_comes_back(
    app: Flask, town: Town
) -> None:
    case_id = filed(town)
    pay(town, case_id)
    told = {"cause": "not_qualified", "reason": "Không có sự kiện", "basis": "Luật Hộ tịch"}
    with town.act() as session:
        task = town.task(case_id)
        refuse_case(session, task_id=task.id, person=town.desk(task), now=town.now, **told)
    ref = town.case(case_id).submission_number
    words = "Phí, lệ phí đã nộp 16.000 đồng được hoàn lại"
    with town.database.reading() as session:
        assert words in track(session, ref=ref, now=town.now).lead
    clerk = Api(app, "bao.pq@nghe_an")
    assert words in clerk.client.get(f"/ho-so/{ref}").text
    refund(town, case_id)
    assert clerk.get(f"/cases/{ref}").json["money"]["back"] is None
