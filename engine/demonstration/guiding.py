"""Slips of a demonstration that counters gave out before there was a dossier, by the real act."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.cases.guide import guide
from engine.demonstration.going_on import going_on
from engine.demonstration.living import RECEPTION, posted
from engine.routing.as_it_stands import day_of

LAW = "Nghị định 118/2025/NĐ-CP, Điều 17"
SLIPS = (
    ("guide", "Trần Thị Mận", "Bản khai chưa ghi đơn vị khi tham gia; mang theo thẻ căn cước.", 26),
    (
        "guide",
        "",
        "Chưa có giấy tờ chứng minh thời gian tham gia: hỏi Ban chỉ huy quân sự.",
        2,
    ),
    ("refuse", "Lê Văn Sáu", "Không thuộc đối tượng được hưởng: đã hưởng chế độ này năm 2016.", 25),
)
"""Kind, whom, what was said, how many hours ago."""


def bring_guidance(session: Session, *, crowded: tuple[str, str], now: datetime) -> int:
    """Slips at every counter of the province that a newcomer is led through; how many."""
    province, procedure = crowded
    made, seen = 0, set[str]()
    for clerk in list(posted(session, province, RECEPTION, day_of(now))):
        unit = next(one.unit_code for one in clerk.posts if one.position_code == RECEPTION)
        if unit in seen:
            continue
        seen.add(unit)
        for kind, name, content, ago in SLIPS:
            with going_on(session, f"{unit}, phiếu hướng dẫn"):
                guide(
                    session,
                    person=clerk,
                    unit_code=unit,
                    procedure_code=procedure,
                    kind=kind,
                    name=name,
                    content=content,
                    basis=LAW if kind == "refuse" else None,
                    now=now - timedelta(hours=ago),
                )
                made += 1
    return made
