"""What a split names by code must be there: procedures, sectors, cases, officers."""

from collections.abc import Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.administration.reorganising.mapping import Fault, Part, Wish
from engine.store.cases import Case
from engine.store.catalogue import Procedure
from engine.store.organisation import Officer


def named_faults(session: Session, province_code: str, wish: Wish) -> Iterator[Fault]:
    """A fault for each name of a part that nothing has, on the part."""
    for part in wish.parts:
        for words, named, query in _named(part, province_code):
            known = set(session.scalars(query)) if named else set()
            if lost := [one for one in named if one not in known]:
                yield Fault(part.code, f"Không có {words} {', '.join(lost)}.")


def _named(part: Part, code: str) -> Iterator[tuple[str, tuple[str, ...], Select[str]]]:
    procedures = select(Procedure.code).where(Procedure.province_code == code)
    yield "thủ tục", part.procedures, procedures.where(Procedure.code.in_(part.procedures))
    sectors = select(Procedure.sector).where(Procedure.province_code == code)
    yield "lĩnh vực", part.sectors, sectors.where(Procedure.sector.in_(part.sectors))
    officers = select(Officer.username).where(Officer.province_code == code)
    yield "cán bộ", part.officers, officers.where(Officer.username.in_(part.officers))
    cases = select(Case.code).where(Case.province_code == code, Case.code.in_(part.cases))
    numbers = select(Case.submission_number).where(
        Case.province_code == code, Case.submission_number.in_(part.cases)
    )
    yield "hồ sơ", part.cases, cases.union(numbers)  # type: ignore[misc]
