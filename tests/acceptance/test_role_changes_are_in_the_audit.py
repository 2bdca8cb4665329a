"""Who gave, bounded, confirmed and ended which role, post or substitution is written down.

Attack A8: role changes are in the audit, with who did it, from what and to what.
"""

from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_posts_that_sign_have_two_people import (
    ACCESS,
    GIVEN,
    GIVER,
    HERE,
    ONE,
    OTHER,
    POST,
    ROLE,
    STAND_IN,
)
from tests.client import Api, seen_by
from tests.town import WARD, Town

FIRST, SECOND = "Đoàn Minh Quân", "Phạm Huy Hiếu"
CLERK_POST = {
    **{name: POST[name] for name in ("username", "full_name", "unit_code", "valid_from")},
    "position_code": "chuyen_vien",
}


@pytest.fixture
def people(app: Flask, town: Town) -> tuple[Api, Api]:
    """Two administrators of the province, and their names as the audit has them."""
    for username, name in ((GIVER, FIRST), (OTHER, SECOND)):
        assert town.officer(username.partition("@")[0]).name == name
    return Api(app, GIVER), Api(app, OTHER)


def newest(reader: Api, count: int, *names: str) -> list[tuple[Any, ...]]:
    """The last entries, oldest first: who, what became of what, these values before and after."""

    def told(values: dict[str, Any] | None) -> tuple[Any, ...] | None:
        return None if values is None else tuple(values.get(name) for name in names)

    rows = reader.get(f"{HERE}/changes").json[:count][::-1]
    return [
        (row["name"], row["kind"], row["subject"], told(row["before"]), told(row["after"]))
        for row in rows
    ]


def confirmed(giver: Api, other: Api, path: str, body: dict[str, Any]) -> None:
    waits = giver.post(path, body).json["awaiting"]
    assert (
        other.post(f"{ACCESS}/awaiting/{waits}/confirm", seen_by(other, waits)).status_code == 200
    )


@ONE
def test_a_role_that_is_given_bounded_and_ended(people: tuple[Api, Api], town: Town) -> None:
    giver, other = people
    confirmed(giver, other, f"{ACCESS}/grants", ROLE)
    seen = ("role", "unit_code", "valid_to", "basis")
    given = ("monitor", "ubnd_tinh", None, "12/QĐ-UBND")
    assert newest(giver, 2, *seen)[0] == (SECOND, "added", "access_grants", None, given)
    bounded = ("monitor", "ubnd_tinh", "2025-12-31", "12/QĐ-UBND")
    assert giver.post(f"{ACCESS}/grants", {**ROLE, "valid_to": "2025-12-31"}).status_code == 200
    (told,) = newest(giver, 1, *seen)
    assert told == (FIRST, "changed", "access_grants", given, bounded)
    town.wait(days=2)
    (held,) = giver.get(f"{ACCESS}/grants").json
    other.post(f"{ACCESS}/grants/{held['id']}/end", {"day": "2025-12-06"})
    ended = ("monitor", "ubnd_tinh", "2025-12-06", "12/QĐ-UBND")
    assert newest(giver, 1, *seen) == [(SECOND, "changed", "access_grants", bounded, ended)]


@ONE
@pytest.mark.parametrize("path", GIVEN)
def test_what_waits_names_who_gave_it_and_who_dropped_it(
    people: tuple[Api, Api], path: str
) -> None:
    giver, other = people
    waits = giver.post(path, GIVEN[path]).json["awaiting"]
    (asked,) = newest(giver, 1, "proposed_name", "unit_code")
    unit = GIVEN[path]["unit_code"]
    assert asked == (FIRST, "added", "awaiting_confirmation", None, (FIRST, unit))
    other.post(f"{ACCESS}/awaiting/{waits}/drop")
    (dropped,) = newest(giver, 1, "proposed_name", "unit_code")
    assert dropped == (SECOND, "removed", "awaiting_confirmation", (FIRST, unit), None)


@ONE
def test_a_post_and_a_substitution_that_are_given_and_ended(people: tuple[Api, Api]) -> None:
    giver, other = people
    seen = ("unit_code", "position_code", "valid_to")
    giver.post(f"{HERE}/posts", CLERK_POST)
    held = (f"{WARD}_vhxh", "chuyen_vien")
    assert newest(giver, 1, *seen) == [(FIRST, "added", "appointments", None, (*held, None))]
    end = {**{k: CLERK_POST[k] for k in ("username", "unit_code", "position_code")}}
    other.post(f"{HERE}/posts/end", {**end, "day": "2025-12-10"})
    gone = (*held, "2025-12-10")
    (told,) = newest(giver, 1, *seen)
    assert told == (SECOND, "changed", "appointments", (*held, None), gone)
    confirmed(giver, other, f"{HERE}/substitutions", STAND_IN)
    stands = (f"{WARD}_vhxh", "lanh_dao_phong", "TL", "2026-01-01")
    seen = ("unit_code", "position_code", "manner", "valid_to")
    assert newest(giver, 2, *seen)[0] == (SECOND, "added", "substitutions", None, stands)
    row = next(
        one
        for one in giver.get(f"{HERE}/substitutions").json
        if one["officer"] == STAND_IN["officer"]
    )
    giver.post(f"{HERE}/substitutions/{row['id']}/end", {"day": "2025-12-08"})
    ended = (*stands[:3], "2025-12-08")
    assert newest(giver, 1, *seen) == [(FIRST, "changed", "substitutions", stands, ended)]
