"""form-js schemas to fields, and what was typed back to plain data."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from engine.catalogue.forms import checked, keys_of_communes
from web.forms import rows
from web.forms.fields import answers, fields, sections

TODAY = date(2025, 12, 4)
SCHEMA = {
    "components": [
        {"type": "text", "text": "## Người nộp"},
        {"type": "textfield", "key": "ten", "label": "Họ tên", "validate": {"required": True}},
        {
            "type": "radio",
            "key": "thay",
            "label": "Nộp cho ai?",
            "values": [{"value": "toi", "label": "Tôi"}, {"value": "khac", "label": "Người khác"}],
            "defaultValue": "toi",
        },
        {
            "type": "textfield",
            "key": "chu",
            "label": "Chủ hồ sơ",
            "description": "Theo căn cước.",
            "conditional": {"hide": '=thay != "khac"'},
        },
        {"type": "text", "text": "## Nội dung"},
        {
            "type": "group",
            "label": "Thời gian",
            "components": [{"type": "datetime", "subtype": "date", "key": "tu", "dateLabel": "Từ"}],
        },
        {"type": "number", "key": "tien", "label": "Số tiền"},
        {
            "type": "checklist",
            "key": "giay",
            "label": "Giấy",
            "values": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
        },
        {"type": "checkbox", "key": "cam_ket", "label": "Tôi cam đoan"},
        {"type": "select", "key": "xa", "label": "Xã", "valuesKey": "communes"},
    ]
}
CHILDREN = {
    "components": [
        {
            "type": "dynamiclist",
            "path": "con",
            "label": "Các con",
            "components": [
                {"type": "textfield", "key": "ten", "label": "Tên", "validate": {"required": True}},
                {"type": "checkbox", "key": "di_hoc", "label": "Đang đi học"},
                {
                    "type": "textfield",
                    "key": "truong",
                    "label": "Trường",
                    "conditional": {"hide": "=di_hoc != true"},
                },
            ],
        }
    ]
}


def posted(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(list(pairs))


def by_key(found: Any) -> dict[str, Any]:
    return {one.key: one for one in found if one.key}


def test_posted_answers_are_read_by_the_engine_and_empty_ones_are_left_out() -> None:
    form = posted(
        ("ten", " Lê Văn Thành "), ("chu", ""), ("tu", "1/3/1983"), ("tien", "4.100.000"),
        ("giay", "a"), ("giay", "b"), ("csrf_token", "x"),
    )  # fmt: skip
    assert checked(SCHEMA, answers(SCHEMA, form), today=TODAY) == {
        "ten": "Lê Văn Thành",
        "tu": "1983-03-01",
        "tien": 4100000,
        "giay": ["a", "b"],
        "cam_ket": False,
    }


def test_stored_values_are_shown_as_people_write_them() -> None:
    shown = by_key(fields(SCHEMA, values={"tien": Decimal("1500000.5"), "cam_ket": True}))
    assert shown["tien"].value == "1.500.000,5"
    assert shown["cam_ket"].value == "on"
    [group] = [one for one in fields(SCHEMA, values={"tu": "1983-03-01"}) if one.parts]
    assert group.parts[0].value == "01/03/1983"
    assert [option.chosen for option in shown["thay"].options] == [True, False]


def test_what_was_typed_comes_back_as_it_was_with_its_fault() -> None:
    typed = posted(("tien", "hai mươi"), ("thay", "khac"))
    shown = by_key(fields(SCHEMA, typed=typed, faults={"tien": "Chỉ nhập số."}))
    assert (shown["tien"].value, shown["tien"].error) == ("hai mươi", "Chỉ nhập số.")
    assert [option.chosen for option in shown["thay"].options] == [False, True]
    assert shown["ten"].required
    assert shown["ten"].value == ""


def test_a_condition_is_said_in_words_and_given_to_the_script() -> None:
    condition = by_key(fields(SCHEMA))["chu"].condition
    assert condition is not None
    assert (condition.key, condition.value, condition.negated) == ("thay", "khac", False)
    hint = by_key(fields(SCHEMA))["chu"].hint
    assert hint == "Chỉ điền nếu chọn “Người khác”. Theo căn cước"


@pytest.mark.parametrize(
    ("hide", "value", "negated"),
    [("=a != 2", "2", False), ("=a = 2", "2", True), ("=b = false", "on", False)],
)
def test_choices_of_numbers_and_ticks_are_compared_by_the_script_too(
    hide: str, value: str, negated: bool
) -> None:
    choice = {"type": "radio", "key": "a", "label": "A", "values": [{"value": 2, "label": "Hai"}]}
    tick = {"type": "checkbox", "key": "b", "label": "B"}
    asked = {"type": "textfield", "key": "c", "label": "C", "conditional": {"hide": hide}}
    condition = by_key(fields({"components": [choice, tick, asked]}))["c"].condition
    assert (condition.value, condition.negated) == (value, negated)


def test_a_condition_too_rich_for_the_script_still_has_words() -> None:
    schema = {
        "components": [
            {"type": "textfield", "key": "a", "conditional": {"hide": "=b > 2 and c"}},
        ]
    }
    [field] = fields(schema)
    assert field.hint == "Chỉ điền nếu thuộc trường hợp này"
    assert field.condition is not None
    assert field.condition.key is None


def test_headings_part_a_form_into_sections() -> None:
    found = sections(fields(SCHEMA), first="Khai")
    assert [section.heading for section in found] == ["Người nộp", "Nội dung"]
    assert [field.key for field in found[0].fields] == ["ten", "thay", "chu"]


def test_the_question_that_the_product_fills_is_found_by_its_values_key() -> None:
    assert keys_of_communes(SCHEMA) == ["xa"]
    assert keys_of_communes({"components": SCHEMA["components"][:-1]}) == []


def test_rows_of_a_repeating_group_have_controls_of_their_own() -> None:
    typed = posted(("con", "2"), ("con.0.ten", "An"), ("con.1.ten", "Bình"), ("con.1.di_hoc", "on"))
    assert checked(CHILDREN, answers(CHILDREN, typed), today=TODAY) == {
        "con": [{"ten": "An", "di_hoc": False}, {"ten": "Bình", "di_hoc": True}]
    }
    [group] = fields(CHILDREN, typed=typed, faults={"con.1.truong": "Thiếu."})
    second = by_key(group.parts[1].parts)
    assert second["con.1.ten"].value == "Bình"
    assert second["con.1.truong"].error == "Thiếu."
    assert second["con.1.truong"].condition.key == "con.1.di_hoc"


def test_a_row_is_added_and_taken_away_and_the_others_keep_what_they_say() -> None:
    typed = posted(("con", "2"), ("con.0.ten", "An"), ("con.1.ten", "Bình"), ("x", "1"))
    more = rows.changed(CHILDREN, MultiDict([*typed.items(multi=True), (rows.ADD, "con")]))
    assert more is not None
    assert [len(one.parts) for one in fields(CHILDREN, typed=more)] == [3]
    less = rows.changed(CHILDREN, MultiDict([*typed.items(multi=True), (rows.REMOVE, "con.0")]))
    assert less is not None
    assert less.to_dict() == {"con": "1", "con.0.ten": "Bình", "x": "1"}
    assert rows.changed(CHILDREN, typed) is None


def test_rows_that_nobody_filled_in_are_left_out() -> None:
    typed = posted(("con", "3"), ("con.0.ten", ""), ("con.1.ten", "Bình"), ("con.2.ten", " "))
    kept = rows.without_blank(CHILDREN, typed)
    assert answers(CHILDREN, kept) == {"con": [{"ten": "Bình", "di_hoc": False}]}
