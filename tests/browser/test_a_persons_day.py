"""Each kind of user does their day's work, on a desk and a phone, with keys and without script."""

from collections.abc import Iterator

import pytest

from tests.browser.acts import Window
from tests.browser.by_keys import Keys
from tests.browser.conftest import NARROW, WIDE, Opening
from tests.browser.days import DAYS
from tests.browser.serving import Product, serving
from tests.conftest import borrowed_postgres
from tests.town import Town

pytestmark = pytest.mark.browser

Way = tuple[int, bool, type[Window]]
WAYS: list[Way] = [(WIDE, True, Keys), (NARROW, False, Window)]
"""The two that are least alike."""
OTHER_WAYS: list[Way] = [
    (width, script, hands)
    for width in (WIDE, NARROW)
    for script in (True, False)
    for hands in (Window, Keys)
    if (width, script, hands) not in WAYS
]


def named(way: Way) -> str:
    """The way in a test's name."""
    width, script, hands = way
    place = "desk" if width == WIDE else "phone"
    return f"{place}, {hands.__name__.lower()}, {'script' if script else 'no script'}"


TRIED = [
    pytest.param(
        way,
        day,
        id=f"{named(way)}-{day}",
        marks=() if way == WAYS[number % len(WAYS)] else pytest.mark.long,
    )
    for number, day in enumerate(DAYS)
    for way in (*WAYS, *OTHER_WAYS)
]
"""Every day by every way; for every check by the two of ``WAYS`` in turn."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def product(
    request: pytest.FixtureRequest, product: Product, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The running product, on each database."""
    if request.param == "sqlite":
        yield product
        return
    template = request.getfixturevalue("postgres_template")
    with (
        borrowed_postgres(request.getfixturevalue("postgres_url"), template) as url,
        serving(tmp_path_factory.mktemp("postgres"), url) as running,
    ):
        yield running


@pytest.mark.parametrize(("way", "day"), TRIED)
def test_the_day_of_a(opening: Opening, town: Town, day: str, way: Way) -> None:
    width, script, hands = way
    DAYS[day](opening(width=width, script=script, hands=hands), town)
