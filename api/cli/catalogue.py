"""``motcua catalogue``: the list of procedures, compared and then accepted."""

from datetime import datetime
from pathlib import Path

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.access import operator
from engine.administration.registers.procedure_list import Comparison, accept_list, compare_list
from engine.catalogue.procedure_sheet import procedure_sheet
from engine.worktime import ZONE

KINDS = {"new": "mới", "changed": "đổi", "gone": "bỏ"}
PROVINCE = click.argument("province")


@click.group()
def catalogue() -> None:
    """Danh mục thủ tục của tỉnh."""


@catalogue.command()
@PROVINCE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--complete", is_flag=True, help="Danh sách là đủ: thủ tục không có trong đó bị bỏ.")
@click.option(
    "--effective", type=click.DateTime(["%Y-%m-%d"]), help="Ngày bỏ, mặc định là hôm nay."
)
def compare(province: str, file: Path, *, complete: bool, effective: datetime | None) -> None:
    """So danh sách (CSV, XLSX) với danh mục; chưa áp dụng gì."""
    now = wall_clock()
    sheet = procedure_sheet(file.read_bytes(), name=file.name)
    with opened() as (_, database), database.writing() as session:
        found = compare_list(
            session,
            admin=operator(province),
            sheet=sheet,
            file_name=file.name,
            complete=complete,
            effective=(effective or now.astimezone(ZONE)).date(),
            now=now,
        )
    _print(found)
    if sheet.unread:
        click.echo(f"Cột không đọc: {', '.join(sheet.unread)}")
    click.echo(f"Chấp nhận bằng: motcua catalogue accept {province} {found.import_id}")


@catalogue.command()
@PROVINCE
@click.argument("import_id")
def accept(province: str, import_id: str) -> None:
    """Áp dụng một danh sách đã so, đúng như đã xem."""
    with opened() as (_, database), database.writing() as session:
        found = accept_list(
            session, admin=operator(province), import_id=import_id, now=wall_clock()
        )
    click.echo(f"Đã áp dụng: {found.new} mới, {found.changed} đổi, {found.gone} bỏ")


def _print(found: Comparison) -> None:
    for change in found.changes:
        mark = " (đang có quy trình)" if change.published else ""
        click.echo(f"  {KINDS[change.kind]} {change.code} {change.name}{mark}")
        if change.kind != "new":
            for field in change.fields:
                click.echo(f"    {field.field}: {field.before or '—'} → {field.after or '—'}")
    click.echo(f"{found.new} mới, {found.changed} đổi, {found.gone} bỏ, {found.same} không đổi")
