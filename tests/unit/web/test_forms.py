"""form-js schemas to fields, and what was typed back to plain data."""

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from engine.catalogue.forms import checked, keys_of_communes
from web.forms.fields import answers, fields, sections
from web.forms.typed import read_answer

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
        {"type": "checklist", "key": "giay", "values": [{"value": "a", "label": "A"}]},
        {"type": "checkbox", "key": "cam_ket", "label": "Tôi cam đoan"},
        {"type": "select", "key": "xa", "label": "Xã", "valuesKey": "communes"},
    ]
}


def posted(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(list(pairs))


def by_key(found):
    return {one.key: one for one in found if one.key}


def test_posted_answers_become_plain_data_and_empty_ones_are_left_out() -> None:
    form = posted(
        ("ten", " Lê Văn Thành "), ("chu", ""), ("tu", "01/03/1983"), ("tien", "4.100.000"),
        ("giay", "a"), ("giay", "b"), ("csrf_token", "x"),
    )  # fmt: skip
    assert answers(SCHEMA, form) == {
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


@pytest.mark.parametrize("kind", ["group", "dynamiclist"])
def test_a_group_asks_the_same_questions_on_the_page_and_in_the_engine(kind: str) -> None:
    name = {"type": "textfield", "key": "ten", "label": "Họ tên", "validate": {"required": True}}
    schema = {"components": [{"type": kind, "label": "Người nộp", "components": [name]}]}
    [group] = fields(schema)
    assert [(group.kind, part.key, part.required) for part in group.parts] == [
        ("group", "ten", True)
    ]
    assert checked(schema, answers(schema, posted(("ten", " An ")))) == {"ten": "An"}


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("22/12/2025", "date", "2025-12-22"),
        ("5-9-1990", "date", "1990-09-05"),
        ("31/02/2025", "date", "31/02/2025"),
        ("05/09/1990 08:30", "datetime", "1990-09-05T08:30"),
        ("1.250.000", "number", 1250000),
        ("0,5", "number", 0.5),
        ("NaN", "number", "NaN"),
        ("hai", "number", "hai"),
        ("040061012345", "textfield", "040061012345"),
    ],
)
def test_typed_text_is_read_or_passed_on_as_it_is(text: str, kind: str, read: object) -> None:
    assert read_answer(text, kind) == read
