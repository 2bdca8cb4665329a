"""Who files and whom it is about: each question is of a kind that can be read as that."""

import json
import re

import pytest

from engine.diagnosis import Context, check
from engine.publishing.folders import read_package_folder
from tests.town import FLAGSHIP_FOLDER

FILES = read_package_folder(FLAGSHIP_FOLDER.parent / "xac_nhan_hon_nhan")
TEXT = FILES["procedure.toml"].decode()


@pytest.mark.parametrize(
    ("channels", "told"),
    [('["online"]', []), ('["online", "postal"]', ["people.owner_unnamed"])],
)
def test_where_officers_file_a_question_tells_whose_the_dossier_is(
    channels: str, told: list[str]
) -> None:
    taken = re.sub(r"channels = .*", f"channels = {channels}", TEXT)
    text = re.sub(r"(?m)^(owner|submitter)_name = .*\n", "", taken).encode()
    kept = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    errors = check(kept | {"procedure.toml": text}, context=Context()).errors
    assert [one.code for one in errors] == told


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({}, []),
        ({"readonly": True, "defaultValue": "An"}, ["people.owner_unnamed"]),
        ({"disabled": True, "defaultValue": "An"}, ["people.owner_unnamed"]),
        ({"conditional": {"hide": "=cam_ket = true"}}, ["people.owner_unnamed"]),
        ({"validate": {"required": False}}, ["people.owner_unnamed"]),
    ],
)
def test_at_a_counter_the_owners_name_is_always_asked_and_can_be_typed(
    part: dict[str, object], told: list[str]
) -> None:
    form = json.loads(FILES["forms/filing.json"])
    for one in form["components"]:
        if str(one.get("key")).endswith("ho_ten"):
            one.update(part)
    kept = {path: data for path, data in FILES.items() if not path.startswith("scenarios/")}
    kept["forms/filing.json"] = json.dumps(form).encode()
    found = [one.code for one in check(kept, context=Context()).errors]
    assert [one for one in found if one == "people.owner_unnamed"] == told


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('submitter_name = "nguoi_nop_ho_ten"', 'submitter_name = "so_ban"'),
        (
            'submitter_identity_number = "nguoi_nop_so_dinh_danh"',
            'submitter_identity_number = "xa"',
        ),
        (
            'owner_date_of_birth = "chu_ho_so_ngay_sinh"',
            'owner_date_of_birth = "dia_chi"',
        ),
        ('result_delivery = "nhan_ket_qua"', 'result_delivery = "cam_ket"'),
        ('submitter_email = "nguoi_nop_email"', 'submitter_email = "nhan_ket_qua"'),
    ],
)
def test_a_question_that_cant_tell_what_it_stands_for_is_an_error(line: str, wrong: str) -> None:
    assert line in TEXT
    text = TEXT.replace(line, wrong).encode()
    found = check(FILES | {"procedure.toml": text}, context=Context()).errors
    assert [(one.code, one.line is not None) for one in found] == [("people.question_kind", True)]
