"""Each field of a manifest and a scenario is held to its type, its bounds and what it names."""

import json
from datetime import time
from decimal import Decimal

import pytest

from engine.catalogue.manifest_file import read_manifest
from engine.catalogue.scenarios import read_scenario
from engine.diagnosis import Context, check
from engine.files import FileUnreadable, read_json, read_toml
from tests.unit.diagnosis.packages import (
    DMN,
    FORM,
    MANIFEST,
    SCENARIO,
    broken,
    codes,
    good_files,
    with_file,
)

M, S = "procedure.toml", "scenarios/1.toml"
FEES = '\n[fee]\ntable = "phi.dmn"\ndecision = "phi"\n'
DOCUMENT = '\n[[documents]]\ncode = "don"\nname = "Đơn"\n'

BREAKS = [
    ("field.missing", M, 'short_name = "Thử"\n', "", "short_name"),
    ("field.missing", M, 'number = "1/QĐ-UBND"\n', "", "decision.number"),
    ("field.missing", M, 'channels = ["counter"]', "", "filing.channels"),
    ("field.missing", M, 'unit = "so_noi_vu"', "", "roles.department.unit"),
    ("field.missing", M, "[filing]", "[competent]\n[filing]", "competent.unit"),
    ("field.missing", M, "[filing]", '[fee]\ntable = "phi.dmn"\n[filing]', "fee.decision"),
    ("field.type", M, "amount = 12", 'amount = "12"', "time_limit.amount"),
    ("field.type", M, "amount = 12", "amount = nan", "time_limit.amount"),
    ("field.type", M, "amount = 12", "amount = true", "time_limit.amount"),
    ("field.type", M, '["counter"]', '[["counter"]]', "filing.channels"),
    ("field.type", M, '["counter"]', '"counter"', "filing.channels"),
    ("field.type", M, "date = 2025-11-28", "date = 2025-11-28T08:00:00", "decision.date"),
    ("field.type", M, "date = 2025-11-28", 'date = "2025-11-28"', "decision.date"),
    ("field.type", M, "[roles.department]", "[[roles.department]]", "roles.department"),
    ("field.bounds", M, "amount = 12", "amount = -1", "time_limit.amount"),
    ("field.bounds", M, "amount = 12", "amount = 0", "time_limit.amount"),
    ("field.bounds", M, "amount = 12", "amount = 1e30", "time_limit.amount"),
    ("field.bounds", M, "amount = 12", "amount = 3_000_000", "time_limit.amount"),
    ("field.bounds", M, "amount = 12", "amount = 0.333", "time_limit.amount"),
    ("field.bounds", M, '12\nunit = "working_hours"', '3651\nunit = "working_days"', "amount"),
    ("field.bounds", M, '12\nunit = "working_hours"', '1.5\nunit = "calendar_days"', "amount"),
    ("field.bounds", M, '["counter"]', '["counter", "counter"]', "filing.channels"),
    ("field.bounds", M, '["counter"]', "[]", "filing.channels"),
    ("field.bounds", M, '"Thử"', '"  "', "short_name"),
    ("field.bounds", M, '"Thử"', '"Thử\\u0000"', "short_name"),
    ("field.bounds", M, '"Thử"', '"Thử\\u202e"', "short_name"),
    ("field.bounds", M, '"1.000001"', '"1.1"', "code"),
    ("field.bounds", M, "[time_limit]", '[time_limit]\ncut_off = "25:00"', "cut_off"),
    ("field.unknown", M, "[filing]", "[filing]\narea_feild = 1", "filing.area_feild"),
    ("field.name_form", M, "[roles.department]", '[roles."phòng ban"]', "roles.phòng ban"),
    ("field.name_unknown", M, "[filing]", '[filing]\narea_field = "xa"', "filing.area_field"),
    ("field.name_unknown", M, 'form = "filing"', 'form = "nop"', "filing.form"),
    ("field.twice", M, "[roles", f"{DOCUMENT}{DOCUMENT}[roles", "documents[1].code"),
    ("field.conflict", M, "[filing]", '[filing]\nonline_level = "full"', "filing.online_level"),
    ("field.conflict", M, "[roles.department]", "[roles.competent]", "roles.competent"),
    ("field.conflict", M, "[roles", '[fee]\ndecision = "phi"\n[roles', "fee.decision"),
    ("field.missing", S, 'commune = "phuong_truong_vinh"', "", "commune"),
    ("field.type", S, "submitted_at = 2025-12-03T21:40:00+07:00", "submitted_at = 1", "submitted"),
    ("field.type", S, "00+07:00\n[values]", "00\n[values]", "received_at"),
    ("field.bounds", S, '"counter"', '"quầy"', "channel"),
    ("field.unknown", S, "[values]", "[expects]\n[values]", "expects"),
    ("field.name_unknown", S, '"B2"', '"B22"', "step[1].element"),
    ("field.conflict", S, "12-03T21", "12-05T21", "received_at"),
    ("scenario.outcome_unknown", S, '"dong_y"', '"đồng ý"', "đồng ý"),
]


