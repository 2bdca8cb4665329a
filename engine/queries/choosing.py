"""What an act's input can be chosen from: the ways a case may go on by, the people at a desk."""

from collections.abc import Callable, Mapping
from datetime import date

from engine.acts.inputs import (
    AGAIN,
    ANSWERED,
    ASKED_UNIT,
    ASSIGNEE,
    AUTHORITY_UNIT,
    BACK_TO,
    CAUSE,
    CHANNEL,
    CHARGED_AGAIN,
    COLLEAGUE,
    DELEGATE,
    FEE_BACK,
    GROUND,
    HELD,
    JUDGED,
    LATENESS_CAUSE,
    LOST,
    MANNER,
    MEANS,
    MEETING,
    ON_HAND,
    OUTAGE,
    PAPER_GROUND,
    PAYMENT,
    PLACE,
    PURPOSE,
    QUESTION,
    QUESTION_ASKED,
    RESTORED,
    RETURNED,
    SCANS,
    SCORE,
    SHARED,
    SUPPLIED,
    TAKER,
    UNSCANNED,
    Input,
)
from engine.catalogue.adjusting import adjustable
from engine.catalogue.applicants import AGENCY, AUTHORISATION
from engine.catalogue.components import component_names, verdicts_on
from engine.catalogue.manifest import CHANNEL_NAMES
from engine.catalogue.rules.admission import (
    agency_needs_ground,
    open_channels,
    paper_barred,
    paper_grounds,
)
from engine.catalogue.rules.grounds import grounds_on
from engine.catalogue.rules.questions import questions_on
from engine.facts.events_of_consultations import MANNER_WORDS
from engine.facts.events_of_lateness import LATENESS_CAUSES
from engine.facts.events_of_meetings import HELD_WORDS, PURPOSE_WORDS
from engine.facts.events_of_money import MEANS_WORDS
from engine.facts.events_of_ratings import SCORE_WORDS
from engine.facts.events_of_refusals import CAUSE_WORDS
from engine.facts.events_of_withdrawals import FEE_WORDS
from engine.facts.events_of_work import TAKERS
from engine.facts.words import capital
from engine.fees.subjects import filing_form
from engine.files.kept import Kept
from engine.queries.asking import Asking, Choices
from engine.queries.case_components import component_rows, papers_of
from engine.queries.case_rows import (
    documents_of,
    dossier_of,
    history_of,
    standing_of,
)
from engine.queries.choosing_people import assignees, colleagues, delegates
from engine.queries.kept_rows import kept_rows
from engine.queries.payments import payment_rows, recorded_by
from engine.queries.supplements import supplement_of
from engine.queries.views.case import ChoiceView
from engine.queries.wording import local
from engine.routing.as_it_stands import day_of
from engine.routing.consulted import can_be_asked, other_agencies
from engine.routing.corrections import corrected_from
from engine.routing.destinations import alike, takers
from engine.routing.local_rules import rules_met
from engine.routing.lost_papers import held_papers, lost_papers
from engine.routing.meetings_waiting import waiting_meetings
from engine.routing.outages import outages_before
from engine.routing.owing import fee_back_of
from engine.routing.steps_back import ways_back
from engine.workflow import restore
from engine.workflow.running.incidents import StateUnreadable
from engine.worktime.wording import due_text

_questions: Kept[tuple[str, bool], Choices] = Kept(1000)
"""By the digests of packages."""
AGAIN_OR_NOT = (ChoiceView("no", "Không"), ChoiceView("yes", "Có: phải nộp lại"))
SHARED_OR_NOT = (ChoiceView("no", "Không"), ChoiceView("yes", "Có: một lần chuyển cho nhiều hồ sơ"))
ALL_MEANS: Choices = tuple(ChoiceView(one, capital(words)) for one, words in MEANS_WORDS.items())
"""How money comes and goes."""
CAUSES: Choices = tuple(ChoiceView(one, capital(words)) for one, words in CAUSE_WORDS.items())
"""Why a filing is refused."""
LATE_BY: Choices = tuple(ChoiceView(one, capital(words)) for one, words in LATENESS_CAUSES.items())
"""Why a case is late."""
_HALTS = {"suspend": "Tạm dừng", "stop": "Dừng"}
MANNERS: Choices = tuple(ChoiceView(one, capital(words)) for one, words in MANNER_WORDS.items())
"""How a unit is asked for its opinion."""

