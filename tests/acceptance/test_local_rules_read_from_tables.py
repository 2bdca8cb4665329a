"""What the indexed read finds is what the pure resolution finds among all rules."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from engine.catalogue.rules.candidates import known_rules, rule_of, rules_for
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.resolution import resolve
from engine.catalogue.rules.scope import Circumstances, Site
from engine.store.base import table_of
from engine.store.rules import LocalRule, RulePeriod
from engine.worktime import ZONE
from tests.rulebook import Rulebook, basis

FIRST = date(2025, 7, 1)
VALUES: dict[str, dict[str, Any]] = {
    "cut_off": {"hour": "15:00"},
    "supplement_days": {"days": 15},
    "fee_exemption": {"channel": None, "subject": None, "rate": "0"},
    "step_hours": {"hours": "2.5"},
}
NOW = datetime(2025, 7, 1, tzinfo=ZONE)


def periods(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        kind = chance.choice(sorted(VALUES))
        begins = FIRST + timedelta(days=chance.randrange(10))
        since = chance.randrange(1, 6)
        yield {
            "province_code": "ha_tinh",
            "rule_id": f"{chance.getrandbits(128):032x}",
            "since_epoch": since,
            "until_epoch": chance.choice([None, None, since + chance.randrange(1, 4)]),
            "known_from": NOW,
            "valid_from": begins,
            "valid_to": chance.choice([None, begins + timedelta(days=chance.randrange(1, 10))]),
            "kind": kind,
            "target": chance.choice(["*", "sector:a", "sector:b", "procedure:1", "procedure:2"]),
            "place": chance.choice(["*", "area:x", "area:y", "unit:u", "unit:v", "unit:top"]),
            "element": f"B{number % 2}" if kind == "step_hours" else "",
            "slot": KINDS[kind].slot(VALUES[kind]),
            "value": VALUES[kind],
            "lock": chance.choice([None, {"fixed": True}]),
            "basis": basis().plain(),
            "level": "province",
        }


def write(book: Rulebook, rows: list[dict[str, Any]]) -> None:
    own = {column.key for column in table_of(LocalRule).columns}
    more = {"state": "approved", "made_by_name": "x", "made_at": NOW}
    rules = [{k: v for k, v in r.items() if k in own} | {"id": r["rule_id"]} | more for r in rows]
    with book.database.writing() as session:
        session.execute(insert(LocalRule), rules)
        session.execute(insert(RulePeriod), rows)


def test_the_read_agrees_with_the_resolution_over_all_rules_days_and_epochs(
    rulebook: Rulebook,
) -> None:
    chance = random.Random(22)
    rows = list(periods(chance, 400))
    write(rulebook, rows)
    cases = [
        Circumstances("1", "a", Site(("u", "top"), ("x",)), Site(("v", "top"), ("x", "y"))),
        Circumstances("2", "b", Site(("w",)), Site(("w",))),
        Circumstances("3", "c", Site((), ("y",)), Site(())),
    ]
    with rulebook.database.reading() as session:
        stored = session.query(RulePeriod).where(RulePeriod.province_code == "ha_tinh").all()
        for case in cases:
            for _ in range(20):
                day, epoch = FIRST + timedelta(days=chance.randrange(14)), chance.randrange(8)
                known = [
                    rule_of(row)
                    for row in stored
                    if row.since_epoch <= epoch < (row.until_epoch or epoch + 1)
                ]
                expected = resolve(known, case, day=day, epoch=epoch)
                found = rules_for(session, "ha_tinh", case, day=day, epoch=epoch)
                assert found == expected
                read = known_rules(session, "ha_tinh", case, epoch=epoch)
                assert resolve(read, case, day=day, epoch=epoch) == expected


def test_the_rules_of_another_province_are_never_read(rulebook: Rulebook) -> None:
    write(rulebook, list(periods(random.Random(1), 50)))
    case = Circumstances("1", "a", Site(("u", "top"), ("x",)), Site(("u", "top")))
    day = FIRST + timedelta(days=8)
    with rulebook.database.reading() as session:
        assert rules_for(session, "ha_tinh", case, day=day, epoch=4).winners
        assert not rules_for(session, "nghe_an", case, day=day, epoch=4).winners
