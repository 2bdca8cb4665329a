"""Whatever keeps documents or audit heads keeps these contracts (``engine.ports``)."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from adapters.folder.documents import FolderDocuments
from adapters.folder.heads import FolderHeads
from engine.errors import StoreUnavailable
from engine.ports import DocumentStore, HeadStore


@pytest.fixture(params=[FolderDocuments])
def documents_under_test(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    made: DocumentStore = request.param(tmp_path / "documents")
    return made


@pytest.fixture(params=[FolderHeads])
def heads_under_test(request: pytest.FixtureRequest, tmp_path: Path) -> HeadStore:
    made: HeadStore = request.param(tmp_path / "heads")
    return made


@pytest.mark.parametrize("content", [b"", b"a paper", bytes(range(256)) * 4096])
def test_what_was_put_comes_back_under_its_digest(
    documents_under_test: DocumentStore, content: bytes
) -> None:
    digest = documents_under_test.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert documents_under_test.get(digest) == content


def test_putting_the_same_bytes_twice_is_harmless(documents_under_test: DocumentStore) -> None:
    assert documents_under_test.put(b"same") == documents_under_test.put(b"same")


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "/etc/passwd" + "0" * 53])
def test_what_was_never_put_is_a_key_error(
    documents_under_test: DocumentStore, digest: str
) -> None:
    with pytest.raises(KeyError):
        documents_under_test.get(digest)


def test_a_folder_that_can_not_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        FolderDocuments(tmp_path / "file").put(b"lost")


def test_heads_come_back_in_the_order_of_their_days(heads_under_test: HeadStore) -> None:
    days = [date(2025, 12, 5), date(2025, 12, 4)]
    for day in days:
        heads_under_test.write(day, str(day))
    assert heads_under_test.days() == sorted(days)
    assert heads_under_test.read(days[0]) == str(days[0])
    assert heads_under_test.read(date(2020, 1, 1)) is None


def test_a_head_is_never_replaced(heads_under_test: HeadStore) -> None:
    day = date(2025, 12, 4)
    heads_under_test.write(day, "one")
    heads_under_test.write(day, "one")
    with pytest.raises(FileExistsError):
        heads_under_test.write(day, "other")
    assert heads_under_test.read(day) == "one"
