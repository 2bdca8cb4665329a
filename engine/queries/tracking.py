"""What anyone who knows a case's number may see: where it is, by when, and nothing personal.

Who proves a little more (``engine.accounts.proofs``) sees whose it is, or gets the result too.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.accounts.proofs import Proof, acts_for_applicant, gives_result, opening_code, proven
from engine.catalogue.rules.kinds.money import money_words
from engine.deadlines import answer_hours
from engine.errors import DocumentNotFound, ProofMissing
from engine.facts.events_of_refusals import CaseRefused
from engine.facts.words import capital
from engine.fees.owing import Owing
from engine.life import APPLICANTS
from engine.queries.acted_as import acted_as
from engine.queries.case_rows import (
    CaseRows,
    check_given,
    dossier_of,
    find_case,
    history_of,
    standing_of,
)
from engine.queries.case_steps import states, step_rows
from engine.queries.corrections import correction_by, corrections_of
from engine.queries.delivery import delivery_of, delivery_words, how_to_get
from engine.queries.due_explained import case_due_why
from engine.queries.fees import case_fees, fee_back, money_view
from engine.queries.findings import findings
from engine.queries.meetings import RECORD, invited_words
from engine.queries.offering import decided_now
from engine.queries.own_rating import RATE, rating_of
from engine.queries.phases import phase_views, result_later
from engine.queries.result_words import given_words, headline_of, refusal_words
from engine.queries.slips import slips
from engine.queries.supplements import supplement_of
from engine.queries.views.case import StepRow
from engine.queries.views.parts import Due
from engine.queries.views.supplements import SupplementView
from engine.queries.views.tracking import ResultFile, TrackStep, TrackView
from engine.queries.whereabouts import case_due_view
from engine.queries.wording import local
from engine.routing.as_it_stands import day_of
from engine.routing.corrections import told_instead
from engine.routing.giving_results import told_held_back
from engine.routing.meetings_waiting import next_meetings
from engine.routing.named_cases import case_keys
from engine.routing.refused import refused_results
from engine.routing.signature import signature_in
from engine.store.cases import Case, CaseDocument
from engine.store.rows import CaseRow
from engine.workflow.draw import colour
from engine.worktime.wording import spoken_instant_text

NOTHING = Proof()
_has_file = and_(Case.province_code == CaseDocument.province_code, Case.id == CaseDocument.case_id)


def case_named(session: Session, ref: str) -> str | None:
    """The id of the one case that a code or submission number means."""
    found = case_keys(session, ref)
    return found[0][1] if len(found) == 1 else None


def track(session: Session, *, ref: str, now: datetime, proof: Proof = NOTHING) -> TrackView:
    """The public view of a case, and more for who proves something. CaseNotFound, FactWrong."""
    rows = find_case(session, ref, now)
    steps, applicant = step_rows(rows, now, "public"), dossier_of(session, rows.case).applicant
    opened = proven(proof, rows.case, applicant)
    given = gives_result(proof, rows.case, applicant)
    acts = acts_for_applicant(proof, rows.case, applicant)
    case, delivery, due = rows.case, delivery_of(applicant), case_due_view(rows, now)
    returning = rows.setting.unit_name(case["returning_unit"])
    results = result_files(session, [case]).get(case["id"], ()) if rows.stands.state.solved else ()
    standing, corrects = standing_of(session, case), correction_by(session, case)
    rating, phases = rating_of(session, rows, now), phase_views(session, rows, now)
    refused = bool(refused_results(session, [case]))
    how, awaited = how_to_get(delivery, returning), _invited(session, rows, now)
    headline, lead = awaited or _words(
        rows,
        steps,
        due,
        how,
        standing,
        turn_to=_receives_on(rows, day_of(now)),
        refused=refused,
        elsewhere=_right_authority(session, rows),
        given=given_words(history_of(session, case), refused=refused),
    )
    return TrackView(
        ref=rows.stands.ref,
        ended=rows.stands.state.ended,
        submission_number=case["submission_number"],
        headline=headline,
        lead=lead,
        may_withdraw="withdraw" in rows.stands.state.acts
        and not decided_now(rows)
        and case["authorisation"] is None
        and not proof.officer,
        may_rate=acts
        and not proof.officer
        and RATE in rows.stands.state.acts
        and not rating.closed,
        rated_at=rating.rated_at if opened else None,
        must_act=awaited is not None or rows.stands.state.runs in APPLICANTS,
        procedure_name=rows.package.manifest.short_name,
        opened=opened,
        by_fact=opened and not acts,
        opens_with=opening_code(proof, rows.case, applicant) if opened else None,
        applicant_name=case["applicant_name"] if opened else None,
        findings=findings(rows, "applicant", acted_as(history_of(session, case))) if opened else (),
        supplement=_awaited(session, rows, now) if opened else None,
        slips=slips(rows, history_of(session, case)) if opened else (),
        results=() if not given or (results and _held(session, case)) else results,
        for_owner=opened and not given and case["authorisation"] is not None,
        phases=phases,
        result_later=result_later(phases),
        corrects=corrects.first if corrects else None,
        corrections=corrections_of(session, case) if opened else (),
        refused=refused,
        has_result=bool(results),
        delivery_words=delivery_words(delivery, returning),
        due=due,
        ready_at=case["finished_at"] if rows.stands.state.solved else None,
        explanation=case_due_why(rows),
        steps=tuple(_stages(rows, steps, delivery_words(delivery, returning))),
        fees=case_fees(session, case, standing, why=opened),
        money=money_view(rows.stands, standing),
        receiving_unit=rows.setting.unit_name(case["receiving_unit"]),
        returned_at=case["returned_at"],
        diagram=colour(rows.package.diagram, states(steps)),
    )


def _awaited(session: Session, rows: CaseRows, now: datetime) -> SupplementView | None:
    asked = supplement_of(session, rows, now)
    return asked if asked and asked.open else None


def _invited(session: Session, rows: CaseRows, now: datetime) -> tuple[str, str] | None:
    """What the applicant reads while a meeting is ahead: when, and where to read the rest."""
    case = rows.case
    if RECORD not in rows.stands.state.acts:
        return None
    meets_at = next_meetings(session, [case["province_code"]], [case["id"]], now).get(case["id"])
    if meets_at is None:
        return None
    return (
        invited_words(meets_at),
        "Nơi hẹn và việc cần làm có trong giấy mời. Không đến được thì báo trước.",
    )


def _right_authority(session: Session, rows: CaseRows) -> str | None:
    """Which agency decides what was refused for coming to the wrong one."""
    if not rows.stands.state.over:
        return None
    told = (one.event for one in history_of(session, rows.case))
    return next((one.authority for one in told if isinstance(one, CaseRefused)), None)


def _held(session: Session, case: CaseRow) -> bool:
    return told_held_back(session, [case])[case["id"]].holds_back


def tracked_result(session: Session, *, ref: str, document_id: str, proof: Proof) -> CaseDocument:
    """A file of the result, for the receipt's code or its owner, who is signed in.

    Raises CaseNotFound, DocumentNotFound, FactWrong, FeeOwed, ProofMissing.
    """
    rows = find_case(session, ref)
    case, found = rows.case, None
    applicant = dossier_of(session, case).applicant
    opened, given = proven(proof, case, applicant), gives_result(proof, case, applicant)
    if opened and not given and case["authorisation"] is None:
        raise ProofMissing
    if given and rows.stands.state.solved:
        found = session.get(CaseDocument, (case["province_code"], document_id))
    told = result_files(session, [case]).get(case["id"], ())
    if found is None or found.id not in {file.id for file in told}:
        raise DocumentNotFound
    check_given(found, told_held_back(session, [case])[case["id"]])
    return found


def result_files(session: Session, cases: Sequence[CaseRow]) -> dict[str, tuple[ResultFile, ...]]:
    """The electronic results of these cases, by case id; a case without has no entry.

    Of one that was corrected, what corrects it: the first result is kept and told no more.
    """
    provinces = {case["province_code"] for case in cases}
    ids = [case["id"] for case in cases]
    instead = told_instead(session, provinces, ids)
    rows = session.execute(
        select(CaseDocument, func.coalesce(Case.code, Case.submission_number))
        .join(Case, _has_file)
        .where(
            CaseDocument.province_code.in_(provinces),
            CaseDocument.case_id.in_([instead.get(one, one) for one in ids]),
            CaseDocument.role == "result",
        )
        .order_by(CaseDocument.id)
    )
    found: dict[str, tuple[ResultFile, ...]] = {}
    for one, ref in rows:
        made = ResultFile(
            *(one.id, ref, one.name, one.size, one.media_type),
            code=one.code,
            signed=signature_in(one),
        )
        found[one.case_id] = (*found.get(one.case_id, ()), made)
    shown = {one: found.get(instead.get(one, one)) for one in ids}
    return {one: files for one, files in shown.items() if files}


def _words(
    rows: CaseRows,
    steps: tuple[StepRow, ...],
    due: Due,
    how_to_get: str,
    standing: Owing,
    *,
    turn_to: str,
    refused: bool,
    elsewhere: str | None,
    given: str | None,
) -> tuple[str, str]:
    """What the applicant reads first, and what they have to do."""
    state = rows.stands.state
    if due.urgency == "late" and state.counts:
        return (
            f"{capital(due.words)}. Chúng tôi xin lỗi bạn.",
            "Bạn không phải làm gì thêm. Chúng tôi vẫn đang giải quyết hồ sơ.",
        )
    if refused:
        headline = headline_of(state, rows.case, refused=True)
        return headline, refusal_words(how_to_get, standing, given)
    if state.solved and not state.ended and standing.owed:
        owed = money_words(standing.owed)
        return (
            f"Đã có kết quả, bạn còn phải nộp {owed}",
            f"Nộp tại {turn_to} hoặc theo thông báo nộp phí; nộp xong thì nhận được kết quả.",
        )
    back = f" {told} ở {turn_to}." if (told := fee_back(rows.stands, standing)) else ""
    if elsewhere is not None:
        return state.headline, f"Hãy nộp ở cơ quan đúng thẩm quyền: {elsewhere}.{back}"
    now = next((step for step in steps if step.state == "now"), None)
    if state.counts and now is not None and now.agency_name:
        return f"{capital(now.agency_name)} đang giải quyết hồ sơ", state.lead
    within = _answered_within(rows)
    lead = given or state.lead.format(
        receiving=turn_to, how_to_get=how_to_get, answer_within=within
    )
    return headline_of(state, rows.case, refused=refused), f"{lead}{back}"


def _answered_within(rows: CaseRows) -> str:
    """In how many working hours an online filing is answered (decree 118/2025 art. 17.2)."""
    hours = answer_hours(rows.stands.taken, day_of(rows.case["submitted_at"]))
    return f" trong {hours} giờ làm việc" if hours and rows.case["channel"] == "online" else ""


def _receives_on(rows: CaseRows, day: date) -> str:
    """The unit that received it, or took over from that one: papers and money are settled there."""
    unit = rows.case["receiving_unit"]
    return rows.setting.unit_name(rows.setting.on_day(unit, day, rows.stands.units.about) or unit)


def _stages(rows: CaseRows, steps: tuple[StepRow, ...], result: str) -> Iterator[TrackStep]:
    """Consecutive steps of one unit told as one stage: the citizen follows places, not desks.

    A case without a result goes nowhere any more, from its withdrawal on: its last stage says how
    it ended.
    """
    told = [step for step in steps if step.state != "skipped"]
    if rows.stands.state.ended or rows.stands.state.without_result:
        # What an office still does after the hand-over is not the applicant's to wait for.
        told = [step for step in told if step.state == "done"]
    for unit, group in groupby(told, key=lambda step: step.agency_name):
        stage = list(group)
        yield _stage(rows, unit or "", stage, result)
    state, finished_at = rows.stands.state, rows.case["finished_at"]
    if state.without_result and finished_at is not None:
        yield TrackStep("done", state.headline, spoken_instant_text(local(finished_at)))


def _stage(rows: CaseRows, unit: str, stage: list[StepRow], result: str) -> TrackStep:
    working = next((step for step in stage if step.state == "now"), None)
    name = capital(unit)
    if working is not None:
        return TrackStep("now", f"{name} đang làm: {working.name}", _until(working))
    if all(step.state == "done" for step in stage):
        ended = stage[-1].completed_at
        when = spoken_instant_text(local(ended)) if ended else None
        return TrackStep("done", f"{name} đã xong: {stage[-1].name}", when)
    if any(step.state == "done" for step in stage):
        return TrackStep("next", f"{name} sẽ làm tiếp: {stage[-1].name}", None)
    is_last = stage[-1].number == len(rows.stands.definition.steps)
    to = f"Bạn nhận kết quả: {result}" if is_last else f"Sau đó đến {unit}"
    return TrackStep("next", to, None)


def _until(step: StepRow) -> str | None:
    return f"trước {spoken_instant_text(local(step.due.at))}" if step.due.at else None