PURPOSES: Choices = tuple(ChoiceView(one, capital(words)) for one, words in PURPOSE_WORDS.items())
"""What an applicant is invited to."""
SCORES: Choices = tuple(ChoiceView(one, capital(words)) for one, words in SCORE_WORDS.items())
"""What an applicant may think."""
HELD_OR_NOT: Choices = tuple(ChoiceView(one, capital(words)) for one, words in HELD_WORDS.items())
"""What came of it."""


def choices_of(asked: Input, asking: Asking) -> Choices:
    """The values that the input takes now; empty for an input that is not chosen."""
    made = _CHOICES.get(asked.name)
    return made(asking) if made else ()


def rated_questions(day: date) -> Choices:
    """The questions that an applicant is asked on the day."""
    return tuple(ChoiceView(one.code, one.text) for one in questions_on(day))


def _channels(asking: Asking) -> Choices:
    """The other channels as of which its papers could be handled today: a state agency's on paper
    only where the province has grounds for that.
    """
    of_agency, grounds = asking.rows.case["applicant_kind"] == AGENCY, _paper_grounds(asking)
    handled = asking.rows.case["handled_as"] or asking.rows.case["channel"]
    rows, day = asking.rows, day_of(asking.now)
    setting = rows.setting
    found = rules_met(asking.session, setting, rows.stands.standing, day=day, epoch=setting.epoch)
    channels = open_channels(rows.package.manifest, found)
    return tuple(
        ChoiceView(channel, CHANNEL_NAMES[channel])
        for channel in channels
        if channel != handled
        and paper_barred(found, channel, ()) is None
        and not (of_agency and agency_needs_ground(found, channels, channel) and not grounds)
    )


def _paper_grounds(asking: Asking) -> Choices:
    """The grounds on which a state agency's papers are handled on paper; none of anybody else."""
    rows, day = asking.rows, day_of(asking.now)
    if rows.case["applicant_kind"] != AGENCY:
        return ()
    setting = rows.setting
    found = rules_met(asking.session, setting, rows.stands.standing, day=day, epoch=setting.epoch)
    return tuple(ChoiceView(one.code, one.ground, one.basis) for one in paper_grounds(found))


def _outages(asking: Asking) -> Choices:
    """The recorded outages in which the dossier may have come on paper."""
    rows, day = asking.rows, day_of(asking.now)
    setting = rows.setting
    found = rules_met(asking.session, setting, rows.stands.standing, day=day, epoch=setting.epoch)
    return tuple(
        ChoiceView(
            one.code, f"Từ {due_text(one.began)} đến {due_text(one.ended)}: {one.what}", one.basis
        )
        for one in outages_before(found, rows.case["submitted_at"])
    )


def _papers(asking: Asking) -> Choices:
    """The papers that were taken, and whether a file shows them already."""
    case, manifest = asking.rows.case, asking.rows.package.manifest
    names = component_names(manifest)
    shown = {one.component for one in documents_of(asking.session, case) if one.role == "filed"}
    return tuple(
        ChoiceView(code, names.get(code, code), "đã có bản số hóa" if code in shown else None)
        for code in dossier_of(asking.session, case).papers
    )


def _unscanned(asking: Asking) -> Choices:
    """The papers that no file shows yet; of a supplement those that are asked for."""
    if asking.task is None:
        return _supplied(asking)
    return tuple(one for one in _papers(asking) if one.note is None)


def _judged(asking: Asking) -> Choices:
    """Every component that can be judged, with how it is there."""
    rows = asking.rows
    dossier, documents = (
        dossier_of(asking.session, rows.case),
        documents_of(asking.session, rows.case),
    )
    papers = papers_of(rows, history_of(asking.session, rows.case), "officers")
    found = component_rows(asking.session, rows, dossier.papers, documents, papers)
    there = {one.code: one for one in found}
    asked = {one.code: one for one in (AUTHORISATION, *rows.package.manifest.documents)}
    if rows.case["authorisation"] is None and AUTHORISATION.code not in there:
        asked.pop(AUTHORISATION.code)
    return tuple(
        ChoiceView(
            code,
            one.name,
            there[code].words if code in there else None,
            verdicts_on(one, there=code in there),
        )
        for code, one in asked.items()
        if code not in there or there[code].state != "data"
    )


