"""Forms use only what every renderer of the product can show, in form-js' own schema."""

from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from engine.catalogue.forms import checked
from engine.errors import FormInvalid
from tests.processes.reading import BPMN, TTHC, diagram, form, label, package_folders, toml

PLAIN = {"textfield", "textarea", "number", "checkbox", "datetime", "text"}
CHOICES = {"select", "radio", "checklist"}
TO_COME = (
    *("Làm việc từ ngày", "Đến ngày", "Ngày bắt đầu hoạt động", "Hưởng từ tháng"),
    "Ngày hai bên cùng đến ký",
)
"""What a day may be asked for that may still come."""
FORMS = sorted(chain.from_iterable(p.glob("forms/*.json") for p in package_folders()))


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_a_form_has_only_known_fields_with_labels_and_one_key_each(path: Path) -> None:
    schema = form(path)
    assert schema["type"] == "default"
    assert schema["id"] == path.stem
    fields = schema["components"]
    assert {field["type"] for field in fields} <= PLAIN | CHOICES
    ids = [field["id"] for field in fields]
    keys = [field["key"] for field in fields if field["type"] != "text"]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    for field in fields:
        assert field.get("label") or field.get("dateLabel") or field.get("text"), field


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_choices_have_options_and_dates_are_dates(path: Path) -> None:
    for field in form(path)["components"]:
        if field["type"] in CHOICES:
            values = [option["value"] for option in field.get("values", [])]
            assert values or field.get("valuesKey") == "communes", field["key"]
            assert len(set(values)) == len(values), field["key"]
        if field["type"] == "datetime":
            assert field["subtype"] == "date"


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_a_question_about_the_past_takes_no_day_to_come(path: Path) -> None:
    """Born, died, met, inspected, signed, paid: whoever says so tells what has been."""
    for field in form(path)["components"]:
        of_days = field["type"] == "datetime" or field.get("properties", {}).get("kind") == "year"
        asked = field.get("dateLabel") or field.get("label") or ""
        if of_days and not asked.startswith(TO_COME):
            assert field["properties"]["notAfter"] == "today", field


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_what_a_step_tells_of_the_past_is_an_event_of_the_dossier(path: Path) -> None:
    """Met, inspected, signed, paid: never before it was filed, nor after today."""
    of_a_step = path.name != "filing.json"
    for field in form(path)["components"]:
        own = field.get("properties", {})
        if "notAfter" in own or own.get("notBefore") == "filed":
            assert (own.get("notBefore") == "filed") == of_a_step, field


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_a_condition_reads_a_field_that_stands_before_it(path: Path) -> None:
    seen: set[str] = set()
    for field in form(path)["components"]:
        hide = field.get("conditional", {}).get("hide", "")
        if hide:
            assert hide.startswith("=")
            assert hide[1:].split(" ")[0] in seen, field
        seen.add(field.get("key", ""))


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_what_does_not_match_a_pattern_is_told_in_words_of_its_own(path: Path) -> None:
    for field in form(path)["components"]:
        if field.get("validate", {}).get("pattern"):
            shown = {name: rule for name, rule in field.items() if name != "conditional"}
            with pytest.raises(FormInvalid) as refused:
                checked(
                    {"components": [shown]}, {field["key"]: "@ không đúng"}, today=date(2026, 1, 5)
                )
            assert "chưa đúng dạng" not in str(refused.value.details), field["key"]


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_a_step_has_one_place_for_opinions(path: Path) -> None:
    """The page of every step has a field for an opinion; a form does not ask for another."""
    asked = {str(field.get("label")) for field in form(path)["components"]}
    assert path.stem == "filing" or not asked & {"Ý kiến", "Ý kiến thẩm định", "Ghi chú"}


@pytest.mark.parametrize("package", package_folders(), ids=label)
def test_every_form_that_is_named_exists_and_every_form_is_used(package: Path) -> None:
    filing = toml(package / "procedure.toml")["filing"]
    steps = diagram(package).steps
    path = f"{BPMN}extensionElements/{TTHC}form"
    used = {named.get("key") for step in steps for named in step.findall(path)}
    assert used | {filing["form"]} == {file.stem for file in package.glob("forms/*.json")}


@pytest.mark.parametrize("package", package_folders(), ids=label)
def test_the_manifest_names_fields_of_the_filing_form(package: Path) -> None:
    manifest = toml(package / "procedure.toml")
    filing = manifest["filing"]
    fields = form(package / "forms" / f"{filing['form']}.json")["components"]
    by_key = {field.get("key"): field for field in fields}
    if "area_field" in filing:
        assert by_key[filing["area_field"]]["valuesKey"] == "communes"
    assert set(filing["people"].values()) <= set(by_key)
    assert set(manifest["fee"].get("inputs", {}).values()) <= set(by_key)


OF_SEX = {"me": "nu", "nu": "nu", "cha": "nam", "nam": "nam"}
"""Whose number a question is for, by how its key ends."""


@pytest.mark.parametrize("path", FORMS, ids=label)
def test_the_number_of_a_man_or_woman_is_one(path: Path) -> None:
    """Decree 137/2015 art. 13: a number tells the sex; a bride's or mother's is a woman's."""
    fields = [one for one in form(path)["components"] if one["type"] != "text"]
    properties = {one["key"]: one.get("properties", {}) for one in fields}
    for key, told in properties.items():
        of = OF_SEX.get(key.removeprefix("so_dinh_danh_"))
        assert told.get("ofSex") == of, key
        if of and f"ngay_sinh_{key.removeprefix('so_dinh_danh_')}" in properties:
            born = properties[f"ngay_sinh_{key.removeprefix('so_dinh_danh_')}"]
            assert born["bornAs"] == key
        if key == "so_dinh_danh_tre":  # given at a step to the child whom the filing tells of
            assert (told["sexAs"], told["bornOn"]) == ("gioi_tinh", "tre_ngay_sinh")
