"""``motcua cases``: running cases."""

import sys

import click

from api.cli.opening import opened
from api.clock import wall_clock
from api.ports import HEADS
from engine.audit import Actor
from engine.audit.heads import head_faults
from engine.cases.deliver_message import deliver_message
from engine.cases.retry_case import retry_case
from engine.cases.vouching.verify import Verified, every_fault
from engine.jobs.acting import acting
from engine.jobs.timers import fire_timers_of
from engine.petitions.vouching import Looked, every_petition_fault
from engine.queries.incidents import IncidentRow, open_incidents
from engine.typed.scalars import scalar_typed
from engine.worktime.wording import instant_text

OPERATOR = Actor(account_id=None, name="Người vận hành (dòng lệnh)")


@click.group()
def cases() -> None:
    """Hồ sơ."""


@cases.command()
def verify() -> None:
    """Kiểm tra gói, số đã cấp, từng hồ sơ và phản ánh, kiến nghị với nhật ký và niêm phong."""
    count, sent, faults = Verified(), Looked(), 0
    with opened() as (settings, database), database.reading() as session:
        for fault in every_fault(session, count):
            faults += 1
            click.echo(fault)
        for told in count.by_slip:
            click.echo(f"thời điểm nhận theo phiếu giấy, {told}")
        for fault in every_petition_fault(session, sent):
            faults += 1
            click.echo(fault)
        for fault in head_faults(session, HEADS.make(settings), settings.audit_key):
            faults += 1
            click.echo(fault)
    petitions = f"{sent.petitions} phản ánh, kiến nghị, " if sent.petitions else ""
    click.echo(f"{count.cases} hồ sơ, {petitions}{faults} sai lệch")
    sys.exit(1 if faults else 0)


@cases.command()
def incidents() -> None:
    """Liệt kê hồ sơ đang chờ xử lý sự cố: ở đâu, vì sao."""
    with opened() as (_, database), database.reading() as session:
        rows = open_incidents(session)
    for row in rows:
        click.echo(_line(row))
    click.echo(f"{len(rows)} sự cố")


@cases.command()
@click.argument("ref")
def retry(ref: str) -> None:
    """Chạy lại hồ sơ REF sau khi đã sửa nguyên nhân của sự cố."""
    now = wall_clock()
    with opened() as (_, database):
        with database.writing() as session:
            province, case_id = retry_case(session, ref=ref, actor=OPERATOR, now=now)
        fire_timers_of(database, province_code=province, case_id=case_id, now=now)
        with database.reading() as session:
            waiting = open_incidents(session, province_code=province)
            left = [row for row in waiting if row.case_id == case_id]
    for row in left:
        click.echo(_line(row))
    click.echo(f"{ref}: {'vẫn còn sự cố' if left else 'đã chạy tiếp'}")
    sys.exit(1 if left else 0)


@cases.command()
@click.argument("ref")
@click.argument("name")
@click.option("--set", "values", multiple=True, metavar="TÊN=GIÁ_TRỊ", help="Giá trị kèm theo.")
@click.option("--element", help="Sự kiện nhận, khi có nhiều sự kiện cùng chờ thông điệp.")
def message(ref: str, name: str, values: tuple[str, ...], element: str | None) -> None:
    """Chuyển thông điệp NAME từ hệ thống ngoài vào hồ sơ REF đang chờ nó."""
    payload = dict(_value(text) for text in values)
    with opened() as (_, database), acting(database, wall_clock) as session:
        delivered = deliver_message(
            session,
            ref=ref,
            name=name,
            payload=payload,
            actor=OPERATOR,
            now=wall_clock(),
            element_id=element,
        )
    ignored = f"; không nhận: {', '.join(delivered.ignored)}" if delivered.ignored else ""
    click.echo(f"{ref}: {delivered.element_id} đã nhận {name}{ignored}")


def _value(text: str) -> tuple[str, str | int | bool]:
    """``name=true``, ``name=12`` and ``name=text`` as a name and its value."""
    name, separator, value = text.partition("=")
    if not name or not separator:
        raise click.BadParameter(f"{text!r} phải có dạng TÊN=GIÁ_TRỊ.")
    return name, scalar_typed(value)


def _line(row: IncidentRow) -> str:
    place = f"“{row.element_name or row.element_id}”" if row.element_id else "không rõ chỗ"
    return f"{row.ref} · {instant_text(row.at)} · {place} · {row.message} [{row.code}]"
