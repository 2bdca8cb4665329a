"""Every address, every verb, every role, of this province and another, on the objects of both.

By the route map: a new address is called as soon as it is there, and one with a new kind of name
in it fails until ``Drawn.names`` knows where that leads. Who must be refused is worked out of the
table of rights, of the province of the object, and of who may read the case. Refused is refused:
nothing is written.

A slice with a fixed seed belongs to every check; all of it is ``make test-long``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, event, select
from werkzeug.routing import Rule

from api.http.signing import person
from engine.access import Matter, holds, may
from engine.access.rights import PUBLIC
from engine.access.roles import ADMIN_POSITIONS
from engine.accounts import Person
from engine.accounts.demo import DemoOfficer, make_demo_accounts
from engine.accounts.posts import OfficerOnADay, officers_on
from engine.catalogue.packages import current_packages
from engine.organisation.tree import setting_of
from engine.store.access import AccessGrant, AwaitingConfirmation, SystemToken
from engine.store.base import Base, UtcDateTime, table_of
from engine.store.cases import Case, CaseDocument, Task
from engine.store.catalogue import ProcedureImport
from engine.store.database import Database
from engine.store.guidance import Guidance
from engine.store.organisation import Substitution
from engine.store.petitions import Petition
from engine.store.proposals import Proposal
from engine.store.rules import LocalRule
from tests.client import Api
from tests.conftest import Running
from tests.rulebook import PERMIT, PROVINCES, Rulebook, at

HOME, ABROAD = "nghe_an", "ha_tinh"
DAY = at("2025-12-04 09:00")
GIVEN = ("monitor", "auditor", "control_officer", "designer", "technical", "assistant")
OWN = re.compile(
    r"/dang-xuat|/dang-nhap|/doi-mat-khau|/dat-mat-khau|/xac-thuc-hai-lop|/vai|/api/v1/sessions?\b"
    r"|/api/v1/password"
)
"""Who calls it there is another person afterwards, or none: their sessions and passwords."""
TIED = (
    *("province_code", "ref", "task_id", "rule_id", "proposal_id", "petition_id", "grant_id"),
    *("awaiting_id", "token_id", "substitution_id", "import_id", "slip_id", "document_id"),
)
"""Names in an address that belong to one province."""
OF_A_UNIT = frozenset(
    ("unit_code", "unit", "grant_id", "awaiting_id", "substitution_id", "petition_id", "rule_id")
)
"""Names in an address that belong to one unit of it: in ``Drawn`` all to the same one."""
BY_UNIT = ("organisation.", "access.", "accounts.", "rules.", "petitions.")
"""How the rights begin that go as far as units do, and not by sectors or work."""
ANYBODYS = frozenset({"sign_ins", "sign_in_events", "case_readings", "idempotency_keys"})
"""Tables that tell of who came and looked, also of who was refused."""
MADE: Mapping[str, type[Base]] = {
    "grant_id": AccessGrant,
    "awaiting_id": AwaitingConfirmation,
    "token_id": SystemToken,
    "substitution_id": Substitution,
    "import_id": ProcedureImport,
    "slip_id": Guidance,
    "petition_id": Petition,
    "proposal_id": Proposal,
    "rule_id": LocalRule,
}
"""A name in an address → of which table a row is made for it in each province."""


POST = {"position_code": "chuyen_vien", "title": None, "basis": "1/QĐ"}
KNOWN: Mapping[type[Base], Mapping[str, Any]] = {
    AccessGrant: {"role": "monitor"},
    AwaitingConfirmation: {"subject": "appointments"},
    SystemToken: {"role": "monitor"},
    Substitution: {"manner": "KT"},
    Guidance: {"kind": "guide"},
    Petition: {"kind": "petition", "state": "filed"},
    Proposal: {"kind": "retirement", "subject": PERMIT, "state": "proposed"},
    LocalRule: {
        "kind": "fee_exemption",
        "level": "province",
        "state": "draft",
        "made_by_name": "x",
        "value": {"channel": "online", "subject": None, "rate": 0},
        "basis": {"kind": "Quyết định", "number": "1/QĐ", "date": "2025-07-01", "article": "1"},
    },
}
"""What readers of such rows rely on."""
SOMETHING: list[tuple[type, Any]] = [
    (UtcDateTime, DAY),
    (Date, DAY.date()),
    (JSON, {}),
    (LargeBinary, b""),
    (Boolean, False),
    (Integer, 1),
]


def id_of(name: str, province: str) -> str:
    return f"{name}_{province}".ljust(32, "0")


def row_of(entity: type[Base], **known: Any) -> Base:
    """A row with these values and something in every other column that wants it."""
    for column in table_of(entity).columns:
        if column.name in known or column.nullable or column.server_default is not None:
            continue
        known[column.name] = next(
            (value for kind, value in SOMETHING if isinstance(column.type, kind)), "x"
        )
    return entity(**known)


class Drawn:
    """People of every position and role of two provinces, and an object of each kind in both."""

    def __init__(self, book: Rulebook, app: Flask) -> None:
        book.now = DAY
        self.database, self.app = book.database, app
        self.names: dict[str, dict[str, str]] = {}
        people: dict[str, list[OfficerOnADay]] = {}
        cases = {province: book.file(province) for province in (HOME, ABROAD)}
        with book.database.writing() as session:
            for province in (HOME, ABROAD):
                found = list(officers_on(session, province, DAY.date()))
                people[province] = self._people(found)
                plain = [one for one in found if one not in people[province]][: len(GIVEN)]
                people[province] += plain
                unit = PROVINCES[province]
                digests = current_packages(session, DAY.date())[province]
                for role, one in zip(GIVEN, plain, strict=True):
                    known = {"province_code": province, "officer_id": one.id, "role": role}
                    session.add(
                        row_of(AccessGrant, **known, id=role.ljust(32, "0"), unit_code="ubnd_tinh")
                    )
                session.flush()
                for name, entity in MADE.items():
                    columns = table_of(entity).c
                    known = {"province_code": province, "id": id_of(name, province)}
                    known |= {"procedure_code": PERMIT} if "procedure_code" in columns else {}
                    known |= {"unit_code": unit} if "unit_code" in columns else {}
                    known |= {"officer_id": plain[0].id} if "officer_id" in columns else {}
                    known |= {"absent_id": plain[1].id} if "absent_id" in columns else {}
                    known |= {"position_code": "chuyen_vien"} if "position_code" in columns else {}
                    known |= {"code": f"PA-{province}"} if "code" in columns else {}
                    known |= {"digest": digests[PERMIT]} if entity is Proposal else {}
                    if entity is AwaitingConfirmation:
                        days = {"valid_from": f"{DAY.date()}", "valid_to": None}
                        post = {"officer_id": plain[0].id, "unit_code": unit}
                        known |= {"content": {**POST, **days, **post}}
                    known |= {"event_hash": b"0" * 32} if "event_hash" in columns else {}
                    session.add(row_of(entity, **{**KNOWN.get(entity, {}), **known}))
                self.names[province] = self._names(province, plain[2], unit)
        make = [
            DemoOfficer(province, one.id, one.username, one.name, None)
            for province, those in people.items()
            for one in those
        ]
        with book.database.reading() as session:
            self.settings = {one: setting_of(session, one) for one in (HOME, ABROAD)}
        with book.database.writing() as session:
            make_demo_accounts(session, officers=make, demo_mode=True, now=DAY)
            for province, case_id in cases.items():
                case = session.get_one(Case, (province, case_id))
                task = session.scalars(select(Task.id).where(Task.case_id == case_id)).one()
                paper = select(CaseDocument.id).where(CaseDocument.case_id == case_id)
                self.names[province] |= {
                    "ref": case.submission_number,
                    "task_id": task,
                    "document_id": session.scalars(paper).first() or "0" * 32,
                }
        names = [
            f"{one.username}@{province}" for province, those in people.items() for one in those
        ]
        self.written = Written(book.database)
        self.callers = [Caller(app, name, self) for name in (None, "congdan2", *names)]

    def _people(self, found: list[OfficerOnADay]) -> list[OfficerOnADay]:
        """One of each position: those of another province come to each door as well."""
        each: dict[str, OfficerOnADay] = {}
        for one in found:
            for post in one.held[0]:
                each.setdefault(post.position_code, one)
        return list({one.id: one for one in each.values()}.values())

    def _names(self, province: str, one: OfficerOnADay, unit: str) -> dict[str, str]:
        """Where each name in an address leads; those of one's own or of nothing come last."""
        return {
            **{name: id_of(name, province) for name in MADE},
            "province_code": province,
            "province": province,
            "username": one.username,
            "officer_id": one.id,
            "unit": unit,
            "unit_code": unit,
            "position": "chuyen_vien",
            "code": PERMIT,
            "procedure_code": PERMIT,
            "register_name": "procedures",
            "table": "procedures",
            "name": "procedures",
            "number": "1",
            "kind": "bo-sung",
            "draft_id": "0" * 32,
            "key": "k" * 10,
            "word": "nhan",
            "seen": "0" * 32,
        }


