"""``motcua rules``: which local rules apply, and why."""

from datetime import date, datetime

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.administration.rules.explain_rules import (
    CaseExplanation,
    Explanation,
    explain_case,
    explain_rules,
)
from engine.queries.views.collected import CollectedFee
from engine.worktime import ZONE

DAY = click.DateTime(["%Y-%m-%d"])
MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group()
def rules() -> None:
    """Quy định của địa phương."""


@rules.command()
@click.argument("province")
@click.argument("procedure", required=False)
@click.option("--unit", help="Mã đơn vị giải quyết.")
@click.option("--received-at", help="Mã nơi tiếp nhận, nếu khác đơn vị giải quyết.")
@click.option("--day", type=DAY, help="Ngày áp dụng, mặc định hôm nay.")
@click.option("--known", type=MOMENT, help="Theo điều đã biết vào lúc này, mặc định bây giờ.")
@click.option("--case", "ref", help="Mã hồ sơ: giải thích giá trị hồ sơ đã lấy.")
def explain(
    province: str,
    procedure: str | None,
    *,
    unit: str | None,
    received_at: str | None,
    day: datetime | None,
    known: datetime | None,
    ref: str | None,
) -> None:
    """Liệt kê phí, các quy định có thể áp dụng, quy định nào được dùng và vì sao.

    PROVINCE là mã tỉnh, PROCEDURE là mã thủ tục; --known hỏi theo điều đã biết lúc đó.
    """
    with opened() as (_, database), database.reading() as session:
        if ref:
            _print_case(explain_case(session, province_code=province, ref=ref))
            return
        if not procedure or not unit:
            raise click.UsageError("Hãy cho mã thủ tục và --unit, hoặc --case.")
        _print(
            explain_rules(
                session,
                province_code=province,
                procedure_code=procedure,
                unit_code=unit,
                receiving_unit=received_at,
                day=day.date() if day else wall_clock().astimezone(ZONE).date(),
                known_at=known.replace(tzinfo=ZONE) if known else None,
            )
        )


def _print(found: Explanation) -> None:
    click.echo(
        f"{found.province_code} {found.procedure_code} · {found.competent_unit}"
        f" · ngày {found.day:%d/%m/%Y} · theo bản cấu hình {found.known_epoch}"
    )
    for row in found.fees:
        _print_fee(row)
    if not found.values:
        click.echo("  Không có quy định riêng: theo gói thủ tục.")
    for value in found.values:
        part = " ".join(part for part in (value.element, value.slot) if part)
        click.echo(f"  {value.name}{f' ({part})' if part else ''}")
        for one in value.candidates:
            mark = "*" if one.won else " "
            click.echo(f"   {mark} {one.words} · {_scope(one.target, one.place)}")
            click.echo(f"     {one.basis} · {_days(one.valid_from, one.valid_to)}")
            click.echo(f"     {one.why}")
            if one.pending_end is not None:
                click.echo(f"     đề nghị kết thúc từ {one.pending_end:%d/%m/%Y}, chờ duyệt")
        if value.winner is None:
            click.echo("     Không quy định nào áp dụng: theo gói thủ tục.")


def _print_fee(row: CollectedFee) -> None:
    places = "" if row.everywhere else f" · {', '.join(one.name for one in row.units)}"
    click.echo(f"  Phí, lệ phí: {row.words}{places}")
    for item in row.items:
        click.echo(f"     {item.name}: {item.basis} · {_days(item.valid_from, item.valid_to)}")
    for one in row.let_off:
        click.echo(f"     {one.words}: {one.basis} · {_days(one.valid_from, one.valid_to)}")


def _print_case(found: CaseExplanation) -> None:
    click.echo(f"Hồ sơ {found.ref}")
    for value in found.taken:
        part = " ".join(part for part in (value.kind, value.element, value.slot) if part)
        taken = value.taken_at.astimezone(ZONE)
        click.echo(
            f"  {part}: {dict(value.value)} · quy định {value.rule_id} ({value.basis})"
            f" · ngày {value.valid_day:%d/%m/%Y}, bản {value.epoch}, lấy {taken:%H:%M %d/%m/%Y}"
        )
    for fee in found.fees:
        click.echo(f"  {fee.name}: {fee.words} · {fee.channel_words}; theo {fee.basis}")
        if fee.rules:
            click.echo(f"     quy định {', '.join(fee.rules)}")
    click.echo("Khi nộp:")
    _print(found.submission)
    if found.reception is not None:
        click.echo("Khi tiếp nhận:")
        _print(found.reception)


def _scope(target: str, place: str) -> str:
    return f"{'mọi thủ tục' if target == '*' else target}, {'cả tỉnh' if place == '*' else place}"


def _days(begin: date, end: date | None) -> str:
    return f"từ {begin:%d/%m/%Y}" + (f" đến trước {end:%d/%m/%Y}" if end else "")
