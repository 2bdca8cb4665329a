"""Every shipped procedure can be filed by its page, with the answers of its first scenario."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from api.app import create_app
from engine.accounts.demo import PASSWORD, make_demo_accounts
from engine.catalogue.components import components
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.scenarios import Scenario
from engine.organisation.loading import load_province
from engine.publishing.folders import package_folders, province_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.store.accounts import Account
from engine.store.database import Database
from engine.store.upgrade import upgrade
from tests.browser.serving import Clock
from tests.conftest import PROCESSES, settings_for
from tests.papers import PDF
from tests.played import scenarios
from web.forms.places import FILING
from web.forms.uploads import paper_field
from web.frame.wording import day

FOLDERS = [
    package for province in province_folders(PROCESSES) for package in package_folders(province)
]
ISO = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product with every shipped province and package."""
    var, clock = tmp_path_factory.mktemp("all"), Clock()
    database = Database(f"sqlite:///{var / 'motcua.db'}")
    upgrade(database)
    with database.writing() as session:
        for province in province_folders(PROCESSES):
            load_province(session, province)
            for package in package_folders(province):
                publish_package(
                    session,
                    province_code=province.name,
                    files=read_package_folder(package),
                    published_by="tests",
                    now=clock(),
                )
        make_demo_accounts(session, officers=(), demo_mode=True, now=clock())
        # They vouch for no number: the scenarios' people have their own.
        session.execute(update(Account).values(identity_number=None))
    yield create_app(settings_for(var), database, clock=clock)
    database.dispose()


@pytest.fixture(scope="module")
def citizen(everything: Flask) -> FlaskClient:
    """A signed-in citizen."""
    client = everything.test_client()
    form = {"ten": "congdan", "mat-khau": PASSWORD, "csrf_token": token(client)}
    assert client.post("/dang-nhap", data=form).status_code == 303
    return client


def token(client: FlaskClient) -> str:
    """The token that the forms of a page carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/tra-cuu").text)
    assert found
    return found[1]


def typed(scenario: Scenario) -> dict[str, object]:
    """The scenario's answers as a person types them into the page."""
    form: dict[str, object] = {FILING: scenario.receiving or ""}
    for key, value in scenario.answers.items():
        if isinstance(value, str) and ISO.fullmatch(value):
            form[key] = "/".join(reversed(value.split("-")))
        elif isinstance(value, bool):
            form |= {key: "on"} if value else {}
        elif isinstance(value, list | str):
            form[key] = value
        else:
            form[key] = str(value).replace(".", ",") if not hasattr(value, "year") else day(value)
    return form


def papers(manifest: Manifest, scenario: Scenario) -> dict[str, object]:
    """A file in the control of every component that the filing owes."""
    owed = [one.asked.code for one in components(manifest) if one.owed(scenario.answers)]
    return {paper_field(code): (BytesIO(PDF), "giay-to.pdf") for code in owed}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: f"{one.parent.name}-{one.name}")
def test_a_shipped_procedure_can_be_filed_by_its_page(citizen: FlaskClient, folder: Path) -> None:
    files = read_package_folder(folder)
    manifest = read_manifest(files[MANIFEST]).manifest
    assert manifest is not None
    scenario = scenarios(files)[0]
    form = typed(scenario) | papers(manifest, scenario)
    address = f"/nop/{folder.parent.name}/{manifest.code}"
    answer = citizen.post(address, data={**form, "csrf_token": token(citizen)})
    if "online" not in manifest.channels:
        assert answer.status_code == 422
        assert "không nhận nộp theo cách trực tuyến" in answer.text
        return
    assert answer.status_code == 303, re.findall(r'<a href="#f-[^>]*>([^<]*)', answer.text)
    number = answer.headers["Location"].rsplit("/", 1)[-1]
    for page in (f"/da-nop/{number}", f"/ho-so/{number}", f"/tra-cuu?ma={number}"):
        assert citizen.get(page).status_code == 200
