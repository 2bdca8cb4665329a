"""Whatever keeps documents keeps this contract (``engine.ports``)."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.folder.documents import GOING, FolderDocuments
from engine.errors import StoreUnavailable
from engine.ports import DocumentStore


@pytest.mark.parametrize("content", [b"", b"a paper", bytes(range(256)) * 4096])
def test_what_was_put_comes_back_under_its_digest(adapter: DocumentStore, content: bytes) -> None:
    digest = adapter.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert adapter.get(digest) == content


def test_putting_the_same_bytes_twice_is_harmless(adapter: DocumentStore) -> None:
    assert adapter.put(b"same") == adapter.put(b"same")


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "/etc/passwd" + "0" * 53])
def test_what_was_never_put_is_a_key_error(adapter: DocumentStore, digest: str) -> None:
    with pytest.raises(KeyError):
        adapter.get(digest)


LATER = datetime.now(UTC) + timedelta(days=1)
EARLIER = LATER - timedelta(days=2)


def test_what_is_old_is_listed_and_can_be_removed(adapter: DocumentStore) -> None:
    digests = {adapter.put(content) for content in (b"one", b"two")}
    assert list(adapter.put_before(EARLIER)) == []
    assert set(adapter.put_before(LATER)) == digests
    one = min(digests)
    assert adapter.remove(one, put_before=LATER)
    assert adapter.remove(one, put_before=LATER)
    assert set(adapter.put_before(LATER)) == digests - {one}
    with pytest.raises(KeyError):
        adapter.get(one)


def test_what_was_put_again_since_is_not_removed(adapter: DocumentStore) -> None:
    digest = adapter.put(b"same")
    assert not adapter.remove(digest, put_before=EARLIER)
    assert adapter.get(digest) == b"same"


def test_a_file_put_again_is_young_again(tmp_path: Path) -> None:
    store = FolderDocuments(tmp_path)
    digest = store.put(b"same")
    for path in tmp_path.rglob(digest):
        os.utime(path, (0, 0))
    assert list(store.put_before(EARLIER)) == [digest]
    store.put(b"same")
    assert list(store.put_before(EARLIER)) == []


def test_a_removal_that_was_cut_off_loses_nothing(tmp_path: Path) -> None:
    store = FolderDocuments(tmp_path)
    digest = store.put(b"same")
    for path in tmp_path.rglob(digest):
        path.rename(path.with_suffix(GOING))
    assert list(store.put_before(LATER)) == [digest]
    assert store.get(digest) == b"same"


def test_a_folder_that_can_not_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        FolderDocuments(tmp_path / "file").put(b"lost")
