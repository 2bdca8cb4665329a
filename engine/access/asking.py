"""May somebody do something? The one question, asked of the table of rights. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.access.rights import OF_ACTS, OF_CASES
from engine.access.roles import ROLES, Reach, roles_of
from engine.accounts import Grant, Person, Post
from engine.organisation.keeping_past import Cuts
from engine.organisation.tree import Setting


@dataclass(frozen=True, slots=True)
class Matter:
    """What a right is asked about, as far as rights depend on it. What is left out isn't there.

    ``desk`` is the unit and the position of a task (an empty position: any), ``holder`` with whom
    it lies, ``led_by`` the units
    whose heads lead it, ``units`` those that worked on a case, ``watching`` the centres of
    the agency that decides a case which was filed elsewhere, ``taking`` where its papers may be
    taken, ``asked`` the units that were asked for an opinion, ``inviting`` those that invited to a
    meeting and owe its minutes, ``account_id`` of who filed it, ``represented`` whether that was
    for its owner; ``owner_number`` and ``submitter_number`` are their identity numbers. The unit of
    a sector is the one that the register makes responsible for it.
    """

    province_code: str
    setting: Setting | None = None
    """Needed where ``unit_code`` is told: what stands above the unit."""
    unit_code: str | None = None
    desk: tuple[str, str] | None = None
    holder: str | None = None
    led_by: Collection[str] = ()
    receiving: str | None = None
    returning: str | None = None
    units: Collection[str] = ()
    watching: Collection[str] = ()
    taking: Collection[str] = ()
    asked: Collection[str] = ()
    inviting: Collection[str] = ()
    late_led_by: Collection[str] = ()
    """The units whose heads lead the one with which a case counts as late."""
    cause_told: bool = False
    """Whether anybody said why a late case is late."""
    result_ready: bool = False
    """Whether the case has its result, waiting to be returned or returned."""
    slip_waits: bool = False
    """Whether a paper slip of an outage waits for its confirmation."""
    account_id: str | None = None
    represented: bool = False
    owner_number: str | None = None
    submitter_number: str | None = None
    procedure_code: str | None = None
    sector: str | None = None
    commune: str | None = None
    """The commune that a case was about first."""
    refs: frozenset[str] = frozenset()
    """The code and number of a case."""


@dataclass(frozen=True, slots=True)
class By:
    """By what somebody may: a role, and the post or grant that gives it, if one does.

    ``cuts``: of a unit that is no more, what of its past the unit of the holding keeps.
    """

    role: str
    holding: Post | Grant | None = None
    cuts: Cuts = ()

    def keeps(self, matter: "Matter") -> bool:
        """Whether the matter is in what is kept."""
        about = (matter.refs, matter.procedure_code, matter.commune)
        return all(cut.takes(*about) for cut in self.cuts)

    @property
    def absent_id(self) -> str | None:
        """In whose place they then work: an officer's id."""
        return self.holding.absent_id if isinstance(self.holding, Post) else None

    @property
    def at_no_desk(self) -> bool:
        """Whether a role given beside posts lets them: then work that another has is theirs too."""
        return isinstance(self.holding, Grant)

    @property
    def words(self) -> str | None:
        """The post as the audit and the papers name it; a role with its unit.

        Of a substitute with the name of whoever is absent: both names stand in the audit.
        """
        if isinstance(self.holding, Grant):
            return f"{ROLES[self.role].title}, {self.holding.unit_name}"
        if self.holding is None:
            return None
        absent = self.holding.absent_name
        return f"{self.holding.words}, thay {absent}" if absent else self.holding.words


VISITOR = By("visitor")


def may(person: Person | None, right: str, matter: Matter) -> By | None:
    """By what the person may do this in the matter; ``None``: they may not.

    First in the place of the matter's holder, where the person stands in for them.
    """
    first: By | None = None
    # Open work follows by itself.
    past = matter.setting if of_the_past(right) and matter.desk is None else None
    for by, reach in held(person, right):
        if reaches(by, reach, person, matter) or (past and _keeps(by, reach, person, matter, past)):
            if matter.holder is None or by.absent_id == matter.holder:
                return by
            first = first or by
    return first


def _keeps(by: By, reach: Reach, person: Person | None, matter: Matter, setting: Setting) -> bool:
    """Whether a right to cases goes as far by the past that the unit of the holding keeps."""
    kept = in_the_past(by, person, setting)
    return any(one.keeps(matter) and reaches(one, reach, person, matter) for one in kept)


def of_the_past(right: str) -> bool:
    """Whether the right goes to what is kept of units that are no more, as rights to cases do."""
    return right in OF_ACTS or right in OF_CASES


def in_the_past(by: By, person: Person | None, setting: Setting) -> Iterator[By]:
    """The same post or role in each unit whose past its own keeps on the day of the request."""
    if by.holding is None or person is None or person.day is None:
        return
    if person.province_code != setting.province_code:
        return
    for old, cuts in setting.past_of(by.holding.unit_code, person.day):
        yield replace(by, holding=replace(by.holding, unit_code=old), cuts=cuts)


def held(person: Person | None, right: str) -> Sequence[tuple[By, Reach]]:
    """Everything by which the person has the right, and how far it goes."""
    if person is None:
        return tuple(_held(None, right))
    found: Sequence[tuple[By, Reach]] | None = person.held.get(right)
    if found is None:
        found = person.held[right] = tuple(_held(person, right))
    return found


def _held(person: Person | None, right: str) -> Iterator[tuple[By, Reach]]:
    """Nobody does acts of citizens from an officer's account (requirement R-10)."""
    officer = person is not None and person.officer_id is not None
    for by in _roles(person):
        for reach in ROLES[by.role].reaches.get(right, ()):
            if not (officer and by.role == "citizen" and right in OF_ACTS):
                yield by, reach


