"""Any two versions of a procedure are compared, in words and on the picture."""

import re
from datetime import date

import pytest
from flask import Flask

from engine.publishing.differing import differences
from engine.publishing.differing.drawn import pictures
from engine.publishing.examine import Beside
from tests.acceptance.test_designs import ELSEWHERE, OTHER, signed_in
from tests.acceptance.test_packages import FILES, changed
from tests.town import FLAGSHIP, Town
from tests.two_people import approved, proposed, published

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = f"/quy-trinh/{FLAGSHIP}/so-sanh"
API = f"/designs/{FLAGSHIP}/versions/compared"


def three_versions(town: Town) -> None:
    """The second has another name, the third also other hours."""
    second = changed("Trợ cấp, bản hai")
    drawing = second["process.bpmn"].replace(b'hours="20"', b'hours="16"')
    assert drawing != FILES["process.bpmn"]
    published(town, second, valid_from=date(2025, 12, 4))
    published(
        town,
        second | {"process.bpmn": drawing},
        valid_from=date(2025, 12, 5),
        beside=Beside(reasons={"B3": "rút ngắn"}),
    )


def test_the_first_and_the_third_differ_in_words_and_on_the_picture(town: Town, app: Flask) -> None:
    three_versions(town)
    api = signed_in(app)
    page = api.client.get(f"{PAGE}?ban=3&voi=1").text
    assert "Bản 3 khác bản 1" in page
    assert "<del>20 giờ</del>" in page
    assert "<ins>16 giờ</ins>" in page
    assert "Trợ cấp, bản hai" in page
    assert 'class="pin chg" id="sau-B3"' in page
    assert '<a class="sm" href="#sau-B3">Xem trên sơ đồ' in page
    told = api.get(f"{API}?before=1&after=3").json
    words = [one["words"] for one in told["differences"]]
    assert any("số giờ đổi từ “20 giờ” thành “16 giờ”" in one for one in words)
    assert told["picture"].startswith("<svg")


def test_two_neighbours_are_shown_first_and_the_way_back_is_told_too(
    town: Town, app: Flask
) -> None:
    three_versions(town)
    api = signed_in(app)
    page = api.client.get(PAGE).text
    assert "Bản 3 khác bản 2" in page
    assert "Trợ cấp, bản hai" not in page.partition("</form>")[2]
    back = api.get(f"{API}?before=3&after=2").json["differences"]
    assert {(one["before"], one["after"]) for one in back} >= {("16 giờ", "20 giờ")}


def test_versions_that_are_not_there_or_not_theirs_are_not_found(app: Flask) -> None:
    api = signed_in(app)
    assert "mới có 1 bản" in api.client.get(PAGE).text
    assert api.get(f"{API}?before=1&after=9").status_code == 404
    assert signed_in(app, ELSEWHERE).client.get(PAGE).status_code == 404
    assert signed_in(app, ELSEWHERE).get(f"{API}?before=1&after=1").status_code == 404


def test_what_is_gone_is_marked_on_the_diagram_before_and_a_way_on_its_line(
    town: Town, app: Flask
) -> None:
    drawing = FILES["process.bpmn"].decode()
    step = re.findall(r'<bpmn:userTask id="(\w+)"', drawing)[2]
    later = drawing.replace(f'id="{step}"', f'id="{step}x"').replace(f"#{step}", f"#{step}x")
    later = re.sub(rf'((?:sourceRef|targetRef|bpmnElement)="{step}|>{step})(?=[<"])', r"\1x", later)
    found = pictures(
        FILES,
        FILES | {"process.bpmn": later.encode()},
        differences(FILES, FILES | {"process.bpmn": later.encode()}),
        ("trước", "sau"),
    )
    assert found.before is not None
    assert found.after is not None
    assert 'class="pin del"' in found.before
    assert found.after.count('class="pin add"') == 3, "the step, and the ways to it and from it"


@pytest.mark.parametrize("state", ["open", "approved"])
def test_whoever_approves_sees_both_diagrams_with_their_marks(
    town: Town, app: Flask, state: str
) -> None:
    second = changed()
    drawing = second["process.bpmn"].replace(b'hours="20"', b'hours="16"')
    told = {"beside": Beside(reasons={"B3": "rút ngắn"})}
    row = proposed(town, second | {"process.bpmn": drawing}, **told)
    if state == "approved":
        approved(town, row)
    api = signed_in(app, OTHER)
    page = api.client.get(f"/cho-cong-bo/{row.id}").text
    assert page.count('class="pin chg"') == 2
    assert "Sơ đồ đang áp dụng: chỗ bị bỏ, chỗ đổi" in page
    assert "Với người nộp" in page
    told = api.get(f"/proposals/{row.id}").json
    assert all(told[one].startswith("<svg") for one in ("picture", "picture_before"))