@pytest.mark.parametrize(("code", "file", "old", "new", "field"), BREAKS)
def test_a_field_at_fault_is_named(code: str, file: str, old: str, new: str, field: str) -> None:
    told = check(broken(file, old, new)).of(code)
    assert [fault.file for fault in told if field in fault.message][:1] == [file]


def test_a_fault_has_the_line_of_its_field() -> None:
    text = MANIFEST.replace("amount = 12", "amount = -12")
    (told,) = check(with_file(M, text)).of("field.bounds")
    assert text.splitlines()[(told.line or 0) - 1] == "amount = -12"


def test_a_misspelt_key_and_a_misspelt_name_are_told_what_may_be_meant() -> None:
    (key,) = check(broken(M, "short_name", "shortname")).of("field.unknown")
    (step,) = check(broken(S, "so_tien", "so_tienn")).of("scenario.question_unknown")
    assert "Có phải là “short_name”?" in key.message
    assert "Có phải là “so_tien”?" in step.message


def test_units_are_held_against_the_province() -> None:
    units = {"so_noi_vu": None, "phuong_truong_vinh": None}
    assert codes(good_files(), Context(units=units)) == set()
    (told,) = check(good_files(), context=Context(units={"phuong_truong_vinh": None})).faults
    assert (told.code, told.file) == ("field.name_unknown", M)
    assert "roles.department.unit là “so_noi_vu”" in told.message


def test_the_level_is_that_of_the_competent_unit() -> None:
    named = MANIFEST.replace("[filing]", '[competent]\nunit = "so_noi_vu"\n[filing]')
    where = Context(levels={"so_noi_vu": "department"})
    assert codes(with_file(M, named), where) == {"field.conflict"}
    assert codes(with_file(M, named.replace('"commune"', '"department"')), where) == set()


def test_a_department_decides_only_where_it_is_named() -> None:
    assert codes(broken(M, '"commune"', '"department"')) == {"field.conflict"}


def test_a_unit_that_has_ended_before_the_package_begins_is_not_there() -> None:
    ended = {"so_noi_vu": read_manifest(MANIFEST.encode()).manifest.valid_from}
    assert "field.name_unknown" in codes(good_files(), Context(units=ended))


@pytest.mark.parametrize(
    "when", ["so_tien = ", "so_tien + 1", 'so_tien = "mười"', "so_tiền > 1", '"có"']
)
def test_a_condition_that_can_never_be_true_or_false_is_a_fault(when: str) -> None:
    manifest = MANIFEST + DOCUMENT + f"when = '{when}'\n"
    assert codes(with_file(M, manifest)) == {"field.condition"}
    assert codes(with_file(M, manifest.replace(when, "so_tien > 1"))) == set()


def test_a_fee_table_is_asked_for_a_decision_and_inputs_that_it_has() -> None:
    files = with_file("phi.dmn", DMN.replace("case.so_tien", "so_tien"))
    asked = MANIFEST + FEES + '[fee.inputs]\nso_tien = "so_tien"\n'
    # The small table answers one number, which is no item of a fee.
    assert codes(files | {M: asked.encode()}) == {"fee.answer"}
    for old, new in (('"phi"', '"phí"'), ("\nso_tien =", "\nso_tienn ="), ('"so_tien"', '"tien"')):
        changed = asked.replace(old, new).encode()
        assert "field.name_unknown" in codes(files | {M: changed}), new


