"""Whatever keeps documents keeps this contract (``engine.ports``)."""

import hashlib
from pathlib import Path

import pytest

from adapters.folder.documents import FolderDocuments
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


def test_a_folder_that_can_not_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        FolderDocuments(tmp_path / "file").put(b"lost")
