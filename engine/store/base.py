"""What all tables share: metadata with named constraints and the column types of the house."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Table, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column


def aware(value: datetime) -> datetime:
    """The instant itself. Raises ValueError for one without time zone, which means no instant."""
    if value.tzinfo is None:
        msg = f"naive datetime given to the database: {value!r}"
        raise ValueError(msg)
    return value


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; kept in UTC, without zone where the database has none (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """On SQLite the text that SQLAlchemy would write, without its detours."""
        if dialect.name == "sqlite":
            return _text_of
        return super().bind_processor(dialect)

    def result_processor(
        self,
        dialect: Dialect,
        coltype: object,  # noqa: ARG002 - SQLAlchemy passes it by position
    ) -> Callable[[Any], datetime | None] | None:
        """On SQLite the instant of that text."""
        return _instant_of if dialect.name == "sqlite" else _in_utc

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it by position
    ) -> datetime | None:
        return None if value is None else aware(value).astimezone(UTC)


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def _text_of(value: datetime | None) -> str | None:
    if value is None:
        return None
    utc = value if value.tzinfo is UTC else aware(value).astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds")


def _instant_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document; ``None`` is no value (NULL), never the JSON word null."""

Key = String(32)
"""A hex UUID made by ``engine.store.ids.new_id``."""

Code = String(64)
"""A short code: of a unit, a province, a procedure, a position."""


class Base(DeclarativeBase):
    """Declarative base; constraint names are fixed so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def province_key() -> Any:
    """The province's code as first part of a primary key, so that tables can be split by it."""
    return mapped_column(Code, primary_key=True)


def table_of(entity: type[Base]) -> Table:
    """The table of a class, for the prebuilt Core statements of the hot path."""
    return cast("Table", entity.__table__)
