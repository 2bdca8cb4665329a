"""The use-case of every act in the table, and doing an act by its name.

No door has to know which verb ends which step, or what a verb takes: ``end_step`` asks the locked
task, ``do`` asks the act's row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import ACTS, ending_act
from engine.acts.act import Act
from engine.acts.inputs import FILES, Input, InputKind
from engine.acts.on_steps import COMPLETE
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending, open_task
from engine.cases.adding_files import FiledDocument
from engine.cases.adjust import adjust_content
from engine.cases.answer_consultation import answer_consultation
from engine.cases.answer_supplement import answer_supplement
from engine.cases.apologise import apologise, apologise_late
from engine.cases.approve_halt import approve_halt, decline_halt
from engine.cases.ask_payment import ask_payment
from engine.cases.ask_supplement import ask_supplement
from engine.cases.ask_supplement_again import ask_supplement_again
from engine.cases.call_off_consultation import call_off_consultation
from engine.cases.change_channel import change_channel
from engine.cases.claim import claim_task
from engine.cases.claim_lateness_cause import claim_lateness_cause
from engine.cases.complete import complete_task
from engine.cases.confirm_lateness_cause import confirm_lateness_cause, reject_lateness_cause
from engine.cases.confirm_outage_slip import confirm_outage_slip, decline_outage_slip
from engine.cases.consult import consult
from engine.cases.correct_payment import correct_payment
from engine.cases.correct_result import correct_result
from engine.cases.delegate import delegate_task
from engine.cases.give_back import give_back
from engine.cases.hand_over import hand_over_result
from engine.cases.invite import invite
from engine.cases.propose_halt import propose_halt
from engine.cases.rate import rate_case
from engine.cases.reassign import reassign_task
from engine.cases.receive import receive_case
from engine.cases.record_meeting import record_meeting
from engine.cases.record_payment import record_payment
from engine.cases.refund_payment import refund_payment
from engine.cases.refuse import refuse_case
from engine.cases.refuse_result import refuse_result
from engine.cases.reissue_code import reissue_code
from engine.cases.release import release_task
from engine.cases.report_lost import report_lost
from engine.cases.restore_paper import restore_paper
from engine.cases.resume import resume_case
from engine.cases.return_papers import return_papers
from engine.cases.return_result import return_result
from engine.cases.return_work import return_work
from engine.cases.send_papers import send_papers
from engine.cases.store_result import store_result
from engine.cases.take_back import take_back_task
from engine.cases.take_outage_slip import take_outage_slip
from engine.cases.take_over import take_over_task
from engine.cases.take_papers import take_papers
from engine.cases.telling_faults import tell_all
from engine.cases.transfer_case import transfer_case
from engine.cases.withdraw import withdraw_case
from engine.errors import Invalid
from engine.ports import DocumentStore

USE_CASES: Mapping[str, Callable[..., object]] = {
    "claim": claim_task,
    "release": release_task,
    COMPLETE: complete_task,
    "receive": receive_case,
    "store_result": store_result,
    "return": return_result,
    "reassign": reassign_task,
    "delegate": delegate_task,
    "take_over": take_over_task,
    "take_back": take_back_task,
    "ask_supplement": ask_supplement,
    "refuse": refuse_case,
    "refuse_result": refuse_result,
    "return_work": return_work,
    "answer_supplement": answer_supplement,
    "apologise": apologise,
    "apologise_late": apologise_late,
    "withdraw": withdraw_case,
    "reissue_code": reissue_code,
    "give_back": give_back,
    "ask_supplement_again": ask_supplement_again,
    "propose_halt": propose_halt,
    "approve_halt": approve_halt,
    "decline_halt": decline_halt,
    "take_outage_slip": take_outage_slip,
    "confirm_outage_slip": confirm_outage_slip,
    "decline_outage_slip": decline_outage_slip,
    "resume": resume_case,
    "adjust": adjust_content,
    "consult": consult,
    "call_off_consultation": call_off_consultation,
    "answer_consultation": answer_consultation,
    "invite": invite,
    "record_meeting": record_meeting,
    "ask_payment": ask_payment,
    "record_payment": record_payment,
    "refund_payment": refund_payment,
    "correct_payment": correct_payment,
    "send_papers": send_papers,
    "take_papers": take_papers,
    "claim_lateness_cause": claim_lateness_cause,
    "confirm_lateness_cause": confirm_lateness_cause,
    "reject_lateness_cause": reject_lateness_cause,
    "rate": rate_case,
    "change_channel": change_channel,
    "correct_result": correct_result,
    "transfer": transfer_case,
    "report_lost": report_lost,
    "restore_paper": restore_paper,
    "return_papers": return_papers,
    "hand_over": hand_over_result,
}
"""The use-case of each act in ``engine.acts.ACTS``."""


def do(
    session: Session,
    kind: str,
    *,
    target: str,
    person: Person,
    given: Mapping[str, Any],
    store: DocumentStore,
    now: datetime,
) -> object:
    """Do an act on a task (by its id) or on a case (by its code or number); what its use-case says.

    ``given`` are the act's inputs by name; others are left alone, and one that must be given comes
    empty where it was not: then the act says what it lacks, all at once. Raises what the use-case
    raises.
    """
    act = ACTS[kind]
    come = ((one, given.get(one.name)) for one in act.inputs if one.required or one.name in given)
    asked = {one.name: _empty(one) if value is None else value for one, value in come}
    of_ending = OF_ENDING if act.ends_step else frozenset()
    taken = {name: value for name, value in asked.items() if name not in of_ending}
    if act.ends_step:
        taken["ending"] = Ending(**{k: v for k, v in asked.items() if k in OF_ENDING})
    if kind in _TAKE_FILES:
        taken["store"] = store
    target_name = "task_id" if act.on == "task" else "ref"
    try:
        return USE_CASES[kind](session, **{target_name: target}, person=person, **taken, now=now)
    except Invalid as refused:
        if not act.ends_step:  # a step's form has faults of its own
            tell_all(refused, act, asked)
        raise


def end_step(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ending: Ending,
    documents: Sequence[FiledDocument] = (),
    scans: Sequence[FiledDocument] = (),
    unscanned: Mapping[str, str] | None = None,
    store: DocumentStore,
    now: datetime,
) -> Moved:
    """End a step by the act that its diagram names for it.

    ``documents``, ``scans`` and ``unscanned`` are taken where the act takes them. Raises what the
    acts that end steps raise.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now)
    act = ending_act(opened.step.act)
    brought: dict[str, Any] = {"documents": documents, "scans": scans, "unscanned": unscanned or {}}
    taken: dict[str, Any] = {name: brought[name] for name in _names(act) if name in brought}
    if act.kind in _TAKE_FILES:
        taken["store"] = store
    ended = USE_CASES[act.kind](
        session, task_id=task_id, person=person, ending=ending, now=now, opened=opened, **taken
    )
    return cast("Moved", ended)


_TAKE_FILES = frozenset(
    kind for kind, act in ACTS.items() if any(one.kind in FILES for one in act.inputs)
)
OF_ENDING = frozenset(one.name for one in fields(Ending))
"""The inputs that say how a step is ended."""
_OF_SEVERAL: frozenset[InputKind] = FILES | {"judged", "on_hand"}


def _empty(asked: Input) -> Any:
    """What stands for nothing: no list is ever ``None``, and no word that must be given."""
    if asked.kind in _OF_SEVERAL:
        return ()
    return "" if asked.required else None


def _names(act: Act) -> tuple[str, ...]:
    return tuple(one.name for one in act.inputs)
