"""The first administrators of a province: appointed and let in by the operator, at least two.

Neither of the two confirms the other or themselves: whoever has the command line has the database.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import Slip
from engine.administration.accounts.account_act import KEEP_ADMINISTRATORS, AccountAct
from engine.administration.accounts.standing import standings
from engine.administration.people.officers import (
    OfficerEntry,
    check_officer,
    check_paper,
    put_officer,
    refuse_one_administrator,
)
from engine.errors import AdministratorsExist
from engine.organisation.holders import held_on
from engine.organisation.loading import PROVINCE_ADMIN
from engine.store.organisation import Appointment, Officer


def invite_first_administrators(
    session: Session,
    *,
    admin: Administrator,
    newcomers: Sequence[OfficerEntry],
    term: timedelta,
    now: datetime,
) -> tuple[Slip, ...]:
    """Appoint the newcomers, and give each of them a code to begin with; without any, each who
    administers the province already.

    Asked again before anybody has used theirs, the codes of before are worth nothing.

    Raises ProvinceNotFound, OperatorOnly, EntryInvalid, OneAdministrator when there would be
    fewer than two, and AdministratorsExist once one of them has signed in.
    """
    act = AccountAct(session, admin=admin, now=now)
    act.require(KEEP_ADMINISTRATORS)
    _refuse_begun(act)
    entries = [act.read(newcomer) for newcomer in newcomers]
    for entry in entries:
        check_officer(act, entry)
        check_paper(act, entry)
        act.refuse_faults()
        put_officer(act, entry)
    session.flush()
    refuse_one_administrator(act, act.today)
    held = standings(session, act.province_code, act.today)
    named = {entry.username for entry in entries}
    slips = tuple(
        act.hand_out(officer, held[officer.id].units[0], term=term)
        for officer in _administrators(act)
        if not named or officer.username in named
    )
    act.save()
    return slips


def _administrators(act: AccountAct) -> list[Officer]:
    held = (
        select(Appointment.officer_id)
        .where(
            Appointment.province_code == act.province_code,
            Appointment.position_code == PROVINCE_ADMIN,
            held_on(act.today),
        )
        .scalar_subquery()
    )
    query = select(Officer).where(Officer.province_code == act.province_code, Officer.id.in_(held))
    return list(act.session.scalars(query.order_by(Officer.username)))


def _refuse_begun(act: AccountAct) -> None:
    begun = [
        officer.full_name
        for officer in _administrators(act)
        if (account := act.account_of(officer)) is not None and account.password_hash
    ]
    if begun:
        raise AdministratorsExist(names=", ".join(begun))
