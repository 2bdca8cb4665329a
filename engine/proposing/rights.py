"""Who proposes and who approves what is published: the one place that asks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator, administrator, holds, operator
from engine.accounts import Person
from engine.errors import MayNotPublish
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Sector

PROPOSE, APPROVE, READ = "packages.propose", "packages.approve", "designs.read"
CHECK = "packages.check"
Sectors = frozenset[str] | None
"""In which sectors; ``None``: in all of the province."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Someone with a part in publishing. ``sectors``: in which they propose; ``None``: in all.

    ``whole``: they may approve, and propose what is the whole province's. ``reads``: in which
    sectors they read what is proposed of procedures.
    """

    admin: Administrator
    whole: bool
    sectors: Sectors
    reads: Sectors = frozenset()

    @property
    def province_code(self) -> str:
        """The province in which they publish."""
        return self.admin.province_code

    @property
    def name(self) -> str:
        """Who they are."""
        return self.admin.name

    @property
    def account_id(self) -> str | None:
        """Their account; ``None`` for the operator at the command line."""
        return self.admin.account_id

    def proposes_in(self, sector: str | None) -> bool:
        """Whether they propose what is of this sector; ``None``: of the whole province."""
        return self.sectors is None or sector in self.sectors

    def reads_in(self, sector: str | None) -> bool:
        """Whether they read what is proposed of procedures of this sector."""
        return self.reads is None or sector in self.reads


def takes_part(person: Person) -> bool:
    """Whether the pages of publishing are for this person, by today's posts and roles alone."""
    return holds(person, PROPOSE) or holds(person, APPROVE)


def reads_proposals(person: Person) -> bool:
    """Whether the pages of what waits are for this person, be it for reading only."""
    return takes_part(person) or (person.officer_id is not None and holds(person, READ))


def require_checks(person: Person) -> None:
    """Raise MayNotPublish unless they have packages checked: a check costs the server a second, and
    only who designs, controls or administers procedures has a use for it."""
    if not holds(person, CHECK):
        why = "Cần vị trí thiết kế quy trình, kiểm soát thủ tục hành chính hoặc quản trị."
        raise MayNotPublish(act="kiểm tra gói thủ tục", why=why)


def reader(session: Session, person: Person) -> Publisher:
    """Who reads what is proposed: whoever has a part, and who sees the designs of procedures.

    Raises MayNotPublish, ProvinceNotFound.
    """
    if takes_part(person) or not reads_proposals(person) or person.province_code is None:
        return publisher(session, person)
    setting = setting_of(session, person.province_code)
    admin = administrator(person, setting)
    reads = sectors_with(session, admin, setting, READ)
    return Publisher(admin, whole=False, sectors=frozenset(), reads=reads)


def publisher(session: Session, person: Person) -> Publisher:
    """The part that the person has by today's posts and roles (``engine.access``).

    A designer proposes within the sectors of which the register makes the designer's agency, or a
    unit below it, responsible, and in those that were given. Raises MayNotPublish,
    ProvinceNotFound.
    """
    code = person.province_code
    if code is None:
        raise MayNotPublish(act="công bố", why="Chỉ cán bộ của tỉnh làm được việc này.")
    setting = setting_of(session, code)
    if not takes_part(person):
        why = "Cần vị trí quản trị tỉnh hoặc thiết kế quy trình."
        raise MayNotPublish(act="đề nghị hay duyệt công bố", why=why)
    admin = administrator(person, setting)
    if admin.may(APPROVE, setting):
        return Publisher(admin, whole=True, sectors=None)
    sectors = sectors_of(session, admin, setting, PROPOSE)
    reads = sectors_with(session, admin, setting, READ)
    return Publisher(admin, whole=False, sectors=sectors, reads=reads)


def sectors_with(session: Session, admin: Administrator, setting: Setting, right: str) -> Sectors:
    """In which sectors they have the right; ``None``: in all of the province."""
    if admin.may(right, setting):
        return None
    return sectors_of(session, admin, setting, right)


def sectors_of(
    session: Session, admin: Administrator, setting: Setting, right: str
) -> frozenset[str]:
    """The sectors of the register in which they have the right."""
    query = select(Sector.name, Sector.unit_code).where(Sector.province_code == admin.province_code)
    return frozenset(
        name
        for name, unit in session.execute(query)
        if admin.may(right, setting, unit, sector=name)
    )


def operating(session: Session, province_code: str) -> Publisher:
    """The operator at the command line. Raises ProvinceNotFound."""
    code = setting_of(session, province_code).province_code
    return Publisher(operator(code), whole=True, sectors=None)


def require_sector(who: Publisher, *sectors: str | None) -> None:
    """Raise MayNotPublish unless they propose in each of these sectors."""
    for sector in sectors:
        if not who.proposes_in(sector):
            named = f"lĩnh vực {sector}" if sector else "việc của cả tỉnh"
            why = f"{named[0].upper()}{named[1:]} không thuộc cơ quan của bạn."
            if who.sectors is not None and not who.sectors and who.reads_in(sector):
                why = "Vị trí của bạn xem được đề nghị nhưng không gửi: người thiết kế gửi."
            raise MayNotPublish(act=f"đề nghị công bố trong {named}", why=why)
