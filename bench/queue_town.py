"""Provinces with very much work, multiplied by SQL from the living demonstration.

Every case is copied under new keys with its dossier and its tasks: the open ones, until there is as
much open work as is wanted (three tenths of it at one centre's desk), then ended ones, until there
are as many finished tasks. Copies have other names, numbers, codes and days. The first
``WHOLE`` of the open ones also get all else that belongs to a case (events, clocks, files, fees,
rules); the others are as if nobody had opened them: nothing that is measured reads that of them;
nor do they wait for a head to approve a halt, of which a province has a handful.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from engine.store.tables import metadata

HUGE_SHARE = 0.3
WHOLE = 10_000
DESKS = 60
FAMILIES = "nguyen,tran,le,pham,hoang,huynh,phan,vu,vo,dang,bui,do,ho,ngo,duong,ly"
MIDDLES = "van,thi,huu,duc,ngoc,minh,quang,thanh,xuan,hong,kim,bich"
GIVENS = (
    "an,anh,bao,binh,chau,chi,cuong,dung,duy,giang,ha,hai,hanh,hieu,hoa,hoang,hung,huong,khanh,"
    "lan,linh,long,mai,nam,nga,nhung,phong,phuc,quan,son,tam,thao,thuy,trang,tu,tuan,uyen,vinh,yen"
)
BUILT = ("cases", "dossiers", "tasks")
"""The large tables: their indexes are made anew at the end, their rows in this order."""
RENAMED = frozenset(
    table.name
    for table in metadata.tables.values()
    if "case_id" in table.c and "case_id" not in table.primary_key.columns
)
"""Tables whose rows have an id of their own in the province."""
_HUGE = text(
    "SELECT unit_code FROM tasks WHERE state = 'open' AND position_code = 'can_bo_mot_cua'"
    " GROUP BY unit_code ORDER BY count(*) DESC, unit_code LIMIT 1"
)
_COPIED = """
CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
SELECT province_code, id AS from_id, md5(id || ' ' || n) AS id,
       :from + row_number() OVER (ORDER BY n, id) AS row,
       random() * {back} * interval '1 day' AS moved,
       (random() * 60 - 30) * interval '1 day' AS due_moved
FROM (
    SELECT c.province_code, c.id, sum(works) OVER () AS all_of
    FROM cases AS c
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE t.state = 'open') AS open,
               count(*) FILTER (WHERE t.state = 'done') AS done,
               count(*) FILTER (WHERE t.state = 'open' AND {huge}) AS huge
        FROM tasks AS t WHERE t.province_code = c.province_code AND t.case_id = c.id
    ) AS has
    CROSS JOIN LATERAL (SELECT {works} AS works) AS of
    WHERE works > 0
) AS o
CROSS JOIN LATERAL generate_series(1, ceil(:wanted / all_of)::int) AS n
"""
_AGENCY = "regexp_replace(o.{0}, '-[0-9]{{6}}-[0-9]+$', '')"
_CODE = f"{_AGENCY} || '-' || to_char(now() - k.moved, 'YYMMDD') || '-' || k.row"
_FIRST_ROW = 10_000
"""Order numbers of codes from here on have no zeros before them."""
_COUNTERS = text(
    "INSERT INTO code_counters (agency_code, day, last)"
    " SELECT (regexp_match(of.printed, '^(.*)-([0-9]{6})-[0-9]+$'))[1] AS agency,"
    " (regexp_match(of.printed, '^(.*)-([0-9]{6})-[0-9]+$'))[2] AS day, 9999999"
    " FROM (SELECT code AS printed FROM cases UNION ALL SELECT submission_number FROM cases) AS of"
    " WHERE of.printed IS NOT NULL GROUP BY 1, 2 ON CONFLICT DO NOTHING"
)
_DESKS = """
SELECT row_number() OVER (ORDER BY coalesce(works, 0) DESC, unit_code, position_code) - 1 AS place,
       unit_code, position_code, coalesce(works, 0) AS works
FROM (SELECT u.province_code, u.code AS unit_code, p.code AS position_code
      FROM units AS u JOIN positions AS p ON p.province_code = u.province_code
      WHERE u.province_code = :province) AS desk
LEFT JOIN (SELECT province_code, unit_code, position_code, count(*) AS works FROM tasks
           WHERE state = 'open' GROUP BY 1, 2, 3) AS at
     USING (province_code, unit_code, position_code)
ORDER BY place LIMIT {count}
"""
_SPREAD = f"""
CREATE TEMPORARY TABLE spread ON COMMIT DROP AS {_DESKS.format(count=DESKS)}
"""
_AT_DESK = """
coalesce((SELECT d.{name} FROM spread AS d WHERE d.place = k.row / 8 % {desks} AND k.row % 8 = 0
          AND o.state = 'open' AND o.province_code = '{province}'), o.{name})
