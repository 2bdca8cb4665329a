"""``motcua processes``: check and load province folders."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from api.cli.opening import opened
from api.cli.packages import print_faults
from api.clock import wall_clock
from engine.errors import PackageRefused
from engine.organisation.loading import load_province
from engine.publishing.diagnose import diagnose
from engine.publishing.folders import package_folders, province_folders, read_package_folder
from engine.publishing.publish import publish_package

FOLDER = click.argument("folder", type=click.Path(exists=True, path_type=Path), required=False)
SHIPPED = "motcua processes load"


@click.group()
def processes() -> None:
    """Thư mục tỉnh và gói thủ tục."""


@processes.command()
@FOLDER
def load(folder: Path | None) -> None:
    """Nạp mọi tỉnh và công bố mọi gói trong thư mục (mặc định: các tỉnh đi kèm)."""
    refused = 0
    with opened() as (settings, database):
        for province in province_folders(folder or settings.processes):
            with database.writing() as session:
                changed = load_province(session, province)
                click.echo(f"{province.name}: {'đã nạp' if changed else 'không đổi'}")
                refused += _publish_all(session, province)
    if refused:
        sys.exit(1)


@processes.command()
@FOLDER
def check(folder: Path | None) -> None:
    """Kiểm tra mọi gói, in mọi lỗi, không nạp gì."""
    errors = 0
    with opened() as (settings, database):
        for province in province_folders(folder or settings.processes):
            with database.writing() as session:
                load_province(session, province)
                for package in package_folders(province):
                    found = diagnose(session, province.name, read_package_folder(package))
                    errors += print_faults(f"{province.name}/{package.name}", found.faults)
                # The check needs the province's units, and leaves nothing behind.
                session.rollback()
    click.echo(f"{errors} lỗi")
    sys.exit(1 if errors else 0)


def _publish_all(session: Session, province: Path) -> int:
    """Publish every package of a province; how many were refused."""
    refused = 0
    for package in package_folders(province):
        try:
            done = publish_package(
                session,
                province_code=province.name,
                files=read_package_folder(package),
                published_by=SHIPPED,
                now=wall_clock(),
            )
        except PackageRefused as error:
            refused += 1
            print_faults(f"{province.name}/{package.name}", error.details["faults"])
        else:
            state = f"công bố bản {done.version}" if done.new else f"bản {done.version}, không đổi"
            click.echo(f"  {done.procedure_code} {package.name}: {state}")
    return refused
