"""What people read as a name has a letter or a digit that can be seen, in every kind of file."""

import re

import pytest

from engine.diagnosis import Context, check
from engine.publishing.folders import read_package_folder
from tests.town import FLAGSHIP_FOLDER

FILES = read_package_folder(FLAGSHIP_FOLDER)
BLANKS = ("\u200b\u2060", "\u3164", "\u2800", "\u0301", "…", "\u115f\u1160")


def errors(path: str, old: str, new: str) -> set[str]:
    text = FILES[path].decode()
    assert old in text
    changed = text.replace(old, new, 1).encode()
    found = check(FILES | {path: changed}, context=Context())
    return {one.code for one in found.faults if one.file == path}


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("procedure.toml", 'short_name = "Trợ cấp một lần"', 'short_name = "{}"', "field.bounds"),
        ("procedure.toml", 'sector = "', 'sector = "{}" #', "field.bounds"),
        ("process.bpmn", 'name="Thẩm định, dự thảo"', 'name="{}"', "label.missing"),
        ("process.bpmn", 'label="Trình lãnh đạo UBND"', 'label="{}"', "ext.attribute_missing"),
        ("forms/filing.json", '"label": "', '"label": "{}", "x": "', "form.label_missing"),
        ("decision.csv", "B2,", "{},", "decided.unreadable"),
    ],
)
def test_a_name_that_shows_nothing_is_told(
    path: str, old: str, new: str, code: str, blank: str
) -> None:
    assert code in errors(path, old, new.format(blank))


@pytest.mark.parametrize("key", ["name", "label", "note", "text", "description"])
def test_words_of_hidden_letters_are_told_wherever_they_stand(key: str) -> None:
    places = {
        "process.bpmn": (f'{key}="', "\u200b"),
        "forms/filing.json": (f'"{key}": "', "\u3164"),
    }
    told = []
    for path, (before, blank) in places.items():
        found = re.search(rf'(?<=\s){before}[^"]+"', FILES[path].decode())
        if found:
            told.append("text.unseen" in errors(path, found[0], f'{before}{blank}"'))
    assert told
    assert all(told)


def test_an_option_that_shows_nothing_is_told() -> None:
    found = errors("forms/filing.json", '"label": "Bản điện tử"', '"label": "\u3164"')
    assert "form.option_label" in found
