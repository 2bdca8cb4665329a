"""Events of a case, each hashed together with the one before it.

The hash covers the stored bytes, so a change of a library's JSON output never breaks a chain.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

GENESIS = bytes(32)
"""What stands before the first event of a case."""

_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: an account, under the post in which they acted; ``None`` is the system."""

    account_id: str | None
    name: str
    post: str | None = None
    honorific: str | None = None


SYSTEM = Actor(account_id=None, name="Hệ thống")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case. ``data`` holds codes and values, no sentences.

    ``trace``: what chose the way of an act that moved the case, and where it left it.
    """

    kind: str
    actor: Actor
    data: Mapping[str, object] = field(default_factory=dict)
    trace: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event of a case: its number and its hash."""

    seq: int
    hash: bytes


START = ChainHead(seq=0, hash=GENESIS)


def link(previous: bytes, body: bytes) -> bytes:
    """The hash of an event: SHA-256 over the previous hash and the stored bytes."""
    return hashlib.sha256(previous + body).digest()


def chained(
    head: ChainHead, events: Sequence[Event], *, province_code: str, case_id: str, at: datetime
) -> tuple[list[dict[str, object]], ChainHead]:
    """The rows to insert for ``events`` after ``head``, and the new head."""
    rows: list[dict[str, object]] = []
    seq, previous = head.seq, head.hash
    for event in events:
        seq += 1
        body = _encoder.encode(
            {
                "province": province_code,
                "case": case_id,
                "seq": seq,
                "at": at,
                "kind": event.kind,
                "actor": event.actor,
                "data": event.data,
                **({"trace": event.trace} if event.trace else {}),
            }
        )
        previous = link(previous, body)
        rows.append(
            {
                "province_code": province_code,
                "case_id": case_id,
                "seq": seq,
                "at": at,
                "kind": event.kind,
                "body": body,
                "hash": previous,
            }
        )
    return rows, ChainHead(seq=seq, hash=previous)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as read back from its row."""

    seq: int
    at: datetime
    kind: str
    body: bytes
    hash: bytes


def read_body(event: StoredEvent) -> dict[str, object]:
    """The event's content: province, case, seq, at, kind, actor, data, perhaps trace."""
    content = msgspec.json.decode(event.body)
    return dict(content)


def faults(events: Iterable[StoredEvent], head: ChainHead) -> list[str]:
    """What is wrong with a case's chain, in Vietnamese; empty when every link holds.

    Finds edited, deleted, reordered and truncated events. A deleted case, or a chain rewritten
    from its start, is found by the keyed heads (``engine.audit.heads``).
    """
    found: list[str] = []
    previous, expected = GENESIS, 1
    for event in events:
        if event.seq != expected:
            found.append(f"Thiếu sự kiện {expected}: sau đó là sự kiện {event.seq}.")
        if link(previous, event.body) != event.hash:
            found.append(f"Sự kiện {event.seq} không khớp chuỗi băm.")
        elif _misplaced(event):
            found.append(f"Sự kiện {event.seq}: cột và nội dung đã ký khác nhau.")
        previous, expected = event.hash, event.seq + 1
    if (expected - 1, previous) != (head.seq, head.hash):
        found.append(f"Chuỗi dừng ở sự kiện {expected - 1}, hồ sơ ghi {head.seq}.")
    return found


def _misplaced(event: StoredEvent) -> bool:
    content = read_body(event)
    at = datetime.fromisoformat(str(content["at"]))
    return (content["seq"], content["kind"], at) != (event.seq, event.kind, event.at)
