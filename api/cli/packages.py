"""``motcua packages``: a designer's own zip or folder, checked and proposed."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.access import operator
from engine.errors import DecisionDiffers, PackageRefused
from engine.jobs.checking import check_published
from engine.proposing.propose import look, propose_package
from engine.proposing.rights import operating
from engine.publishing.archive import write_archive
from engine.publishing.decided import VERDICTS, compared
from engine.publishing.diagnose import diagnose
from engine.publishing.examine import Beside
from engine.publishing.folders import read_package_folder
from engine.publishing.importing import import_files
from engine.publishing.uploads import read_upload
from engine.queries.closed_services import closed_services
from engine.workflow.reading.faults import Fault

PACKAGE = click.argument(
    "package", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
TABLE = click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bảng bước của quyết định (decision.csv), thay cho bảng trong gói.",
)
MARKS = {"error": "LỖI", "warning": "cảnh báo", "info": "ghi chú"}


@click.group()
def packages() -> None:
    """Gói thủ tục của bạn: tệp zip, thư mục, hoặc từng tệp."""


@packages.command()
@click.argument("province")
@PACKAGE
def check(province: str, package: tuple[Path, ...]) -> None:
    """In mọi lỗi của mọi tệp trong gói; kết thúc khác 0 khi có lỗi."""
    with opened() as (_, database), database.reading() as session:
        faults = diagnose(session, province, _read(package)).faults
    errors = print_faults(package[0].name, faults)
    sys.exit(1 if errors else 0)


@packages.command()
@PACKAGE
@TABLE
def compare(package: tuple[Path, ...], table: Path | None) -> None:
    """So bảng bước của quyết định với sơ đồ từng dòng; kết thúc bằng 1 khi có dòng khác vô cớ."""
    rows = compared(_read(package), table=_content(table))
    print_rows(rows)
    open_rows = [row for row in rows if row.open]
    click.echo(f"{len(rows)} dòng, {len(open_rows)} dòng khác chưa có lý do")
    sys.exit(1 if open_rows else 0)


@packages.command()
@click.argument("province")
@PACKAGE
@TABLE
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="Ngày áp dụng.")
@click.option("--basis", help="Văn bản; mặc định là quyết định ghi trong gói.")
@click.option("--note", help="Lời nhắn cho người duyệt.")
@click.option("--reason", "reasons", multiple=True, help="BƯỚC=lý do khác quyết định; nhiều lần.")
def propose(
    province: str,
    package: tuple[Path, ...],
    *,
    table: Path | None,
    valid_from: datetime | None,
    basis: str | None,
    note: str | None,
    reasons: tuple[str, ...],
) -> None:
    """Đề nghị công bố gói; quản trị tỉnh duyệt thì hồ sơ nộp từ ngày áp dụng mới theo."""
    beside = Beside(_content(table), _reasons(reasons))
    with opened() as (_, database):
        files = _read(package)
        try:
            with database.reading() as session:  # nobody waits for the diagnosis
                who = operating(session, province)
                examined = look(session, who=who, files=files, beside=beside)
            with database.writing() as session:
                row = propose_package(
                    session,
                    who=who,
                    files=files,
                    beside=beside,
                    basis=basis,
                    note=note,
                    valid_from=valid_from.date() if valid_from else None,
                    now=wall_clock(),
                    examined=examined,
                )
                told = (row.id, row.name, row.wished_from, len(row.differences))
        except PackageRefused as refused:
            print_faults(package[0].name, refused.details["faults"])
            sys.exit(1)
        except DecisionDiffers as refused:
            print_rows(refused.details["rows"])
            raise
    click.echo(f"{told[0]} {told[1]}: chờ duyệt, từ {told[2]:%d/%m/%Y}, {told[3]} chỗ khác")


def _reasons(given: tuple[str, ...]) -> dict[str, str]:
    found = dict(one.split("=", 1) for one in given if "=" in one)
    if len(found) < len(given):
        raise click.BadParameter("viết BƯỚC=lý do, mỗi bước một lần.", param_hint="--reason")
    return found


@packages.command()
@click.argument("province")
def fileable(province: str) -> None:
    """Kiểm tra mọi thủ tục đã công bố có nộp được thật không; đóng, mở từng nơi theo kết quả.

    Việc này cũng chạy hằng đêm. Kết thúc bằng 1 khi có thủ tục không nộp được ở đâu.
    """
    with opened() as (_, database):
        done = check_published(database, now=wall_clock(), province_code=province)
        with database.reading() as session:
            closed = closed_services(session, admin=operator(province))
    for one in closed:
        first = one.places[0]
        click.echo(
            f"  {one.procedure_code} {one.short_name}: đóng ở {one.closed} nơi;"
            f" {first.unit_name}: {first.reasons[0].words}"
        )
    click.echo(
        f"{done.procedures} thủ tục, {done.nowhere} không nộp được ở đâu, {done.left} chưa xem được"
    )
    sys.exit(1 if done.nowhere or done.left else 0)


@packages.command(name="import")
@PACKAGE
@click.argument("out", type=click.Path(path_type=Path))
def import_(package: tuple[Path, ...], out: Path) -> None:
    """Nhận tệp của công cụ khác: sửa mã, đuôi tệp, loại công việc…; ghi ra OUT.zip."""
    if out.suffix.lower() != ".zip" or out.exists():
        raise click.BadParameter("cần tên một tệp .zip chưa có.", param_hint="OUT")
    imported = import_files(_read(package))
    out.write_bytes(write_archive(imported.files))
    for one in imported.changes:
        click.echo(f"  {one.file} [{one.code}] {one.message}")
    click.echo(f"{out}: {len(imported.files)} tệp, {len(imported.changes)} thay đổi")


def print_rows(rows: object) -> None:
    """Print rows of the decision beside what the diagram has."""
    for row in rows if isinstance(rows, list) else []:
        why = f" Lý do: {row.why}" if row.why else ""
        sides = f"{row.decided or 'không có'} | {row.drawn or 'không có'}"
        click.echo(f"  {row.step} [{VERDICTS[row.verdict]}] {sides}{why}")


def print_faults(heading: str, faults: object) -> int:
    """Print the faults of one package; how many of them are errors."""
    found = [one for one in faults if isinstance(one, Fault)] if isinstance(faults, tuple) else []
    errors = sum(one.severity == "error" for one in found)
    click.echo(f"{heading}: {errors} lỗi, {len(found) - errors} điều khác")
    for one in found:
        place = f"{one.file}:{one.line}" if one.line else one.file
        element = f" {one.element_name or one.element_id}" if one.element_id else ""
        click.echo(f"  {MARKS[one.severity]} {place}{element} [{one.code}] {one.message}")
    return errors


def _content(table: Path | None) -> bytes | None:
    return table.read_bytes() if table else None


def _read(package: tuple[Path, ...]) -> Mapping[str, bytes]:
    """The files of a folder, of a zip, or given one by one."""
    if len(package) == 1 and package[0].is_dir():
        return read_package_folder(package[0])
    return read_upload([(path.name, path.read_bytes()) for path in package if path.is_file()])
