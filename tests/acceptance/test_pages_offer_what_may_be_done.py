"""Nothing is offered that is refused: each form of an administrator's page is sent by who sees it.

A page draws a button by what the act asks. Several people open the same pages, with things there
that each of them gave, has, or is the other for; whatever is drawn for them is not forbidden.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from engine.access import ADMIN_POSITIONS, operator
from engine.administration.people.granting import GrantEntry, grant_role
from engine.jobs.checking import check_published
from tests.acceptance.test_rules_on_pages import CUT, paper
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GIVER, OTHER, WARD_ADMIN, CONTROL, AUDITOR = (
    f"{name}@{PROVINCE}" for name in ("quan.dm", "hieu.ph", "kien.cv", "thuy.ttb", "long.td")
)
PAGES = (
    *("/quan-tri", "/quan-tri/con-thieu", "/quan-tri/lich"),
    *(f"/quan-tri/don-vi?dv={unit}" for unit in (WARD, f"{WARD}_vhxh", "ttphcc_tinh")),
    *("/quan-tri/phi", "/quan-tri/quy-dinh", "/quyen", "/quyen/vai-tro", "/he-thong-ngoai"),
    *("/su-co", "/noi-chua-nhan", "/don-vi-phuc-vu", "/vi-tri-trong", "/cho-cong-bo"),
    *("/tai-khoan?loc=chua-co", "/tai-khoan/quan.dm", "/tai-khoan/kien.cv"),
    f"/quan-tri/chuyen/{WARD}_vhxh/chuyen_vien/nam.hs",
)
TYPED = {"day": "05/12/2025", "to_unit": f"{WARD}_kt", "": "x"}


class Forms(HTMLParser):
    """The forms of a page's main part that send something, as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._form: dict[str, list[str]] | None = None
        self._select = ""
        self.feed(text.split("<main")[1].split("</main>", maxsplit=1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method") == "post":
            self._form = {}
            self.found.append((told["action"], self._form))
        elif self._form is not None and tag in ("input", "textarea", "select"):
            dated = "day" if told.get("class") == "d" else ""
            self._select = name = told.get("name", "")
            value = told.get("value") or TYPED.get(name) or TYPED[dated]
            self._form[name] = [] if tag == "select" else [value]
        elif self._form is not None and tag == "option" and told.get("value"):
            self._form[self._select].append(told["value"])

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form


def sendings(forms: Forms) -> Iterator[tuple[str, dict[str, str]]]:
    """Each form; once more for each post that administers, if it can be chosen."""
    for action, fields in forms.found:
        plain = {name: values[-1] for name, values in fields.items() if values}
        yield action, plain
        for name in ("position", "to_position"):
            for chosen in ADMIN_POSITIONS.intersection(fields.get(name, ())):
                yield action, {**plain, name: chosen}


def prepare(app: Flask, town: Town) -> str:
    """What waits for a second person, of each sort; a rule's page."""
    with town.database.writing() as session:
        for name, code in (("quan.dm", "designer"), ("long.td", "auditor")):
            entry = GrantEntry(name, code, "ubnd_tinh", town.now.date(), "QĐ 1")
            grant_role(session, admin=operator(PROVINCE), entry=entry, now=town.now)
    giver, ward = Api(app, GIVER), Api(app, WARD_ADMIN)
    role = {"officer": "kien.cv", "role": "monitor", "unit": "ubnd_tinh", "basis": "QĐ 1"}
    head = {"position": "lanh_dao_phong", "username": "nam.hs", "full_name": "Hồ Sỹ Nam"}
    dated = {"valid_from": "05/12/2025", "basis": "QĐ 2"}
    system = {"name": "IOC", "role": "monitor", "unit": "ubnd_tinh", "basis": "QĐ 3"}
    for api, path, sent in (
        (giver, "/quyen/vai-tro", role),
        (ward, f"/quan-tri/don-vi/{WARD}_vhxh/cu", {**head, **dated}),
        (giver, "/he-thong-ngoai", {**system, "valid_to": "05/12/2026"}),
    ):
        done = api.client.post(path, data={"csrf_token": api.token, **sent})
        assert done.status_code == 303, (path, done.text)
    check_published(town.database, province_code=PROVINCE, now=town.now)
    cut = {**CUT, "csrf_token": giver.token, "van-ban": paper()}
    drafted = giver.client.post("/quan-tri/quy-dinh/thoi-han", data=cut)
    giver.client.post(f"{drafted.location}/gui", data={"csrf_token": giver.token})
    return str(drafted.location)


@ONE
@pytest.mark.long
def test_whatever_a_page_offers_somebody_they_may_do(app: Flask, town: Town) -> None:
    rule = prepare(app, town)
    refused: list[tuple[str, str, Any]] = []
    offered = 0
    for name in (CONTROL, AUDITOR, WARD_ADMIN, GIVER, OTHER):
        person = Api(app, name)
        pages = [(page, person.client.get(page)) for page in (*PAGES, rule)]
        if name == CONTROL:
            assert {page for page, got in pages if got.status_code != 200} <= {PAGES[-1]}
        seen = [got.text for _, got in pages if got.status_code == 200]
        forms = {(a, tuple(f.items())) for text in seen for a, f in sendings(Forms(text))}
        offered += len(forms)
        for action, fields in sorted(forms):
            sent = {**dict(fields), "csrf_token": person.token}
            answer = person.client.post(action, data=sent)
            if answer.status_code == 403:
                refused.append((name, action, dict(fields)))
    assert refused == []
    assert offered > 60, f"only {offered} forms were found: the test looks at nothing"
