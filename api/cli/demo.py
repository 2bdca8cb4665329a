"""``motcua demo``: what exists only in a demonstration."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import click

from api.cli.database import upgrade_command
from api.cli.opening import opened
from api.cli.processes import load
from api.clock import wall_clock
from api.ports import DOCUMENTS
from api.settings import Settings
from engine.accounts.demo import (
    PASSWORD,
    DemoOfficer,
    demo_accounts_exist,
    make_demo_accounts,
)
from engine.demonstration.designs import bring_designs
from engine.demonstration.filers import bring_filers
from engine.demonstration.going_on import going_on
from engine.demonstration.guiding import bring_guidance
from engine.demonstration.living import SEED, bring_to_life, cases_exist, cases_there
from engine.demonstration.proposals import bring_proposals
from engine.demonstration.rare_acts import bring_rare_acts
from engine.demonstration.roles import bring_roles
from engine.demonstration.turns import bring_turns
from engine.demonstration.unusual import bring_unusual
from engine.demonstration.voices import bring_petitions, bring_ratings
from engine.errors import DemoRefused, NotADemo
from engine.organisation.province_folder import read_officers
from engine.publishing.folders import province_folders
from engine.store.database import Database
from engine.store.in_use import alone
from engine.store.upgrade import clear, current

PATH = "demo.toml"
"""Names the procedure that a newcomer is led through, in the folder of the provinces."""
KEPT = ("documents", "heads", "mailbox")
"""What the demonstration keeps under its folder beside the database."""


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


@demo.command("cases")
@click.option("--most", type=click.IntRange(1), help="Nhiều nhất bao nhiêu hồ sơ (mặc định: đủ).")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Cùng số, cùng hồ sơ.")
def make_cases(most: int | None, seed: int) -> None:
    """Tạo hồ sơ minh họa ở mọi thủ tục, mọi bước; đã có hồ sơ thì không tạo gì."""
    with opened() as (settings, database):
        if not settings.demo:
            raise DemoRefused
        with database.writing() as session:
            if cases_exist(session):
                click.echo("Đã có hồ sơ, không tạo thêm.")
                return
            now = wall_clock()
            told: dict[str, Any] = {"store": DOCUMENTS.make(settings), "now": now, "seed": seed}
            crowded = _led_through(settings.processes)
            bring_to_life(session, crowded=crowded, most=most, **told)
            for folder in province_folders(settings.processes):
                with going_on(session, f"{folder.name}, bản nháp quy trình"):
                    bring_designs(session, province_code=folder.name, now=now)
                if most is None:
                    with going_on(session, f"{folder.name}, đề nghị công bố"):
                        bring_proposals(session, province_code=folder.name, now=now)
            with going_on(session, f"{crowded[0]}, vai trò"):
                bring_roles(session, province_code=crowded[0], grants=_grants(settings), now=now)
            if most is None:
                bring_turns(session, crowded=crowded, **told)
                bring_filers(session, crowded=crowded, **told)
                bring_guidance(session, crowded=crowded, now=now)
                bring_unusual(session, crowded=crowded, **told)
                bring_rare_acts(session, **told)
                bring_ratings(session, **told)
                bring_petitions(session, now=now)
            made = cases_there(session)
    click.echo(f"Hồ sơ minh họa: {made}")


@demo.command()
@click.confirmation_option(prompt="Xóa hết dữ liệu của bản chạy thử và tạo lại?")
@click.pass_context
def reset(context: click.Context) -> None:
    """Xóa mọi dữ liệu của bản chạy thử và tạo lại từ đầu; máy chủ đang chạy thì từ chối."""
    with opened(any_tables=True) as (settings, database):
        if not settings.demo:
            raise DemoRefused
        with alone(settings.var):
            _empty(settings, database)
            for command in (upgrade_command, load, accounts, make_cases):
                context.invoke(command)


def _empty(settings: Settings, database: Database) -> None:
    """Throw the demonstration away. Raises NotADemo before anything is lost."""
    if current(database) is not None:
        with database.reading() as session:
            if cases_exist(session) and not demo_accounts_exist(session):
                raise NotADemo
    clear(database)
    for name in KEPT:
        shutil.rmtree(settings.var / name, ignore_errors=True)


def _led_through(processes: Path) -> tuple[str, str]:
    """Province and code of the procedure in ``demo.toml``; empty where the folder has none."""
    told = _told(processes)
    return told.get("province", ""), told.get("procedure", "")


def _grants(settings: Settings) -> list[dict[str, str]]:
    """The roles that ``demo.toml`` gives beside the posts of its province."""
    grants: list[dict[str, str]] = _told(settings.processes).get("grant", [])
    return grants


def _told(processes: Path) -> dict[str, Any]:
    path = processes / PATH
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
