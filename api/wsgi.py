"""The entry for any WSGI server: ``gunicorn 'api.wsgi:application()'``.

The database must be a server of its own or a file: an embedded PostgreSQL is started by
``motcua serve`` alone.
"""

from typing import Any

from api.app import create_app
from api.demo_data import refuse_demo
from api.memory import settle_memory
from api.ports import check_adapters
from api.settings import Settings
from engine.errors import SettingInvalid
from engine.store.database import Database


def application() -> Any:
    """The application by the settings of the environment. Raises SettingInvalid, DemoRefused,
    DemoDataRefused.
    """
    settings = Settings.from_env()
    check_adapters(settings)
    url = settings.database_url
    if url is None:
        reason = "PostgreSQL nhúng chỉ chạy cùng lệnh motcua serve"
        raise SettingInvalid(name="MOTCUA_DATABASE", reason=reason)
    database = Database(url, demo_data=settings.demo_data)
    refuse_demo(settings, database)
    app = create_app(settings, database)
    settle_memory()
    return app
