"""``motcua serve``, ``worker`` and ``run``: keep the product running."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import click

from api.cli.database import upgrade_command
from api.cli.demo import accounts, make_cases
from api.cli.opening import GRACE, check_tables, opened
from api.cli.processes import load
from api.demo_data import refuse_demo
from api.memory import settle_memory
from api.settings import Settings
from api.worker import Worker
from engine.accounts.demo import PASSWORD
from engine.errors import Refusal
from engine.store.database import Database
from engine.store.in_use import in_use


@click.command()
def serve() -> None:
    """Chạy máy chủ web: nhiều tiến trình trên một cổng (MOTCUA_SERVERS)."""
    with opened() as (settings, database), in_use(settings.var):
        if settings.processes_at_once == 1 or sys.platform == "win32":
            _serve(settings, database)
            return
        # gunicorn runs on no Windows.
        from api.cli.serving import Processes  # noqa: PLC0415

        check_ready(settings, database)
        url = database.url.render_as_string(hide_password=False)
        database.dispose()
        _greet(settings)
        Processes(settings, url).run()


@click.command()
def worker() -> None:
    """Chạy bộ xử lý nền: hẹn giờ, gửi ra ngoài, niêm phong nhật ký."""
    with opened() as (settings, database), in_use(settings.var):
        check_ready(settings, database)
        settle_memory()
        Worker(settings, database).run_until_stopped()


@click.command()
def run() -> None:
    """Chạy máy chủ web và bộ xử lý nền trong một tiến trình."""
    with opened() as (settings, database), in_use(settings.var):
        check_ready(settings, database)
        background = Worker(settings, database)
        background.start()
        try:
            _serve(settings, database, asked_to_stop=background.stop_soon)
        finally:
            background.stop()


@click.command()
@click.pass_context
def start(context: click.Context) -> None:
    """Bản chạy thử trong một lệnh: nâng cấp bảng, nạp các tỉnh, tạo tài khoản và hồ sơ, chạy."""
    context.invoke(upgrade_command)
    context.invoke(load)
    context.invoke(accounts)
    try:
        context.invoke(make_cases)
    except Refusal as refusal:  # a province of one's own need not have officers at every desk
        click.echo(f"Chưa tạo được hồ sơ minh họa: {refusal} [{refusal.code}]", err=True)
    context.invoke(run)


def check_ready(settings: Settings, database: Database) -> None:
    """Refuse to run on tables of another version, or in production on a demo's database.

    Raises SchemaOutdated, DemoRefused, DemoDataRefused.
    """
    # All that answers requests is read by who serves alone: other commands begin sooner without it.
    from api.http.logs import write_lines  # noqa: PLC0415

    check_tables(database)
    write_lines(as_json=settings.log == "json")
    refuse_demo(settings, database)


def _nothing() -> None:
    """For a server with nobody else to tell."""


def _serve(
    settings: Settings, database: Database, *, asked_to_stop: Callable[[], None] = _nothing
) -> None:
    from waitress import create_server  # noqa: PLC0415

    from api.app import LARGEST_REQUEST, create_app  # noqa: PLC0415

    check_ready(settings, database)
    app = create_app(settings, database)
    server = create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        max_request_body_size=LARGEST_REQUEST,
    )
    end_in_time(server.task_dispatcher, asked_to_stop)
    _greet(settings)
    threading.current_thread().name = "motcua-serve"
    settle_memory()
    server.run()


def end_in_time(requests: Any, asked_to_stop: Callable[[], None]) -> None:
    """Let those in hand have ``GRACE`` seconds where waitress gives five for them alone.

    Who else works is told first, so that both end at the same time.
    """
    shut_down = requests.shutdown

    def ended(*_: object, **__: object) -> bool:
        asked_to_stop()
        whole: bool = shut_down(timeout=GRACE)
        return whole

    requests.shutdown = ended


def _greet(settings: Settings) -> None:
    click.echo(f"\nMột Cửa đang chạy: http://{settings.host}:{settings.port}/")
    if settings.demo:
        click.echo("Mở địa chỉ trên, chọn một vai và bấm vào; không cần gõ mật khẩu.")
        click.echo(f"Hoặc đăng nhập: congdan / {PASSWORD}. Dừng: Ctrl+C.")
