"""What of the tests every check runs, and what it leaves to long runs: always the same."""

from collections.abc import Callable, Iterable
from math import ceil
from typing import TypeVar
from zlib import crc32

import pytest

OVER_PAGES = 8
"""Of so many tests over pages and API one runs on PostgreSQL too."""
Thing = TypeVar("Thing")


def part_of(things: Iterable[Thing], parts: int, name: Callable[[Thing], str]) -> list[Thing]:
    """One of so many, chosen by their names: at least one, and the same in every run."""
    found = sorted(things, key=lambda one: crc32(name(one).encode()))
    return found[: ceil(len(found) / parts)]


def once_on_postgres(items: list[pytest.Item]) -> None:
    """Of what runs on both databases, each test runs once on PostgreSQL too, and of what is done
    over pages and API a part. The rest of it is long.
    """
    there, once = {item.nodeid for item in items}, set[str]()
    for item in items:
        name, _, case = item.nodeid.partition("[")
        if "postgres" not in case or item.nodeid.replace("postgres", "sqlite") not in there:
            continue
        rest = name.startswith("tests/acceptance/") and crc32(name.encode()) % OVER_PAGES
        if name in once or rest or item.get_closest_marker("long_on_postgres"):
            item.add_marker("long")
        once.add(name)


def one_in_so_many(items: list[pytest.Item]) -> None:
    """Of the cases of a test a part, as its mark ``one_in`` says. The rest is long.

    Those on PostgreSQL are a kind of their own.
    """
    cases: dict[tuple[str, bool], list[pytest.Item]] = {}
    for item in items:
        name, _, case = item.nodeid.partition("[")
        if item.get_closest_marker("one_in") and not item.get_closest_marker("long"):
            cases.setdefault((name, "postgres" in case), []).append(item)
    for found in cases.values():
        (parts,) = next(found[0].iter_markers("one_in")).args
        kept = part_of(found, parts, lambda item: item.nodeid)
        for item in found:
            if item not in kept:
                item.add_marker("long")
