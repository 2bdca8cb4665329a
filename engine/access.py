"""Who may do what. Pure: values in, a verdict out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from engine.accounts import Person
from engine.errors import NotAdministrator
from engine.organisation.tree import Setting

Reader = Literal["officers", "applicant", "public"]
"""As whom somebody reads a case: one who works on it, its applicant, anyone who has its code."""


def reads_case_as(
    person: Person,
    *,
    province_code: str,
    account_id: str | None,
    units: Collection[str],
    procedure_code: str,
) -> Reader | None:
    """As whom the person may open the file of a case; ``None``: they may not.

    The applicant who filed it may; so may an officer who holds a post, or stands in for one that
    covers the procedure, in one of ``units``: the receiving, competent and returning unit and
    every unit that a task of the case went to. Nobody reads their own case as its officer.
    """
    if account_id is not None and person.account_id == account_id:
        return "applicant"
    works_on_it = person.province_code == province_code and any(
        post.unit_code in units and post.covers(procedure_code) for post in person.posts
    )
    return "officers" if works_on_it else None


PROVINCE_ADMIN = "quan_tri_tinh"
UNIT_ADMIN = "quan_tri_don_vi"
ADMIN_POSITIONS = frozenset({PROVINCE_ADMIN, UNIT_ADMIN})
"""Posts that administer. They are appointed, dated and stood in for like any other post."""


@dataclass(frozen=True, slots=True)
class Administrator:
    """Someone who may change the configuration: of the whole province, or of some agencies.

    ``agencies`` are unit codes; whatever stands below them is theirs too. ``account_id`` is
    ``None`` for the operator at the command line.
    """

    province_code: str
    name: str
    account_id: str | None
    whole: bool
    agencies: frozenset[str] = frozenset()

    def may_administer(self, unit_code: str, setting: Setting) -> bool:
        """Whether the unit is within their rights."""
        return self.whole or setting.within(unit_code, self.agencies)


def administrator(person: Person, setting: Setting) -> Administrator:
    """What the person may administer in the province by today's posts. Raises NotAdministrator.

    A unit's administrator sits in its office; the rights are for the agency that the office is
    part of. Standing in for an administrator in some procedures only gives no such right.
    """
    posts = [p for p in person.posts if p.position_code in ADMIN_POSITIONS and p.procedures is None]
    if person.province_code != setting.province_code or not posts:
        raise NotAdministrator
    return Administrator(
        province_code=setting.province_code,
        name=person.name,
        account_id=person.account_id,
        whole=any(post.position_code == PROVINCE_ADMIN for post in posts),
        agencies=frozenset(setting.agency_unit(post.unit_code) for post in posts),
    )


def operator(province_code: str) -> Administrator:
    """Whoever has the command line of the installation may do everything."""
    return Administrator(province_code, "motcua (dòng lệnh)", None, whole=True)


def may_read_configuration(person: Person, province_code: str) -> bool:
    """Every officer of a province may read its catalogues, processes, fees and organisation."""
    return person.officer_id is not None and person.province_code == province_code
