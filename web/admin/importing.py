"""Tables are brought in by page: read, compared, then written row by row as they were shown."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from api.http.transaction import trying
from engine.administration.importing.compared import Brought, ComparedTable
from engine.administration.importing.comparing import (
    Part,
    compare_table,
    parts_to_write,
    write_part,
)
from engine.administration.importing.ways import BRINGING_IN, sheet_of, ways_of
from engine.errors import Refusal
from web.forms.administering import administrator_here
from web.forms.days import Days
from web.forms.once import once_by_parts
from web.forms.uploads import keep_as_it_is, posted_results

blueprint = Blueprint("import_pages", __name__, url_prefix="/quan-tri/nhap")

FILE = "tep"
SHOWN = 400
"""Rows that a page shows; the rest are counted, and go with the others of their kind."""


@blueprint.get("")
@needs(*BRINGING_IN)
def choosing() -> str:
    """Which table, and its file."""
    return _page()


@blueprint.post("")
@needs(*BRINGING_IN)
def compared() -> str | tuple[str, int]:
    """The file beside what the province has; nothing is changed."""
    try:
        brought = _brought()
        with trying(require("officer").province_code or "") as session:
            admin = administrator_here(session)
            found = compare_table(session, admin=admin, brought=brought, now=now())
    except Refusal as refusal:
        return _page(refusal), status_of(refusal)
    return _page(found=found)


@blueprint.post("/ghi")
@needs(*BRINGING_IN)
def written() -> Response | tuple[str, int]:
    """Write what was chosen, if it still is what was shown."""
    try:
        brought, who = _brought(), require("officer")
        answer = once_by_parts(
            who, lambda: _parts(brought, who.province_code or ""), lambda done: {"count": sum(done)}
        )
    except Refusal as refusal:
        return _page(refusal), status_of(refusal)
    flash(f"Đã ghi {answer['count']} dòng. Ghi vào nhật ký cấu hình với tên bạn.")
    return redirect(url_for("import_pages.choosing", bang=brought.table), code=303)


def _parts(brought: Brought, province_code: str) -> list[Any]:
    with trying(province_code) as session:
        parts = parts_to_write(
            session,
            admin=administrator_here(session),
            brought=brought,
            chosen=request.form.getlist("chon"),
            seen=request.form.get("seen", ""),
            now=now(),
        )
    return [partial(_write, part=part) for part in parts]


def _write(session: Any, *, part: Part) -> int:
    return write_part(session, admin=administrator_here(session), part=part, now=now())


def _brought() -> Brought:
    """The file that came, now or with the comparison. Raises EntryInvalid, SheetUnreadable."""
    files, days = posted_results(FILE, require("officer").account_id), Days()
    effective = days.read("ngay-het", "Hết hiệu lực từ ngày")
    if not files:
        days.faults.append({"field": FILE, "message": "Hãy chọn tệp XLSX hoặc CSV."})
    days.check()
    table, file = request.form.get("bang", ""), files[-1]
    return Brought(
        table=table,
        sheet=sheet_of(table, file.content, name=file.name),
        file_name=file.name,
        complete=bool(request.form.get("du")),
        effective=effective,
    )


def _page(refusal: Refusal | None = None, found: ComparedTable | None = None) -> str:
    who = require("officer")
    files = posted_results(FILE, who.account_id) if request.method == "POST" else ()
    kept = keep_as_it_is(files[-1:], who.account_id)
    faults: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    with reading() as session:
        ways = ways_of(session, administrator_here(session))
    return render_template(
        "pages/importing.html",
        ways=ways,
        table=request.values.get("bang", ""),
        found=found,
        kept=kept,
        typed=request.form,
        shown=SHOWN,
        refusal=refusal,
        faults=[one["message"] if isinstance(one, dict) else str(one) for one in faults],
        FILE=FILE,
    )
