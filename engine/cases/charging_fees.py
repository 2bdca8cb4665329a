"""The fees of a case, computed at its submission and again when claims are confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.kinds.money import SUBJECTS
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import site_of
from engine.facts.events_of_filing import Fee, FeesComputed
from engine.feel import counting
from engine.fees import FeeLine, base_fees, fees_due
from engine.fees.subjects import CLAIMED, subject_words
from engine.routing.competence import area_of
from engine.store.rows import Channel
from engine.store.rules import CaseFee


def take_fees(
    act: CaseAct,
    found: Resolved,
    answers: Mapping[str, object],
    *,
    confirmed: Sequence[str] | None = None,
) -> list[FeeLine]:
    """Compute the fees under these rules and write them down with the act. Raises FeeUndecided.

    ``confirmed`` are the claims that the reception confirmed; before it, those of the filing count.
    """
    claims = _claims(answers)
    subjects = claims if confirmed is None else confirmed
    lines = _lines(act, found, answers, subjects)
    if subjects or confirmed is not None:
        with counting(None):  # nobody pays this: it tells what they are let off
            without = {line.item: line.due for line in _lines(act, found, answers, ())}
        lines = [_explained(line, without, claims, confirmed) for line in lines]
    if lines:
        at, channel = _at(act, anew=confirmed is not None), act.as_changed["channel"]
        act.write(CaseFee, [{**_row(act, channel, line), "computed_at": at} for line in lines])
        told = tuple(_told(line) for line in lines)
        later = None if at == act.now else at
        act.record(FeesComputed(channel=channel, fees=told, computed_at=later))
    return lines


def _at(act: CaseAct, *, anew: bool) -> datetime:
    """When the fee is computed: later than it was before, even within one tick of the clock."""
    last = _last(act) if anew else None
    return act.now if last is None or last < act.now else last + timedelta(microseconds=1)


def _last(act: CaseAct) -> datetime | None:
    return act.session.scalar(
        select(func.max(CaseFee.computed_at)).where(
            CaseFee.province_code == act.key[0], CaseFee.case_id == act.key[1]
        )
    )


def _claims(answers: Mapping[str, object]) -> list[str]:
    given = answers.get(CLAIMED)
    found = [str(one) for one in given] if isinstance(given, list) else []
    known = list(SUBJECTS)
    return sorted(found, key=lambda one: known.index(one) if one in known else len(known))


def _explained(
    line: FeeLine,
    without: Mapping[str, Decimal],
    claims: Sequence[str],
    confirmed: Sequence[str] | None,
) -> FeeLine:
    """The item, saying whom it lets off and whether somebody has looked at the proof."""
    told = [line.explained] if line.explained else []
    if line.due != without.get(line.item):
        if confirmed is None:
            told.append(f"khai thuộc diện {subject_words(claims)}, chờ xác nhận khi tiếp nhận")
        else:
            told.append(f"đã xác nhận diện {subject_words(confirmed)}")
    if rejected := [one for one in claims if confirmed is not None and one not in confirmed]:
        told.append(f"không xác nhận diện {subject_words(rejected)}")
    return replace(line, explained="; ".join(told))


def _lines(
    act: CaseAct, found: Resolved, answers: Mapping[str, object], subjects: Sequence[str]
) -> list[FeeLine]:
    """The items that people of these groups pay. Raises FeeUndecided."""
    channel = act.as_changed["channel"]
    # A rate by area goes by where the land or house is, whoever decides.
    commune = area_of(act.package.manifest, answers)
    base = base_fees(
        act.package.manifest.fee,
        act.package.files,
        channel=channel,
        day=found.day,
        areas=site_of(act.setting, commune or act.case["competent_unit"]).areas,
        subjects=subjects,
        answers=answers,
    )
    rules = [*found.of_kind("fee_amount"), *found.of_kind("fee_exemption")]
    return list(fees_due(base, rules, channel=channel, subjects=subjects, answers=answers))


def _row(act: CaseAct, channel: Channel, line: FeeLine) -> dict[str, Any]:
    return {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "item": line.item,
        "kind": line.kind,
        "channel": channel,
        "full": line.full,
        "exempted": line.exempted,
        "due": line.due,
        "basis": line.basis,
        "explained": line.explained,
        "rules": list(line.rules),
    }


def _told(line: FeeLine) -> Fee:
    return Fee(
        item=line.item,
        full=line.full,
        exempted=line.exempted,
        due=line.due,
        basis=line.basis,
        rules=tuple(line.rules),
        kind=line.kind,
        explained=line.explained,
    )
