"""The reception confirms or rejects each claim to be let off a fee; the fee follows."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, update

from engine.cases.act.case_act import CaseAct
from engine.cases.charging_fees import take_fees
from engine.facts.events_of_filing import SubjectsConfirmed
from engine.fees.subjects import claimed, confirmed_in
from engine.routing.as_it_stands import day_of
from engine.routing.local_rules import rules_met
from engine.store.base import table_of
from engine.store.cases import Dossier

_dossier = table_of(Dossier)


def confirm_subjects(act: CaseAct, said: Mapping[str, object]) -> int | None:
    """Keep what the officer found of the claims, and compute the fee anew by it.

    What is due then in đồng, or ``None`` where nobody claims anything.

    By the rules of the day of the filing: a fee is owed as it was then. Raises FeeUndecided.
    """
    answers = act.dossier.case
    claims = claimed(act.package, answers)
    if not claims:
        return None
    confirmed = confirmed_in(said, claims)
    act.connection.execute(update(_dossier).where(_same(act)).values(confirmed=list(confirmed)))
    rejected = tuple(one for one in claims if one not in confirmed)
    act.record(SubjectsConfirmed(confirmed=confirmed, rejected=rejected))
    day = day_of(act.case["submitted_at"])
    found = rules_met(act.session, act.setting, act.stands.standing, day=day, epoch=act.epoch)
    return int(sum(line.due for line in take_fees(act, found, answers, confirmed=confirmed)))


def _same(act: CaseAct) -> ColumnElement[bool]:
    return (_dossier.c.province_code == act.key[0]) & (_dossier.c.case_id == act.key[1])
