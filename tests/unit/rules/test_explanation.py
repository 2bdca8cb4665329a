"""Why a value is what it is: each candidate with the words that say why it won or didn't."""

from dataclasses import replace
from datetime import date

from engine.catalogue.rules.explanation import Candidate, explain
from engine.catalogue.rules.resolution import Resolved, ranked, resolve
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Circumstances, Scope, Site, circumstances, site_of
from tests.unit.routing.district import setting, unit

FIRST, DAY = date(2025, 7, 1), date(2025, 12, 4)
BASIS = LegalBasis("Quyết định", "1/QĐ", FIRST, "Điều 1")
CASE = Circumstances("1.1", "xd", Site(("xa", "tinh"), ("nui",)), Site(("ttphcc",)))
WIDE = Rule("rong", "supplement_days", Scope(), "", {"days": 15}, FIRST, None, BASIS)
HERE = replace(WIDE, id="hep", scope=Scope(unit="xa"), value={"days": 20}, level="unit")


def whys(*rules: Rule, day: date = DAY) -> dict[str, str]:
    (told,) = explain(rules, CASE, day)
    return {candidate.rule_id: candidate.why for candidate in told.candidates}


def test_a_candidate_tells_all_of_its_rule() -> None:
    (told,) = explain([WIDE, replace(HERE, valid_to=date(2026, 1, 1))], CASE, DAY)
    assert (told.kind, told.name) == ("supplement_days", "Số ngày chờ bổ sung")
    assert (told.element, told.slot, told.winner) == ("", "", "hep")
    assert told.candidates[0] == Candidate(
        rule_id="hep",
        words="20 ngày",
        target="*",
        place="unit:xa",
        valid_from=FIRST,
        valid_to=date(2026, 1, 1),
        basis="Quyết định 1/QĐ ngày 01/07/2025, Điều 1",
        level="unit",
        won=True,
        why="được dùng",
    )
    assert not told.candidates[1].won


def test_a_loser_is_told_what_the_winner_had_before_it() -> None:
    lost = "không được dùng: quy định được dùng "
    assert whys(WIDE, HERE)["rong"] == f"{lost}áp dụng cho địa bàn hẹp hơn"
    sector = replace(WIDE, id="nganh", scope=Scope(sector="xd"))
    assert whys(HERE, sector)["hep"] == f"{lost}áp dụng cho phạm vi thủ tục hẹp hơn"
    newer = replace(WIDE, id="moi", valid_from=date(2025, 9, 1))
    assert whys(WIDE, newer)["rong"] == f"{lost}có hiệu lực sau"
    known_later = replace(WIDE, id="sau", since_epoch=1)
    assert whys(WIDE, known_later)["rong"] == f"{lost}được duyệt sau"
    assert whys(WIDE, replace(WIDE, id="so"))["so"] == f"{lost}đứng trước theo mã"


def test_a_rule_of_other_days_says_from_when_or_until_when_it_holds() -> None:
    begins = replace(WIDE, id="sau", valid_from=DAY.replace(day=5))
    ends = replace(WIDE, id="truoc", valid_to=DAY)
    assert whys(begins, ends) == {
        "sau": "chưa có hiệu lực: từ 05/12/2025",
        "truoc": "hết hiệu lực sau 03/12/2025",
    }
    (told,) = explain([begins, ends], CASE, DAY)
    assert told.winner is None
    assert whys(begins, day=DAY.replace(day=5)) == {"sau": "được dùng"}
    assert whys(ends, day=DAY.replace(day=3)) == {"truoc": "được dùng"}


def test_values_stand_in_the_order_of_the_kinds_then_of_their_steps() -> None:
    hours = replace(WIDE, kind="step_hours", value={"hours": "4"})
    steps = [replace(hours, id=e, scope=Scope(element=e)) for e in ("B2", "B1")]
    told = explain([WIDE, *steps], CASE, DAY)
    assert [(one.kind, one.element) for one in told] == [
        ("step_hours", "B1"),
        ("step_hours", "B2"),
        ("supplement_days", ""),
    ]


