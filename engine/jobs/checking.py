"""Every night: is what is published really fileable today (R-20)?"""

import logging
from dataclasses import dataclass
from datetime import datetime

from engine.catalogue.packages import current_packages, package
from engine.errors import NOT_WRITTEN
from engine.publishing.closing import drop_closures, keep_closures
from engine.publishing.fileable import fileable, ground_of
from engine.routing.as_it_stands import day_of
from engine.store.database import Database

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Checked:
    """How many procedures were looked at, how many of them no place takes, how many were left."""

    procedures: int = 0
    nowhere: int = 0
    left: int = 0


def check_published(
    database: Database, *, now: datetime, province_code: str | None = None
) -> Checked:
    """Close and open places of every province, or of one, by what is found now.

    Each procedure in transactions of its own. One that can't be looked at keeps what it had.
    """
    done = Checked()
    with database.reading() as session:
        current = current_packages(session, day_of(now), province_code)
    for province, procedures in current.items():
        _check_province(database, province, procedures, now=now, done=done)
    return done


def _check_province(
    database: Database, province: str, procedures: dict[str, str], *, now: datetime, done: Checked
) -> None:
    with database.writing() as session:
        drop_closures(session, province, procedures)
    with database.reading() as session:
        packages = [package(session, province, digest) for digest in procedures.values()]
        ground = ground_of(session, province, day_of(now), packages)
    for published in packages:
        done.procedures += 1
        try:
            code = published.manifest.code
            with database.rehearsing(province, (code,)) as session:
                found = fileable(session, published, ground)
            with database.writing() as session:
                keep_closures(session, province, found, now=now)
            done.nowhere += not found.anywhere
        except NOT_WRITTEN:
            done.left += 1
        except Exception:  # noqa: BLE001 - whatever it is, the other procedures are looked at
            done.left += 1
            _log.exception("%s %s could not be checked", province, published.manifest.code)
