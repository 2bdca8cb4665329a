"""Lists of procedures say what the pages say: the limits and channels of today at the place."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.accounts.demo import make_demo_accounts
from engine.catalogue import packages
from engine.errors import CursorInvalid, ProvinceNotFound, UnitNotFound
from engine.files.kept import Kept
from engine.publishing.folders import read_package_folder
from engine.queries.service_list import services
from engine.queries.services import service
from engine.queries.views.service import ServiceCard
from processes import root
from tests.acceptance.test_the_api import RECEIVER
from tests.client import Api
from tests.conftest import Running
from tests.integration.jobs.test_statements import counted
from tests.rulebook import PERMIT, PERMIT_FOLDER, PROVINCES, Rulebook, at
from tests.town import FLAGSHIP, Town

WARD = PROVINCES["nghe_an"]
OTHER = "xa_con_cuong"
OWN = "có nơi quy định riêng"


def days(amount: int) -> dict[str, Any]:
    return {"clock": "committed", "amount": amount, "unit": "working_days"}


def listed(book: Rulebook, province: str | None = "nghe_an", **where: Any) -> list[ServiceCard]:
    with book.database.reading() as session:
        found = services(session, now=book.now, province_code=province, limit=100, **where)
        return list(found.rows)


def permit(book: Rulebook, **where: Any) -> ServiceCard:
    (card,) = listed(book, search=PERMIT, **where)
    return card


def publish_all(book: Rulebook, province: str = "nghe_an") -> None:
    """Every procedure that ships with the province."""
    for folder in sorted(path.parent.name for path in (root() / province).glob("*/procedure.toml")):
        if folder != PERMIT_FOLDER:
            book.publish(province, folder)


def test_a_limit_that_the_province_cut_is_the_one_that_the_list_shows(rulebook: Rulebook) -> None:
    before = permit(rulebook).time_limit
    rulebook.rule("nghe_an", "time_limit", days(9 + 1))
    assert permit(rulebook).time_limit == "10 ngày làm việc" != before
    rulebook.now = at("2025-07-01 08:00")
    assert permit(rulebook).time_limit == before, "not yet on the day before"


def test_without_a_place_the_list_says_that_some_places_have_their_own_limit(
    rulebook: Rulebook,
) -> None:
    wide = permit(rulebook).time_limit
    rulebook.rule("nghe_an", "time_limit", days(10), unit=WARD)
    assert permit(rulebook).time_limit == f"{wide}; {OWN}"
    assert permit(rulebook, place=WARD).time_limit == "10 ngày làm việc"
    assert permit(rulebook, receiving=f"{WARD}_ttphcc").time_limit == "10 ngày làm việc"
    assert permit(rulebook, place=OTHER).time_limit == wide


def test_a_rule_of_a_place_that_does_not_decide_the_procedure_is_not_hinted_at(
    rulebook: Rulebook,
) -> None:
    rulebook.publish("dak_lak", "giay_phep_lao_dong")
    (before,) = [one for one in listed(rulebook, "dak_lak") if one.code != PERMIT]
    given: dict[str, Any] = {"procedure": before.code, "unit": PROVINCES["dak_lak"]}
    rulebook.rule("dak_lak", "time_limit", {**days(20), "clock": "statutory"}, **given)
    assert [one for one in listed(rulebook, "dak_lak") if one.code != PERMIT] == [before]


def test_a_limit_of_the_unit_that_decides_elsewhere_is_the_one_shown(rulebook: Rulebook) -> None:
    rulebook.open_account("nghe_an", OTHER, date(2025, 7, 1))
    rulebook.rule("nghe_an", "time_limit", days(10), unit=OTHER)
    holder = {"holder": "unit", "unit": OTHER, "mode": "authorisation"}
    rulebook.rule("nghe_an", "competence", holder, unit=WARD)
    assert permit(rulebook, place=WARD).time_limit == "10 ngày làm việc"
    assert permit(rulebook).time_limit.endswith(OWN)


@pytest.mark.long_on_postgres
@pytest.mark.one_in(2)
@pytest.mark.parametrize("place", [None, WARD, f"{WARD}_ttphcc", OTHER, "ttphcc_tinh"])
def test_every_card_of_the_list_is_that_of_the_page(rulebook: Rulebook, place: str | None) -> None:
    publish_all(rulebook)
    rulebook.now = at("2025-12-04 08:00")
    rulebook.open_account("nghe_an", WARD, date(2025, 7, 1))
    rulebook.open_account("nghe_an", OTHER, date(2025, 7, 1))
    rules: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        ("time_limit", {**days(15), "clock": "statutory"}, {}),
        ("time_limit", days(10), {"unit": WARD}),
        ("cut_off", {"hour": "14:00"}, {"procedure": None}),
        ("cut_off", {"hour": "14:30"}, {"procedure": None, "unit": WARD}),
        ("competence", {"holder": "unit", "unit": OTHER, "mode": "authorisation"}, {"unit": WARD}),
        ("channels", {"channels": ["counter"], "online_level": "none"}, {"unit": WARD}),
        ("handling_system", {"home": "ministry"}, {"procedure": None, "unit": OTHER}),
    )
    for kind, value, where in rules:
        rulebook.rule("nghe_an", kind, value, **where)
    found = listed(rulebook, place=place)
    assert len(found) > 10
    for card in found:
        with rulebook.database.reading() as session:
            given: dict[str, Any] = {"province_code": "nghe_an", "code": card.code, "place": place}
            page = service(session, now=rulebook.now, **given)
        assert page.card == card
        assert card.online is page.terms.online
        assert card.time_limit.startswith(page.terms.limit.words)


def cost(book: Rulebook, monkeypatch: pytest.MonkeyPatch, **where: Any) -> tuple[int, int]:
    """Statements of a list in a process that knows no package yet, and of the same list again."""
    listed(book, search="khong-co-gi")  # the province's setting is known
    monkeypatch.setattr(packages, "_manifests", Kept(packages.MANIFESTS_KEPT))
    costs = []
    for _ in range(2):
        with counted(book.database.engine) as counts:
            listed(book, **where)
        costs.append(len(counts.statements))
    return costs[0], costs[1]


@pytest.mark.parametrize("place", [None, WARD])
def test_a_list_costs_the_same_few_statements_however_long_it_is(
    rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch, place: str | None
) -> None:
    rulebook.rule("nghe_an", "time_limit", days(10), unit=WARD)
    short = cost(rulebook, monkeypatch, place=place)
    publish_all(rulebook)
    assert len(listed(rulebook)) > 10
    closed = place is not None  # what takes no filing at the place is asked of all at once
    assert cost(rulebook, monkeypatch, place=place) == short == (4 + closed, 3 + closed)


def test_pages_show_every_procedure_once_in_the_order_of_the_list(rulebook: Rulebook) -> None:
    publish_all(rulebook)
    whole, shown, cursor = [card.code for card in listed(rulebook)], [], None
    given: dict[str, Any] = {"now": rulebook.now, "province_code": "nghe_an", "limit": 4}
    with rulebook.database.reading() as session:
        while (page := services(session, cursor=cursor, **given)).next:
            assert len(page.rows) == 4
            assert page.found == len(whole)
            shown += [card.code for card in page.rows]
            cursor = page.next
        assert [*shown, *(card.code for card in page.rows)] == whole
        with pytest.raises(CursorInvalid):
            services(session, cursor="nghe_an/khong-co", **given)


def test_a_list_of_a_place_or_province_that_is_not_there_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(UnitNotFound):
        listed(rulebook, place="khong_co")
    with pytest.raises(ProvinceNotFound):
        listed(rulebook, "khong_co")


def test_a_procedure_of_tomorrow_and_one_that_was_abolished_are_in_no_list(
    rulebook: Rulebook,
) -> None:
    rulebook.now = at("2025-08-01 08:00")
    rulebook.publish("nghe_an", "khai_sinh")
    assert len(listed(rulebook)) == 2
    rulebook.now = at("2025-07-31 08:00")
    assert [card.code for card in listed(rulebook)] == [PERMIT]
    with rulebook.database.writing() as session:
        row = session.get_one(packages.Procedure, ("nghe_an", PERMIT))
        row.valid_to = rulebook.now.date()
    assert listed(rulebook) == []


def test_the_list_shows_the_newest_version_that_is_valid(rulebook: Rulebook) -> None:
    before = permit(rulebook)
    manifest = read_package_folder(root() / "nghe_an" / PERMIT_FOLDER)["procedure.toml"].decode()
    renamed = manifest.replace(f'"{before.short_name}"', '"giấy phép kiểu mới"')
    rulebook.now = at("2025-08-01 08:00")
    rulebook.publish("nghe_an", PERMIT_FOLDER, {"procedure.toml": renamed.encode()})
    assert permit(rulebook).short_name == "giấy phép kiểu mới"
    rulebook.now = at("2025-07-31 08:00")
    assert permit(rulebook) == before


@pytest.fixture
def site(rulebook: Rulebook, running: Running) -> Flask:
    """The web application over the three provinces, with the demonstration's people."""
    with rulebook.database.writing() as session:
        make_demo_accounts(session, officers=[], demo_mode=True, now=rulebook.now)
    return running(rulebook.database, lambda: rulebook.now)


