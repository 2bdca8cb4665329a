"""``motcua accounts``: how officers come to sign in, where nobody can do it on a page yet."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

import click

from api.cli.opening import opened
from api.clock import wall_clock
from api.settings import Settings
from engine.access import operator
from engine.accounts.codes import Slip
from engine.administration.accounts.first_administrators import invite_first_administrators
from engine.administration.accounts.make_accounts import make_accounts
from engine.administration.accounts.officers_accounts import officers_accounts
from engine.administration.accounts.reset_account import reset_account
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


@accounts.command()
@PROVINCE
@click.option("--unit", help="Chỉ cán bộ của đơn vị này và các đơn vị dưới nó.")
@click.option("--apply", is_flag=True, help="Cấp tài khoản, in mã; mặc định chỉ thử.")
@ADDRESS
def make(province: str, *, unit: str | None, apply: bool, address: str | None) -> None:
    """Cấp tài khoản cho cán bộ còn thiếu: thử trước, rồi in mỗi người một mã dùng một lần."""
    admin, now = operator(province), wall_clock()
    with opened() as (settings, database):
        with database.writing() as session:
            rows = officers_accounts(session, admin=admin, now=now, unit_code=unit)
            slips = (
                make_accounts(
                    session,
                    admin=admin,
                    unit_code=unit,
                    term=timedelta(hours=settings.sign_in_code_hours),
                    now=now,
                )
                if apply
                else ()
            )
        missing = [row for row in rows if row.state == "none"]
        for row in missing if not apply else ():
            click.echo(f"  {row.account} {row.full_name}, {row.unit_name}: {row.hinders or 'mới'}")
        done = f"đã cấp {len(slips)}" if apply else "chạy thử, chưa cấp gì"
        click.echo(f"{len(rows)} cán bộ, {len(missing)} chưa có tài khoản ({done})")
        if slips:
            print_slips(slips, settings, address)


@accounts.command()
@PROVINCE
@click.argument("username")
@ADDRESS
def reset(province: str, username: str, *, address: str | None) -> None:
    """Bỏ mật khẩu của USERNAME và in một mã khác; cách duy nhất với quản trị cấp tỉnh."""
    with opened() as (settings, database):
        with database.writing() as session:
            slip = reset_account(
                session,
                admin=operator(province),
                username=username,
                term=timedelta(hours=settings.sign_in_code_hours),
                now=wall_clock(),
            )
        print_slips([slip], settings, address)


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
    if address is None and not settings.demo:
        click.echo(f"Chưa ghi --address: {place} chỉ mở được trên chính máy chủ này.")
        click.echo(
            "Người khác mở bằng địa chỉ https:// của tỉnh; qua http:// không đăng nhập được."
        )
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
