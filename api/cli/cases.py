"""``motcua cases``: running cases."""

import sys

import click
from sqlalchemy import select

from adapters.folder.heads import FolderHeads
from api.cli.opening import opened
from engine.audit.heads import head_faults
from engine.cases.verify import case_faults
from engine.store.cases import Case


@click.group()
def cases() -> None:
    """Hồ sơ."""


@cases.command()
def verify() -> None:
    """So trạng thái với hàng việc, kiểm tra chuỗi nhật ký và niêm phong của mọi hồ sơ."""
    count, faults = 0, 0
    with opened() as (settings, database), database.reading() as session:
        for case in session.scalars(select(Case).execution_options(yield_per=500)):
            count += 1
            for fault in case_faults(session, case):
                faults += 1
                click.echo(fault)
        heads = FolderHeads(settings.var / "heads")
        for fault in head_faults(session, heads, settings.audit_key):
            faults += 1
            click.echo(fault)
    click.echo(f"{count} hồ sơ, {faults} sai lệch")
    sys.exit(1 if faults else 0)
