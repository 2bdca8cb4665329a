"""What most commands begin with: the settings and their database."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.settings import Settings
from engine.store.database import Database


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """The settings of the environment and their database, closed at the end."""
    settings = Settings.from_env()
    database = Database(settings.database_url)
    try:
        yield settings, database
    finally:
        database.dispose()
