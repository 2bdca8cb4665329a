"""What a demonstration has for its designers: a draft with a few faults, an accepted list."""

import re
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import operator
from engine.accounts.signing_in import made_person
from engine.administration.registers.procedure_list import accept_list, compare_list
from engine.catalogue.packages import current_digest, package, versions_on
from engine.catalogue.procedure_sheet import procedure_sheet
from engine.designing.change import upload_files
from engine.designing.rights import Designer, designer, sees_designs
from engine.organisation.holders import held_on
from engine.store.accounts import Account
from engine.store.catalogue import Procedure
from engine.store.organisation import Appointment
from engine.worktime import ZONE

POSITION = "thiet_ke_quy_trinh"
LIST = "danh-muc-minh-hoa.csv"
NEW = "9.000001"
_HOURS = re.compile(rb'(<tthc:duration hours=")[0-9.]+"')
_DESK = re.compile(rb'( position="\w+)"')


def bring_designs(session: Session, *, province_code: str, now: datetime) -> int:
    """One draft, by the first designer in whose sectors something runs; how many were made.

    Its files are those of the version in force but for two slips of the pen.
    """
    for who in _designers(session, province_code, now):
        day = now.astimezone(ZONE).date()
        for version in versions_on(session, day, province_code):
            manifest = version.manifest
            if who.changes(manifest.sector):
                told = {"province_code": province_code, "procedure_code": manifest.code}
                digest = current_digest(session, day=day, **told)
                files = dict(package(session, province_code, digest).files)
                drawing = _HOURS.sub(rb'\1hai"', files[manifest.process], count=1)
                files[manifest.process] = _DESK.sub(rb'\1u"', drawing, count=1)
                upload_files(session, who=who, procedure_code=manifest.code, files=files, now=now)
                _bring_list(session, manifest.code, province_code, now)
                return 1
    return 0


def _bring_list(session: Session, procedure_code: str, province_code: str, now: datetime) -> None:
    """A list of procedures that was accepted: of one another decision than its package's, one new.

    The catalogue goes on saying what the package says; designers read that the two differ.
    """
    row = session.get_one(Procedure, (province_code, procedure_code))
    rows = (
        ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Quyết định công bố"),
        (row.code, row.name, row.sector, row.level, "1/QĐ-UBND (minh họa)"),
        (NEW, "Thủ tục mới ban hành (minh họa)", row.sector, row.level, ""),
    )
    text = "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in rows)
    found = compare_list(
        session,
        admin=operator(province_code),
        sheet=procedure_sheet(text.encode(), name=LIST),
        file_name=LIST,
        complete=False,
        effective=now.astimezone(ZONE).date(),
        now=now,
    )
    accept_list(session, admin=operator(province_code), import_id=found.import_id, now=now)


def _designers(session: Session, province_code: str, now: datetime) -> Iterator[Designer]:
    day = now.astimezone(ZONE).date()
    query = (
        select(Account)
        .join(
            Appointment,
            (Appointment.province_code == Account.province_code)
            & (Appointment.officer_id == Account.officer_id),
        )
        .where(
            Account.province_code == province_code,
            Appointment.position_code == POSITION,
            held_on(day),
        )
        .order_by(Account.username)
    )
    for account in session.scalars(query):
        person = made_person(session, account, day)
        if sees_designs(person):
            yield designer(session, person)