class Caller:
    """Somebody who knocks, with what they hold."""

    def __init__(self, app: Flask, username: str | None, drawn: Drawn) -> None:
        self.name, self.api = username or "visitor", Api(app, username)
        self.drawn, self._reads = drawn, dict[str, bool]()
        with self.api.client as client:
            client.get("/api/v1/csrf")
            self.person: Person | None = person()

    def reads(self, province: str) -> bool:
        """Whether the case of the province is shown to them."""
        if province not in self._reads:
            ref = self.drawn.names[province]["ref"]
            self._reads[province] = self.api.get(f"/cases/{ref}").status_code == 200
        return self._reads[province]

    def must_be_refused(self, door: "Door", province: str) -> bool:
        """Whether nothing that they hold goes so far; what is left is for the act to say."""
        if set(door.rights) & PUBLIC.keys():
            return False
        if not any(holds(self.person, right) for right in door.rights):
            return True
        tied = set(door.names).intersection(TIED)
        if self.person is None:
            return False
        if tied and self.person.province_code not in (None, province):
            return True
        if set(door.names) & OF_A_UNIT and all(one.startswith(BY_UNIT) for one in door.rights):
            return not any(self.reaches(right, province) for right in door.rights)
        of_case = tied & {"ref", "task_id"} and all(one.startswith("cases.") for one in door.rights)
        return bool(of_case) and not self.reads(province) and not self.administers(door)

    def has_elsewhere(self, door: "Door", province: str) -> bool:
        """Whether they are of the province and have the right, at other units of it."""
        own = self.person is not None and self.person.province_code == province
        return own and any(holds(self.person, right) for right in door.rights)

    def reaches(self, right: str, province: str) -> bool:
        """Whether they have the right at the unit of the province whose objects these are."""
        matter = Matter(province, self.drawn.settings[province], PROVINCES[province])
        return may(self.person, right, matter) is not None

    def administers(self, door: "Door") -> bool:
        """Whether the right is of all work of an agency, which goes further than reading it."""
        positions = {one.position_code for one in self.person.posts} if self.person else set()
        of_work = {"cases.reassign", "cases.take_back"}
        return bool(positions & ADMIN_POSITIONS) and bool(of_work & set(door.rights))


