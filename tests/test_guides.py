"""The guides speak of what there is: words on pages, addresses, commands and their options."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from api.cli import motcua
from tests.client import Api
from tests.town import PROVINCE

ROOT = Path(__file__).parent.parent
GUIDES = ROOT / "docs" / "guide"
READERS = {
    "admin": f"quan.dm@{PROVINCE}",
    "leader": f"hanh.tt@{PROVINCE}",
    "designer": f"huy.tq@{PROVINCE}",
}
"""Whom a guide in Vietnamese is for."""
NOT_FOR_THE_READER = {"/ai-da-xem": "congdan"}
"""Addresses that a guide tells of, and whose they are."""
OF_THE_API = re.compile(r"API[^`]{0,12}`/[^`]*`")
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BEGINS = r"[>\"'“}‹] ?"
ENDS = r"(?:…| ?[<\"'{”:(])"


def guide(name: str) -> str:
    return (GUIDES / f"{name}.md").read_text(encoding="utf-8")


def quoted(text: str) -> Iterator[str]:
    """The names in italics; of a way through pages each by itself."""
    for found in re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", text):
        yield from (one.strip() for one in found.split("›"))


def as_shown(name: str) -> re.Pattern[str]:
    """The name as a whole label; ``…`` within it stands for what differs from case to case."""
    parts = [re.escape(part.strip()) for part in name.split("…") if part.strip()]
    return re.compile(BEGINS + "[^<>]*?".join(parts) + ENDS)


@pytest.fixture(scope="module")
def shown() -> str:
    """Everything that writes words of pages."""
    files = [*ROOT.glob("web/**/*.html"), *ROOT.glob("web/**/*.py"), *ROOT.glob("engine/**/*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("name", READERS)
def test_every_button_page_and_column_of_a_guide_is_called_so(name: str, shown: str) -> None:
    names = sorted(set(quoted(guide(name))))
    assert len(names) > 10
    assert [one for one in names if not as_shown(one).search(shown)] == []


def test_a_name_that_no_page_has_is_noticed(shown: str) -> None:
    told = "Ở *Đơn vị, cán bộ* › *Đơn vị và cán bộ* bấm *Đề nghị chờ duyệt*, *Xem cả … hồ sơ*."
    missing = [one for one in quoted(told) if not as_shown(one).search(shown)]
    assert missing == ["Đơn vị, cán bộ", "Đề nghị chờ duyệt"]


@ONE
def test_every_address_of_a_guide_opens_for_whom_it_is_for(app: Flask) -> None:
    seen = 0
    for name, reader in READERS.items():
        clients: dict[str, Api] = {}
        text = OF_THE_API.sub("", guide(name))
        for address in sorted(set(re.findall(r"`(/[^`{}]*)`", text))):
            who = NOT_FOR_THE_READER.get(address, reader)
            client = clients.setdefault(who, Api(app, who)).client
            answer = client.get(address)
            assert answer.status_code == 200, (name, address, answer.status_code)
            seen += 1
    assert seen > 20


def commands() -> Iterator[tuple[str, list[str]]]:
    written = re.compile(r"`(motcua [^`]+)`|^ +(motcua [^#\n]*)", re.MULTILINE)
    for file in sorted(GUIDES.glob("*.md")):
        for within, alone in written.findall(file.read_text(encoding="utf-8")):
            words = (within or alone).split()
            yield " ".join(words), words[1:]


@pytest.mark.parametrize(("line", "words"), list(commands()), ids=lambda told: str(told)[:60])
def test_every_command_of_a_guide_is_there_with_its_options(line: str, words: list[str]) -> None:
    found: click.Command = motcua
    while words and isinstance(found, click.Group):
        found = found.commands[words.pop(0)]
    options = {name for one in found.params for name in one.opts}
    assert {one for one in words if one.startswith("--")} <= options, line


def test_every_setting_that_a_guide_names_is_there() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    known = re.findall(r"^\| `(MOTCUA_[A-Z_]+)", page, re.MULTILINE)
    named = {
        (one, cut)
        for file in GUIDES.glob("*.md")
        for one, cut in re.findall(r"(MOTCUA_[A-Z_]+)(…?)", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    unknown = [
        one
        for one, cut in sorted(named)
        if not (any(name.startswith(one) for name in known) if cut else one in known)
    ]
    assert unknown == []