def test_the_rules_of_a_kind_are_those_and_one_value_is_one_rule() -> None:
    found = resolve([WIDE, HERE], CASE, day=DAY, epoch=3)
    assert found == Resolved(DAY, 3, {HERE.key: HERE})
    assert found.of_kind("supplement_days") == [HERE]
    assert found.of_kind("step_hours") == found.of_kind("") == []
    assert found.one("supplement_days") is HERE
    assert found.one("supplement_days", "B1") is None
    assert found.one("supplement_days", slot="x") is None


def test_rules_stand_with_the_winner_first_and_without_those_of_other_days() -> None:
    over = replace(WIDE, id="cu", valid_to=DAY)
    (claims,) = ranked([WIDE, over, HERE], CASE, DAY).values()
    assert [claim.rule.id for claim in claims] == ["hep", "rong"]


def test_a_rule_applies_from_its_first_day_up_to_but_not_on_the_day_of_its_end() -> None:
    rule = replace(WIDE, valid_to=DAY)
    assert [rule.applies_on(day) for day in (date(2025, 6, 30), FIRST)] == [False, True]
    assert [rule.applies_on(day) for day in (date(2025, 12, 3), DAY)] == [True, False]
    assert WIDE.applies_on(date(2099, 1, 1))


def test_a_basis_comes_back_from_what_the_database_keeps_with_or_without_its_file() -> None:
    with_file = replace(BASIS, file="abc", file_name="qd.pdf")
    assert with_file.plain() == {
        "kind": "Quyết định",
        "number": "1/QĐ",
        "date": "2025-07-01",
        "article": "Điều 1",
        "file": "abc",
        "file_name": "qd.pdf",
    }
    for basis in (BASIS, with_file):
        assert LegalBasis.of(basis.plain()) == basis
    plain = {name: value for name, value in BASIS.plain().items() if value}
    assert LegalBasis.of(plain) == BASIS


TREE = setting(
    unit("tinh"),
    unit("xa", "tinh"),
    unit("phong", "xa"),
    unit("ttphcc", "xa"),
    areas={"xa": ("bien", "nui"), "phong": ("nui",), "tinh": ("bac",)},
)


def test_a_site_is_a_unit_with_all_above_it_and_each_of_their_areas_once() -> None:
    assert site_of(TREE, "phong") == Site(("phong", "xa", "tinh"), ("nui", "bien", "bac"))
    assert site_of(TREE, "phong").places == (
        "unit:phong",
        "unit:xa",
        "unit:tinh",
        "area:nui",
        "area:bien",
        "area:bac",
        "*",
    )


def test_a_case_stands_where_it_is_decided_and_where_it_was_received() -> None:
    case = circumstances(
        TREE, procedure="1.1", sector="xd", competent_unit="phong", receiving_unit="ttphcc"
    )
    assert (case.competent, case.receiving) == (site_of(TREE, "phong"), site_of(TREE, "ttphcc"))
    assert case.targets == ("procedure:1.1", "sector:xd", "*")
    assert case.places == (*site_of(TREE, "phong").places, "unit:ttphcc")
    alone = circumstances(TREE, procedure="1.1", sector="xd", competent_unit="xa")
    assert alone.receiving == alone.competent == site_of(TREE, "xa")


def test_a_scope_names_a_procedure_before_a_sector_and_a_unit_before_an_area() -> None:
    assert Scope(procedure="1.1", sector="xd").target == "procedure:1.1"
    assert Scope(sector="xd").target == "sector:xd"
    assert Scope(unit="xa", area="nui").place == "unit:xa"
    assert Scope(area="nui").place == "area:nui"
    assert (Scope().target, Scope().place, Scope().element) == ("*", "*", "")
    for scope in (Scope("1.1", None, "xa", None, "B1"), Scope(None, "xd", None, "nui")):
        assert Scope.of(scope.target, scope.place, scope.element) == scope
