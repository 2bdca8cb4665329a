"""A scenario that is played on another day says of the past only what has been by then."""

from datetime import date

import pytest

from engine.catalogue.forms.replaying import as_it_happened

FORM = {
    "components": [
        {"type": "datetime", "key": "hop", "properties": {"notAfter": "today"}},
        {"type": "datetime", "key": "hen"},
        {"type": "textfield", "key": "nam", "properties": {"kind": "year", "notAfter": "today"}},
    ]
}


@pytest.mark.parametrize(
    ("key", "said", "expected"),
    [
        ("hop", "2025-12-08", "2025-12-04"),
        ("hop", "2025-12-04", "2025-12-04"),
        ("hop", "2025-12-08T08:30", "2025-12-04T08:30"),
        ("hop", "1990", "1990"),
        ("hop", None, None),
        ("nam", "2026", "2025"),
        ("hen", "2025-12-08", "2025-12-08"),
    ],
)
def test_what_is_asked_of_the_past_has_happened_today(
    key: str, said: object, expected: object
) -> None:
    assert as_it_happened(FORM, {key: said}, today=date(2025, 12, 4)) == {key: expected}


def test_what_is_asked_of_the_dossier_has_not_happened_before_it_was_filed() -> None:
    paid = {"type": "datetime", "key": "nop", "properties": {"notBefore": "filed"}}
    days = {"today": date(2025, 12, 9), "filed": date(2025, 12, 4)}
    for said, expected in (("2025-11-03", "2025-12-04"), ("2025-12-05", "2025-12-05")):
        found = as_it_happened({"components": [paid]}, {"nop": said}, **days)
        assert found == {"nop": expected}