def test_an_input_that_the_fee_requires_and_nobody_gives_is_a_fault() -> None:
    needs = DMN.replace(
        "<decisionTable",
        '<informationRequirement><requiredInput href="#v"/></informationRequirement><decisionTable',
    ).replace("<decision ", '<inputData id="v" name="so_ban"/><decision ', 1)
    files = with_file("phi.dmn", needs) | {M: (MANIFEST + FEES).encode()}
    assert "fee.input_missing" in codes(files)


LOCK = '\n[[locks]]\nkind = "time_limit"\nbasis = "QĐ 1"\n'


@pytest.mark.parametrize(
    ("code", "lock"),
    [
        ("field.name_unknown", LOCK.replace("time_limit", "time_limits") + "fixed = true"),
        ("field.conflict", LOCK),
        ("field.conflict", LOCK + 'most = { clock = "committed", amount = -1, unit = "days" }'),
        ("field.conflict", LOCK + "most = 96"),
        ("field.conflict", LOCK + 'fixed = true\nelement = "B2"'),
    ],
)
def test_a_lock_that_no_rule_could_be_held_to_is_a_fault(code: str, lock: str) -> None:
    assert code in codes(with_file(M, MANIFEST + lock))


def test_a_lock_is_kept_as_rules_of_its_kind_are() -> None:
    told = LOCK + 'most = { clock = "committed", amount = 96, unit = "working_hours" }'
    (lock,) = read_manifest((MANIFEST + told).encode()).manifest.locks
    assert lock.lock == {"most": {"clock": "committed", "amount": "96", "unit": "working_hours"}}


@pytest.mark.parametrize(("hour", "read"), [('"15:00"', time(15)), ("07:30:00", time(7, 30))])
def test_an_hour_is_read_as_meant(hour: str, read: time) -> None:
    manifest = MANIFEST.replace("[time_limit]", f"[time_limit]\ncut_off = {hour}")
    assert read_manifest(manifest.encode()).manifest.time_limit.cut_off == read


def test_what_was_published_before_a_bound_is_still_read() -> None:
    found = read_manifest(MANIFEST.replace("amount = 12", "amount = 30_000").encode())
    assert found.findings
    assert found.manifest.time_limit.amount == Decimal(30_000)


def test_nothing_is_said_of_steps_when_the_drawing_can_not_be_read() -> None:
    waits = '\n[[waits]]\nelement = "B2"\nkind = "financial_duty"\n'
    files = with_file(M, MANIFEST + waits) | {"process.bpmn": b"<a"}
    assert not codes(files) & {"field.name_unknown", "scenario.outcome_unknown"}


def test_nothing_is_said_of_roles_when_the_manifest_can_not_be_read() -> None:
    assert codes(with_file(M, "code = ")) == {"manifest.syntax"}


MARKED = {
    **good_files(),
    "phi.dmn": DMN.encode(),
    "decision.csv": b"step\nB1",
    "README.md": "Đọc".encode(),
}


@pytest.mark.parametrize("path", MARKED)
def test_a_byte_order_mark_changes_nothing_of_any_file(path: str) -> None:
    marked = MARKED | {path: b"\xef\xbb\xbf" + MARKED[path]}
    assert check(marked) == check(MARKED)


@pytest.mark.parametrize("path", [path for path in MARKED if not path.endswith((".bpmn", ".dmn"))])
def test_a_file_in_utf_16_is_read_by_its_mark_and_told_how_to_be_saved_without(path: str) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        content = MARKED[path].decode().encode(encoding)
        (told,) = check(MARKED | {path: content}).of("text.unreadable")
        assert told.file == path
        assert "UTF-16" in told.message
    marked = MARKED | {path: MARKED[path].decode().encode("utf-16")}
    assert check(marked) == check(MARKED)


