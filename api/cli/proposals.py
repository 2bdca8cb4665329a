"""``motcua proposals``: what waits for a second person, and the operator's part in it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import click

from api.cli.opening import opened
from api.clock import wall_clock
from engine.proposing.acts import STATES
from engine.proposing.decide import approve, beforehand, send_back, withdraw
from engine.proposing.propose import propose_retirement
from engine.proposing.reading import ProposalView, proposal, proposals
from engine.proposing.rights import operating
from engine.store.proposals import Proposal

PROVINCE = click.argument("province")
ID = click.argument("proposal_id")
FROM = click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="Ngày áp dụng.")


@click.group(name="proposals")
def proposals_group() -> None:
    """Đề nghị công bố: một người đề nghị, người khác duyệt."""


@proposals_group.command(name="list")
@PROVINCE
@click.option("--state", type=click.Choice(list(STATES)), help="Chỉ những đề nghị này.")
def list_(province: str, state: Any) -> None:
    """Liệt kê đề nghị, mới nhất trước."""
    with opened() as (_, database), database.reading() as session:
        who = operating(session, province)
        rows = proposals(session, who=who, state=state, now=wall_clock())
    for row in rows:
        overtaken = ", đã có bản khác công bố từ đó" if row.overtaken else ""
        click.echo(
            f"{row.id} {row.subject} {row.name}: {STATES[row.state]}, {row.differences} chỗ khác, "
            f"{row.made_by_name} đề nghị từ {row.wished_from:%d/%m/%Y}{overtaken}"
        )


@proposals_group.command()
@PROVINCE
@ID
@FROM
def show(province: str, proposal_id: str, valid_from: datetime | None) -> None:
    """In mọi chỗ khác bản đang áp dụng, từng dòng quyết định và mã của những gì đã xem."""
    with opened() as (_, database), database.reading() as session:
        view = proposal(
            session,
            who=operating(session, province),
            proposal_id=proposal_id,
            day=valid_from.date() if valid_from else None,
            now=wall_clock(),
        )
    print_view(view)


def print_view(view: ProposalView) -> None:
    """Print a proposal in full."""
    row = view.proposal
    click.echo(f"{row.name}, từ {view.day:%d/%m/%Y}; {row.basis}; {row.made_by_name} đề nghị")
    for one in view.differences:
        click.echo(f"  {one.words}")
    for line in view.decided:
        why = f" Lý do: {line.why}" if line.why else ""
        click.echo(f"  Quyết định, {line.step}: {line.words}.{why}")
    if view.seen:
        click.echo(f"đã xem: {view.seen}")


@proposals_group.command(name="approve")
@PROVINCE
@ID
@click.option("--seen", required=True, help="Mã mà lệnh show in ở cuối.")
@FROM
def approve_(province: str, proposal_id: str, seen: str, valid_from: datetime | None) -> None:
    """Duyệt đúng những gì đã xem; người đề nghị không tự duyệt được."""
    told: dict[str, Any] = {"proposal_id": proposal_id, "seen": seen, "now": wall_clock()}
    day = valid_from.date() if valid_from else None
    who = partial(operating, province_code=province)
    with opened() as (_, database):
        before = beforehand(database.reading, database.rehearsing, who=who, day=day, **told)
        with database.writing() as session:
            row = approve(session, who=who(session), valid_from=day, before=before, **told)
            click.echo(f"{row.name}: đã duyệt, áp dụng từ {row.valid_from:%d/%m/%Y}")


@proposals_group.command(name="send-back")
@PROVINCE
@ID
@click.argument("remark")
def send_back_(province: str, proposal_id: str, remark: str) -> None:
    """Trả lại người đề nghị, kèm điều phải sửa."""
    _do(
        province,
        lambda session, who: send_back(
            session, who=who, proposal_id=proposal_id, remark=remark, now=wall_clock()
        ),
    )


@proposals_group.command(name="withdraw")
@PROVINCE
@ID
def withdraw_(province: str, proposal_id: str) -> None:
    """Rút đề nghị đã gửi bằng dòng lệnh."""
    _do(
        province,
        lambda session, who: withdraw(session, who=who, proposal_id=proposal_id, now=wall_clock()),
    )


@proposals_group.command()
@PROVINCE
@click.argument("procedure")
@click.option("--basis", required=True, help="Văn bản: số, ngày.")
@click.option(
    "--version", type=int, help="Bản đã duyệt cho một ngày sau; không ghi: bản đang áp dụng."
)
@FROM
def retire(
    province: str, procedure: str, basis: str, version: int | None, valid_from: datetime | None
) -> None:
    """Đề nghị thu hồi bản đang áp dụng, hay rút bản chưa đến ngày; bản trước áp dụng lại."""
    _do(
        province,
        lambda session, who: propose_retirement(
            session,
            who=who,
            procedure_code=procedure,
            basis=basis,
            version=version,
            valid_from=valid_from.date() if valid_from else None,
            now=wall_clock(),
        ),
    )


def _do(province: str, act: Callable[..., Proposal]) -> None:
    with opened() as (_, database), database.writing() as session:
        row = act(session, operating(session, province))
        click.echo(f"{row.id} {row.name}: {STATES[row.state]}")  # type: ignore[index]
