"""Whatever is asked at whichever door: nothing of another province or unit comes without a right.

People, their random roles and the cases of two provinces are drawn with a seed. What somebody may
see is worked out here from their posts and roles anew, not by the table of rights.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import or_, select

from engine.access.roles import ROLES
from engine.accounts import Grant, Person, Post
from engine.accounts.demo import DemoOfficer, make_demo_accounts
from engine.accounts.posts import OfficerOnADay, officers_on
from engine.organisation.tree import Setting, setting_of
from engine.queries.beside_steps import waits_beside
from engine.queries.case_rows import find_cases
from engine.queries.readers import reader_of
from engine.routing.centres import own_centres
from engine.store.access import AccessGrant
from engine.store.cases import Case, CaseDocument, Task
from engine.store.organisation import Appointment, Officer
from tests.acceptance.test_consultations import OFFICE
from tests.acceptance.test_own_dossiers_wait_for_others import LISTS
from tests.client import Api
from tests.conftest import Running
from tests.rulebook import PERMIT, PROVINCES, Rulebook, at
from tests.town import CENTRE, PROVINCE, WARD, Town

HERE = ("nghe_an", "ha_tinh")
DAY = at("2025-12-04 09:00")
GIVEN = ("monitor", "auditor", "control_officer", "designer", "technical", "assistant")
SEE_ALL = {"monitor", "auditor"}
SEE_WAYS = SEE_ALL | {"control_officer"}
ADMINS = {"quan_tri_tinh", "quan_tri_don_vi"}
CONTROLS = "kiem_soat_tthc"
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 22))]


class Drawn:
    """Officers with random roles, and a case of each province."""

    def __init__(self, book: Rulebook, seed: int) -> None:
        self.book, self.random, self.listed, self.listed_all = book, Random(seed), 0, 0
        book.now = DAY
        cases = {province: book.file(province) for province in HERE}
        with book.database.writing() as session:
            self.people = {p: list(officers_on(session, p, DAY.date())) for p in HERE}
            for province in HERE:
                session.add_all(self._grants(province, setting_of(session, province)))
            make_demo_accounts(
                session,
                officers=[
                    DemoOfficer(p, one.id, one.username, one.name, None)
                    for p in HERE
                    for one in self.people[p]
                ],
                demo_mode=True,
                now=DAY,
            )
        with book.database.reading() as session:
            self.settings = {p: setting_of(session, p) for p in HERE}
            self.people = {p: list(officers_on(session, p, DAY.date())) for p in HERE}
            self.cases = {p: session.get_one(Case, (p, cases[p])) for p in HERE}
            self.tasks = {
                p: session.scalars(select(Task).where(Task.case_id == cases[p])).one() for p in HERE
            }
            self.papers = {
                p: session.scalars(
                    select(CaseDocument.id).where(CaseDocument.case_id == cases[p])
                ).first()
                for p in HERE
            }

    def _grants(self, province: str, setting: Setting) -> Iterator[AccessGrant]:
        units = ["ubnd_tinh", PROVINCES[province], "so_xay_dung", f"{PROVINCES[province]}_vp"]
        for number in range(5):
            first = DAY.date() + timedelta(days=self.random.choice((-3, -3, 0, 1)))
            yield AccessGrant(
                province_code=province,
                id=f"{number}" * 32,
                officer_id=self.random.choice(self.people[province]).id,
                role=self.random.choice(GIVEN),
                unit_code=self.random.choice([one for one in units if one in setting.units]),
                procedure_code=self.random.choice((None, None, PERMIT, "1.000001")),
                valid_from=first,
                valid_to=self.random.choice((None, first + timedelta(days=2))),
                basis="1/QĐ",
            )

    def some(self, province: str) -> list[OfficerOnADay]:
        """Who has a role, who administers, who works in the ward, and some of elsewhere."""
        ward = PROVINCES[province]
        rank = {one.id: self.random.random() for one in self.people[province]}
        told = [one for one in self.people[province] if one.held[1]]
        near = [one for one in self.people[province] if at_ward(one, ward)]
        near.sort(key=lambda one: rank[one.id])
        others = sorted(self.people[province], key=lambda one: rank[one.id])
        desk = [one for one in near if f"{ward}_ttphcc" in {p.unit_code for p in one.held[0]}]
        picked = {one.id: one for one in [*told, *near[:3], *desk[:2], *others[:2]]}
        return list(picked.values())

    def sees(self, one: OfficerOnADay, home: str, province: str, *, way: bool = False) -> bool:
        """Whether the officer may see the case of a province, or only its way."""
        if home != province:
            return False
        posts, grants = one.held
        return any(self._by_post(post, province) for post in posts) or any(
            grant.role in (SEE_WAYS if way else SEE_ALL) and self._by_grant(grant, province)
            for grant in grants
        )

    def _by_post(self, post: Post, province: str) -> bool:
        case, task, setting = self.cases[province], self.tasks[province], self.settings[province]
        if post.position_code in ADMINS or not post.covers(case.procedure_code):
            return False
        units = {case.receiving_unit, case.competent_unit, case.returning_unit, task.unit_code}
        centres = own_centres(setting, case.competent_unit, case.submitted_at.date())
        watches = post.leads or post.position_code == "can_bo_mot_cua"
        led = post.leads and post.unit_code in setting.led_from(task.unit_code)
        return post.unit_code in units or led or (watches and post.unit_code in centres)

    def _by_grant(self, grant: Grant, province: str) -> bool:
        case, setting = self.cases[province], self.settings[province]
        covered = grant.procedures in (None, (case.procedure_code,))
        everywhere = grant.role == "control_officer"
        return covered and (everywhere or setting.within(case.competent_unit, {grant.unit_code}))


def at_ward(one: OfficerOnADay, ward: str) -> bool:
    return any(post.unit_code.startswith(ward) for post in one.held[0])


@pytest.mark.long_on_postgres
@pytest.mark.parametrize("seed", SEEDS)
def test_no_door_shows_what_somebody_has_no_right_to(
    rulebook: Rulebook, running: Running, seed: int
) -> None:
    drawn = Drawn(rulebook, seed)
    app = running(rulebook.database, lambda: DAY)
    seen = 0
    for home in HERE:
        for one in drawn.some(home):
            client = Api(app, f"{one.username}@{home}")
            for province in HERE:
                sees = drawn.sees(one, home, province)
                seen += sees
                check_case(client, drawn, province, sees=sees)
                ways = sees or drawn.sees(one, home, province, way=True)
                ways = ways or (home == province and administers(one))
                ref = drawn.cases[province].submission_number
                for path in (f"/provinces/{province}/cases/{ref}/rules", f"/cases/{ref}/way"):
                    told = client.get(path)
                    assert told.status_code == (200 if ways else 404), (one, province, path)
                    assert drawn.cases[province].applicant_name not in told.text
            check_lists(client, drawn, one, home)
            check_all_cases(client, drawn, one, home)
            check_elsewhere(client, home)
    assert seen
    assert drawn.listed
    assert drawn.listed_all


def administers(one: OfficerOnADay) -> bool:
    control = {"quan_tri_tinh", "kiem_soat_tthc"}
    return any(post.position_code in control for post in one.held[0])


def check_case(client: Api, drawn: Drawn, province: str, *, sees: bool) -> None:
    """Not found at every door, with the words of a case that is not there."""
    ref, task = drawn.cases[province].submission_number, drawn.tasks[province]
    reads = ("", "/timeline", f"/documents/{drawn.papers[province]}")
    for read in reads:
        there, nowhere = (client.get(f"/cases/{name}{read}") for name in (ref, "N-0"))
        assert there.status_code == (200 if sees else 404), (read, there.json)
        if not sees:
            assert plain(there.json, ref) == plain(nowhere.json, "N-0")
    assert client.client.get(f"/ho-so/{ref}").status_code == (200 if sees else 404)
    if sees:
        return
    for verb in ("change-channel", "withdraw", "give-back", "hand-over"):
        channel = {"channel": "counter", "reason": "Lệch dữ liệu", "basis": "NĐ 118, Điều 17"}
        body = channel if verb == "change-channel" else {"papers_back": "không có"}
        body = {**body, "fee_back": "none"} if verb == "give-back" else body
        sent = body if verb in ("change-channel", "give-back") else {}
        there, nowhere = (client.post(f"/cases/{name}/{verb}", sent) for name in (ref, "N-0"))
        assert plain(there.json, ref) == plain(nowhere.json, "N-0"), verb
    there, nowhere = (client.post(f"/tasks/{name}/claim") for name in (task.id, "0" * 32))
    assert (there.status_code, there.json) == (404, nowhere.json)


def check_lists(client: Api, drawn: Drawn, one: OfficerOnADay, home: str) -> None:
    """Lists, searches and counts hold nothing but what is seen."""
    theirs = drawn.cases[home].submission_number if drawn.sees(one, home, home) else None
    searches = ["", *(f"&q={drawn.cases[province].submission_number}" for province in HERE)]
    for tab in ("unit", drawn.random.choice(("mine", "led", "waiting", "done"))):
        search = "" if tab == "unit" else drawn.random.choice(searches)
        page = client.get(f"/queue?tab={tab}{search}")
        found = {row["case_ref"] for row in page.json.get("rows", ())}
        assert found <= {theirs}, (one, tab, search)
        drawn.listed += len(found)


def check_all_cases(client: Api, drawn: Drawn, one: OfficerOnADay, home: str) -> None:
    """The list of all cases holds what is seen, or whose way is, with names of what is seen."""
    sees, way = (drawn.sees(one, home, home, way=way) for way in (False, True))
    way = way or any(post.position_code == CONTROLS for post in one.held[0])
    case, told = drawn.cases[home], client.get("/all-cases")
    table = client.get("/all-cases.csv")
    assert told.status_code == table.status_code
    rows = told.json.get("rows", ())
    assert {row["ref"] for row in rows} <= ({case.submission_number} if sees or way else set())
    for row in rows:
        assert (row["applicant_name"] is None) == (not row["may_read"])
        assert sees or row["applicant_name"] is None, one
    assert sees or case.applicant_name not in table.text, one
    drawn.listed_all += len(rows)


ELSEWHERE = (
    *("organisation/{}/units", "organisation/{}/posts", "organisation/{}/vacancies"),
    *("organisation/{}/changes", "catalogue/{}/registers/procedures", "configuration/{}"),
    *("incidents/{}", "access/{}/who?right=receive", "access/{}/grants", "provinces/{}/rules"),
)


def check_elsewhere(client: Api, home: str) -> None:
    """Nothing of another province, which answers as one that is not there."""
    other = next(province for province in HERE if province != home)
    for path in ELSEWHERE:
        there, nowhere = (client.get("/" + path.format(code)) for code in (other, "khong_co"))
        assert there.status_code in (403, 404), path
        assert plain(there.json, other) == plain(nowhere.json, "khong_co"), path


def plain(told: dict[str, Any], name: str) -> str:
    return str(told).replace(name, "…")


def peopled(town: Town) -> Iterator[Person]:
    """Somebody of each desk of the ward, of the department that is asked and of the province, with
    their posts, and as a stand-in for one other procedure; somebody with each role that is given
    beside posts, at the province and at a counter."""
    with town.database.reading() as session:
        held = session.execute(
            select(Officer.username, Appointment.unit_code, Appointment.position_code)
            .join(Appointment, Appointment.officer_id == Officer.id)
            .where(or_(*map(Appointment.unit_code.startswith, (WARD, OFFICE, "ubnd_tinh"))))
            .order_by(Officer.username)
        )
        desks = {(unit, position): name for name, unit, position in held}
    for name in sorted({*desks.values()}):
        one = town.officer(name)
        yield one
        told = {"procedures": ("1.004873",), "manner": "TUQ"}
        yield replace(one, posts=tuple(replace(post, **told) for post in one.posts))
    for role in (code for code, row in ROLES.items() if row.given):
        for unit in ("ubnd_tinh", CENTRE):
            yield replace(one, posts=(), grants=(Grant(role, unit, unit),))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_case_that_waits_beside_the_steps_of_somebody_opens_for_them(town: Town) -> None:
    for bring in LISTS:
        bring(town)
    town.now += timedelta(days=40)
    held, late = dict.fromkeys(LISTS.values(), 0), 0
    with town.database.reading() as session:
        for person in peopled(town):
            beside = waits_beside(session, person=person, now=town.now)
            for name in held:
                for row in getattr(beside, name):
                    held[name] += 1
                    late += name == "owed" and not row.mine
                    case = session.scalars(
                        select(Case).where(
                            or_(Case.code == row.ref, Case.submission_number == row.ref)
                        )
                    ).one()
                    rows = find_cases(session, PROVINCE, [case.id], town.now)[case.id]
                    assert reader_of(session, rows, person), (person, name)
    assert late
    assert all(held.values()), held
