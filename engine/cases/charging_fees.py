"""The fees of a case, computed at its submission and again when its channel changes."""

from collections.abc import Mapping
from typing import Any

from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import site_of
from engine.facts.events_of_filing import Fee, FeesComputed
from engine.fees import FeeLine, base_fees, fees_due
from engine.routing.competence import area_of
from engine.store.rows import Channel
from engine.store.rules import CaseFee

SUBJECTS_FIELD = "doi_tuong"
"""The answer that names the groups of people whom the law lets off."""


def take_fees(act: CaseAct, found: Resolved, answers: Mapping[str, object]) -> list[FeeLine]:
    """Compute the fees under these rules and write them down with the act. Raises FeeUndecided."""
    channel = act.as_changed["channel"]
    given = answers.get(SUBJECTS_FIELD)
    subjects = [str(one) for one in given] if isinstance(given, list) else []
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
    lines = fees_due(base, rules, channel=channel, subjects=subjects, answers=answers)
    if lines:
        act.write(CaseFee, [_row(act, channel, line) for line in lines])
        act.record(FeesComputed(channel=channel, fees=tuple(_told(line) for line in lines)))
    return list(lines)


def _row(act: CaseAct, channel: Channel, line: FeeLine) -> dict[str, Any]:
    return {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "computed_at": act.now,
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
