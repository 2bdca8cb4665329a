"""``motcua demo``: what exists only in a demonstration."""

import click

from api.app import wall_clock
from api.cli.opening import opened
from engine.accounts.demo import PASSWORD, DemoOfficer, make_demo_accounts
from engine.organisation.province_folder import read_officers
from engine.publishing.folders import province_folders


@click.group()
def demo() -> None:
    """Bản chạy thử."""


@demo.command()
def accounts() -> None:
    """Tạo tài khoản minh họa; bản vận hành thật từ chối."""
    with opened() as (settings, database):
        officers = [
            DemoOfficer(folder.name, officer.id, officer.username, officer.name, officer.honorific)
            for folder in province_folders(settings.processes)
            for officer in read_officers(folder)
        ]
        with database.writing() as session:
            made = make_demo_accounts(
                session, officers=officers, demo_mode=settings.demo, now=wall_clock()
            )
    click.echo(f"Tài khoản minh họa: {made} mới. Mật khẩu chung: {PASSWORD}")