def test_page_and_api_show_what_holds_at_the_place(rulebook: Rulebook, site: Flask) -> None:
    rulebook.rule("nghe_an", "time_limit", days(10))
    rulebook.rule("nghe_an", "time_limit", days(11), unit=WARD)
    assert f"10 ngày làm việc; {OWN}" in site.test_client().get("/thu-tuc").text
    api = Api(site)
    everywhere = {one["province_code"]: one for one in api.get("/procedures").json["rows"]}
    assert everywhere.keys() == set(PROVINCES)
    assert everywhere["nghe_an"]["time_limit"] == f"10 ngày làm việc; {OWN}"
    first = api.get("/procedures?limit=1").json
    assert len(first["rows"]) == 1
    assert api.get(f"/procedures?limit=1&cursor={first['next']}").json["rows"] != first["rows"]
    assert site.test_client().get("/thu-tuc?sau=khong/co").status_code == 422
    (here,) = api.get(f"/procedures?province=nghe_an&place={WARD}").json["rows"]
    assert here["time_limit"] == "11 ngày làm việc"
    refused = api.get(f"/procedures?place={WARD}")
    assert refused.status_code == 422


def test_the_counter_lists_what_holds_at_its_own_centre(app: Flask, town: Town) -> None:
    book = Rulebook(town.database, town.documents)
    book.now = town.now
    for unit, amount in ((WARD, 13), ("phuong_thanh_vinh", 14)):
        book.rule("nghe_an", "time_limit", days(amount), procedure=FLAGSHIP, unit=unit)
    page = Api(app, RECEIVER).client.get("/tiep-nhan").text
    assert "13 ngày làm việc" in page
    assert OWN not in page
    assert "14 ngày làm việc" not in page