def holds(person: Person | None, right: str) -> bool:
    """Whether the person has the right anywhere at all."""
    return bool(held(person, right))


def reaches(by: By, reach: Reach, person: Person | None, matter: Matter) -> bool:
    """Whether a right that goes so far goes as far as the matter."""
    if reach == "anyone":
        return True
    if person is None:
        return False
    if reach in ("own", "filed"):
        return _is_of(person, matter) if reach == "own" else _filed(person, matter)
    if by.holding is None or person.province_code != matter.province_code:
        return False
    # Few of somebody's many posts go as far: whose case it is, is asked last.
    return _REACHES[reach](by.holding, matter) and not handles_own(person, matter)


def handles_own(person: Person, matter: Matter) -> bool:
    """Whether the matter is a case of the person: no post or role reaches it (four eyes)."""
    return person.identity_number in people_of(matter)


def people_of(matter: Matter) -> frozenset[str]:
    """The identity numbers of those who handle nothing in the matter: it is their own."""
    return frozenset(filter(None, (matter.owner_number, matter.submitter_number)))


def stands_in(person: Person, matter: Matter) -> bool:
    """Whether they filed it for an owner who is somebody else."""
    return _filed(person, matter) and not _is_of(person, matter)


def _filed(person: Person, matter: Matter) -> bool:
    return matter.account_id is not None and matter.account_id == person.account_id


def _is_of(person: Person, matter: Matter) -> bool:
    """Whether they own it: by the number that their account is of, or filed it for nobody else."""
    number = person.identity_number
    return (number is not None and number == matter.owner_number) or (
        _filed(person, matter) and not matter.represented
    )


def units_of(person: Person, right: str, setting: Setting) -> frozenset[str] | None:
    """The units in which the person has the right, for lists; ``None``: in the whole province."""
    if may(person, right, Matter(setting.province_code, setting)):
        return None
    return frozenset(
        code
        for code in setting.units
        if may(person, right, Matter(setting.province_code, setting, code))
    )


def _roles(person: Person | None) -> Iterator[By]:
    yield VISITOR
    if person is None:
        return
    if person.kind != "system":
        yield By("citizen")
    for post in person.posts:
        for role in roles_of(post):
            yield By(role, post)
    for grant in person.grants:
        if grant.role in ROLES:
            yield By(grant.role, grant)


Holding = Post | Grant


def _covers(holding: Holding, matter: Matter) -> bool:
    """Whether what the holding is narrowed to holds the matter; a narrow one, only parts of it."""
    if holding.procedures is None:
        return True
    if isinstance(holding, Grant) and matter.sector and holding.sector == matter.sector:
        return True
    return matter.procedure_code is not None and holding.covers(matter.procedure_code)


def _at_desk(holding: Holding, matter: Matter) -> bool:
    if matter.desk is None or not isinstance(holding, Post):
        return False
    unit, position = matter.desk
    return holding.unit_code == unit and position in ("", holding.position_code)


def _below(root: str, matter: Matter) -> bool:
    """Whether the matter's unit is the root or stands below it; all there is, below the highest."""
    if matter.setting is None:
        return False
    if matter.unit_code is None:
        unit = matter.setting.units.get(root)
        return unit is not None and unit.parent is None
    return matter.setting.within(matter.unit_code, {root})


def _in_agency(holding: Holding, matter: Matter) -> bool:
    if matter.setting is None or matter.unit_code is None:
        return False
    return matter.setting.within(matter.unit_code, {matter.setting.agency_unit(holding.unit_code)})


def _answers(holding: Holding, matter: Matter) -> bool:
    """Whether the holding is in a unit that was asked, or below it in its agency."""
    if not matter.asked or matter.setting is None:
        return False
    return any(unit in matter.asked for unit in matter.setting.led_from(holding.unit_code))


def _in_sector(holding: Holding, matter: Matter) -> bool:
    """Of a sector or procedure that was given, or in the care of a unit of theirs."""
    if isinstance(holding, Grant):
        return holding.procedures is not None or _below(holding.unit_code, matter)
    return _in_agency(holding, matter)


_HERE: Mapping[Reach, Callable[[Holding, Matter], bool]] = {
    "desk": _at_desk,
    "receiving": lambda holding, matter: holding.unit_code == matter.receiving,
    "returning": lambda holding, matter: holding.unit_code == matter.returning,
    "worked_on": lambda holding, matter: holding.unit_code in matter.units,
    "led": lambda holding, matter: (
        isinstance(holding, Post) and holding.leads and holding.unit_code in matter.led_by
    ),
    "late_led": lambda holding, matter: (
        isinstance(holding, Post) and holding.leads and holding.unit_code in matter.late_led_by
    ),
    "watching": lambda holding, matter: holding.unit_code in matter.watching,
    "taking": lambda holding, matter: holding.unit_code in matter.taking,
    "asked": _answers,
    "inviting": lambda holding, matter: holding.unit_code in matter.inviting,
    "unit": lambda holding, matter: holding.unit_code == matter.unit_code,
    "agency": _in_agency,
    "cause_told": lambda holding, matter: matter.cause_told and _below(holding.unit_code, matter),
    "result_ready": lambda holding, matter: (
        matter.result_ready and _below(holding.unit_code, matter)
    ),
    "slip_waits": lambda _, matter: matter.slip_waits,
    "subtree": lambda holding, matter: _below(holding.unit_code, matter),
    "sector": _in_sector,
    "province": lambda *_: True,
}


def _reaching(here: Callable[[Holding, Matter], bool]) -> Callable[[Holding, Matter], bool]:
    return lambda holding, matter: here(holding, matter) and _covers(holding, matter)


_REACHES = {reach: _reaching(here) for reach, here in _HERE.items()}