@pytest.mark.parametrize(
    "bad",
    [
        "[]",
        '{"components": [], "components": []}',
        *('{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', f'{{"a": {"9" * 5_000}}}'),
        *('{"a": "\\u0000"}', '{"a": [["\\u0007"]]}', '{"\\ud800": 1}', '{"a": "\\u202e"}'),
        "[" * 100_000,
    ],
)
def test_json_that_could_not_be_kept_sent_or_shown_is_no_form(bad: str) -> None:
    assert codes(with_file("forms/ky.json", bad)) >= {"form.syntax"}
    with pytest.raises(FileUnreadable):
        read_json(bad.encode())


HOSTILE = {
    "many keys": "\n".join(f"k{n} = 1" for n in range(20_000)),
    "roles": "\n".join(f'[roles.r{n}]\nunit = "u"' for n in range(5_000)),
    "documents": DOCUMENT * 5_000,
    "a number in hexadecimal": f"version = 0x{'f' * 20_000}",
    "lists in lists": "version = " + "[ " * 400 + "]" * 400,
    "a large file": f"# {'x' * 600_000}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_manifest_is_answered_shortly(text: str) -> None:
    known = Context(units={"so_noi_vu": None})
    files = with_file(
        M, text + MANIFEST if "k1 =" in text or "version" in text else MANIFEST + text
    )
    faults = check(files, context=known).faults
    assert {fault.severity for fault in faults} - {"warning"} == {"error"}
    assert len(faults) < 350


def test_a_scenario_of_answers_without_end_is_answered_shortly() -> None:
    for more in ("\n".join(f"a{n} = 1" for n in range(20_000)), f"a = {'[' * 400}{']' * 400}"):
        found = check(broken(S, "[values]", f"[values]\n{more}"), context=Context(units={}))
        assert 0 < len(found.errors) < 600


def test_a_form_is_read_as_it_was_written() -> None:
    assert read_json(b"\xef\xbb\xbf" + json.dumps(FORM).encode()) == FORM


LONG_KEYS = {
    "a key": "a" + " . 'a'" * 16 + " = 1",
    "a header": "[[a" + ".a" * 16 + "]]",
    "of escaped quotes": r'"\"" . "\\"' + r' . "\""' * 16 + " = 1",
    "behind a remark": '# "\n"a"' + ".'a'" * 16 + " = 1",
    "behind a long text": 'x = {a = """"a""", "a"' + '."a"' * 16 + " = 1}",
    "behind a long literal": "x = {a = ''''a''', 'a'" + ".'a'" * 16 + " = 1}",
    "of a table on a line": 'x = "y"\nb = { a = 1, "a"' + ".a" * 40_000 + " = 1}",
}


@pytest.mark.parametrize("text", LONG_KEYS.values(), ids=LONG_KEYS)
def test_a_key_of_many_keys_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(FileUnreadable, match="16 phần") as refused:
        read_toml(f"y = 1\n{text}".encode())
    assert refused.value.line == 2 + text.count("\n")


def test_dots_in_texts_join_no_keys() -> None:
    dots = "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1"
    text = (
        f'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p = "{dots}"\n"{dots}.1.1" = "{dots}, {dots} v.v...." # ...'
    )
    assert len(read_toml(text.encode()).tables) == 2
    rows = (f'a = """{dots} " {dots}\\""" {dots}""""', f"b = '''{dots}'{dots}'''", '"c\\"d" = 1')
    assert [*read_toml("\n".join(rows).encode()).lines] == [("a",), ("b",), ('c\\"d',)]


def test_the_lines_of_keys_survive_strings_lists_and_lists_of_tables() -> None:
    text = 'a = """x\n[b]\n"""\nb.c = [\n 1, # ]\n]\n[[d]]\nx = 1\n[[d]]\n"x y" = {z = "#"}\n'
    text += "[d.e]\nf = 1"
    lines = read_toml(text.encode()).lines
    assert lines["a",] == 1
    assert lines["b", "c"] == 4
    assert (lines["d", 0, "x"], lines["d", 1, "x y"], lines["d", 1, "e", "f"]) == (8, 10, 12)


def test_a_scenario_is_read_as_it_was_written() -> None:
    read = read_scenario("scenarios/1.toml", SCENARIO.encode())
    assert read.findings == ()
    assert [step.element for step in read.scenario.steps] == ["B2"]
    assert read.scenario.answers == {"so_tien": 7, "ho_ten": "Nguyễn Văn Thử"}
