"""The packages that new cases of a day take."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, current_packages, package


def digests_on(session: Session, province_code: str, day: date) -> tuple[str, ...]:
    """The digests of the packages in force on that day, by code; one statement."""
    current = current_packages(session, day, province_code).get(province_code, {})
    return tuple(digest for _, digest in sorted(current.items()))


def published_on(session: Session, province_code: str, day: date) -> Iterator[PublishedPackage]:
    """The package in force of every procedure that has one on that day, by code."""
    for digest in digests_on(session, province_code, day):
        yield package(session, province_code, digest)
