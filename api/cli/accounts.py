"""``motcua accounts``: how officers come to sign in, where nobody can do it on a page yet."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

import click

from api.app import wall_clock
from api.cli.opening import opened
from api.settings import Settings
from engine.access import operator
from engine.accounts.codes import Slip
from engine.administration.accounts.first_administrators import invite_first_administrators
from engine.administration.people.officers import OfficerEntry
from engine.organisation.loading import PROVINCE_ADMIN
from engine.worktime import ZONE

PROVINCE = click.argument("province")
ADDRESS = click.option(
    "--address", help="Địa chỉ của máy chủ, ví dụ https://motcua.tinh.gov.vn; để in đường dẫn."
)


@click.group()
def accounts() -> None:
    """Tài khoản của cán bộ."""


@accounts.command("invite-first-admins")
@PROVINCE
@click.option("--unit", help="Mã đơn vị mà người quản trị giữ vị trí, khi có --admin.")
@click.option(
    "--admin",
    "people",
    multiple=True,
    metavar="TÊN=HỌ VÀ TÊN",
    help="Người được giao quản trị cấp tỉnh; nêu đủ hai người, mỗi người một lần.",
)
@click.option("--paper", help="Quyết định giao: số, ngày; khi có --admin.")
@ADDRESS
def invite_first_admins(
    province: str,
    *,
    unit: str | None,
    people: tuple[str, ...],
    paper: str | None,
    address: str | None,
) -> None:
    """Mời những quản trị đầu tiên của tỉnh, ít nhất hai người; in mỗi người một mã dùng một lần.

    Không có --admin thì mời những người đang giữ vị trí quản trị cấp tỉnh.
    """
    if people and not (unit and paper):
        raise click.UsageError("Có --admin thì phải có --unit và --paper.")
    now = wall_clock()
    newcomers = [_newcomer(one, unit or "", paper, now.astimezone(ZONE).date()) for one in people]
    with opened() as (settings, database):
        with database.writing() as session:
            slips = invite_first_administrators(
                session,
                admin=operator(province),
                newcomers=newcomers,
                term=timedelta(hours=settings.sign_in_code_hours),
                now=now,
            )
        print_slips(slips, settings, address)


def print_slips(slips: Iterable[Slip], settings: Settings, address: str | None) -> None:
    """Each with its link. They are shown here and nowhere else."""
    place = (address or f"http://{settings.host}:{settings.port}").rstrip("/")
    for slip in slips:
        ends = slip.ends_at.astimezone(ZONE)
        told = urlencode({"ten": slip.username, "ma": slip.code})
        click.echo(f"{slip.full_name} · {slip.username}")
        click.echo(f"  mã: {slip.code}")
        click.echo(f"  mở: {place}/dat-mat-khau?{told}")
        click.echo(f"  dùng một lần, đến {ends:%H:%M} ngày {ends:%d/%m/%Y}")
    click.echo("Mã chỉ hiện lần này. Giao tận tay; mất thì cấp mã khác, mã cũ hết giá trị.")


def _newcomer(text: str, unit: str, paper: str | None, day: date) -> OfficerEntry:
    name, separator, full_name = text.partition("=")
    if not separator:
        raise click.UsageError(f"--admin “{text}”: hãy ghi tên đăng nhập = họ và tên.")
    return OfficerEntry(
        username=name.strip(),
        full_name=full_name.strip(),
        unit_code=unit,
        position_code=PROVINCE_ADMIN,
        valid_from=day,
        paper=paper,
    )
