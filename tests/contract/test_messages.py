"""Whatever sends messages to telephones keeps this contract (``engine.ports``)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.messages.mailbox import KEPT, Mailbox
from adapters.messages.spool import SpooledMessages
from engine.errors import Unavailable
from engine.ports import MessageSender, SentMessage

NOW = datetime(2025, 12, 4, 9, 15, tzinfo=UTC)
ONE = SentMessage(NOW, "0912345678", "123456 là mã đăng nhập")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    spool = tmp_path / "sms" / "outgoing"
    spool.mkdir(parents=True)
    return {"MOTCUA_MESSAGES_SPOOL": str(spool)}


def test_what_is_sent_is_handed_on_and_shown_only_where_everybody_may_read_it(
    adapter: MessageSender, tmp_path: Path
) -> None:
    assert adapter.reaches_people()
    adapter.send(ONE)
    assert adapter.shown() in ((), (ONE,))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert "123456" in files[0].read_text(encoding="utf-8")


def test_a_gateway_finds_whole_files_of_its_own_form(tmp_path: Path) -> None:
    folder = tmp_path / "outgoing"
    folder.mkdir()
    SpooledMessages(folder).send(ONE)
    (found,) = folder.iterdir()
    text = found.read_text(encoding="utf-8")
    assert text == f"To: 84912345678\nAlphabet: UTF-8\n\n{ONE.text}\n"


def test_without_a_folder_nothing_is_offered_and_nothing_sent(tmp_path: Path) -> None:
    nowhere = SpooledMessages(None)
    assert not nowhere.reaches_people()
    for sender in (nowhere, SpooledMessages(tmp_path / "gone" / "too")):
        with pytest.raises(Unavailable):
            sender.send(ONE)


def test_the_mailbox_keeps_the_last_messages(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox")
    for number in range(KEPT + 2):
        box.send(SentMessage(NOW.replace(microsecond=number), "0912345678", str(number)))
    assert [one.text for one in box.shown()] == [str(n) for n in range(KEPT + 1, 1, -1)]
