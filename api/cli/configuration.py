"""``motcua config``: a province's whole configuration as a folder of text files."""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.access import operator
from engine.configuration import (
    Difference,
    configuration,
    differences,
    import_configuration,
    province_code_of,
    read_folder,
    write_folder,
)
from engine.errors import ProvinceNotFound
from engine.proposing.propose import propose_configuration, try_configuration
from engine.proposing.rights import operating
from engine.store.database import Database

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
EXISTING = click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))


@click.group()
def config() -> None:
    """Toàn bộ cấu hình của một tỉnh dưới dạng thư mục văn bản."""


@config.command("export")
@click.argument("province")
@FOLDER
def export_command(province: str, folder: Path) -> None:
    """Ghi cấu hình của tỉnh PROVINCE ra thư mục."""
    with opened() as (_, database), database.reading() as session:
        files = configuration(session, province)
    write_folder(folder, files)
    click.echo(f"{province}: {len(files)} tệp trong {folder}")


@config.command("import")
@EXISTING
@click.option("--basis", default="", help="Văn bản; cần khi tỉnh đã có trong hệ thống.")
def import_command(folder: Path, basis: str) -> None:
    """Nạp tỉnh mới từ thư mục; tỉnh đã có thì đề nghị, quản trị tỉnh duyệt rồi mới đổi.

    Sai một chỗ thì không nạp gì.
    """
    files = read_folder(folder)
    code = province_code_of(files, folder.name)
    with opened() as (_, database):
        present = _in_use(database, code)
        if present is None:
            told: dict[str, Any] = {"files": files, "folder": folder.name, "now": wall_clock()}
            with database.writing() as session:
                found = import_configuration(session, admin=operator(code), **told)
            _print(found)
            click.echo(f"{code}: đã nạp lần đầu, {len(found)} mục")
            return
        found = differences(present, files)
        _print(found)
        if not found:
            click.echo(f"{code}: giống hệt đang dùng")
            return
        who = partial(operating, province_code=code)
        told = {"files": files, "now": wall_clock()}
        tried = try_configuration(database.reading, database.rehearsing, who=who, **told)
        with database.writing() as session:
            row = propose_configuration(session, who=who(session), basis=basis, tried=tried, **told)
        click.echo(
            f"{code}: đã gửi đề nghị {row.id}, {len(found)} chỗ khác, chờ quản trị tỉnh duyệt"
        )


@config.command("diff")
@EXISTING
def diff_command(folder: Path) -> None:
    """So cấu hình đang dùng với thư mục; kết thúc bằng 0 khi giống hệt, 1 khi khác."""
    files = read_folder(folder)
    code = province_code_of(files, folder.name)
    with opened() as (_, database):
        present = _in_use(database, code)
    found = differences(present or {}, files)
    _print(found)
    click.echo(f"{code}: {len(found)} chỗ khác")
    sys.exit(1 if found else 0)


def _in_use(database: Database, province_code: str) -> Mapping[str, bytes] | None:
    """The province's configuration; ``None`` where there is no such province yet."""
    with database.reading() as session:
        try:
            return configuration(session, province_code)
        except ProvinceNotFound:
            return None


def _print(found: tuple[Difference, ...]) -> None:
    for difference in found:
        click.echo(f"  {difference.words}")
