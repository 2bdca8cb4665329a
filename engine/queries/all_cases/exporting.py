"""Exactly what was asked for, as a table that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.packages import package
from engine.errors import ExportTooLarge
from engine.life import state
from engine.organisation.tree import Setting
from engine.queries.all_cases.asking import asked_for, of_stage
from engine.queries.all_cases.listing import due_in, named_to, reach_of, rows_of
from engine.queries.all_cases.pages import places_of
from engine.queries.views.all_cases import CasesAsked
from engine.queries.wording import local
from engine.typed.spreadsheets import neutral

MOST = 20_000
"""Cases of one table: what a spreadsheet and an act's memory take; more is refused, never cut."""
PART = 500
HEAD = (
    *("Mã hồ sơ", "Chủ hồ sơ", "Mã thủ tục", "Thủ tục", "Nơi tiếp nhận", "Nơi giải quyết"),
    *("Trạng thái", "Nộp lúc", "Tiếp nhận lúc", "Hẹn trả", "Hẹn lần đầu", "Xong lúc", "Hạn"),
)
BOM = "\ufeff"
"""Excel takes a table without it for another alphabet."""


def exported(session: Session, *, person: Person, now: datetime, asked: CasesAsked) -> str:
    """The cases of the list, the newest first, as CSV in UTF-8; formulas are texts there.

    Raises NotOverseer, ExportTooLarge.
    """
    setting, reached = reach_of(session, person)
    named = named_to(person, setting)
    wanted = asked_for(session, setting, asked, named, now) & of_stage(asked)
    province = setting.province_code
    places = places_of(session, province, reached, wanted, cursor=None, most=MOST + 1)
    if len(places) > MOST:
        raise ExportTooLarge(most=MOST)
    table = io.StringIO()
    table.write(BOM)
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for first in range(0, len(places), PART):
        ids = [place.id for place in places[first : first + PART]]
        for row in rows_of(session, province, ids, named):
            writer.writerow(neutral(cell) for cell in _cells(session, setting, row, now))
    return table.getvalue()


def _cells(session: Session, setting: Setting, row: Any, now: datetime) -> Iterator[str]:
    yield row.code or row.submission_number
    yield row.applicant_name if row.named else ""
    yield row.procedure_code
    published = package(session, setting.province_code, row.package_digest)
    yield published.manifest.short_name
    yield setting.unit_name(row.receiving_unit)
    yield setting.unit_name(row.competent_unit)
    yield state(row.status).name
    for at in (row.submitted_at, row.received_at, row.due_at, row.first_due_at, row.finished_at):
        yield f"{local(at):%Y-%m-%d %H:%M}" if at else ""
    yield due_in(setting, row, now).words
