"""Who may file this way: citizens, officers who help or receive, agencies; nobody their own."""

from collections.abc import Mapping

from engine.access import Matter, may
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.catalogue.applicants import AGENCY, NUMBERED, PERSON, ApplicantKind
from engine.catalogue.rules.admission import PaperGround, check_agency, check_ground, open_channels
from engine.catalogue.rules.resolution import Resolved
from engine.errors import (
    ChannelNotYours,
    NotYourDesk,
    NotYourNumber,
    OrganisationNumberMissing,
    OwnDossier,
    TextUnreadable,
)
from engine.organisation.tree import Setting
from engine.store.rows import Channel
from engine.store.searching import found_by
from engine.typed.identifiers import KINDS as IDENTIFIERS
from engine.typed.identifiers import digits_of, known_as
from engine.typed.text import Unreadable


def check_filer(
    person: Person, setting: Setting, *, channel: Channel, receiving: str, procedure_code: str
) -> None:
    """Who files this way: a citizen online, else an officer of the centre that receives.

    What an officer files for somebody is on record as assistance. Raises ChannelNotYours,
    NotYourDesk.
    """
    if person.kind == "citizen":
        if channel != "online":
            raise ChannelNotYours
        return
    counter = Matter(
        *(setting.province_code, setting, receiving),
        receiving=receiving,
        procedure_code=procedure_code,
    )
    if may(person, "cases.file", counter) is None:
        raise NotYourDesk(position="Cán bộ tiếp nhận", unit=setting.unit_name(receiving))


def check_not_own(person: Person, applicant: Mapping[str, object]) -> None:
    """An official files their own dossier as a citizen does (requirement R-10). OwnDossier."""
    numbers = found_by(applicant)
    own = (numbers["owner_number"], numbers["submitter_number"])
    if person.kind != "citizen" and person.identity_number in own and person.identity_number:
        raise OwnDossier


def check_own_name(
    person: Person,
    applicant: Mapping[str, object],
    kind: ApplicantKind,
    *,
    by_paper: bool,
) -> None:
    """A citizen files in their own name, or for another by a paper (decree 118/2025 art. 15).

    ``by_paper``: an authorisation, or one that makes them guardian of the owner. The submitter's
    number is the account's; without a paper, so is that of an owner who is a person. An account
    without a number vouches for none. Raises NotYourNumber.
    """
    own = person.identity_number
    if person.kind != "citizen" or not own:
        return
    asked = {"submitter_identity_number": "người nộp"}
    if kind == PERSON and not by_paper:
        asked["owner_identity_number"] = "chủ hồ sơ"
    for name, who in asked.items():
        given = digits_of(str(applicant.get(name) or ""))
        if given and given != own:
            raise NotYourNumber(who=who)


def organisation_number(kind: ApplicantKind, typed: str | None) -> str | None:
    """The number of the organisation that owns the dossier, in its one form.

    An agency without a code of its own tells its tax number; ``None``: a person owns it.
    Raises OrganisationNumberMissing, TextUnreadable.
    """
    if kind == PERSON:
        return None
    if not (typed or "").strip():
        raise OrganisationNumberMissing
    label, identifier = NUMBERED[kind]
    if kind == AGENCY and (number := known_as("tax_number", typed or "")):
        return number
    try:
        return IDENTIFIERS[identifier].read(typed or "")
    except Unreadable as unreadable:
        told = {"field": "owner_tax_number", "label": label}
        raise TextUnreadable(**told, reason=str(unreadable)) from None


def ground_of(
    act: CaseAct, rules: Resolved, *, kind: ApplicantKind, code: str | None
) -> PaperGround | None:
    """Why an agency doesn't file online, kept with the case; whoever names one, names one there is.

    Raises AgencyFilesOnline, PaperGroundUnknown, PaperGroundOfAgencies.
    """
    check_ground(rules, kind=kind, code=code)
    if kind != AGENCY:
        return None
    channels = open_channels(act.package.manifest, rules)
    ground = check_agency(rules, channels, act.case["channel"], code)
    act.case["paper_ground"] = ground.code if ground else None
    return ground
