"""Production takes no officers and packages that are marked as a demonstration, unless named."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from engine.accounts.demo import demo_accounts_exist
from engine.catalogue.demo_marks import marked_demo
from engine.errors import DemoDataRefused, DemoRefused
from engine.organisation.loading import load_province
from engine.publishing.demo_data import refuse_demo_data
from engine.store.accounts import Account
from engine.store.catalogue import Package
from engine.store.database import Database
from engine.store.organisation import Officer
from tests.acceptance.test_packages import changed
from tests.conftest import PROCESSES
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import proposed

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2025, 12, 4)


def in_production(town: Town, *names: str) -> Town:
    """The same database as an installation in production has opened it."""
    url = town.database.url.render_as_string(hide_password=False)
    return Town(Database(url, demo_data=frozenset(names)), town.documents)


def starts(town: Town, *names: str) -> str:
    """With which refusal production does not start; empty: it starts."""
    try:
        with town.database.reading() as session:
            refuse_demo_data(session, accepted=frozenset(names), today=TODAY)
    except (DemoRefused, DemoDataRefused) as refusal:
        return refusal.code
    return ""


def test_production_starts_on_no_demonstration_unless_it_is_named(town: Town) -> None:
    assert starts(town, PROVINCE) == "demo_refused", "a password that everybody knows"
    with town.act() as session:
        session.execute(delete(Account))
        assert not demo_accounts_exist(session)
    assert starts(town) == "demo_data_refused"
    assert starts(town, PROVINCE) == ""
    with town.act() as session:
        session.execute(update(Officer).values(source=None))
    assert starts(town) == "demo_data_refused", "its packages"
    assert starts(town, f"{PROVINCE}/{FLAGSHIP}") == ""
    with town.act() as session:
        session.execute(update(Package).values(retired_from=TODAY))
    assert starts(town) == ""


@ONE
def test_what_is_marked_is_refused_where_it_would_be_proposed(town: Town) -> None:
    real = in_production(town)
    with pytest.raises(DemoDataRefused, match=f"MOTCUA_DEMO_DATA={PROVINCE}/{FLAGSHIP}"):
        proposed(real, changed())
    assert proposed(in_production(town, PROVINCE), changed()).id
    real.database.dispose()


@pytest.mark.parametrize(
    ("path", "content", "marked"),
    [
        ("procedure.toml", b'fee = { amount = 0, source = "demo" }', True),
        ("procedure.toml", b'source = "demo:hours"', True),
        ("procedure.toml", b'# source = "demo" is what we never write', False),
        ("process.bpmn", b'<tthc:source kind="demo" note="hours"/>', True),
        ("process.bpmn", b'<tthc:source kind="decision"/>', False),
        ("scenarios/1.toml", b'source = "demo"', False),
    ],
)
def test_the_mark_is_found_in_what_runs_and_not_in_remarks(
    path: str, content: bytes, *, marked: bool
) -> None:
    assert marked_demo({path: content}) is marked


@ONE
def test_a_province_folder_with_officers_of_a_demonstration_leaves_nothing_behind(
    town: Town,
) -> None:
    real, other = in_production(town), Path(PROCESSES / "ha_tinh")
    with pytest.raises(DemoDataRefused, match="cán bộ minh họa"), real.act() as session:
        load_province(session, other)
    with real.act() as session:
        session.info["motcua_demo_data"] = None
        assert load_province(session, other), "it wasn't there yet"
    real.database.dispose()
