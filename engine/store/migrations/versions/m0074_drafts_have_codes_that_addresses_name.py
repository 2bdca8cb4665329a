"""Drafts whose code no address can name get one that can; their history tells the old one."""

import hashlib
import re
import unicodedata
from collections.abc import Container
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0072"
branch_labels = None
depends_on = None

_GOOD = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,63}")
_json = sa.JSON()
_designs = sa.table(
    "designs",
    *(sa.column(name) for name in ("province_code", "procedure_code", "sector", "name")),
    sa.column("revision", sa.Integer()),
)
_revisions = sa.table(
    "design_revisions",
    *(sa.column(name) for name in ("province_code", "procedure_code", "kind", "digest")),
    *(sa.column(name) for name in ("made_by", "made_by_name")),
    *(sa.column(name, sa.Integer()) for name in ("number", "source", "errors", "warnings")),
    sa.column("files", _json),
    sa.column("mended", _json),
    sa.column("made_at", sa.DateTime(timezone=True)),
)
_contents = sa.table("design_contents", sa.column("province_code"), sa.column("procedure_code"))


def upgrade() -> None:
    """Give each a code of letters, digits, dots and dashes, and write a revision that says so."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(_designs).order_by("province_code", "procedure_code")).all()
    taken = {(row.province_code, row.procedure_code) for row in rows}
    procedures = sa.table("procedures", sa.column("province_code"), sa.column("code"))
    taken |= {(row.province_code, row.code) for row in connection.execute(sa.select(procedures))}
    for row in rows:
        if not _GOOD.fullmatch(row.procedure_code):
            code = _free(row.province_code, row.procedure_code, taken)
            taken.add((row.province_code, code))
            _rename(connection, row, code)


def _free(province: str, old: str, taken: Container[tuple[str, str]]) -> str:
    """A code like the old one that nothing has yet."""
    plain = unicodedata.normalize("NFD", old.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    plain = re.sub(r"[^0-9A-Za-z.-]+", "-", plain)
    code = (plain if _GOOD.match(plain) else f"X-{plain.lstrip('-.')}")[:64]
    if (province, code) not in taken:
        return code
    return f"{code[:55]}-{hashlib.sha256(old.encode()).hexdigest()[:8]}"


def _rename(connection: sa.Connection, row: sa.Row[tuple[object, ...]], code: str) -> None:
    told = row._mapping
    province, old = told["province_code"], told["procedure_code"]
    number = told["revision"] + 1
    new = {**told, "procedure_code": code, "revision": number}
    connection.execute(sa.insert(_designs).values(new))
    for table in (_revisions, _contents):
        mine = (table.c.province_code == province) & (table.c.procedure_code == old)
        connection.execute(sa.update(table).where(mine).values(procedure_code=code))
    mine = (_designs.c.province_code == province) & (_designs.c.procedure_code == old)
    connection.execute(sa.delete(_designs).where(mine))
    last = (_revisions.c.province_code == province) & (_revisions.c.procedure_code == code)
    query = sa.select(_revisions).where(last & (_revisions.c.number == told["revision"]))
    newest = connection.execute(query).one()._mapping
    renamed = {
        "number": number,
        "kind": "renamed",
        "source": None,
        "mended": [{"file": "", "words": f"mã cũ “{old}” không địa chỉ nào gọi được"}],
        "made_by": None,
        "made_by_name": "Nâng cấp phần mềm",
        "made_at": datetime.now(UTC),
    }
    connection.execute(sa.insert(_revisions).values({**newest, **renamed}))
