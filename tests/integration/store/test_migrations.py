"""Migrations lead to exactly the tables of the models, on both databases."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, insert, select, update

from engine.store import tables
from engine.store.accounts import Account
from engine.store.cases import Case, Dossier
from engine.store.database import Database
from engine.store.designs import Design, DesignContent, DesignRevision
from engine.store.organisation import Officer, Province, WorkCalendar
from engine.store.payments import LoneTransaction
from engine.store.rules import LocalRule
from engine.store.upgrade import current, newest, upgrade

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgres"])


# No index of an expression is read out of SQLite: PostgreSQL's is compared.
@pytest.mark.filterwarnings(r"ignore:.*(Skipped|skipping).*expression-based index.*")
@KINDS
def test_migrating_an_empty_database_gives_the_tables_of_the_models(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, tables.metadata)
    # Indexes of functions that only PostgreSQL has: no model can tell of them.
    names = sorted(one[1].name for one in found if one[0] == "remove_index")
    ours = ["ix_dossiers_name_beginnings", "ix_dossiers_word_ends"]
    assert names == (ours if kind == "postgres" else [])
    assert len(found) == len(names)


@KINDS
def test_migrating_again_changes_nothing(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    assert current(database) is None
    for _ in range(2):
        upgrade(database)
        assert current(database) == newest()


@KINDS
def test_calendars_and_user_names_of_an_older_database_are_kept(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0001")
    account = {
        "id": "a",
        "username": "hanh.tt@tinh",
        "password_hash": "x",
        "kind": "officer",
        "full_name": "Hạnh",
        "province_code": "tinh",
        "officer_id": "1",
        "demo": False,
        "created_at": datetime(2025, 12, 4, tzinfo=UTC),
    }
    rows: dict[str, list[dict[str, object]]] = {
        "provinces": [
            {
                "code": "tinh",
                "name": "Tỉnh",
                "agency_code": "H00",
                "calendar": {"code": "sang", "name": "Buổi sáng", "weekly": {}},
                "epoch": 7,
            }
        ],
        "officers": [
            {"province_code": "tinh", "id": "1", "full_name": "Hạnh"},
            {"province_code": "tinh", "id": "2", "full_name": "Hùng"},
        ],
        "accounts": [account, {**account, "id": "b", "username": "hanh.phu@tinh"}],
    }
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        for name, values in rows.items():
            connection.execute(insert(old.tables[name]), values)
    upgrade(database)
    with database.reading() as session:
        province = session.get_one(Province, "tinh")
        calendar = session.get_one(WorkCalendar, ("tinh", "sang"))
        names = session.scalars(select(Officer.username).order_by(Officer.id)).all()
    assert (province.calendar_code, province.epoch) == ("sang", 7)
    assert calendar.data["name"] == "Buổi sáng"
    assert names == ["hanh.phu", "2"]


@KINDS
def test_rules_of_an_older_database_are_kept_with_no_end_that_waits(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0007")
    province = {
        "code": "tinh",
        "name": "Tỉnh",
        "full_name": "Tỉnh",
        "agency_code": "H00",
        "calendar_code": "sang",
        "details": {},
        "epoch": 7,
    }
    rule = {
        "province_code": "tinh",
        "kind": "cut_off",
        "target": "*",
        "place": "*",
        "element": "",
        "slot": "",
        "value": {"hour": "15:00"},
        "basis": {"number": "1/QĐ"},
        "valid_from": date(2025, 7, 1),
        "level": "province",
        "made_by_name": "Hạnh",
        "made_at": datetime(2025, 7, 1, tzinfo=UTC),
    }
    states = {"1": "approved", "2": "ended", "3": "draft"}
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        connection.execute(insert(old.tables["provinces"]), province)
        rows = [{**rule, "id": rule_id, "state": state} for rule_id, state in states.items()]
        connection.execute(insert(old.tables["local_rules"]), rows)
    upgrade(database)
    with database.reading() as session:
        found = session.scalars(select(LocalRule)).all()
        assert {one.id: one.state for one in found} == states
        assert {(one.end_day, one.end_by, one.end_basis) for one in found} == {(None, None, None)}
        assert {one.value["hour"] for one in found} == {"15:00"}


@KINDS
def test_dossiers_of_an_older_database_are_found_by_name_and_number(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0008")
    first = {"owner_name": "Đặng Thị Thủy", "submitter_phone": "0912 345 678"}
    last = {"owner_name": "Y-Thông", "owner_identity_number": "040185012345"}
    people = [first, *({} for _ in range(1000)), last]  # more than two batches
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        for name, rows in _with_cases(people).items():
            connection.execute(insert(old.tables[name]), rows)
    upgrade(database)
    wanted = select(Dossier.names_folded, Dossier.owner_number, Dossier.submitter_phone)
    with database.reading() as session:
        found = session.execute(wanted.order_by(Dossier.case_id)).all()
    assert tuple(found[0]) == ("dang thi thuy", None, "0912345678")
    assert tuple(found[500]) == ("", None, None)
    assert tuple(found[-1]) == ("y thong ythong", "040185012345", None)


@KINDS
def test_names_that_an_old_font_wrote_are_folded_anew(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0014")
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        for name, rows in _with_cases([{"owner_name": "Ðặng Thị Thủy"}, {}]).items():
            connection.execute(insert(old.tables[name]), rows)
        before = {"names_folded": "ðang thi thuy"}
        dossiers = old.tables["dossiers"]
        first = connection.execute(select(dossiers.c.case_id).order_by("case_id")).scalars().first()
        connection.execute(update(dossiers).where(dossiers.c.case_id == first).values(before))
    upgrade(database)
    with database.reading() as session:
        found = session.scalars(select(Dossier.names_folded).order_by(Dossier.case_id)).all()
    assert found == ["dang thi thuy", ""]


@KINDS
def test_halves_of_names_of_an_older_database_are_found_in_one_word(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0019")
    people = [{"owner_name": "Ksor H Bia"}, *({} for _ in range(499)), {"owner_name": "Y.Krông"}]
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        for name, rows in _with_cases(people).items():
            connection.execute(insert(old.tables[name]), rows)
        connection.execute(update(old.tables["dossiers"]).values(names_folded="ksor h bia"))
    upgrade(database)
    with database.reading() as session:
        found = session.scalars(select(Dossier.names_folded).order_by(Dossier.case_id)).all()
    assert (found[0], found[1], found[-1]) == ("ksor h bia hbia", "", "y krong ykrong")


@KINDS
def test_cases_of_an_older_database_are_late_where_their_events_say_so(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    """Asked for a supplement when late, which began their time anew; extended; in time."""
    database, due = make_empty_database(kind), datetime(2025, 7, 10, 2, tzinfo=UTC)
    upgrade(database, "0067")
    later, anew = datetime(2025, 7, 12, tzinfo=UTC), datetime(2025, 8, 20, tzinfo=UTC)
    received = (due - timedelta(days=9), {"status": 2, "due_at": due.isoformat()})
    again = (later, {"status": 4, "due_at": anew.isoformat()})
    acts = [
        [received, (later, {"status": 5, "supplements": 1}), again],
        [received, (due - timedelta(days=2), {"due_at": anew.isoformat()})],
        [received, (due, {"status": 9})],
        [
            *(received, (due - timedelta(days=8), {"status": 5, "supplements": 2})),
            (due - timedelta(days=7), {"status": 4}),
            (later, {"competent_unit": "xa"}),
        ],
    ]
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        for name, rows in _with_cases([{}, {}, {}, {}]).items():
            connection.execute(insert(old.tables[name]), rows)
        connection.execute(update(old.tables["cases"]).values(due_at=anew))
        events = [one for number, of in enumerate(acts) for one in _events(f"{number:05}", of)]
        connection.execute(insert(old.tables["case_events"]), events)
    upgrade(database)
    wanted = select(Case.late_first_since, Case.late_since, Case.late_unit, Case.extended_at)
    with database.reading() as session:
        found = [tuple(row) for row in session.execute(wanted.order_by(Case.id))]
        own = (Case.late_first_unit, Case.counted_late_since, Case.counted_late_unit)
        last = session.execute(select(*own).order_by(Case.id.desc()).limit(1)).one()
    extended = (None, None, None, due - timedelta(days=2))
    late = (due, due, "phuong", None)
    assert found == [late, extended, (None,) * 4, late]
    assert tuple(last) == ("phuong", due - timedelta(days=8), "phuong")


def _events(
    case_id: str, acts: Sequence[tuple[datetime, Mapping[str, object]]]
) -> Iterator[dict[str, object]]:
    """What the audit tells of a filing and of acts that changed these columns."""
    filed = (datetime(2025, 7, 1, tzinfo=UTC), dict[str, object]())
    for seq, (at, changed) in enumerate((filed, *acts), start=1):
        kind = "due_extended" if changed.keys() == {"due_at"} else "x"
        body = {"seq": seq, "at": at.isoformat(), "kind": kind, "data": {"competent": "phuong"}}
        told = json.dumps({**body, "trace": {"case": changed}}).encode()
        row = {"province_code": "tinh", "case_id": case_id, "seq": seq, "kind": kind}
        yield {**row, "at": at, "body": told, "hash": b"x"}


@KINDS
def test_who_let_a_case_lie_who_gave_a_code_and_what_transactions_count_are_kept_from_before(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database, since = make_empty_database(kind), datetime(2025, 7, 10, 2, tzinfo=UTC)
    upgrade(database, "0093")
    own = {"province_code": "tinh", "kind": "paid", "number": "1", "amount": 5}
    own |= {"recorded_at": since, "means": "transfer", "corrects": None, "reference_key": None}
    payments = [
        {**own, "id": "a", "case_id": "00000", "reference_key": "ft1"},
        {**own, "id": "b", "case_id": "00001", "reference_key": "ft1"},
        {**own, "id": "c", "case_id": "00001", "reference_key": "ft2"},
        {**own, "id": "d", "case_id": "00001", "kind": "cancelled", "corrects": "c"},
        {**own, "id": "e", "case_id": "00001", "means": "cash", "reference_key": "3"},
    ]
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        given = {"payments": payments, **_codes_given(since)}
        for name, rows in {**_with_cases([{}, {}]), **given}.items():
            connection.execute(insert(old.tables[name]), rows)
        cases = old.tables["cases"]
        late = {"own_late_since": since, "own_late_unit": "xa"}
        connection.execute(update(cases).where(cases.c.id == "00000").values(late))
    upgrade(database)
    with database.reading() as session:
        lain = session.scalars(select(Case.own_late).order_by(Case.id)).all()
        alone = session.execute(select(LoneTransaction.transaction, LoneTransaction.payment)).all()
        by = {one.id: one.code_from for one in session.scalars(select(Account))}
    assert by == {"a": None, "b": "a", "c": None}
    assert list(lain) == [{"xa": since.isoformat()}, {}]
    assert [tuple(row) for row in alone] == [("transfer/ft1", "a")]


@KINDS
def test_a_draft_whose_code_no_address_names_gets_one_and_its_history_tells(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database, "0067")
    names = dict.fromkeys(("name", "full_name", "agency_code", "calendar_code"), "x")
    same = {"province_code": "tinh", "sector": "Đất đai", "name": "x", "revision": 1}
    codes = ["1.000", "QT/01-ĐĐ", "QT-01-DD", "/?"]
    made = {"kind": "uploaded", "files": {}, "digest": "d", "errors": 0, "warnings": 0}
    made |= {"mended": [], "made_by_name": "Huy", "made_at": datetime(2025, 7, 1, tzinfo=UTC)}
    own = {"province_code": "tinh"}
    with database.engine.begin() as connection:
        old = MetaData()
        old.reflect(connection)
        province = {"code": "tinh", **names, "details": {}, "epoch": 1}
        connection.execute(insert(old.tables["provinces"]), province)
        for code in codes:
            connection.execute(insert(old.tables["designs"]), {**same, "procedure_code": code})
            first = {**own, **made, "procedure_code": code, "number": 1}
            connection.execute(insert(old.tables["design_revisions"]), first)
            kept = {**own, "procedure_code": code, "digest": "d", "content": b"x"}
            connection.execute(insert(old.tables["design_contents"]), kept)
    upgrade(database)
    with database.reading() as session:
        found = {one.procedure_code: one.revision for one in session.scalars(select(Design))}
        told = session.scalars(select(DesignRevision.mended).where(DesignRevision.number == 2))
        words = " ".join(str(one) for one in told)
        kept_by = set(session.scalars(select(DesignContent.procedure_code)))
    assert found.keys() == kept_by
    assert found.pop("QT-01-DD") == found.pop("1.000") == 1
    renamed = sorted(found)
    assert (renamed[0][:9], renamed[1]) == ("QT-01-DD-", "X-")
    assert "“QT/01-ĐĐ”" in words


def _codes_given(at: datetime) -> dict[str, list[dict[str, object]]]:
    """Accounts, and the record of who handed out which code: the last one of each counts."""
    told = {"password_hash": "x", "kind": "officer", "full_name": "x", "demo": False}
    own = {"province_code": "tinh", "at": at, "name": "x", "kind": "changed", "subject": "accounts"}
    invited, in_use = {"state": "invited"}, {"state": "in_use"}
    given = (("b", None, invited), ("b", "a", invited), ("b", "c", in_use), ("c", "a", in_use))
    return {
        "accounts": [{**told, "id": one, "username": one, "created_at": at} for one in "abc"],
        "configuration_changes": [
            {**own, "epoch": n, "seq": 0, "subject_key": name, "account_id": by, "after": after}
            for n, (name, by, after) in enumerate(given)
        ],
    }


def _with_cases(people: Sequence[Mapping[str, str]]) -> dict[str, list[dict[str, object]]]:
    """A dossier for each of these applicants, with all that a dossier hangs on."""
    own: dict[str, object] = {"province_code": "tinh"}
    names = dict.fromkeys(("name", "full_name", "agency_code", "calendar_code"), "x")
    at = datetime(2025, 7, 1, tzinfo=UTC)
    package = {
        "digest": "d",
        "procedure_code": "1",
        "version": 1,
        "diagram": "",
        "valid_from": date(2025, 7, 1),
        "published_at": at,
        "published_by": "x",
    }
    case = {
        **dict.fromkeys(("channel", "receiving_unit", "competent_unit", "returning_unit"), "x"),
        "procedure_code": "1",
        "package_digest": "d",
        "status": 1,
        "applicant_name": "x",
        "version": 1,
        "event_seq": 0,
        "event_hash": b"",
        "state": b"",
        "submitted_at": at,
    }
    ids = [f"{number:05}" for number in range(len(people))]
    level = dict.fromkeys(("name", "short_name", "sector", "level"), "x")
    return {
        "provinces": [{"code": "tinh", **names, "details": {}, "epoch": 1}],
        "procedures": [{**own, "code": "1", **level}],
        "packages": [{**own, **package}],
        "cases": [{**own, **case, "id": one, "submission_number": one} for one in ids],
        "dossiers": [
            {**own, "case_id": one, "applicant": told, "answers": {}}
            for one, told in zip(ids, people, strict=True)
        ],
    }


@KINDS
def test_tables_that_grow_carry_the_province_first_in_their_key(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    growing = ("cases", "tasks", "case_events", "outbox", "timers", "dossiers", "case_documents")
    for name in growing:
        assert next(iter(tables.metadata.tables[name].primary_key)).name == "province_code", name
