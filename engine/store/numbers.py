"""The identity numbers of a case's people, read with its row: rights depend on them."""

from typing import NamedTuple

from sqlalchemy import select

from engine.store.base import table_of
from engine.store.cases import Case, Dossier

_case, _dossier = table_of(Case), table_of(Dossier)
_of_case = (_dossier.c.province_code == _case.c.province_code) & (_dossier.c.case_id == _case.c.id)


class Numbers(NamedTuple):
    """Of the owner, and of the submitter where that is somebody else; ``None``: not known."""

    owner: str | None = None
    submitter: str | None = None


UNKNOWN = Numbers()
NUMBERS = tuple(
    select(column).where(_of_case).scalar_subquery().label(column.name)
    for column in (_dossier.c.owner_number, _dossier.c.submitter_number)
)
"""Columns for a statement about ``cases``, in the order of ``Numbers``."""
