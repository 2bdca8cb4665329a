"""What a plan names: read into codes, and each must be there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.administration.reorganising.mapping import Fault, Part, Wish
from engine.organisation.named import (
    Meant,
    officers_named,
    procedures_named,
    several,
    units_named,
)
from engine.organisation.tree import Setting
from engine.store.cases import Case
from engine.store.catalogue import Procedure
from engine.store.organisation import Officer

Finding = Callable[[str], tuple[Meant, ...]]
"""What a text means."""


def in_codes(session: Session, setting: Setting, wish: Wish) -> tuple[Wish, tuple[Fault, ...]]:
    """The wish by codes, also where names were told; a fault where several are meant."""
    faults: list[Fault] = []
    before = wish.day - timedelta(days=1) if wish.day > date.min else wish.day

    def unit(field: str, text: str) -> str:
        return one(field, text, units_named(setting, text, before), "đơn vị")

    def one(field: str, text: str, found: tuple[Meant, ...], what: str) -> str:
        if fault := several(text, found, what):
            faults.append(Fault(field, fault))
        return found[0][0] if len(found) == 1 else text

    def read(part: Part) -> Part:
        code = part.code if part.name else unit(part.code, part.code)
        lists = {
            name: tuple(
                one(f"{code}.{name}", text, find(text), what) for text in getattr(part, name)
            )
            for name, (what, find) in finding.items()
        }
        return replace(part, code=code, **lists)  # type: ignore[arg-type]

    finding: Mapping[str, tuple[str, Finding]] = {
        "procedures": (
            "thủ tục",
            lambda text: procedures_named(session, setting.province_code, text),
        ),
        "communes": ("xã, phường", lambda text: units_named(setting, text, before)),
        "officers": ("cán bộ", lambda text: officers_named(session, setting, text, before)),
    }
    parts = tuple(map(read, wish.parts))
    made = dict(zip((one.code for one in wish.parts), (one.code for one in parts), strict=True))
    new = made[wish.new] if wish.new in made else unit("new", wish.new)
    choices = {code: unit(code, text) for code, text in wish.choices.items()}
    return replace(wish, new=new, parts=parts, choices=choices), tuple(faults)


def named_faults(session: Session, province_code: str, wish: Wish) -> Iterator[Fault]:
    """A fault for each name of a part that nothing has, on the part."""
    for part in wish.parts:
        for name, (words, query) in _named(part, province_code).items():
            named = getattr(part, name)
            known = set(session.scalars(query)) if named else set()
            if lost := [one for one in named if one not in known]:
                yield Fault(f"{part.code}.{name}", f"Không có {words} {', '.join(lost)}.")


def _named(part: Part, code: str) -> Mapping[str, tuple[str, Select[str]]]:
    """By the field that names them: what they are, and those of them that are there."""
    procedures = select(Procedure.code).where(Procedure.province_code == code)
    sectors = select(Procedure.sector).where(Procedure.province_code == code)
    officers = select(Officer.username).where(Officer.province_code == code)
    cases = select(Case.code).where(Case.province_code == code, Case.code.in_(part.cases))
    numbers = select(Case.submission_number).where(
        Case.province_code == code, Case.submission_number.in_(part.cases)
    )
    return {
        "procedures": ("thủ tục", procedures.where(Procedure.code.in_(part.procedures))),
        "sectors": ("lĩnh vực", sectors.where(Procedure.sector.in_(part.sectors))),
        "officers": ("cán bộ", officers.where(Officer.username.in_(part.officers))),
        "cases": ("hồ sơ", cases.union(numbers)),  # type: ignore[dict-item]
    }
