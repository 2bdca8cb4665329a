"""What the registers of a province lack of that which a text or a package names."""

import re
from collections.abc import Collection, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.store.catalogue import LegalBasis, ResultType, Sector

NUMBER = re.compile(
    r"\b(?:[A-Z]{2}-)?\d[\d.]{0,20}+(?:/\d{4})?/(?:QH\d+|[A-ZĐ]{2,}(?:-[A-ZĐ][A-Za-zĐ]+)+)"
)
"""A number of a legal text: 118/2025/NĐ-CP, 3854/QĐ-UBND, 97/2015/QH13, 62/2011/QĐ-TTg."""


def numbers_in(text: str) -> list[str]:
    """The numbers of legal texts that a text cites, each once."""
    return list(dict.fromkeys(NUMBER.findall(text)))


def bases_lacking(session: Session, province_code: str, numbers: Iterable[str]) -> list[str]:
    """Which of these numbers the register of legal bases doesn't have."""
    query = select(LegalBasis.number).where(LegalBasis.province_code == province_code)
    return _lacking(session, query, numbers)


def sectors_lacking(session: Session, province_code: str, names: Iterable[str]) -> list[str]:
    """Which of these sectors the register doesn't have."""
    query = select(Sector.name).where(Sector.province_code == province_code)
    return _lacking(session, query, names)


def results_lacking(session: Session, province_code: str, names: Iterable[str]) -> list[str]:
    """Which of these results the register of result types doesn't have by name."""
    query = select(ResultType.name).where(ResultType.province_code == province_code)
    return _lacking(session, query, names)


def _lacking(session: Session, query: Select[str], wanted: Iterable[str]) -> list[str]:
    known: Collection[str] = frozenset(session.scalars(query))
    return [name for name in wanted if name not in known]
