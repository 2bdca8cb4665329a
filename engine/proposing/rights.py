"""Who proposes and who approves what is published: the one place that asks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import administrator, operator
from engine.accounts import Person
from engine.errors import MayNotPublish, NotAdministrator
from engine.organisation.loading import PROVINCE_ADMIN
from engine.organisation.tree import setting_of
from engine.store.catalogue import Sector

DESIGNER = "thiet_ke_quy_trinh"
"""Who holds it proposes packages of the sectors that their agency is responsible for."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Someone with a part in publishing. ``sectors``: in which they propose; ``None``: in all.

    ``whole``: they may approve, and propose what is the whole province's. ``account_id`` is
    ``None`` for the operator at the command line.
    """

    province_code: str
    name: str
    account_id: str | None
    whole: bool
    sectors: frozenset[str] | None

    def proposes_in(self, sector: str | None) -> bool:
        """Whether they propose what is of this sector; ``None``: of the whole province."""
        return self.sectors is None or sector in self.sectors


def takes_part(person: Person) -> bool:
    """Whether the pages of publishing are for this person, by today's posts alone."""
    return any(post.position_code in (DESIGNER, PROVINCE_ADMIN) for post in person.posts)


def publisher(session: Session, person: Person) -> Publisher:
    """The part that the person has by today's posts.

    Administrators of the province propose and approve everything. A designer proposes within the
    sectors of which the register makes the designer's agency, or a unit below it, responsible.
    Raises MayNotPublish, ProvinceNotFound.
    """
    code = person.province_code
    if code is None:
        raise MayNotPublish(act="công bố", why="Chỉ cán bộ của tỉnh làm được việc này.")
    setting = setting_of(session, code)
    try:
        whole = administrator(person, setting).whole
    except NotAdministrator:
        whole = False
    if whole:
        return Publisher(code, person.name, person.account_id, whole=True, sectors=None)
    own = [p for p in person.posts if p.position_code == DESIGNER and p.procedures is None]
    if not own:
        why = "Cần vị trí quản trị tỉnh hoặc thiết kế quy trình."
        raise MayNotPublish(act="đề nghị hay duyệt công bố", why=why)
    agencies = {setting.agency_unit(post.unit_code) for post in own}
    query = select(Sector.name, Sector.unit_code).where(Sector.province_code == code)
    sectors = {
        name for name, unit in session.execute(query) if unit and setting.within(unit, agencies)
    }
    return Publisher(code, person.name, person.account_id, whole=False, sectors=frozenset(sectors))


def operating(session: Session, province_code: str) -> Publisher:
    """The operator at the command line. Raises ProvinceNotFound."""
    admin = operator(setting_of(session, province_code).province_code)
    return Publisher(province_code, admin.name, None, whole=True, sectors=None)


def require_sector(who: Publisher, *sectors: str | None) -> None:
    """Raise MayNotPublish unless they propose in each of these sectors."""
    for sector in sectors:
        if not who.proposes_in(sector):
            named = f"lĩnh vực {sector}" if sector else "việc của cả tỉnh"
            why = f"{named[0].upper()}{named[1:]} không thuộc cơ quan của bạn."
            raise MayNotPublish(act=f"đề nghị công bố trong {named}", why=why)
