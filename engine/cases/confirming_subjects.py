"""The reception confirms or rejects each claim to be let off a fee; the fee follows."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, update

from engine.cases.act.case_act import CaseAct
from engine.cases.adding_files import FiledDocument
from engine.cases.charging_fees import take_fees
from engine.catalogue.packages import PublishedPackage
from engine.errors import SubjectDenied, SubjectProofMissing
from engine.facts.events_of_filing import SubjectsConfirmed
from engine.fees.subjects import (
    CLAIMED,
    NO_PAPER,
    PROOF,
    PROOFS,
    claimed,
    confirmed_in,
    proof_seen,
    subject_words,
    told_by_age,
)
from engine.routing.as_it_stands import day_of
from engine.routing.local_rules import rules_met
from engine.store.base import table_of
from engine.store.cases import Dossier
from engine.store.rows import Channel

_dossier = table_of(Dossier)


def check_claims(
    package: PublishedPackage,
    answers: Mapping[str, object],
    applicant: Mapping[str, object],
    *,
    channel: Channel,
    files: Sequence[FiledDocument],
    today: date,
) -> None:
    """A claim has its proof: online a file, or the owner's age by the dossier's own date of birth.

    At a counter the officer sees it, and says which when they receive. What the date of birth
    denies is refused by any way. Raises SubjectDenied, SubjectProofMissing.
    """
    claims = claimed(package, answers)
    _check_age(claims, applicant, today)
    unproven = [
        one
        for one in claims
        if one not in NO_PAPER and not told_by_age(one, _born(applicant), today)
    ]
    if channel != "online" or not unproven or any(file.component == PROOF for file in files):
        return
    told = {"subjects": subject_words(unproven), "papers": "; ".join(PROOFS[o] for o in unproven)}
    faults = [{"field": PROOF, "message": f"Hãy gửi {told['papers']}."}]
    raise SubjectProofMissing(**told, faults=faults)


def _check_age(claims: Sequence[str], applicant: Mapping[str, object], day: date) -> None:
    denied = [one for one in claims if told_by_age(one, _born(applicant), day) is False]
    if denied:
        words = subject_words(denied)
        faults = [{"field": CLAIMED, "message": f"Không thuộc diện {words} theo ngày sinh."}]
        raise SubjectDenied(subjects=words, faults=faults)


def _born(applicant: Mapping[str, object]) -> date | None:
    told = applicant.get("owner_date_of_birth")
    return date.fromisoformat(str(told)[:10]) if told else None


def confirm_subjects(act: CaseAct, said: Mapping[str, object]) -> int | None:
    """Keep what the officer found of the claims, and compute the fee anew by it.

    What is due then in đồng, or ``None`` where nobody claims anything.

    By the rules of the day of the filing: a fee is owed as it was then. What was confirmed tells
    by which paper. Raises FeeUndecided, SubjectDenied.
    """
    answers = act.dossier.case
    claims = claimed(act.package, answers)
    if not claims:
        return None
    confirmed = confirmed_in(said, claims)
    day = day_of(act.case["submitted_at"])
    _check_age(confirmed, act.dossier.applicant, day)
    act.connection.execute(update(_dossier).where(_same(act)).values(confirmed=list(confirmed)))
    rejected = tuple(one for one in claims if one not in confirmed)
    proofs = tuple(proof_seen(said, one) for one in confirmed)
    act.record(SubjectsConfirmed(confirmed=confirmed, rejected=rejected, proofs=proofs))
    found = rules_met(act.session, act.setting, act.stands.standing, day=day, epoch=act.epoch)
    return int(sum(line.due for line in take_fees(act, found, answers, confirmed=confirmed)))


def _same(act: CaseAct) -> ColumnElement[bool]:
    return (_dossier.c.province_code == act.key[0]) & (_dossier.c.case_id == act.key[1])
