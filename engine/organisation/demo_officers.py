"""Officers of a demonstration, who are nobody: production takes none but those it names."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import DemoDataRefused
from engine.store.demo_data import takes_demo
from engine.store.organisation import Officer

MARK = "demo"


def refuse_demo_officers(session: Session, province_code: str) -> None:
    """Raise DemoDataRefused when the province has officers of a demonstration that isn't named."""
    if takes_demo(session, province_code):
        return
    query = select(Officer.full_name).where(
        Officer.province_code == province_code, Officer.source.startswith(MARK)
    )
    name = session.scalar(query.limit(1))
    if name is not None:
        raise DemoDataRefused(what=f"cán bộ minh họa ({name}, …)", name=province_code)
