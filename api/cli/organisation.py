"""``motcua organisation``: officers from a spreadsheet, and what is still missing."""

import sys
from pathlib import Path
from typing import Any

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.access import operator
from engine.administration.people.officer_list import (
    RowReport,
    applied,
    import_officers,
    officer_sheet,
    parts_to_apply,
)
from engine.administration.people.vacancies import vacancies, without_account
from engine.administration.registers.missing_accounts import without_beneficiary_account
from engine.administration.registers.serving_units import serving_units
from engine.worktime import ZONE

STATES = {"new": "mới", "changed": "sửa", "same": "không đổi", "error": "lỗi"}
PROVINCE = click.argument("province")


@click.group()
def organisation() -> None:
    """Tổ chức của tỉnh."""


@organisation.command()
@PROVINCE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", is_flag=True, help="Ghi các dòng không lỗi; mặc định chỉ thử.")
def officers(province: str, file: Path, *, apply: bool) -> None:
    """Nạp danh sách cán bộ (XLSX, CSV) và báo cáo từng dòng; kết thúc bằng 1 khi có dòng lỗi."""
    sheet = officer_sheet(file.read_bytes(), name=file.name)
    told: dict[str, Any] = {"admin": operator(province), "now": wall_clock()}
    with opened() as (_, database):
        with database.trying(province) as session:
            report = import_officers(session, sheet=sheet, apply=False, **told)
        kept = []
        for part in parts_to_apply(sheet, report) if apply else ():
            with database.writing() as session:
                kept.append(import_officers(session, sheet=part, apply=True, **told))
        report = applied(report, kept) if apply else report
    for row in report.rows:
        click.echo(_line(row))
    if report.unread:
        click.echo(f"Cột không đọc: {', '.join(report.unread)}")
    done = "đã ghi" if apply else "chạy thử, chưa ghi gì"
    click.echo(
        f"{len(report.rows)} dòng: {report.new} mới, {report.changed} sửa, {report.same} không đổi,"
        f" {report.errors} lỗi ({done})"
    )
    sys.exit(1 if report.errors else 0)


@organisation.command()
@PROVINCE
def missing(province: str) -> None:
    """Vị trí trống, cán bộ chưa đăng nhập, nơi chưa có tài khoản thụ hưởng hay đơn vị phục vụ."""
    admin, day = operator(province), wall_clock().astimezone(ZONE).date()
    with opened() as (_, database), database.reading() as session:
        empty = vacancies(session, admin=admin, day=day)
        nameless = without_account(session, admin=admin, day=day)
        moneyless = without_beneficiary_account(session, admin=admin, day=day)
        served = serving_units(session, admin=admin, day=day)
    for vacancy in empty:
        place = vacancy.position_title or "chưa có đơn vị"
        codes = ", ".join(vacancy.procedures)
        click.echo(f"  {vacancy.unit_name} · {place}: {codes}")
    for officer in nameless:
        click.echo(f"  {officer.username} {officer.full_name}, {officer.unit_name}: chưa đăng nhập")
    for unit in moneyless:
        click.echo(f"  {unit.unit_name}: {len(unit.procedures)} thủ tục có phí")
    unserved = [one for one in served if one.procedures and one.unserved]
    for role in unserved:
        places = ", ".join(one.code for one in role.unserved)
        codes = ", ".join(role.procedures)
        click.echo(f"  {role.role}: chưa có đơn vị phục vụ {places} ({codes})")
    click.echo(
        f"{len(empty)} vị trí trống, {len(nameless)} cán bộ chưa có tài khoản,"
        f" {len(moneyless)} đơn vị chưa có tài khoản thụ hưởng,"
        f" {len(unserved)} vai trò chưa đủ đơn vị phục vụ"
    )


def _line(row: RowReport) -> str:
    who = f"{row.cells.get('username', '')} {row.cells.get('full_name', '')}".strip()
    words = f": {' '.join(row.messages)}" if row.messages else ""
    return f"  dòng {row.number} [{STATES[row.state]}] {who}{words}"
