"""Provinces with very much work, multiplied by SQL from the living demonstration.

Every open case is copied under new keys with its dossier and its open tasks, moved by up to thirty
days, with other names and numbers; one centre's desk gets three tenths of them. Finished tasks are
copied as rows of their own. Audit, files and fees are not copied: nothing that is measured here
reads them but the case page, which is measured on cases of the demonstration itself.
"""

from sqlalchemy import Connection, text

HUGE_SHARE = 0.3
FAMILIES = "nguyen,tran,le,pham,hoang,huynh,phan,vu,vo,dang,bui,do,ho,ngo,duong,ly"
MIDDLES = "van,thi,huu,duc,ngoc,minh,quang,thanh,xuan,hong,kim,bich"
GIVENS = (
    "an,anh,bao,binh,chau,chi,cuong,dung,duy,giang,ha,hai,hanh,hieu,hoa,hoang,hung,huong,khanh,"
    "lan,linh,long,mai,nam,nga,nhung,phong,phuc,quan,son,tam,thao,thuy,trang,tu,tuan,uyen,vinh,yen"
)
_COPIED = """
CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
SELECT of.province_code, of.id AS from_id, n,
       md5(of.id || ' ' || n) AS id,
       (random() * 60 - 30) * interval '1 day' AS moved
FROM (
    SELECT c.province_code, c.id, count(*) OVER () AS all_of
    FROM cases AS c
    WHERE EXISTS (
        SELECT 1 FROM tasks AS t
        WHERE t.province_code = c.province_code AND t.case_id = c.id AND t.state = 'open'
        AND {which}
    )
) AS of
CROSS JOIN LATERAL generate_series(1, (:wanted + of.all_of - 1) / of.all_of) AS n
"""


def multiply(connection: Connection, *, opened: int, done: int) -> None:
    """About so many open tasks and so many finished ones, in one transaction for each kind."""
    [huge] = connection.execute(
        text(
            "SELECT unit_code FROM tasks WHERE state = 'open' AND position_code = 'can_bo_mot_cua'"
            " GROUP BY unit_code ORDER BY count(*) DESC, unit_code LIMIT 1"
        )
    ).scalars()
    at_huge = f"t.unit_code = '{huge}' AND t.position_code = 'can_bo_mot_cua'"
    base = {table: _columns(connection, table) for table in ("cases", "dossiers", "tasks")}
    for which, share in ((at_huge, HUGE_SHARE), (f"NOT ({at_huge})", 1 - HUGE_SHARE)):
        connection.execute(text(_COPIED.format(which=which)), {"wanted": int(opened * share)})
        _copy(connection, base)
        connection.execute(text("DROP TABLE copied"))
    _finish(connection, base["tasks"], done)


def _columns(connection: Connection, table: str) -> list[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = :t"
    return list(
        connection.execute(text(query + " ORDER BY ordinal_position"), {"t": table}).scalars()
    )


def _copy(connection: Connection, base: dict[str, list[str]]) -> None:
    """The cases of ``copied``, their dossiers and their open tasks."""
    new = {"id": "k.id", "code": "'H' || upper(k.id)", "submission_number": "'N' || upper(k.id)"}
    moved = frozenset({"due_at", "created_at", "submitted_at", "received_at"})
    _insert(connection, "cases", base["cases"], new, moved=moved, where="o.id = k.from_id")
    names = " || ' ' || ".join(
        f"(string_to_array('{words}', ','))[1 + floor(random() * {words.count(',') + 1})::int]"
        for words in (FAMILIES, MIDDLES, GIVENS)
    )
    number = "lpad(floor(random() * 1e12)::bigint::text, 12, '0')"
    of_case = {"case_id": "k.id"}
    people = of_case | {"names_folded": names, "owner_number": number, "submitter_number": "NULL"}
    people |= {"submitter_phone": "'09' || lpad(floor(random() * 1e8)::bigint::text, 8, '0')"}
    _insert(connection, "dossiers", base["dossiers"], people, where="o.case_id = k.from_id")
    open_tasks = of_case | {"id": "md5(o.id || ' ' || k.n)"}
    where = "o.case_id = k.from_id AND o.state = 'open'"
    _insert(connection, "tasks", base["tasks"], open_tasks, moved=moved, where=where)


def _insert(
    connection: Connection,
    table: str,
    columns: list[str],
    new: dict[str, str],
    *,
    moved: frozenset[str] = frozenset(),
    where: str,
) -> None:
    values = [
        new.get(name) or (f"o.{name} + k.moved" if name in moved else f"o.{name}")
        for name in columns
    ]
    connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM copied AS k JOIN {table} AS o ON o.province_code = k.province_code AND {where}"
        )
    )


def _finish(connection: Connection, columns: list[str], done: int) -> None:
    """So many finished tasks more, of the demonstration's cases; one in twenty is followed."""
    values = [
        {"id": "md5(o.id || ' x ' || n)", "followed": "o.followed AND n % 20 = 0"}.get(
            name, f"o.{name} - n * interval '7 minutes'" if name == "completed_at" else f"o.{name}"
        )
        for name in columns
    ]
    connection.execute(
        text(
            f"INSERT INTO tasks ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
            " FROM (SELECT *, count(*) OVER () AS all_of FROM tasks WHERE state = 'done') AS o"
            " CROSS JOIN LATERAL generate_series(1, (:done / o.all_of)::int) AS n"
        ),
        {"done": done},
    )
