"""``motcua access``: who may do something, what somebody may do, from the table of rights."""

from collections.abc import Sequence
from datetime import datetime

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.access import operator
from engine.queries.rights import Entitled, what_may, who_may
from engine.worktime import ZONE

PROVINCE = click.argument("province")
ON = click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày hỏi, mặc định hôm nay."
)


@click.group()
def access() -> None:
    """Ai được làm gì."""


@access.command()
@PROVINCE
@click.argument("act")
@click.option("--unit", help="Chỉ ở đơn vị này.")
@click.option("--procedure", help="Chỉ với thủ tục này.")
@ON
def who(
    province: str, act: str, *, unit: str | None, procedure: str | None, day: datetime | None
) -> None:
    """Ai được làm thao tác hay có quyền ACT (docs/reference/access.md)."""
    with opened() as (_, database), database.reading() as session:
        found = who_may(
            session,
            admin=operator(province),
            right=act,
            day=(day or _today()).date(),
            unit_code=unit,
            procedure_code=procedure,
        )
    for one in found:
        click.echo(f"  {one.username} {one.full_name} · {_by(one)}")
    click.echo(f"{len({one.username for one in found})} người")


@access.command()
@click.argument("account")
@ON
def what(account: str, *, day: datetime | None) -> None:
    """Tài khoản (tên@tỉnh) được làm gì."""
    name, _, province = account.partition("@")
    if not province:
        raise click.UsageError("Hãy ghi tài khoản dạng tên@tỉnh.")
    with opened() as (_, database), database.reading() as session:
        found = what_may(
            session, admin=operator(province), username=name, day=(day or _today()).date()
        )
    _print(found)


def _print(found: Sequence[Entitled]) -> None:
    for one in found:
        click.echo(f"  {one.right} ({one.right_words}) · {_by(one)}")
    click.echo(f"{len({one.right for one in found})} quyền")


def _by(one: Entitled) -> str:
    narrow = f" · chỉ {', '.join(one.procedures)}" if one.procedures is not None else ""
    return f"{one.role_title} · {one.held_as} · {one.reach_words}{narrow}"


def _today() -> datetime:
    return wall_clock().astimezone(ZONE)
