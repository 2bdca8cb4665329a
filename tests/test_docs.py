"""What the docs claim is compared with the code."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Protocol, get_args

import pytest
from flask import Flask

import engine.ports
from api.cli import motcua
from api.cli.demo import demo
from api.ports import PORTS
from api.settings import Settings
from engine.access.page import access_page
from engine.acts.act import Condition, PathRule
from engine.life.page import life_page
from tests.points import BETTER, TIME_POINTS, TRAPS, named, points_page
from tests.reference import (
    ACCESS,
    ACTS_HEAD,
    ACTS_PAGE,
    ERRORS,
    FACTS,
    FORMS,
    LIFE,
    OPENAPI,
    PACKAGES,
    POINTS,
    acts_page,
    errors_page,
    facts_page,
    forms_page,
    live,
    packages_page,
    refusals,
)

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    code = (ROOT / "api" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(MOTCUA_[A-Z_]+)"', code))
    assert names == set(re.findall(r"^\| `(MOTCUA_[A-Z_]+)(?:<PORT>)?`", text, re.MULTILINE))
    assert len(names) >= len(dataclasses.fields(Settings)) - 1


def test_every_port_and_every_adapter_is_documented_and_no_other() -> None:
    text = (DOCS / "reference" / "ports.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| .", text, re.MULTILINE)
    assert sorted(rows) == sorted((port.name, name) for port in PORTS for name in port.adapters)
    for port in PORTS:
        assert f"`{port.name}` is a `{port.protocol.__name__}`" in text


def test_every_port_of_the_engine_is_registered_and_has_a_contract_suite() -> None:
    classes = [one for one in vars(engine.ports).values() if isinstance(one, type)]
    assert {port.protocol for port in PORTS} == {
        one for one in classes if Protocol in one.__bases__
    }
    for port in PORTS:
        suite = (ROOT / "tests" / "contract" / f"test_{port.name}.py").read_text(encoding="utf-8")
        assert f"adapter: {port.protocol.__name__}" in suite


def test_the_page_of_errors_is_what_the_code_says() -> None:
    assert ERRORS.read_text(encoding="utf-8") == errors_page(), "run: make reference"


def test_the_page_of_packages_has_the_fields_that_are_read() -> None:
    page = PACKAGES.read_text(encoding="utf-8")
    assert page == packages_page(page), "run: make reference"


def test_the_page_of_acts_is_what_the_table_says() -> None:
    assert ACTS_PAGE.read_text(encoding="utf-8") == acts_page(), "run: make reference"


@pytest.mark.parametrize("words", [Condition, PathRule], ids=str)
def test_the_page_of_acts_explains_every_word_that_the_table_uses(words: object) -> None:
    for word in get_args(words):
        assert f"`{word}`: " in ACTS_HEAD, word


def test_the_page_of_rights_is_what_the_table_says() -> None:
    assert ACCESS.read_text(encoding="utf-8") == access_page(), "run: make reference"


def test_the_page_of_the_life_is_what_the_table_says() -> None:
    assert LIFE.read_text(encoding="utf-8") == life_page(), "run: make reference"


def test_the_page_of_facts_is_what_the_code_says() -> None:
    assert FACTS.read_text(encoding="utf-8") == facts_page(), "run: make reference"


def test_the_page_of_forms_is_what_the_table_says() -> None:
    assert FORMS.read_text(encoding="utf-8") == forms_page(), "run: make reference"


def test_every_time_point_and_trap_has_tests_and_the_page_names_them() -> None:
    assert (named("Time point").keys(), named("Trap").keys()) == (TIME_POINTS.keys(), TRAPS.keys())
    assert named("Better").keys() == BETTER.keys()
    assert POINTS.read_text(encoding="utf-8") == points_page(), "run: make reference"


def test_no_two_refusals_share_a_code() -> None:
    codes = [refusal.code for refusal in refusals()]
    assert len(codes) == len(set(codes))


def test_every_refusal_says_when_in_its_docstring_and_speaks_vietnamese() -> None:
    for refusal in refusals():
        assert refusal.__doc__, refusal
        assert not refusal.message.isascii(), refusal


def test_every_command_is_documented() -> None:
    text = (DOCS / "guide" / "operator.md").read_text(encoding="utf-8")
    for name in motcua.commands:
        assert f"motcua {name}" in text, name
    for name in demo.commands:
        assert f"motcua demo {name}" in text, name


def test_the_committed_openapi_is_what_the_product_serves(app: Flask) -> None:
    committed = json.loads(OPENAPI.read_text(encoding="utf-8"))
    assert committed == live(app), "run: make reference"


PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
