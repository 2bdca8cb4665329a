"""Answers against their form: what is asked, what holds, what is refused and how to mend it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.forms import asked, checked, shown, written
from engine.catalogue.forms.answering import _READERS
from engine.catalogue.forms.constructs import CONSTRUCTS
from engine.catalogue.forms.sampling import _CANDIDATES, sample
from engine.errors import FormInvalid
from engine.typed import Typed

TODAY = date(2025, 12, 4)


def form(*components: dict[str, Any]) -> dict[str, Any]:
    return {"components": list(components)}


def field(kind: str = "textfield", key: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": f"Câu {key}", **more}


def day_field(key: str = "a", **properties: str) -> dict[str, Any]:
    return field("datetime", key, subtype="date", properties=properties)


def clean(schema: dict[str, Any], **answers: Any) -> dict[str, object]:
    return checked(schema, answers, today=TODAY)


def faults(schema: dict[str, Any], **answers: Any) -> dict[str, str]:
    with pytest.raises(FormInvalid) as refused:
        checked(schema, answers, today=TODAY)
    return {one["field"]: one["message"] for one in refused.value.details["faults"]}


def test_every_construct_that_asks_has_a_reader_and_every_reader_a_construct() -> None:
    asking = {row.type for row in CONSTRUCTS.values() if row.role == "asks"}
    assert set(_READERS) | {"filepicker"} == asking


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Typed("12.5"), "Câu a: hãy ghi như 12,5"),
        (Typed("0,25"), "Câu a: chỉ ghi đến 1 chữ số sau dấu phẩy."),
        (Typed("9,5"), "Câu a: không nhỏ hơn 10."),
        (Typed("1.500,5"), "Câu a: không lớn hơn 1.000."),
        ("12", None),
    ],
)
def test_rules_of_numbers_hold_on_the_server(answer: object, message: str | None) -> None:
    schema = form(field("number", decimalDigits=1, validate={"min": 10, "max": 1000}))
    if message is None:
        assert clean(schema, a=answer) == {"a": 12}
    else:
        assert faults(schema, a=answer)["a"].startswith(message)


def test_a_number_keeps_its_step() -> None:
    schema = form(field("number", increment="0.5"))
    assert clean(schema, a=2.5) == {"a": 2.5}
    assert faults(schema, a=2.3) == {"a": "Câu a: phải là bội số của 0,5."}


def test_words_for_true_are_no_consent() -> None:
    schema = form(field("checkbox", validate={"required": True}))
    for wrong in ("false", "true", 1):
        assert "true hoặc false" in faults(schema, a=wrong)["a"]
    assert faults(schema, a=False) == {"a": "Hãy đánh dấu “Câu a” để tiếp tục."}
    assert clean(schema, a=True) == {"a": True}


def test_what_may_only_be_read_keeps_what_the_form_says() -> None:
    schema = form(field(readonly=True, defaultValue="Nghệ An"))
    assert clean(schema) == clean(schema, a="Nghệ An") == {"a": "Nghệ An"}
    assert faults(schema, a="Hà Nội") == {"a": "Câu a: câu này chỉ để đọc, không sửa được."}
    ticked = form(field("checkbox", readonly=True, defaultValue=True))
    assert clean(ticked) == {"a": True}
    assert set(faults(ticked, a=False)) == {"a"}


def test_limits_without_sense_in_a_package_of_before_limit_nothing() -> None:
    rules = {"min": "=x", "max": "", "required": True}
    schema = form(field("number", decimalDigits="hai", increment="0", validate=rules))
    assert clean(schema, a=1.25) == {"a": 1.25}


@pytest.mark.parametrize(
    ("key", "wrong", "says"),
    [
        ("^0[0-9]{9}$", "123", "10 chữ số và bắt đầu bằng 0"),
        (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "mai", "ten@noi.vn"),
        ("^[0-9]{12}$", "123", "đúng 12 chữ số"),
        ("^[0-9]{10}(-[0-9]{3})?$", "1", "mã số thuế"),
    ],
)
def test_a_pattern_that_everyone_knows_says_what_is_wrong(key: str, wrong: str, says: str) -> None:
    described = field(description="Chúng tôi nhắn khi có kết quả.", validate={"pattern": key})
    assert says in faults(form(described), a=wrong)["a"]


def test_a_form_may_give_its_own_words_for_its_pattern() -> None:
    own = field(validate={"pattern": "^[A-Z]+$"}, properties={"patternMessage": "chỉ ghi chữ hoa"})
    assert faults(form(own), a="x") == {"a": "Câu a: chỉ ghi chữ hoa."}


def test_a_day_of_birth_is_neither_to_come_nor_before_1900() -> None:
    schema = form(day_field(notAfter="today"))
    assert "không được sau hôm nay, ngày 04/12/2025" in faults(schema, a="2050-09-05")["a"]
    assert "từ 1900" in faults(schema, a="0001-01-01")["a"]
    assert clean(schema, a=Typed("5/9/50")) == {"a": "1950-09-05"}


def test_an_event_of_the_dossier_is_not_before_it_was_filed() -> None:
    schema = form(day_field(notBefore="filed", notAfter="today"))
    filed, today = date(2025, 11, 28), date(2025, 12, 4)
    for day in ("2025-11-28", "2025-12-04"):
        assert checked(schema, {"a": day}, today=today, filed=filed) == {"a": day}
    with pytest.raises(FormInvalid, match=r"trước ngày 28/11/2025 \(ngày nộp hồ sơ\)"):
        checked(schema, {"a": "2025-11-27"}, today=today, filed=filed)
    assert clean(schema, a="2020-01-01") == {"a": "2020-01-01"}, "nothing was filed"


def test_a_year_is_bounded_as_a_day_is() -> None:
    schema = form(field(properties={"kind": "year", "notAfter": "today"}))
    assert faults(schema, a="2026") == {"a": "Câu a: không được sau hôm nay, ngày 04/12/2025."}
    assert clean(schema, a=Typed(" 2025 ")) == {"a": "2025"}


def test_an_end_is_not_before_its_beginning() -> None:
    schema = form(day_field("tu"), day_field("den", notBefore="tu"))
    said = faults(schema, tu="2025-03-01", den="2025-02-01")
    assert said == {"den": "Câu den: không được trước ngày 01/03/2025 (“Câu tu”)."}
    assert clean(schema, tu="2025-03-01", den="2025-03-01")["den"] == "2025-03-01"
    assert clean(schema, den="2025-02-01") == {"den": "2025-02-01"}


def test_two_moments_are_compared_as_moments_and_a_moment_with_a_day_by_its_day() -> None:
    moment = {"subtype": "datetime"}
    last = day_field("den", notBefore="tu", notAfter="luc") | moment
    schema = form(day_field("tu") | moment, day_field("luc") | moment, last)
    around = {"tu": "2026-03-12T08:30", "luc": "2026-03-12T10:00"}
    assert faults(schema, **around, den="2026-03-12T08:29") == {
        "den": "Câu den: không được trước 12/03/2026 08:30 (“Câu tu”)."
    }
    assert faults(schema, **around, den=Typed("12/3/2026 10:01"))["den"].endswith(
        "10:00 (“Câu luc”)."
    )
    assert clean(schema, **around, den="2026-03-12T08:30")["den"] == "2026-03-12T08:30"
    mixed = form(day_field("tu"), last)
    assert clean(mixed, tu="2026-03-12", den="2026-03-12T00:00")["den"] == "2026-03-12T00:00"
    assert faults(mixed, tu="2026-03-12", den="2026-03-11T23:59") == {
        "den": "Câu den: không được trước ngày 12/03/2026 (“Câu tu”)."
    }


def test_days_of_which_part_is_known_are_compared_by_what_is_known() -> None:
    schema = form(
        day_field("tu", precision="year"), day_field("den", notBefore="tu", precision="year")
    )
    for early, late in (("1990-05", "1990"), ("1990", "1990-01"), ("1990-05-20", "1990-05")):
        assert clean(schema, tu=early, den=late)["den"] == late
    for early, late in (("1990-05", "1990-04"), ("1990", "1989-12-31"), ("1990-05-20", "1989")):
        assert set(faults(schema, tu=early, den=late)) == {"den"}


def test_form_js_own_bound_on_past_days_holds() -> None:
    schema = form(field("datetime", subtype="date", disallowPassedDates=True))
    assert "không được trước hôm nay" in faults(schema, a="2025-12-03")["a"]


def test_a_year_alone_is_taken_where_the_question_allows_it() -> None:
    schema = form(day_field(notAfter="today", precision="year"))
    assert clean(schema, a=Typed("1950")) == {"a": "1950"}
    assert shown(schema["components"][0], "1950") == "1950"
    assert "không được sau" in faults(schema, a="2026")["a"]


def test_options_keep_their_own_type() -> None:
    options = [{"value": 2, "label": "Hai"}, {"value": True, "label": "Đúng"}]
    schema = form(field("radio", values=options), field("checklist", "b", values=options))
    assert clean(schema, a=Typed("2"), b=[Typed("2"), Typed("True")]) == {"a": 2, "b": [2, True]}
    assert clean(schema, a=2, b=[True]) == {"a": 2, "b": [True]}
    assert set(faults(schema, a="2", b=[1])) == {"a", "b"}
    assert shown(schema["components"][0], 2) == "Hai"


def test_a_hidden_group_asks_nothing_of_its_questions() -> None:
    inner = field(key="so", validate={"required": True})
    hide = {"hide": '=thay != "co"'}
    group = {"type": "group", "label": "Ủy quyền", "conditional": hide, "components": [inner]}
    schema = form(field(key="thay"), group)
    assert clean(schema, thay="khong", so="12") == {"thay": "khong"}
    assert set(faults(schema, thay="co")) == {"so"}
    assert [one["key"] for one in asked(schema, {"thay": "khong"})] == ["thay"]


def test_conditions_see_visible_answers_only_whatever_the_order() -> None:
    first = field(key="x", conditional={"hide": '=y != "co"'}, validate={"required": True})
    second = field(key="y", conditional={"hide": '=z != "co"'})
    schema = form(first, second, field(key="z"))
    assert clean(schema, z="khong", y="co", x="1") == {"z": "khong"}
    assert clean(schema, z="co", y="co", x="1") == {"z": "co", "y": "co", "x": "1"}


def test_conditions_see_clean_answers() -> None:
    hide = {"hide": "=tien < 100"}
    schema = form(field("number", "tien"), field(key="ly_do", conditional=hide))
    assert clean(schema, tien=Typed("1.500"), ly_do="x") == {"tien": 1500, "ly_do": "x"}
    assert clean(schema, tien=Typed("15"), ly_do="x") == {"tien": 15}


def test_a_repeating_group_repeats_and_each_row_has_its_own_conditions() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "con",
        "label": "Các con",
        "components": [
            field(key="ten", validate={"required": True}),
            field("checkbox", "hoc"),
            field(key="truong", conditional={"hide": "=hoc != true"}, validate={"required": True}),
        ],
    }
    schema = form(rows)
    told = [{"ten": "An", "hoc": True, "truong": "Lê Lợi"}, {"ten": "Bình", "truong": "bỏ"}]
    kept = clean(schema, con=told)
    assert kept == {"con": [told[0], {"ten": "Bình", "hoc": False}]}
    assert clean(schema, con=kept["con"]) == kept
    assert set(faults(schema, con=[{"hoc": True}, {"ten": "B"}])) == {"con.0.ten", "con.0.truong"}
    assert set(faults(schema, con="An")) == {"con"}
    assert set(faults(schema, con=[{"ten": "x"}] * 101)) == {"con"}
    assert shown({**rows, "key": "con"}, kept["con"]).split("\n") == [
        "1. Câu ten: An; Câu hoc: Có; Câu truong: Lê Lợi",
        "2. Câu ten: Bình; Câu hoc: Không",
    ]


def test_a_file_question_takes_the_files_that_came_for_it() -> None:
    schema = form(field("filepicker", validate={"required": True}, accept=".pdf"))
    took = checked(schema, {}, today=TODAY, files={"a": ["don.pdf"]})
    assert took == {"a": ["don.pdf"]}
    assert checked(schema, took, today=TODAY, files={"a": ["don.pdf"]}) == took
    assert faults(schema) == {"a": "Hãy đính kèm tệp: Câu a."}
    assert "documents" in faults(schema, a=["khac.pdf"])["a"]
    for names in (["a.pdf", "b.pdf"], ["a.png"]):
        with pytest.raises(FormInvalid):
            checked(schema, {}, today=TODAY, files={"a": names})


def test_answers_are_shown_in_vietnamese_form_with_their_unit() -> None:
    money = field("number", appearance={"suffixAdorner": "đồng"})
    assert shown(money, 4100000) == "4.100.000 đồng"
    assert shown(field("number"), 2.7) == "2,7"
    assert shown(field("datetime", subtype="datetime"), "2026-09-05T08:30") == "05/09/2026 08:30"


QUESTIONS = st.sampled_from(
    [
        (row, field(row.type.partition("/")[0], subtype=row.type.partition("/")[2] or None))
        for row in CONSTRUCTS.values()
        if row.control in ("input", "textarea")
    ]
)


@given(QUESTIONS, st.text(max_size=12) | st.from_regex(r"[0-9.,/:\- h]{1,16}", fullmatch=True))
def test_whatever_is_taken_is_shown_and_read_again_as_the_same(asking: Any, text: str) -> None:
    _, question = asking
    schema = form(question)
    try:
        kept = clean(schema, a=Typed(text))
    except FormInvalid:
        return
    assert clean(schema, **kept) == kept
    assert clean(schema, **{key: Typed(written(question, kept[key])) for key in kept}) == kept


def test_nought_and_false_are_answers_and_an_unticked_consent_is_none() -> None:
    must = {"validate": {"required": True}}
    options = {"values": [{"value": 0, "label": "Không"}, {"value": False, "label": "Sai"}]}
    schema = form(field("number", "so", **must), field("radio", "chon", **must, **options))
    assert clean(schema, so=0, chon=0) == {"so": 0, "chon": 0}
    assert clean(schema, so=0, chon=False)["chon"] is False
    assert faults(schema) == {"so": "Hãy điền: Câu so.", "chon": "Hãy chọn: Câu chon."}
    assert "dong_y" in faults(form(field("checkbox", "dong_y", **must)), dong_y=False)


def test_options_that_are_equal_in_value_and_not_in_type_are_two() -> None:
    options = [{"value": 1, "label": "Một"}, {"value": True, "label": "Đúng"}]
    kept = clean(form(field("checklist", "ds", values=options)), ds=[1, True, 1])["ds"]
    assert [(type(one), one) for one in kept] == [(int, 1), (bool, True)]  # type: ignore[attr-defined]


def test_an_answer_that_nothing_asks_is_a_fault_at_its_key_in_rows_too() -> None:
    rows = {"type": "dynamiclist", "path": "con", "label": "Con", "components": [field(key="ten")]}
    told = faults(form(field(), rows), la="x", con=[{"ten": "An", "tuoi": 3}])
    assert set(told) == {"la", "con.0.tuoi"}


def test_whatever_asks_has_samples() -> None:
    asks = {row.type for row in CONSTRUCTS.values() if row.role == "asks"}
    assert _CANDIDATES.keys() == asks - {"filepicker"}


@pytest.mark.parametrize(
    "question",
    [
        field(validate={"required": True, "pattern": "^[0-9]{2}/[0-9]{4}$"}),
        field(properties={"kind": "tax_number"}, validate={"required": True}),
        field(validate={"required": True, "minLength": 300}),
        field("number", validate={"required": True, "min": 30, "max": 50}, increment=7),
        field("number", validate={"required": True, "max": -3}),
        day_field(notBefore="2026-05-01") | {"validate": {"required": True}},
        day_field(notAfter="2001-05-01") | {"validate": {"required": True}},
        field("checkbox", validate={"required": True}),
        field("checklist", values=[{"value": 2, "label": "2"}], validate={"required": True}),
        {
            "type": "dynamiclist",
            "path": "a",
            "validate": {"required": True},
            "components": [field(key="b", validate={"required": True})],
        },
    ],
)
def test_a_form_takes_its_sample(question: dict[str, Any]) -> None:
    asked_here = form(question)
    found = sample(asked_here, {}, today=TODAY)
    assert checked(asked_here, found.answers, today=TODAY)["a"]


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"so": "001090000001", "sex": "nu"}, "sex", "số này là của người giới tính nam"),
        ({"so": "001190000001", "sex": "nam"}, "sex", "số này là của người giới tính nữ"),
        ({"so": "001310000001", "sex": "nam"}, "sex", "số này là của người giới tính nữ"),
        ({"so": "001210000001", "sex": "nam"}, None, None),
        ({"so": "001210000001", "sex": "khac"}, None, None),
        ({"sex": "nu"}, None, None),
        ({"me": "001090000001"}, "me", "ở đây ghi số định danh của người giới tính nữ"),
        ({"me": "001190000001"}, None, None),
    ],
)
def test_a_sex_is_the_one_that_the_number_of_the_person_says(
    answers: dict[str, str], field: str | None, message: str | None
) -> None:
    """Decree 137/2015 art. 13: the fourth digit tells century and sex, men even, women odd."""
    number = {"type": "textfield", "label": "Số định danh"}
    kind = {"kind": "identity_number"}
    values = [{"label": one, "value": one} for one in ("nam", "nu", "khac")]
    schema = form(
        {**number, "key": "so", "properties": kind},
        {**number, "key": "me", "properties": {**kind, "ofSex": "nu"}},
        {
            "type": "radio",
            "key": "sex",
            "label": "Giới tính",
            "values": values,
            "properties": {"sexOf": "so"},
        },
    )
    if field is None:
        assert clean(schema, **answers) == answers
        return
    assert str(message) in faults(schema, **answers)[field]


@pytest.mark.parametrize(
    ("number", "filed", "message"),
    [
        ("001325000001", {"sex": "nu", "born": "2025-11-20"}, None),
        ("001225000001", {"sex": "nu", "born": "2025-11-20"}, "hồ sơ khai giới tính nữ"),
        ("001324000001", {"sex": "nu", "born": "2025-11-20"}, "hồ sơ khai sinh năm 2025"),
        ("001224000001", {"sex": "khac"}, None),
        ("001224000001", {}, None),
    ],
)
def test_a_number_that_a_step_gives_is_of_whom_the_filing_tells(
    number: str, filed: dict[str, str], message: str | None
) -> None:
    """Decree 137/2015 art. 13: a child's number is given for its sex and its day of birth."""
    properties = {"kind": "identity_number", "sexAs": "sex", "bornOn": "born"}
    asked_here = {"type": "textfield", "label": "Số", "key": "so", "properties": properties}
    schema = form(asked_here)
    if message is None:
        assert checked(schema, {"so": number}, today=TODAY, told=filed) == {"so": number}
        return
    with pytest.raises(FormInvalid, match=message):
        checked(schema, {"so": number}, today=TODAY, told=filed)
