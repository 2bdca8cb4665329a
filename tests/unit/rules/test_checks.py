"""What entry refuses, without a database: locks of packages, bounds, scopes, limits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.catalogue.manifest import Manifest, PackageLock
from engine.catalogue.manifest_file import read_manifest
from engine.catalogue.rules.checks import Draft, Facts, ProcedureFacts, check_entry
from engine.catalogue.rules.checks.facts import StepFacts
from engine.catalogue.rules.checks.limits import check_end
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.organisation.records import UnitRecord
from engine.organisation.tree import Setting
from engine.worktime import default_calendar

BEGIN = date(2025, 7, 1)
BASIS = LegalBasis("Quyết định", "3901/QĐ-UBND", BEGIN, "mục 14")
MANIFEST: Manifest = read_manifest(
    """
    code = "1.1"
    name = "Thủ tục"
    short_name = "Thủ tục"
    sector = "Xây dựng"
    level = "commune"
    [decision]
    number = "1/QĐ"
    date = 2025-07-01
    [time_limit]
    amount = 80
    unit = "working_hours"
    basis = "QĐ 1"
    [filing]
    channels = ["online", "counter"]
    [[locks]]
    kind = "time_limit"
    most = { clock = "committed", amount = 80, unit = "working_hours" }
    basis = "QĐ 1, Điều 2"
    [[locks]]
    kind = "assignment"
    element = "B2"
    fixed = true
    basis = "QĐ 1, Điều 3"
    """.encode()
).manifest
STEPS = {
    "B1": StepFacts("Tiếp nhận", Decimal(8), may_skip=False, is_act=True),
    "B2": StepFacts("Thẩm định", Decimal(40), may_skip=True, is_act=False),
}


def unit(code: str, parent: str | None, valid_to: date | None = None) -> UnitRecord:
    return UnitRecord(
        code=code,
        name=f"Đơn vị {code}",
        short_name=code,
        kind="x",
        level="commune" if parent else "province",
        parent=parent,
        agency_code=code,
        calendar_code=None,
        valid_from=BEGIN,
        valid_to=valid_to,
    )


CALENDAR = default_calendar()
UNITS = {u.code: u for u in (unit("top", None), unit("a", "top"), unit("b", "top"))}
UNITS["old"] = unit("old", "top", date(2026, 1, 1))
SETTING = Setting(
    province_code="p",
    name="Tỉnh",
    agency_code="H00",
    epoch=1,
    calendar=CALENDAR,
    calendars={},
    units=UNITS,
    divisions={},
    positions={"chuyen_vien": "Chuyên viên"},
    areas={"a": ("nui",), "b": ("nui", "bien")},
)


def total(hours: Mapping[str, Decimal | None]) -> Decimal:
    return sum((h or Decimal(0) for h in hours.values()), Decimal(0))


FACTS = Facts(
    setting=SETTING,
    level="province",
    others=(),
    procedure=ProcedureFacts(MANIFEST, STEPS, total),
    sectors=frozenset({"Xây dựng"}),
    areas={"nui": frozenset({"a", "b"}), "bien": frozenset({"b"}), "dao": frozenset({"a"})},
    rule_id="moi",
)


def draft(kind: str, value: dict[str, Any], **changes: Any) -> Draft:
    scope = {"procedure": "1.1", **changes.pop("scope", {})}
    given = {"valid_from": BEGIN, "valid_to": None, "basis": BASIS, **changes}
    return Draft(kind=kind, scope=Scope(**scope), value=value, **given)


def faults(made: Draft, facts: Facts = FACTS) -> dict[str, str]:
    return {fault.field: fault.message for fault in check_entry(made, facts)[1]}


def known(made: Draft, **changes: Any) -> Rule:
    """The same as a rule that is approved already."""
    rule, found = check_entry(made, FACTS)
    assert rule is not None, found
    return replace(rule, **{"id": "cu", "since_epoch": 1, **changes})


def hours(amount: int, clock: str = "committed") -> dict[str, Any]:
    return {"clock": clock, "amount": amount, "unit": "working_hours"}


DAYS = {"days": 15}


def test_a_good_rule_has_no_fault() -> None:
    assert faults(draft("time_limit", hours(72))) == {}


def test_a_lock_of_the_package_binds_the_province_too_and_is_cited() -> None:
    found = faults(draft("time_limit", hours(96)))
    assert found["value"] == (
        "Gói thủ tục (QĐ 1, Điều 2) cho phép cao nhất là 80 giờ làm việc (cam kết)."
    )
    assert faults(draft("time_limit", hours(96, "statutory"))) == {}


def test_a_fixed_field_refuses_every_value_for_its_step_only() -> None:
    desk = {"unit": "competent", "position": "chuyen_vien"}
    found = faults(draft("assignment", desk, scope={"element": "B2"}))
    assert found == {"value": "Gói thủ tục (QĐ 1, Điều 3) đã khóa giá trị này."}
    assert faults(draft("assignment", desk, scope={"element": "B1"})) == {}


@pytest.mark.parametrize(
    ("kind", "value", "scope", "field"),
    [
        ("supplement_days", DAYS, {"sector": "Xây dựng"}, "sector"),
        ("supplement_days", DAYS, {"procedure": None, "sector": "Lạ"}, "sector"),
        ("supplement_days", DAYS, {"unit": "a", "area": "nui"}, "area"),
        ("supplement_days", DAYS, {"area": "la"}, "area"),
        ("supplement_days", DAYS, {"unit": "la"}, "unit"),
        ("supplement_days", DAYS, {"unit": "top"}, "unit"),
        ("supplement_days", DAYS, {"element": "B1"}, "element"),
        ("time_limit", hours(72), {"procedure": None}, "procedure"),
        ("step_hours", {"hours": 8}, {}, "element"),
        ("step_hours", {"hours": 8}, {"element": "B9"}, "element"),
    ],
)
def test_a_scope_that_does_not_exist_or_fit_is_refused_on_its_field(
    kind: str, value: dict[str, Any], scope: dict[str, Any], field: str
) -> None:
    assert list(faults(draft(kind, value, scope=scope))) == [field]


def test_areas_that_share_a_unit_are_of_equal_rank() -> None:
    old = known(draft("supplement_days", DAYS, scope={"area": "nui"}))
    facts = replace(FACTS, others=(old,))
    assert "valid_from" in faults(draft("supplement_days", DAYS, scope={"area": "bien"}), facts)
    apart = replace(facts, areas={**FACTS.areas, "nui": frozenset({"c"})})
    assert faults(draft("supplement_days", DAYS, scope={"area": "bien"}), apart) == {}


def test_rules_that_meet_on_no_day_do_not_overlap() -> None:
    old = known(draft("supplement_days", DAYS, valid_to=date(2025, 9, 1)))
    facts = replace(FACTS, others=(old,))
    assert faults(draft("supplement_days", DAYS, valid_from=date(2025, 9, 1)), facts) == {}
    assert "valid_from" in faults(
        draft("supplement_days", DAYS, valid_from=date(2025, 8, 31)), facts
    )


def test_only_a_rule_of_the_same_scope_and_not_of_a_higher_level_is_replaced() -> None:
    old = known(draft("supplement_days", DAYS, scope={"unit": "a"}))
    facts = replace(FACTS, others=(old,))
    same = draft("supplement_days", DAYS, scope={"unit": "a"}, replaces="cu")
    assert faults(same, facts) == {}
    assert "replaces" in faults(replace(same, scope=Scope(procedure="1.1", unit="b")), facts)
    assert "replaces" in faults(replace(same, replaces="la"), facts)
    assert "replaces" in faults(same, replace(facts, level="unit"))


def test_a_later_rule_that_breaks_a_limit_is_found_on_its_own_day() -> None:
    """B2 grows to 60 hours in October, so a limit of 60 from July on would break then."""
    longer = known(
        draft("step_hours", {"hours": 60}, scope={"element": "B2"}, valid_from=date(2025, 10, 1))
    )
    facts = replace(FACTS, others=(longer,))
    found = faults(draft("time_limit", hours(60)), facts)
    assert found["value.amount"].startswith("Tổng thời gian các bước 68 giờ làm việc")
    ends_before = draft("time_limit", hours(60), valid_to=date(2025, 10, 1))
    assert faults(ends_before, facts) == {}


def test_a_limit_for_the_province_is_measured_where_a_unit_has_longer_steps() -> None:
    longer = known(draft("step_hours", {"hours": 60}, scope={"element": "B2", "unit": "a"}))
    facts = replace(FACTS, others=(longer,))
    assert "value.amount" in faults(draft("time_limit", hours(60)), facts)
    assert faults(draft("time_limit", hours(60), scope={"unit": "b"}), facts) == {}


def test_a_statutory_limit_below_a_committed_one_is_refused_too() -> None:
    committed = known(draft("time_limit", hours(72)))
    facts = replace(FACTS, others=(committed,))
    found = faults(draft("time_limit", hours(64, "statutory")), facts)
    assert "dài hơn thời hạn theo luật" in found["value.amount"]


def test_a_unit_that_ends_can_not_be_competent_for_ever() -> None:
    holder = {"holder": "unit", "unit": "old", "mode": "own"}
    found = faults(draft("competence", holder))
    assert "chỉ có đến 01/01/2026" in found["value.unit"]


def test_a_rule_of_the_province_closes_the_gap_of_a_narrower_one() -> None:
    ends = date(2025, 9, 1)
    holder = {"holder": "unit", "unit": "a", "mode": "delegation"}
    narrow = draft("competence", holder, scope={"unit": "b"}, valid_to=ends)
    assert "valid_to" in faults(narrow)
    wide = known(draft("competence", {"holder": "commune", "mode": "own"}))
    assert faults(narrow, replace(FACTS, others=(wide,))) == {}
    later = replace(wide, valid_from=date(2025, 9, 2))
    assert "valid_to" in faults(narrow, replace(FACTS, others=(later,)))


def test_a_lock_is_read_like_a_value_and_must_say_something() -> None:
    crossed = {"least": {"days": 20}, "most": {"days": 10}}
    for lock in ({"least": {"days": 0}}, {"middle": 3}, {"least": 5}, {"most": []}, crossed):
        found = faults(draft("supplement_days", DAYS, lock=lock))
        assert next(iter(found)).startswith("lock")
    paper = {"paperless": True}
    bounded = draft("paperless", paper, lock={"most": paper})
    assert "chỉ khóa hẳn được" in faults(bounded)["lock.most"]
    assert faults(replace(bounded, lock={"fixed": True})) == {}


def test_a_lock_that_rules_of_units_are_outside_of_already_is_refused_on_its_field() -> None:
    unit_rule = known(draft("supplement_days", {"days": 20}, scope={"unit": "a"}), level="unit")
    facts = replace(FACTS, others=(unit_rule,))
    bounded = draft("supplement_days", DAYS, lock={"most": {"days": 15}})
    assert "Đơn vị a" in faults(bounded, facts)["lock"]
    assert faults(replace(bounded, lock={"most": {"days": 20}}), facts) == {}
    assert faults(replace(bounded, lock={"fixed": True}), facts).keys() == {"lock"}


def test_a_unit_gives_competence_to_nobody_outside_of_its_own_agency() -> None:
    facts = replace(FACTS, level="unit")
    given = {"holder": "unit", "unit": "b", "mode": "authorisation"}
    outside = draft("competence", given, scope={"unit": "a"})
    assert "Chỉ cấp tỉnh" in faults(outside, facts)["value.unit"]
    assert faults(outside) == {}
    own = draft("competence", {**given, "unit": "a"}, scope={"unit": "a"})
    assert faults(own, facts) == {}


def test_the_manifest_reads_its_locks() -> None:
    assert MANIFEST.locks[1] == PackageLock(
        kind="assignment", lock={"fixed": True}, basis="QĐ 1, Điều 3", element="B2"
    )


def test_ending_shorter_steps_while_a_limit_relies_on_them_is_refused() -> None:
    shorter = known(draft("step_hours", {"hours": 20}, scope={"element": "B2"}), id="ngan")
    facts = replace(FACTS, others=(shorter,))
    limit, found = check_entry(draft("time_limit", hours(40)), facts)
    assert found == []
    assert limit is not None
    ended = replace(shorter, valid_to=date(2025, 9, 1))
    (fault,) = check_end(ended, FACTS, [limit])
    assert fault.field == "ends"
    assert "48 giờ làm việc vượt thời hạn 40 giờ làm việc" in fault.message
    assert list(check_end(ended, FACTS, [replace(limit, valid_to=date(2025, 9, 1))])) == []


def test_a_passing_rule_in_place_of_a_lasting_one_is_measured_on_the_day_after_it() -> None:
    shorter = known(draft("step_hours", {"hours": 20}, scope={"element": "B2"}))
    limit = replace(known(draft("time_limit", hours(60))), id="han", value=hours(40))
    facts = replace(FACTS, others=(shorter, limit))
    passing = draft(
        "step_hours",
        {"hours": 18},
        scope={"element": "B2"},
        replaces="cu",
        valid_to=date(2025, 9, 1),
    )
    assert "valid_to" in faults(passing, facts)
    assert faults(replace(passing, valid_to=None), facts) == {}


def with_fees(items: frozenset[str] | None, *, free: bool = False) -> Facts:
    manifest = replace(MANIFEST, free=free)
    return replace(FACTS, procedure=ProcedureFacts(manifest, STEPS, total, items))


def fee(item: str, **changes: Any) -> Draft:
    return draft("fee_amount", {"item": item, "amount": 50000, **changes})


def test_a_fee_item_that_the_table_does_not_have_is_refused_with_those_that_it_has() -> None:
    table = with_fees(frozenset({"phi", "le_phi"}))
    assert faults(fee("le_phi"), table) == {}
    told = faults(fee("lephi"), table)
    assert told.keys() == {"value.item"}
    assert "chỉ có khoản thu: le_phi, phi." in told["value.item"]


def test_an_exemption_of_a_group_that_no_filing_is_asked_about_is_refused() -> None:
    asks = ProcedureFacts(MANIFEST, STEPS, total, subjects=frozenset({"tre_em"}))
    facts = replace(FACTS, procedure=asks)
    rule = {"rate": 0, "channel": None}
    assert faults(draft("fee_exemption", {**rule, "subject": "tre_em"}), facts) == {}
    assert faults(draft("fee_exemption", {**rule, "subject": None}), facts) == {}
    told = faults(draft("fee_exemption", {**rule, "subject": "ho_ngheo"}), facts)
    assert "chỉ hỏi: tre_em." in told["value.subject"]


def test_a_fee_item_is_added_to_the_table_on_purpose_only() -> None:
    table = with_fees(frozenset({"le_phi"}))
    assert faults(fee("phi_tham_dinh", added=True), table) == {}
    assert faults(fee("le_phi", added=True), table).keys() == {"value.added"}
    assert faults(fee("phi", added="có"), table).keys() == {"value.added"}


def test_a_free_procedure_takes_a_fee_on_purpose_only() -> None:
    free = with_fees(None, free=True)
    assert "không thu khoản nào" in faults(fee("le_phi"), free)["value.item"]
    assert faults(fee("le_phi", added=True), free) == {}


def test_any_fee_item_may_be_named_where_the_package_leaves_its_fee_to_the_province() -> None:
    assert not MANIFEST.free
    assert faults(fee("le_phi_moi"), with_fees(None)) == {}


def test_what_multiplies_a_fee_is_a_number_that_the_form_asks_for() -> None:
    form = ProcedureFacts(MANIFEST, STEPS, total, None, frozenset({"so_ban", "so_trang"}))
    facts = replace(FACTS, procedure=form)
    assert faults(fee("phi", quantity="so_ban"), facts) == {}
    told = faults(fee("phi", quantity="soban"), facts)
    assert told.keys() == {"value.quantity"}
    assert "mẫu đơn có: so_ban, so_trang." in told["value.quantity"]
    assert "không có câu hỏi nào" in faults(fee("phi", quantity="so_ban"))["value.quantity"]
