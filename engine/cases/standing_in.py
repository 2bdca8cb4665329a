"""Somebody files for the owner of a dossier, by a paper that the reception looks at.

Decree 118/2025 arts. 15, 17.1a: by authorisation; the dossier and its account are the owner's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.cases.act.case_act import CaseAct
from engine.catalogue.applicants import AS_GUARDIAN, BY_PAPER, FOR_WHOM, Authorisation, paper_of
from engine.errors import AuthorisationFailed, AuthorisationMissing, NothingToAuthorise
from engine.facts import topics
from engine.facts.events_of_filing import AuthorisationChecked, FiledForOwner
from engine.routing.step_forms import AUTHORISED, FAILS
from engine.typed.folding import folded
from engine.typed.given import line_given
from engine.typed.identifiers import digits_of

FIELDS = {
    "authorisation.paper": "loại giấy",
    "authorisation.number": "số của giấy",
    "authorisation.day": "ngày của giấy, không sau hôm nay và không quá 50 năm trước",
}
"""What a paper is told by → what people call that."""
OLDEST = timedelta(days=50 * 366)
"""No paper is older by which somebody stands in: its day was mistyped."""


def check_authorisation(
    told: Authorisation | None,
    answers: Mapping[str, object],
    applicant: Mapping[str, object],
    *,
    today: date,
) -> Authorisation | None:
    """The paper in its one form, if somebody stands in for the owner.

    ``answers``: of the filing, which may say so itself; ``applicant``: its people. Raises
    AuthorisationMissing, NothingToAuthorise, TextUnreadable.
    """
    if told is None:
        if answers.get(FOR_WHOM) == BY_PAPER:
            raise _missing(list(FIELDS))
        if answers.get(FOR_WHOM) == AS_GUARDIAN:
            _check_two(_Two.of(applicant))
        return None
    paper, number = (
        line_given(field, FIELDS[field], text)
        for field, text in zip(FIELDS, (told.paper, told.number), strict=False)
    )
    given = dict(zip(FIELDS, (paper, number, today - OLDEST <= told.day <= today), strict=True))
    lacking = [field for field, there in given.items() if not there]
    if lacking:
        raise _missing(lacking)
    _check_two(_Two.of(applicant))
    return replace(told, paper=paper, number=number)


def _check_two(people: "_Two") -> None:
    if people.same:
        raise NothingToAuthorise(name=people.owner)


def _missing(lacking: Sequence[str]) -> AuthorisationMissing:
    what = ", ".join(FIELDS[one] for one in lacking)
    faults = [{"field": one, "message": f"Hãy ghi {FIELDS[one]}."} for one in lacking]
    return AuthorisationMissing(what=what, faults=faults)


_PEOPLE = ("owner", "submitter")


@dataclass(frozen=True, slots=True)
class _Two:
    """Owner and submitter of a filing."""

    owner: str
    submitter: str
    numbers: tuple[str | None, str | None]

    @classmethod
    def of(cls, applicant: Mapping[str, object]) -> "_Two":
        owner, submitter = (str(applicant.get(f"{who}_name") or "") for who in _PEOPLE)
        first, second = (
            digits_of(str(applicant.get(f"{who}_identity_number") or "")) for who in _PEOPLE
        )
        return cls(owner, submitter, (first, second))

    @property
    def same(self) -> bool:
        """By their numbers; where one has none, by their names."""
        owner, submitter = self.numbers
        if owner and submitter:
            return owner == submitter
        return bool(self.owner) and folded(self.owner) == folded(self.submitter)


def stand_in(act: CaseAct, paper: Authorisation, applicant: Mapping[str, object]) -> None:
    """Record who stands in, and tell the owner that somebody filed in their name."""
    people = _Two.of(applicant)
    act.record(FiledForOwner(authorisation=paper, submitter=people.submitter, owner=people.owner))
    act.announce(topics.FiledForOwner(submitter=people.submitter, paper=paper.words))


def check_standing_in(act: CaseAct, said: Mapping[str, object]) -> None:
    """What the officer who receives found of the paper. Raises AuthorisationFailed."""
    paper = paper_of(act.case)
    if paper is None:
        return
    if said.get(AUTHORISED) == FAILS:
        raise AuthorisationFailed
    people = _Two.of(act.dossier.applicant)
    act.record(
        AuthorisationChecked(authorisation=paper, submitter=people.submitter, owner=people.owner)
    )
