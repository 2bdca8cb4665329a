"""Who sees and who changes what becomes a procedure's next version: the one place that asks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator, administrator, holds, operator
from engine.accounts import Person
from engine.errors import DesignNotFound, MayNotPublish
from engine.organisation.tree import setting_of
from engine.proposing.rights import READ, Sectors, sectors_with
from engine.store.catalogue import Sector

KEEP = "designs.keep"


@dataclass(frozen=True, slots=True)
class Designer:
    """Somebody before the procedures of their province: what they see, and what they change."""

    admin: Administrator
    reads: Sectors
    keeps: Sectors

    @property
    def province_code(self) -> str:
        """The province whose procedures these are."""
        return self.admin.province_code

    @property
    def without_sector(self) -> bool:
        """Whether no sector of the register is theirs to see."""
        return self.reads is not None and not self.reads

    def sees(self, sector: str) -> bool:
        """Whether procedures of this sector are shown to them."""
        return self.reads is None or sector in self.reads

    def changes(self, sector: str) -> bool:
        """Whether they change drafts of this sector."""
        return self.keeps is None or sector in self.keeps

    def require(self, sector: str) -> None:
        """Raise DesignNotFound for what they don't see, MayNotPublish for what they only read."""
        if not self.sees(sector):
            raise DesignNotFound(what="thủ tục này")
        if not self.changes(sector):
            why = f"Lĩnh vực {sector} không thuộc cơ quan của bạn."
            if not self.keeps:
                why = "Vị trí của bạn xem được quy trình nhưng không soạn: người thiết kế soạn."
            raise MayNotPublish(act="sửa bản nháp quy trình", why=why)


def sees_designs(person: Person) -> bool:
    """Whether the pages of designing are for this person."""
    return person.officer_id is not None and holds(person, READ)


def designer(session: Session, person: Person) -> Designer:
    """What the person sees and changes by today's posts and roles.

    Raises MayNotPublish, ProvinceNotFound.
    """
    if not sees_designs(person) or person.province_code is None:
        why = "Cần vị trí thiết kế quy trình, kiểm soát thủ tục hoặc quản trị tỉnh."
        raise MayNotPublish(act="xem quy trình của tỉnh", why=why)
    setting = setting_of(session, person.province_code)
    admin = administrator(person, setting)
    reads, keeps = (sectors_with(session, admin, setting, right) for right in (READ, KEEP))
    return Designer(admin, reads, keeps)


def designing_operator(session: Session, province_code: str) -> Designer:
    """The operator at the command line. Raises ProvinceNotFound."""
    return Designer(operator(setting_of(session, province_code).province_code), None, None)


def own_sectors(session: Session, who: Designer) -> list[str]:
    """The sectors of the register in which they may begin a draft."""
    query = select(Sector.name).where(Sector.province_code == who.province_code)
    return sorted(one for one in session.scalars(query) if who.changes(one))
