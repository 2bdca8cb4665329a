"""Every construct of a form can be filled in and read back, or is refused at upload by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.forms.constructs import CONSTRUCTS
from engine.diagnosis import check
from engine.diagnosis.forms import read_form
from engine.workflow.reading.faults import Fault
from tests.unit.diagnosis.packages import good_files, with_file

PROCESSES = Path(__file__).parents[3] / "processes"
OPTIONS = [{"value": "a", "label": "A"}]
TEXT = {"type": "textfield", "key": "a", "label": "A"}
NUMBER = {"type": "number", "key": "a", "label": "A"}
CHOICE = {"type": "radio", "key": "a", "label": "A", "values": OPTIONS}
DAY = {"type": "datetime", "subtype": "date", "key": "a", "dateLabel": "A"}
LIST = {"type": "dynamiclist", "path": "a", "label": "A", "components": [TEXT]}
COMMUNES = {"type": "select", "key": "a", "label": "A", "valuesKey": "communes"}
FILE = {"type": "filepicker", "key": "a", "label": "A"}


def found(*components: dict[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    read_form(json.dumps({"components": components}).encode(), file="forms/a.json", faults=faults)
    return faults


def codes(*components: dict[str, Any]) -> set[str]:
    return {one.code for one in found(*components)}


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("form.key_reserved", {**TEXT, "key": "outcome"}),
    ("form.key_ignored", {**TEXT, "prefix": "x"}),
    ("form.rule_unknown", {**TEXT, "validate": {"min": 1}}),
    ("form.rule_unknown", {**TEXT, "type": "textarea", "validate": {"pattern": "^a$"}}),
    ("form.value", {**TEXT, "readonly": "=b"}),
    ("form.value", {**NUMBER, "validate": {"min": "=b"}}),
    ("form.value", {**NUMBER, "decimalDigits": -1}),
    ("form.value", {**NUMBER, "increment": "0"}),
    ("form.value", {**TEXT, "validate": {"required": "false"}}),
    ("form.value", {**TEXT, "validate": {"validationType": "url"}}),
    ("form.text_computed", {**TEXT, "label": "=ten"}),
    ("form.text_computed", {"type": "text", "text": "Chào {{ten}}"}),
    ("form.property", {**TEXT, "properties": {"kind": "passport"}}),
    ("form.property", {**DAY, "properties": {"notAfter": "tomorrow"}}),
    ("form.property", {**TEXT, "properties": {"notAfter": "today"}}),
    ("form.past_unbounded", {**DAY, "dateLabel": "Ngày, tháng, năm sinh"}),
    ("form.past_unbounded", {**DAY, "dateLabel": "NGÀY CẤP thẻ căn cước"}),
    ("form.past_unbounded", {**TEXT, "label": "Năm sinh", "properties": {"kind": "year"}}),
    ("form.property", {**NUMBER, "properties": {"precision": "year"}}),
    ("form.property", {**TEXT, "properties": {"audience": "all"}}),
    ("form.property", {**TEXT, "properties": {"ofSex": "nu"}}),
    ("form.property", {**CHOICE, "properties": {"sexOf": "a"}}),
    ("form.property", {**TEXT, "properties": {"bornOn": "a"}}),
    ("form.path", {"type": "group", "label": "A", "path": "p", "components": [TEXT]}),
    ("form.in_row", {**LIST, "components": [LIST]}),
    ("form.in_row", {**LIST, "components": [FILE]}),
    ("form.in_row", {**LIST, "components": [COMMUNES]}),
    ("form.options_computed", {**CHOICE, "type": "select", "valuesExpression": '=["a"]'}),
    ("form.options_key", {"type": "select", "key": "a", "label": "A", "valuesKey": "xa"}),
    ("form.options_key", {**CHOICE, "valuesKey": "communes"}),
    ("form.option_value", {**CHOICE, "values": [{"value": "", "label": "A"}]}),
    ("form.option_value", {**CHOICE, "values": [{"value": ["a"], "label": "A"}]}),
    ("form.option_twice", {**CHOICE, "values": [{"value": 1}, {"value": "1"}]}),
    ("form.bounds", {**NUMBER, "validate": {"min": 2, "max": 1}}),
    ("form.bounds", {**TEXT, "validate": {"minLength": 9, "maxLength": 3}}),
    ("form.default", {**CHOICE, "defaultValue": "b"}),
    ("form.default", {**NUMBER, "defaultValue": "mười"}),
    ("form.default", {**NUMBER, "defaultValue": 2.5, "decimalDigits": 0}),
    ("form.default", {**DAY, "defaultValue": "31/12/2025"}),
    ("form.readonly_required", {**TEXT, "disabled": True, "validate": {"required": True}}),
    ("form.pattern_silent", {**TEXT, "validate": {"pattern": "^[A-Z]+$"}}),
    ("form.condition_circle", {**TEXT, "conditional": {"hide": '=a = "x"'}}),
    ("form.condition_bare", {**TEXT, "conditional": {"hide": 'b = "x"'}}),
    ("expr.name_unknown", {**TEXT, "conditional": {"hide": "=case.b"}}),
    ("expr.type", {**NUMBER, "conditional": {"hide": '=b = "x"'}}),
    ("expr.not_boolean", {**TEXT, "conditional": {"hide": "=b + 1"}}),
    ("form.type_unknown", {**DAY, "subtype": "month"}),
    ("form.key_missing", {**LIST, "path": ""}),
]


@pytest.mark.parametrize(("code", "component"), WRONG, ids=[code for code, _ in WRONG])
def test_what_could_not_be_filled_in_is_refused_by_name(
    code: str, component: dict[str, Any]
) -> None:
    told = [one for one in found(component, {**NUMBER, "key": "b"}) if one.code == code]
    assert told, found(component)


@pytest.mark.parametrize("row", [c for c in CONSTRUCTS.values() if c.role == "refused"])
def test_a_refused_construct_says_what_to_use_instead(row: Any) -> None:
    [told] = found({**TEXT, "type": row.type})
    assert told.code == "form.type_refused"
    assert row.words in told.message


GOOD_PARTS = [
    {**TEXT, "validate": {"pattern": "^[A-Z]+$"}, "properties": {"patternMessage": "chữ hoa"}},
    {**TEXT, "validate": {"validationType": "phone"}},
    {**CHOICE, "values": [{"value": 1, "label": "A"}], "defaultValue": 1},
    {**DAY, "properties": {"notAfter": "today", "notBefore": "1900-01-01", "precision": "year"}},
    {**DAY, "dateLabel": "Ngày sinh", "properties": {"notAfter": "today"}},
    {**DAY, "dateLabel": "Ngày hẹn cấp sinh hoạt phí"},
    {**TEXT, "label": "Năm cấp", "properties": {"kind": "year", "notAfter": "today"}},
    {**NUMBER, "increment": "0.5", "readonly": True, "defaultValue": 2, "validate": {"min": 0}},
    {**LIST, "components": [NUMBER, {**TEXT, "key": "b", "conditional": {"hide": "=a > 2"}}]},
    {**FILE, "multiple": True, "accept": ".pdf", "validate": {"required": True}},
]


@pytest.mark.parametrize("component", GOOD_PARTS, ids=lambda one: str(one["type"]))
def test_what_can_be_filled_in_has_no_fault(component: dict[str, Any]) -> None:
    assert codes(component) == set()


def test_a_bound_is_the_key_of_a_day_or_a_moment_and_no_time_of_day() -> None:
    named = {**DAY, "properties": {"notBefore": "b"}}
    for subtype, fault in (("date", False), ("datetime", False), ("time", True)):
        other = {**DAY, "key": "b", "subtype": subtype}
        assert ("form.property" in codes(named, other)) is fault


def test_a_longer_circle_of_conditions_is_found_through_groups() -> None:
    group = {
        "type": "group",
        "label": "G",
        "conditional": {"hide": '=b = "x"'},
        "components": [TEXT],
    }
    other = {**TEXT, "key": "b", "conditional": {"hide": '=a = "x"'}}
    assert "form.condition_circle" in codes(group, other)
    assert "form.condition_circle" not in codes(group, {**TEXT, "key": "b"})


@pytest.mark.parametrize(
    ("content", "good"),
    [
        (b'\xef\xbb\xbf{"components": []}', True),
        (b'{"components": [{"type": "number", "key": "a", "label": "A", "min": NaN}]}', False),
    ],
)
def test_a_file_of_the_notepad_is_read_and_what_is_no_number_is_a_fault(
    content: bytes, *, good: bool
) -> None:
    faults: list[Fault] = []
    read_form(content, file="forms/a.json", faults=faults)
    assert [one.code for one in faults] == ([] if good else ["form.syntax"])


def test_a_form_of_a_step_asks_for_neither_files_nor_communes() -> None:
    form = json.dumps({"components": [FILE, {**COMMUNES, "key": "b"}]}).encode()
    refused = check(with_file("forms/ky.json", form)).of("form.filing_only")
    assert ["“a”" in refused[0].message, "“b”" in refused[1].message] == [True, True]
    assert not check(with_file("forms/filing.json", form)).of("form.filing_only")


def test_a_number_is_compared_with_what_the_filing_asks_and_only_in_a_step() -> None:
    number = {**TEXT, "properties": {"kind": "identity_number", "sexAs": "nobody_asks"}}
    asked = json.dumps({"components": [number]}).encode()
    for path, told in (("forms/ky.json", "phiếu nộp hồ sơ"), ("forms/filing.json", "của một bước")):
        (wrong,) = check(with_file(path, asked)).of("form.property")
        assert told in wrong.message


def test_a_question_for_files_is_no_component_of_the_dossier() -> None:
    files = good_files()
    manifest = files["procedure.toml"].decode() + '[[documents]]\ncode = "a"\nname = "Đơn"\n'
    form = json.dumps({"components": [FILE]}).encode()
    changed = files | {"procedure.toml": manifest.encode(), "forms/filing.json": form}
    assert check(changed).of("form.file_component")


@pytest.mark.parametrize("path", sorted(PROCESSES.glob("*/*/forms/*.json")), ids=str)
def test_a_shipped_form_has_no_fault_and_every_pattern_its_words(path: Path) -> None:
    faults: list[Fault] = []
    read_form(path.read_bytes(), file=path.name, faults=faults)
    assert faults == []


@pytest.mark.parametrize(("unit", "known"), [("xa_kia", False), ("xa_nay", True)])
def test_a_condition_that_asks_for_a_commune_that_does_not_exist_is_told(
    unit: str, *, known: bool
) -> None:
    hiding = {**TEXT, "key": "b", "conditional": {"hide": f'=a = "{unit}"'}}
    form = json.dumps({"components": [COMMUNES, hiding]}).encode()
    faults: list[Fault] = []
    read_form(form, file="forms/a.json", faults=faults, units=["xa_nay"])
    assert ("expr.value_unknown" in {one.code for one in faults}) != known
