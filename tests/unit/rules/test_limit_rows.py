"""Which limit a case has: a local rule's, a row's of its package, the package's own."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from engine.catalogue.limit_rows import RECEPTION, decided, own_limit, row_for
from engine.catalogue.manifest import LimitRow, Manifest, TimeLimit
from engine.catalogue.manifest_file import read_manifest
from engine.catalogue.rules.limits import limit_in_force, longest_limit
from engine.catalogue.rules.taken import Taken
from engine.worktime import ZONE, Unit
from tests.town import FLAGSHIP_FOLDER

NOW = datetime(2025, 12, 4, 9, 15, tzinfo=ZONE)
LATER = NOW + timedelta(hours=3)


def row(days: int, **more: object) -> LimitRow:
    limit = TimeLimit(Decimal(days), Unit.WORKING_DAYS, f"{days} ngày")
    return LimitRow(limit, **({"variant": str(days)} | more))  # type: ignore[arg-type]


def package(*rows: LimitRow) -> Manifest:
    read = read_manifest((FLAGSHIP_FOLDER / "procedure.toml").read_bytes()).manifest
    assert read is not None
    return replace(read, limits=rows)


def chosen(manifest: Manifest, **names: object) -> int | None:
    return row_for(manifest, after=None, channel="online", names=names)


def test_a_row_is_taken_by_channel_and_condition_and_none_where_an_answer_is_empty() -> None:
    manifest = package(row(3, channels=("counter",)), row(4, when="so_to > 5"))
    assert chosen(manifest, so_to=6) == 2
    assert chosen(manifest, so_to=5) is None
    assert chosen(manifest, so_to=None) is None
    assert chosen(manifest) is None


def test_of_the_rows_that_apply_the_promise_is_counted_before_the_law_s_limit() -> None:
    manifest = package(row(9, when="true"), row(7, when="true", clock="committed"), row(8))
    assert chosen(manifest) == 2


def test_a_later_decision_wins_and_falls_back_when_the_step_decides_otherwise() -> None:
    manifest = package(row(3), row(5, after="B2"))
    at_first = decided({}, RECEPTION, 1, NOW)
    then = decided(at_first, "B2", 2, LATER)
    assert own_limit(manifest, then).number == 2
    assert own_limit(manifest, decided(then, "B2", None, LATER)).number == 1
    assert own_limit(manifest, {}).number is None
    assert decided(then, "B2", 2, LATER + timedelta(1)) == then


def test_only_a_phase_counts_from_the_step_that_begins_it() -> None:
    manifest = package(row(3, after="B2"), row(4, after="B3", phase="giai đoạn 2"))
    assert own_limit(manifest, decided({}, "B2", 1, LATER)).since is None
    assert own_limit(manifest, decided({}, "B3", 2, LATER)).since == LATER


def test_a_row_without_a_cut_off_has_that_of_the_package() -> None:
    manifest = package(row(3))
    own = replace(manifest.time_limit, cut_off=time(15))
    found = own_limit(replace(manifest, time_limit=own), decided({}, RECEPTION, 1, NOW))
    assert (found.limit.amount, found.limit.cut_off) == (Decimal(3), own.cut_off)


def test_a_local_limit_speaks_instead_of_every_row_of_the_package() -> None:
    manifest = package(row(3, clock="committed"))
    own = own_limit(manifest, decided({}, RECEPTION, 1, NOW))
    rule = {"value": {"amount": "9", "unit": "working_days"}, "rule": "r", "basis": "QĐ 9"}
    found = limit_in_force(own, Taken({"time_limit": {"statutory": rule}}))
    assert (found.span.amount, found.basis, found.rule, found.row) == (9, "QĐ 9", "r", None)
    assert limit_in_force(own, Taken()).number == 1


def test_the_longest_limit_is_of_the_whole_way_and_never_of_a_phase() -> None:
    manifest = package(row(40), row(90, after="B2", phase="trả giấy"))
    assert longest_limit(manifest).limit.amount == Decimal(40)
