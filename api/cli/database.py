"""``motcua db``: the tables."""

import click

from api.cli.opening import opened
from engine.store.upgrade import current, newest, upgrade


@click.group()
def db() -> None:
    """Cơ sở dữ liệu."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản này; hồ sơ đang chạy được giữ nguyên."""
    with opened(any_tables=True) as (_, database):
        before = current(database)
        upgrade(database)
        click.echo(f"Cơ sở dữ liệu: {before or 'trống'} → {newest()}")
