"""The packages that new cases of a day take."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.errors import ProcedureNotFound
from engine.store.catalogue import Procedure


def published_on(session: Session, province_code: str, day: date) -> Iterator[PublishedPackage]:
    """The package in force of every procedure that has one on that day, by code."""
    codes = session.scalars(
        select(Procedure.code)
        .where(Procedure.province_code == province_code)
        .order_by(Procedure.code)
    )
    for code in codes.all():
        try:
            digest = current_digest(
                session, province_code=province_code, procedure_code=code, day=day
            )
        except ProcedureNotFound:
            continue  # in the catalogue, not (yet) published
        yield package(session, province_code, digest)
