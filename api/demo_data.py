"""No production on the data of a demonstration."""

from api.clock import wall_clock
from api.settings import Settings
from engine.publishing.demo_data import refuse_demo_data
from engine.store.database import Database
from engine.worktime import ZONE


def refuse_demo(settings: Settings, database: Database) -> None:
    """Refuse to start in production on a demonstration. Raises DemoRefused, DemoDataRefused."""
    with database.reading() as session:
        today = wall_clock().astimezone(ZONE).date()
        refuse_demo_data(session, accepted=settings.demo_data, today=today)