@dataclass(frozen=True)
class Door:
    """An address and a verb, with the rights that it names."""

    rule: Rule
    verb: str
    rights: tuple[str, ...]
    body: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        return sorted(self.rule.arguments)

    @property
    def api(self) -> bool:
        return self.rule.rule.startswith("/api/")

    def path(self, names: Mapping[str, str]) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: names[found[1]], self.rule.rule)


def doors(app: Flask, verbs: set[str]) -> Iterator[Door]:
    spec = app.test_client().get("/api/v1/openapi.json").json
    assert spec is not None
    for rule in sorted(app.url_map.iter_rules(), key=str):
        rights = getattr(app.view_functions[rule.endpoint], "rights", ())
        if not rights or OWN.match(rule.rule):
            continue
        told = spec["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), {})
        for verb in sorted(verbs & (rule.methods or set())):
            yield Door(rule, verb, rights, whole(spec, told.get(verb.lower(), {})))


def whole(spec: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """The least body that an operation takes by its description."""
    content = operation.get("requestBody", {}).get("content", {})
    found: Any = least(spec, next(iter(content.values()))["schema"]) if content else {}
    return found if isinstance(found, dict) else {}


def least(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """The least value that a schema allows."""
    if "$ref" in schema:
        return least(spec, spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return schema["enum"][0]
    inner, kind = schema.get("properties", {}), schema.get("type", "")
    if schema.get("format") == "date":
        return "2025-12-08"
    return {
        "object": lambda: {name: least(spec, inner[name]) for name in schema.get("required", ())},
        "array": list,
        "integer": lambda: 1,
        "number": lambda: 1,
        "boolean": lambda: True,
    }.get(kind if isinstance(kind, str) else kind[0], lambda: "xx")()


class Written:
    """The tables into which something is written for good."""

    def __init__(self, database: Database) -> None:
        self.tables, self._open = set[str](), set[str]()
        event.listen(database.engine, "before_cursor_execute", self._seen)
        event.listen(database.engine, "commit", self._kept)
        event.listen(database.engine, "rollback", self._undone)

    def _seen(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found = re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", statement)
        self._open.update([found[1]] if found else [])

    def _kept(self, _: Any) -> None:
        self.tables |= self._open
        self._open.clear()

    def _undone(self, _: Any) -> None:
        self._open.clear()


def knocked(caller: Caller, door: Door, province: str) -> Iterator[str]:
    """What is wrong with how somebody is answered, with the least body if they are refused."""
    # What is shown to whom is the matter of ``test_nothing_is_seen_without_a_right``.

    def unread(got: Any) -> bool:
        """Whether what they brought is refused alike where there is no such object."""
        nowhere = {**caller.drawn.names[province], **dict.fromkeys(MADE, "0" * 32)}
        nowhere |= {"ref": "N-0", "task_id": "0" * 32}
        again = knock(door.path(nowhere))
        return (again.status_code, again.json.get("code")) == (422, got.json.get("code"))

    refused = door.verb != "GET" and caller.must_be_refused(door, province)
    path, sent = door.path(caller.drawn.names[province]), door.body if refused else {}
    token = {"X-CSRF-Token": caller.api.token}
    written = caller.drawn.written.tables
    written.clear()

    def knock(address: str) -> Any:
        if door.verb == "GET":
            return caller.api.client.get(address)
        if door.api:
            return caller.api.client.open(address, method=door.verb, json=sent, headers=token)
        return caller.api.client.post(address, data={"csrf_token": caller.api.token})

    got = knock(path)
    where = f"{caller.name}: {door.verb} {door.rule} of {province}: {got.status_code}"
    if got.status_code >= 500:
        yield where
    if refused and not _is_refused(door, got) and not (got.status_code == 422 and unread(got)):
        yield f"{where}, not refused"
    if refused and (lasting := written - ANYBODYS):
        yield f"{where}, wrote {', '.join(sorted(lasting))}"


def _is_refused(door: Door, got: Any) -> bool:
    """Not let in; or, where nothing is named that is somebody's, what they brought is not read."""
    unread = (400,) if set(door.names).intersection(TIED) and door.api else (400, 422)
    return got.status_code in (401, 403, 404, *unread) or _asks_to_sign_in(got)


def _asks_to_sign_in(got: Any) -> bool:
    return got.status_code in (302, 303) and got.headers["Location"].startswith("/dang-nhap")


def faults(drawn: Drawn, verbs: set[str]) -> list[str]:
    """Everything that is wrong with how everybody is answered."""
    return [
        fault
        for door in doors(drawn.app, verbs)
        for province in (HOME, ABROAD)
        for caller in drawn.callers
        for fault in knocked(caller, door, province)
    ]


def some_faults(
    drawn: Drawn, verbs: set[str], chosen: Random, provinces: Sequence[str] = (HOME, ABROAD)
) -> list[str]:
    """The same at each door of one who is to be refused there, and of one of the same province who
    has the right elsewhere; of anybody where nobody is to be refused."""
    found = []
    for door in doors(drawn.app, verbs):
        province = chosen.choice(provinces)
        callers = chosen.sample(drawn.callers, len(drawn.callers))
        refused = [one for one in callers if one.must_be_refused(door, province)]
        near = (one for one in refused if one.has_elsewhere(door, province))
        for one in dict.fromkeys((*(refused or callers)[:1], *islice(near, 1))):
            found += knocked(one, door, province)
    return found


def none(found: list[str]) -> None:
    assert not found, "\n".join(found)


WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def drawn(rulebook: Rulebook, running: Running) -> Iterator[Drawn]:
    app = running(rulebook.database, lambda: DAY)
    app.testing = False
    yield Drawn(rulebook, app)
    app.testing = True


@pytest.mark.parametrize("rulebook", ["sqlite"], indirect=True)
def test_somebody_who_may_not_come_in_is_refused_at_each_door_and_leaves_nothing(
    drawn: Drawn,
) -> None:
    none(some_faults(drawn, WRITING, Random(2026)))


@pytest.mark.parametrize("rulebook", ["postgres"], indirect=True)
def test_every_page_and_list_answers_who_administers(drawn: Drawn) -> None:
    """PostgreSQL takes no order by what is the same for them in every row."""
    drawn.callers = [one for one in drawn.callers if "quan_tri_tinh" in positions(one)][:1]
    assert drawn.callers
    none(some_faults(drawn, {"GET"}, Random(1), [HOME]))


@pytest.mark.long
def test_nobody_who_may_not_come_in_leaves_anything(drawn: Drawn) -> None:
    none(faults(drawn, WRITING))


@pytest.mark.long
def test_every_page_and_list_answers_everybody(drawn: Drawn) -> None:
    none(faults(drawn, {"GET"}))


def positions(caller: Caller) -> set[str]:
    return {one.position_code for one in caller.person.posts} if caller.person else set()
