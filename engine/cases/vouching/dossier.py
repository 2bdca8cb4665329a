"""What was filed, by whom, with which papers and files, against the events that tell of it.

Only for a case whose chain of events is whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy.orm import Session

from engine.cases.give_value import OF_THE_FILING
from engine.cases.naming_people import people_named
from engine.cases.vouching.agreeing import plain, rows_agree, rows_of_case
from engine.cases.vouching.rows import told_from_the_start
from engine.catalogue.packages import package
from engine.facts.base import Event
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.facts.events_of_apologies import Apologised, DueExtended
from engine.facts.events_of_consultations import ConsultationAnswered
from engine.facts.events_of_filing import CaseSubmitted, SubjectsConfirmed
from engine.facts.events_of_incidents import ValueGiven
from engine.facts.events_of_lateness import CauseConfirmed, CauseRejected
from engine.facts.events_of_meetings import MeetingRecorded
from engine.facts.events_of_outages import OutageSlipTaken
from engine.facts.events_of_papers import PapersLost
from engine.facts.events_of_receipts import CodeReissued
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.events_of_supplements import SupplementAnswered
from engine.facts.events_of_transfers import CaseTransferred
from engine.facts.events_of_withdrawals import CaseWithdrawn
from engine.facts.events_of_work import ResultStored, StoredFile
from engine.facts.reading import Recorded
from engine.routing.competence import area_of
from engine.routing.lost_papers import held_in
from engine.store.cases import Case, CaseDocument, Dossier
from engine.store.searching import found_by

ROLES: Mapping[type[Event], str] = {
    ResultStored: "result",
    DueExtended: "issued",
    Apologised: "issued",
    PapersLost: "issued",
    ConsultationAnswered: "opinion",
    MeetingRecorded: "minutes",
    CauseConfirmed: "evidence",
    CauseRejected: "evidence",
    OutageSlipTaken: "evidence",
    **dict.fromkeys((CaseWithdrawn, ContentAdjusted, CodeReissued), "request"),
}
"""What the files of an event are, where they are no part of the dossier."""


def dossier_faults(
    session: Session, case: Case, filed: CaseSubmitted, history: Sequence[Recorded]
) -> Iterator[str]:
    """Where answers, people, papers and files are not as the events say, in Vietnamese."""
    dossier = session.get(Dossier, (case.province_code, case.id))
    if dossier is None:
        yield "không còn nội dung đã nộp."
    else:
        yield from _dossier(session, case, dossier, filed, history)
    yield from _documents(session, case, history)


def _dossier(
    session: Session,
    case: Case,
    dossier: Dossier,
    filed: CaseSubmitted,
    history: Sequence[Recorded],
) -> Iterator[str]:
    if told_from_the_start(history) and plain(dossier.answers) != _told(filed, history):
        yield "nội dung đã nộp khác với nhật ký."
    yield from _papers(dossier, filed, history)
    if filed.corrects is not None:
        yield from _copied(session, case, dossier, filed.corrects, history)
    elif filed.assisted is not None:
        manifest = package(session, case.province_code, filed.package).manifest
        about = _about(history, (area_of(manifest, filed.answers), None))
        if (case.commune, case.first_commune) != about:
            yield "xã, phường của hồ sơ khác với nhật ký."
        people = manifest.people
        answers = {**filed.answers, **_given_later(history)}
        named = people_named(
            people,
            answers,
            typist=history[0].actor.name,
            citizen=not filed.assisted,
            organisation=filed.organisation,
        )
        if plain(dossier.applicant) != plain(named):
            yield "người nộp, chủ hồ sơ khác với nhật ký."
        elif case.applicant_name != str(named["owner_name"]):
            yield "tên chủ hồ sơ khác với nhật ký."
    if any(getattr(dossier, name) != kept for name, kept in found_by(dossier.applicant).items()):
        yield "cột tìm kiếm khác với người nộp, chủ hồ sơ."
    if dossier.confirmed != _confirmed(history):
        yield "diện miễn, giảm đã xác nhận khác với nhật ký."


About = tuple[str | None, str | None]
"""The commune that a dossier is about, and the first one if that took over from it."""


def _about(history: Iterable[Recorded], filed: About) -> About:
    """As it was filed, where it was sent on to last, or what took over from that."""
    commune, first = filed
    for told in history:
        if isinstance(told.event, CaseTransferred):
            commune, first = (told.event.place if commune else None), None
        elif (moved := _commune_moved(told.event)) is not None:
            first = first or moved[0]
            commune, first = moved[1], (None if moved[1] == first else first)
    return commune, first


def _commune_moved(event: Event) -> tuple[str, str] | None:
    """The commune before and after a unit took over from another."""
    roles = event.roles if isinstance(event, UnitSucceeded) else ()
    return next(((one.before, one.after) for one in roles if one.role == "commune"), None)


def _copied(
    session: Session, case: Case, dossier: Dossier, first: str, history: Iterable[Recorded]
) -> Iterator[str]:
    """A case that corrects another is about the same people, of the same account."""
    key = (case.province_code, first)
    found, told = session.get(Case, key), session.get(Dossier, key)
    if found is None or told is None:
        yield "không còn hồ sơ được đính chính."
    elif (
        *(case.account_id, case.commune, case.first_commune),
        *(case.applicant_name, plain(dossier.applicant)),
    ) != (
        *(found.account_id, *_about(history, (found.commune, found.first_commune))),
        *(found.applicant_name, plain(told.applicant)),
    ):
        yield "người nộp, chủ hồ sơ khác với hồ sơ được đính chính."


def _papers(dossier: Dossier, filed: CaseSubmitted, history: Sequence[Recorded]) -> Iterator[str]:
    if _papers_told(filed, history) not in (None, dossier.papers):
        yield "giấy tờ bản giấy đã nhận khác với nhật ký."
    if dossier.papers_gone and (not dossier.papers or held_in(dossier.papers, history)):
        yield "hồ sơ ghi không còn giữ bản giấy nào, nhật ký không ghi như vậy."


def _papers_told(filed: CaseSubmitted, history: Iterable[Recorded]) -> list[str] | None:
    """The papers that were handed in, at the filing and when the dossier was completed."""
    if filed.papers is None:
        return None
    later = (told.event.papers for told in history if isinstance(told.event, SupplementAnswered))
    return list(dict.fromkeys([*filed.papers, *(code for codes in later for code in codes)]))


def _told(filed: CaseSubmitted, history: Iterable[Recorded]) -> object:
    """The answers as they were filed, with those that were given or adjusted later."""
    return plain({**filed.answers, **_given_later(history)})


def _given_later(history: Iterable[Recorded]) -> dict[str, object]:
    """What the applicant adjusted, and repairs gave."""
    answers: dict[str, object] = {}
    for told in history:
        if isinstance(told.event, ValueGiven) and told.event.name.startswith(OF_THE_FILING):
            answers[told.event.name.removeprefix(OF_THE_FILING)] = told.event.value
        elif isinstance(told.event, ContentAdjusted):
            answers[told.event.question] = told.event.after
    return answers


def _confirmed(history: Iterable[Recorded]) -> list[str] | None:
    found = [told.event for told in history if isinstance(told.event, SubjectsConfirmed)]
    return list(found[-1].confirmed) if found else None


def _of_result(event: Event, file: object) -> dict[str, object]:
    """Code and signature of a stored result; no other file has any."""
    signed = event.signed if isinstance(event, ResultStored) else None
    code = file.code if isinstance(file, StoredFile) else None
    return {"code": code, "signed": msgspec.to_builtins(signed) if signed else None}


def _documents(session: Session, case: Case, history: Iterable[Recorded]) -> Iterator[str]:
    """The files, by whom and as what they came."""
    told: dict[object, dict[str, object]] = {
        file.id: {
            "name": file.name,
            "component": file.component,
            "digest": file.digest,
            "size": file.size,
            "added_at": entry.at,
            "added_by": entry.actor.account_id,
            "role": ROLES.get(type(entry.event), "filed"),
            **({"media_type": file.media_type} if file.media_type else {}),
            **_of_result(entry.event, file),
        }
        for entry in history
        for file in getattr(entry.event, "documents", ())  # whichever event brings files
    }
    if not rows_agree(rows_of_case(session, CaseDocument, case, "id"), told):
        yield "danh sách tệp khác với nhật ký."