def _takers(asking: Asking) -> Choices:
    """Who may take the result: of those who filed for the owner only who has a paper."""
    barred = set() if asking.rows.case["authorisation"] else {"submitter"}
    return tuple(ChoiceView(one, words) for one, words in TAKERS.items() if one not in barred)


def _supplied(asking: Asking) -> Choices:
    """The papers that the applicant was asked for."""
    found = supplement_of(asking.session, asking.rows, asking.now)
    papers = found.papers if found else ()
    return tuple(
        ChoiceView(one.component, one.name, one.todo or None) for one in papers if not one.answered
    )


def _adjustable(asking: Asking) -> Choices:
    """The answers of the filing that decide nothing: by the package's files, which never change."""
    package, received = asking.rows.package, asking.rows.case["received_at"] is not None
    known = _questions.get((package.digest, received))
    if known is not None:
        return known
    found = adjustable(package, filing_form(package) or {}, received=received)
    return _questions.keep((package.digest, received), tuple(ChoiceView(*one) for one in found))


def _grounds(asking: Asking) -> Choices:
    """On which grounds the case may be suspended, while it is not, or stopped."""
    suspended = asking.rows.stands.state.suspended
    return tuple(
        ChoiceView(f"{one.act}:{one.code}", f"{_HALTS[one.act]}: {one.name}")
        for one in grounds_on(day_of(asking.now))
        if not (suspended and one.act == "suspend")
    )


def _asked_units(asking: Asking) -> Choices:
    """The units that can be asked for an opinion, by name."""
    if asking.task is None:
        return ()
    setting, unit, day = asking.rows.setting, asking.task["unit_code"], day_of(asking.now)

    def named() -> Choices:
        found = can_be_asked(setting, unit, day)
        choices = (ChoiceView(one, setting.unit_name(one)) for one in found)
        return tuple(sorted(choices, key=lambda one: one.label))

    return setting.once((_asked_units, unit, day), named)


def _authorities(asking: Asking) -> Choices:
    """The agencies of the province that an applicant can be sent to, by name."""
    if asking.task is None:
        return ()
    setting, day = asking.rows.setting, day_of(asking.now)
    here = (asking.task["unit_code"], asking.rows.case["competent_unit"])

    def named() -> Choices:
        found = other_agencies(setting, here, day)
        choices = (ChoiceView(one, setting.unit_name(one)) for one in found)
        return tuple(sorted(choices, key=lambda one: one.label))

    return setting.once((_authorities, here, day), named)


def _fee_back(asking: Asking) -> Choices:
    """What has become of the fee of a withdrawn case: what its records say."""
    said = fee_back_of(standing_of(asking.session, asking.rows.case))
    return (ChoiceView(said, capital(FEE_WORDS[said])),)


def _payments(asking: Asking) -> Choices:
    """The payments and refunds that count and that another recorded, the newest first."""
    history = history_of(asking.session, asking.rows.case)
    rows, own = payment_rows(history), recorded_by(history, asking.person.account_id)
    return tuple(
        ChoiceView(
            one.payment,
            f"{one.kind} {one.words}, phiếu số {one.number} ngày {local(one.at):%d/%m/%Y}",
            f"{one.by} ghi",
        )
        for one in rows
        if one.cancelled is None and one.how is not None and one.payment not in own
    )


def _places(asking: Asking) -> Choices:
    """The communes where another unit decides such a dossier and can take it, by name."""
    stands, setting, day = asking.rows.stands, asking.rows.setting, day_of(asking.now)

    def named() -> Choices:
        choices = (
            ChoiceView(
                *(code, setting.unit_name(code)),
                None if to.unit == code else setting.unit_name(to.unit),
            )
            for code, to in takers(asking.session, stands, day)
        )
        return tuple(sorted(choices, key=lambda one: one.label))

    return setting.once((_places, *alike(stands, day)), named)


