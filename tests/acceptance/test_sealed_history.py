"""Nobody rewrites history unseen: sealed heads against the database."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.folder.heads import FolderHeads
from engine.audit.heads import head_faults
from engine.jobs.sealing import seal_due_days
from tests.town import Town

KEY = b"a" * 32


@pytest.fixture
def heads(town: Town, tmp_path: Path) -> FolderHeads:
    """Two days of history, sealed."""
    store = FolderHeads(tmp_path / "heads")
    filed = town.file()
    town.until(filed.case_id, "B3")
    town.wait(hours=24)
    town.file()
    later = town.now + timedelta(days=1)
    assert seal_due_days(town.database, store, KEY, now=later) == 2
    return store


def found(town: Town, heads: FolderHeads, key: bytes = KEY) -> list[str]:
    with town.database.reading() as session:
        return head_faults(session, heads, key)


def test_untouched_history_agrees_with_its_seals(town: Town, heads: FolderHeads) -> None:
    assert found(town, heads) == []


def test_sealing_again_writes_nothing(town: Town, heads: FolderHeads) -> None:
    assert seal_due_days(town.database, heads, KEY, now=town.now + timedelta(days=1)) == 0


def test_a_day_that_another_worker_seals_meanwhile_keeps_that_seal(
    town: Town, heads: FolderHeads
) -> None:
    town.wait(hours=24)
    town.file()
    later = town.now + timedelta(days=1)

    class Slow(FolderHeads):
        """Reads which days are sealed, then another worker seals one more, and an act is late."""

        def days(self) -> list[date]:
            found = super().days()
            if len(found) == 2:
                assert seal_due_days(town.database, heads, KEY, now=later) == 1
                town.file()
            return found

    seal_due_days(town.database, Slow(heads.root), KEY, now=later)
    assert len(heads.days()) == 3
    assert found(town, heads) == []


def test_a_day_is_not_sealed_before_it_has_ended(town: Town, tmp_path: Path) -> None:
    town.file()
    assert seal_due_days(town.database, FolderHeads(tmp_path / "h"), KEY, now=town.now) == 0


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM case_events WHERE seq > 2",
        "DELETE FROM case_events",
        "UPDATE case_events SET hash = body",
    ],
    ids=["truncated", "deleted", "rewritten"],
)
def test_history_changed_behind_the_seals_is_found(
    town: Town, heads: FolderHeads, sql: str
) -> None:
    with town.database.writing() as session:
        session.execute(text(sql))
    assert found(town, heads)


def test_a_forged_head_is_found_without_the_key(town: Town, heads: FolderHeads) -> None:
    assert found(town, heads, key=b"b" * 32)


def test_a_missing_day_breaks_the_chain_of_heads(town: Town, heads: FolderHeads) -> None:
    first = heads.days()[0]
    (heads.root / f"{first}.json").unlink()
    assert found(town, heads)
