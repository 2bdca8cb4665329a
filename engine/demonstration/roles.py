"""Roles of a demonstration that no post gives, such as that of the central return desk."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import operator
from engine.administration.people.granting import GrantEntry, grant_role
from engine.worktime import ZONE

BASIS = "Quyết định minh họa 15/QĐ-VP"


def bring_roles(
    session: Session, *, province_code: str, grants: Iterable[Mapping[str, str]], now: datetime
) -> None:
    """Give the roles: each an officer, a role and a unit. Raises what ``grant_role`` does."""
    day = now.astimezone(ZONE).date()
    for one in grants:
        entry = GrantEntry(one["officer"], one["role"], one["unit"], day, BASIS)
        grant_role(session, admin=operator(province_code), entry=entry, now=now)
