"""``motcua walk``: take a dossier to its result and print each step."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import click

from api.clock import wall_clock
from api.ports import DOCUMENTS
from api.settings import Settings
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.scenario_acts import label_of
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.errors import Refusal
from engine.life import state
from engine.organisation.loading import load_province
from engine.ports import DocumentStore
from engine.publishing.folders import package_folders, province_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.publishing.walk import Walk
from engine.publishing.walked import WalkedStep
from engine.store.database import Database
from engine.store.upgrade import upgrade
from engine.worktime.wording import amount_text, instant_text

LEVELS = {"commune": "xã", "department": "sở", "province": "tỉnh"}


@click.command()
@click.argument("province", required=False)
@click.argument("procedure", required=False)
@click.option("--all", "everything", is_flag=True, help="Đi mọi kịch bản đi kèm.")
@click.option("--folder", type=click.Path(exists=True, path_type=Path), help="Thư mục các tỉnh.")
def walk(
    province: str | None, procedure: str | None, *, everything: bool, folder: Path | None
) -> None:
    """Đi hết một hồ sơ theo kịch bản của gói, trên cơ sở dữ liệu tạm.

    PROVINCE là tên thư mục của tỉnh, PROCEDURE là mã thủ tục; bỏ trống thì đi mọi thủ tục.
    """
    if not everything and province is None:
        raise click.UsageError("Hãy cho tên tỉnh và mã thủ tục, hoặc --all.")
    root = folder or Settings.from_env().processes
    walked = failed = 0
    for place in province_folders(root):
        if province in (None, place.name):
            done, bad = _walk_province(place, procedure)
            walked, failed = walked + done, failed + bad
    click.echo(f"{walked - failed} passed, {failed} failed")
    sys.exit(1 if failed or not walked else 0)


def _walk_province(place: Path, procedure: str | None) -> tuple[int, int]:
    """How many scenarios were walked, and how many of them failed."""
    walked = failed = 0
    with _fresh() as (database, store):
        with database.writing() as session:
            load_province(session, place)
        for folder in package_folders(place):
            files = read_package_folder(folder)
            if procedure not in (None, _code_of(files)):
                continue
            with database.writing() as session:
                published = publish_package(
                    session,
                    province_code=place.name,
                    files=files,
                    published_by="motcua walk",
                    now=wall_clock(),
                )
            for scenario in read_scenarios(files):
                walked += 1
                code = published.procedure_code
                failed += not _walk_one(database, store, place.name, code, scenario)
    return walked, failed


def _code_of(files: Mapping[str, bytes]) -> str | None:
    """The procedure of a package that nobody has checked yet."""
    manifest = read_manifest(files[MANIFEST]).manifest
    return manifest.code if manifest else None


@contextmanager
def _fresh() -> Iterator[tuple[Database, DocumentStore]]:
    """A database and a store that are thrown away: those of a demo, whatever runs here."""
    with tempfile.TemporaryDirectory(prefix="motcua-walk-") as folder:
        database = Database(f"sqlite:///{folder}/walk.db")
        upgrade(database)
        demo = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": folder})
        yield database, DOCUMENTS.make(demo)
        database.dispose()


def _walk_one(
    database: Database, store: DocumentStore, province: str, code: str, scenario: Scenario
) -> bool:
    click.echo(f"\n{province} {code}: {scenario.name}")
    try:
        with database.writing() as session:
            way = Walk(
                session,
                province_code=province,
                procedure_code=code,
                scenario=scenario,
                store=store,
            )
            for step in way.steps():
                click.echo(_line(step))
            case = way.case
            click.echo(f"  {_total(way)}. Mã hồ sơ {case.code}.")
    except Refusal as refusal:
        click.echo(f"  {refusal} [{refusal.code}]", err=True)
        return False
    return True


def _line(step: WalkedStep) -> str:
    hours = f"{amount_text(step.hours)} giờ" if step.hours else "không tính"
    until = f"hạn {instant_text(step.due_at)}" if step.due_at else "không có hạn"
    level = LEVELS.get(step.level or "", "?")
    who = f"{step.unit} · {step.position}: {step.officer}" if step.unit else step.officer
    name = f"{label_of(step.act)}: {step.name}" if step.act else step.name
    return (
        f"  {step.number:>2}. [{level}] {who} · {name} · {hours} · {until}"
        f" · trạng thái {step.status} {state(step.status).name}"
    )


def _total(way: Walk) -> str:
    hours = sum(way.hours_by_element().values(), Decimal(0))
    case = way.case
    until = f", hẹn trả {instant_text(case.due_at)}" if case.due_at else ""
    steps = sum(step.act is None for step in way.taken)
    return f"{steps} bước, {amount_text(hours)} giờ làm việc{until}"