def _held(asking: Asking) -> Choices:
    """The papers that lie in the dossier, and all of them where there are several."""
    manifest = asking.rows.package.manifest
    names = component_names(manifest)
    codes = held_papers(asking.session, asking.rows.case)
    found = tuple(ChoiceView(code, names.get(code, code)) for code in codes)
    return (*found, ChoiceView("all", "Tất cả giấy tờ bản giấy")) if len(found) > 1 else found


def _lacking(asking: Asking) -> Choices:
    """The papers that were lost and are not there again."""
    found = lost_papers(asking.session, asking.rows.case)
    return tuple(ChoiceView(one.component, one.name) for one in found if one.lacking)


def _done_again(asking: Asking) -> Choices:
    """The steps from which the viewer may have a result made anew, the last first."""
    stands = asking.rows.stands
    try:
        run = restore(stands.definition, asking.rows.case["state"])
    except StateUnreadable:
        return ()
    found = reversed(corrected_from(asking.session, stands, run, asking.person.account_id))
    return tuple(
        ChoiceView(one, f"Bước {stands.number(one)}: {stands.definition.steps[one].name}")
        for one in found
    )


def _steps_back(asking: Asking) -> Choices:
    """The steps to which whoever decides may return the work, the latest first."""
    rows = asking.rows
    if asking.task is None:
        return ()
    found = ways_back(rows.stands, rows.ended_steps, asking.task["element_id"])
    return tuple(
        ChoiceView(one.element_id, f"Bước {rows.stands.number(one.element_id)}: {one.name}")
        for one in found
    )


def _unanswered(asking: Asking) -> Choices:
    """The questions that nobody has answered."""
    setting = asking.rows.setting
    waiting = [
        one
        for one in kept_rows(asking.session, asking.rows.case).consultations
        if one.answered_at is None
    ]
    return tuple(
        ChoiceView(
            *(one.id, setting.unit_name(one.unit_code)),
            f"trả lời trước {due_text(one.due_at)}",
        )
        for one in waiting
    )


def _meetings(asking: Asking) -> Choices:
    """The invitations that wait for their minutes."""
    return tuple(
        ChoiceView(one.id, f"Giấy mời số {one.number}, {due_text(one.meets_at)}")
        for one in waiting_meetings(asking.session, asking.rows.case)
    )


_CHOICES: Mapping[str, Callable[[Asking], Choices]] = {
    CHANNEL.name: _channels,
    PAPER_GROUND.name: _paper_grounds,
    OUTAGE.name: _outages,
    ASSIGNEE.name: assignees,
    COLLEAGUE.name: colleagues,
    DELEGATE.name: delegates,
    FEE_BACK.name: _fee_back,
    MEANS.name: lambda _: ALL_MEANS,
    PAYMENT.name: _payments,
    SHARED.name: lambda _: SHARED_OR_NOT,
    CHARGED_AGAIN.name: lambda _: AGAIN_OR_NOT,
    CAUSE.name: lambda _: CAUSES,
    LATENESS_CAUSE.name: lambda _: LATE_BY,
    GROUND.name: _grounds,
    QUESTION.name: _adjustable,
    ASKED_UNIT.name: _asked_units,
    AUTHORITY_UNIT.name: _authorities,
    MANNER.name: lambda _: MANNERS,
    PURPOSE.name: lambda _: PURPOSES,
    SCORE.name: lambda _: SCORES,
    ANSWERED.name: lambda asking: rated_questions(day_of(asking.now)),
    HELD.name: lambda _: HELD_OR_NOT,
    MEETING.name: _meetings,
    BACK_TO.name: _steps_back,
    QUESTION_ASKED.name: _unanswered,
    JUDGED.name: _judged,
    SUPPLIED.name: _supplied,
    AGAIN.name: _done_again,
    LOST.name: _held,
    RETURNED.name: _held,
    PLACE.name: _places,
    RESTORED.name: _lacking,
    ON_HAND.name: _supplied,
    SCANS.name: _papers,
    UNSCANNED.name: _unscanned,
    TAKER.name: _takers,
}
"""The choices of each input that is chosen, by its name."""