"""
"""Every eighth open task of a province lies at one of so many desks in turn."""
PROVINCE = "nghe_an"


def multiply(connection: Connection, *, opened: int, done: int) -> None:
    """About so many open tasks and so many finished ones; in one transaction."""
    huge_unit = connection.execute(_HUGE).scalar_one()
    huge = f"t.unit_code = '{huge_unit}' AND t.position_code = 'can_bo_mot_cua'"
    at_huge, whole = int(opened * HUGE_SHARE), min(WHOLE, opened)
    # Copies of rows that refer to one another rightly do so too: nothing need be looked up.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    with _without_indexes(connection):
        connection.execute(text(_SPREAD), {"province": PROVINCE})
        row = _FIRST_ROW
        for works, wanted, share in (
            ("huge", at_huge, HUGE_SHARE),
            ("CASE WHEN huge = 0 THEN open ELSE 0 END", opened - at_huge, 1 - HUGE_SHARE),
        ):
            upto = row + int(whole * share)
            row = _copied(connection, huge, works, wanted, back=30, first=row)
            _copy(connection, whole=upto, spread="CASE" in works)
            connection.execute(text("DROP TABLE copied"))
        there = connection.execute(text("SELECT count(*) FROM tasks WHERE state = 'done'"))
        ended = "CASE WHEN open = 0 THEN done ELSE 0 END"
        _copied(connection, huge, ended, done - there.scalar_one(), back=500, first=row)
        _copy(connection, whole=0)
    connection.execute(_COUNTERS)


def desks_of(connection: Connection, province: str) -> list[tuple[str, str]]:
    """So many desks of the province, those with most work first."""
    found = connection.execute(text(_DESKS.format(count=DESKS)), {"province": province})
    return [(row.unit_code, row.position_code) for row in found]


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Rows come faster in bulk when their indexes are made at the end; keys stay."""
    made = connection.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(:tables)"
            " AND indexname LIKE 'ix_%' AND indexname <> 'ix_tasks_case'"
        ),
        {"tables": list(BUILT)},
    ).all()
    for row in made:
        connection.execute(text(f"DROP INDEX {row.indexname}"))
    yield
    connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    for row in made:
        connection.exec_driver_sql(row.indexdef)


def _copied(
    connection: Connection, huge: str, works: str, wanted: int, *, back: int, first: int
) -> int:
    """Choose the copies whose ``works`` add up to what is wanted; the order number after them."""
    made = _COPIED.format(huge=huge, works=works, back=back)
    connection.execute(text(made), {"wanted": max(wanted, 1), "from": first})
    connection.execute(text("ANALYZE copied"))
    return int(connection.execute(text("SELECT max(row) FROM copied")).scalar_one())


def _copy(connection: Connection, *, whole: int, spread: bool = False) -> None:
    """The cases of ``copied`` with what belongs to them; all of it for rows up to ``whole``."""
    for table in BUILT:
        _insert(connection, table, whole, spread=spread)
    rows = connection.execute(
        text(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name = 'case_id' ORDER BY table_name"
        )
    ).scalars()
    for table in sorted(set(rows) - set(BUILT)):
        _insert(connection, table, whole, where=f" AND k.row <= {whole}")


def _insert(
    connection: Connection, table: str, whole: int, *, where: str = "", spread: bool = False
) -> None:
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = :t"
    ordered = text(query + " ORDER BY ordinal_position")
    columns = list(connection.execute(ordered, {"t": table}).scalars())
    values = [_value(table, name) for name in columns]
    if table == "cases":
        values[columns.index("proposed")] = f"CASE WHEN k.row <= {whole} THEN o.proposed END"
    if spread and table == "tasks":
        for name in ("unit_code", "position_code"):
            at = _AT_DESK.format(name=name, desks=DESKS, province=PROVINCE)
            values[columns.index(name)] = at
    key = "id" if table == "cases" else "case_id"
    connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(map(_quoted, columns))}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM copied AS k JOIN {table} AS o"
            f" ON o.province_code = k.province_code AND o.{key} = k.from_id{where}"
        )
    )


def _value(table: str, column: str) -> str:
    """What a copy has in a column: its own key, name or day, or what the original has."""
    own = {
        ("cases", "id"): "k.id",
        ("cases", "code"): _CODE.format("code"),
        ("cases", "submission_number"): _CODE.format("submission_number"),
        ("cases", "slip"): "o.slip || '.' || k.row",
        ("cases", "account_id"): "left(o.account_id, 0) || md5((k.row / 3)::text)",
        ("dossiers", "names_folded"): _name(),
        ("dossiers", "owner_number"): "lpad(floor(random() * 1e12)::bigint::text, 12, '0')",
        ("dossiers", "submitter_number"): "NULL",
        ("dossiers", "submitter_phone"): (
            "'09' || lpad(floor(random() * 1e8)::bigint::text, 8, '0')"
        ),
    }
    if (table, column) in own:
        return own[table, column]
    if column == "case_id":
        return "k.id"
    if column == "id" and table in RENAMED:
        return "md5(o.id || ' ' || k.id)"
    if column == "due_at":
        return "o.due_at + k.due_moved" if table in BUILT else "o.due_at"
    moves = table in BUILT and column.endswith("_at") and column != "papers_at"
    return f"o.{_quoted(column)} - k.moved" if moves else f"o.{_quoted(column)}"


def _quoted(name: str) -> str:
    """One of the columns is called as a word of SQL."""
    return f'"{name}"'


def _name() -> str:
    return " || ' ' || ".join(
        f"(string_to_array('{words}', ','))[1 + floor(random() * {words.count(',') + 1})::int]"
        for words in (FAMILIES, MIDDLES, GIVENS)
    )
