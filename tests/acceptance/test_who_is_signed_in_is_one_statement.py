"""Who is signed in, with posts, substitutions and roles, costs one statement on both databases."""

from datetime import date, timedelta

from sqlalchemy import select

from engine.accounts import Grant, Post
from engine.accounts.sessions import begin_session, signed_in
from engine.accounts.signing_in import SignInRules, claimed
from engine.store.access import AccessGrant
from engine.store.catalogue import Procedure
from engine.store.database import connection_of
from engine.store.organisation import Officer, Substitution
from tests.integration.jobs.test_statements import counted
from tests.town import FLAGSHIP, PROVINCE, WARD, Town

RULES = SignInRules()


def signed(town: Town, username: str) -> str:
    with town.act() as session:
        name = f"{username}@{PROVINCE}"
        who = claimed(session, username=name, address="", rules=RULES, now=town.now)
        day = town.now.date()
        return begin_session(
            session, who, way="in", agent="", rules=RULES, today=day, now=town.now
        )[0]


def held_beside(town: Town, username: str, day: date) -> None:
    """The officer also stands in at a desk in one sector, and has a role for one procedure."""
    with town.act() as session:
        known = select(Officer.id).where(Officer.username == username)
        me = session.scalars(known).one()
        sector = session.scalars(select(Procedure.sector).where(Procedure.code == FLAGSHIP)).one()
        session.add(
            Substitution(
                province_code=PROVINCE,
                id="1" * 32,
                unit_code=WARD,
                manner="KT",
                position_code="lanh_dao_ubnd_xa",
                officer_id=me,
                sector=sector,
                valid_from=day,
                valid_to=day + timedelta(days=2),
                basis="1/QĐ",
            )
        )
        for number, first in enumerate((day, day + timedelta(days=1))):
            session.add(
                AccessGrant(
                    province_code=PROVINCE,
                    id=str(number) * 32,
                    officer_id=me,
                    role="auditor",
                    unit_code=WARD,
                    procedure_code=FLAGSHIP,
                    valid_from=first,
                    valid_to=first + timedelta(days=1),
                    basis="QĐ 2",
                )
            )


def test_posts_substitutions_and_roles_of_the_day_come_in_one_statement(town: Town) -> None:
    day = town.now.date()
    held_beside(town, "bao.pq", day)
    session_id = signed(town, "bao.pq")
    with town.database.reading() as session:
        connection_of(session)
        with counted(town.database.engine) as cost:
            found = signed_in(session, session_id=session_id, rules=RULES, today=day, now=town.now)
        covered = tuple(
            session.scalars(
                select(Procedure.code)
                .where(
                    Procedure.sector.in_(select(Procedure.sector).where(Procedure.code == FLAGSHIP))
                )
                .order_by(Procedure.code)
            )
        )
    assert len(cost.statements) == 1, cost.statements
    assert found is not None
    own, stood_in = found.person.posts
    assert isinstance(own, Post)
    assert (stood_in.unit_code, stood_in.leads, stood_in.manner) == (WARD, True, "KT")
    assert stood_in.procedures == covered
    (grant,) = found.person.grants
    assert isinstance(grant, Grant)
    assert (grant.role, grant.unit_code, grant.procedures) == ("auditor", WARD, (FLAGSHIP,))
