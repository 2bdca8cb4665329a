"""The state of a run as bytes, and back.

The first byte is the format. Format 1 is a zstd frame of one MessagePack array:

    [crc32 of the definition's digest, parked at (µs) or nil, variables, done, scopes]
    scope = [index of the host's scope, id of the host (both nil for the case), spec, root, tasks]
    root  = [id, state since (s)]
    task  = [id, spec, state, id of the parent or nil for the root, since (s), waits, data]

Only open tasks are kept, so a state is a few hundred bytes and does not grow with the work done.
Values that MessagePack lacks travel as extensions. Bytes of an older format stay readable for ever:
``tests/fixtures/state`` has some of each.
"""

import threading
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import zstandard

from engine.workflow.running.flat import CaseScope, CaseWorkflow, Scope, Token
from engine.workflow.running.incidents import StateUnreadable

if TYPE_CHECKING:
    from engine.workflow.running.definition import Definition

FORMAT = 1
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 2**63
_MOST_BYTES = 64 * 1024 * 1024


def _extension(code: int, text: str) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(code, text.encode())


_PACKERS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: lambda v: _extension(1, str(v)),
    date: lambda v: _extension(2, v.isoformat()),
    datetime: lambda v: _extension(3, v.isoformat()),
    time: lambda v: _extension(4, v.isoformat()),
    timedelta: lambda v: _extension(5, str(v // _MICROSECOND)),
    int: lambda v: v if -_LARGEST <= v < _LARGEST else _extension(6, str(v)),
    list: lambda v: [packed(item) for item in v],
}
_UNPACKERS: Mapping[int, Callable[[str], Any]] = {
    1: Decimal,
    2: date.fromisoformat,
    3: datetime.fromisoformat,
    4: time.fromisoformat,
    5: lambda text: int(text) * _MICROSECOND,
    6: int,
}


def packed(value: Any) -> Any:
    """A value in terms of MessagePack."""
    pack = _PACKERS.get(type(value))
    return value if pack is None else pack(value)


def _unpacked(code: int, data: memoryview) -> Any:
    return _UNPACKERS[code](bytes(data).decode())


class _Tools(threading.local):
    """Compressors must not be shared between threads; making one costs more than using it."""

    def __init__(self) -> None:
        # The fastest level: for a few hundred bytes the better ones save six and touch more memory.
        self.compress = zstandard.ZstdCompressor(level=-1).compress
        self.expand = zstandard.ZstdDecompressor().decompress
        self.encode = msgspec.msgpack.Encoder().encode
        self.decode = msgspec.msgpack.Decoder(ext_hook=_unpacked).decode


_tools = _Tools()


def dumps(workflow: CaseWorkflow, digest: str) -> bytes:
    """The state as bytes of the newest format."""
    places: dict[UUID, int] = {}
    scopes = []
    for index, scope in enumerate(workflow.scopes()):
        places.update(dict.fromkeys(scope.tasks, index))
        scopes.append(_scope(scope, places))
    state = (
        zlib.crc32(digest.encode()),
        workflow.parked_at,
        _mapping(workflow.variables),
        workflow.done,
        scopes,
    )
    return bytes((FORMAT,)) + _tools.compress(_tools.encode(state))


def loads(definition: "Definition", blob: bytes, context: Mapping[str, Any]) -> CaseWorkflow:
    """The run of those bytes. Raises StateUnreadable for damage, or another process version."""
    if not blob or blob[0] not in _READERS:
        raise StateUnreadable(reason="định dạng không biết.")
    try:
        state = _tools.decode(_tools.expand(blob[1:], max_output_size=_MOST_BYTES))
        return _READERS[blob[0]](definition, state, context)
    except (zstandard.ZstdError, msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        raise StateUnreadable(reason="dữ liệu hỏng.") from error


def _scope(scope: Scope, places: Mapping[UUID, int]) -> tuple[Any, ...]:
    root = scope.task_tree
    host = scope.host
    return (
        None if host is None else places[host.id],
        None if host is None else host.id.bytes,
        scope.spec.name,
        (root.id.bytes, root.last_state_change),
        [_task(task, root.id) for task in scope.tasks.values() if task is not root],
    )


def _task(task: Token, root: UUID) -> tuple[Any, ...]:
    parent = task._parent
    return (
        task.id.bytes,
        task.task_spec.name,
        task._state,
        None if parent is None or parent == root else parent.bytes,
        task.last_state_change,
        _mapping(task.internal_data),
        _mapping(task.data),
    )


def _mapping(values: Mapping[str, Any]) -> dict[str, Any] | None:
    return {name: packed(value) for name, value in values.items()} if values else None


def _read_1(definition: "Definition", state: Any, context: Mapping[str, Any]) -> CaseWorkflow:
    crc, parked_at, variables, done, scopes = state
    if crc != zlib.crc32(definition.digest.encode()):
        raise StateUnreadable(reason="trạng thái thuộc phiên bản quy trình khác.")
    workflow = CaseWorkflow(
        definition.specs[definition.process_id], definition.specs, context=context
    )
    workflow.parked_at = parked_at
    workflow.variables = variables or {}
    workflow.done = done
    opened: list[Scope] = []
    for place, host_id, name, root, tasks in scopes:
        scope: Scope = workflow
        if place is not None:
            host = opened[place].tasks[UUID(bytes=host_id)]
            scope = CaseScope(definition.specs[name], host.id, workflow, host)
            workflow.subprocesses[host.id] = scope
        opened.append(scope)
        _fill(scope, root, tasks)
    workflow.completed = len(workflow.tasks) == 1
    return workflow


def _fill(scope: Scope, root: Any, tasks: list[Any]) -> None:
    identity, since = root
    scope.task_tree = Token(scope, scope.spec.root, id=UUID(bytes=identity))
    scope.task_tree._state = 64
    scope.task_tree.last_state_change = since
    for identity, name, state, parent, since, waits, data in tasks:
        above = scope.task_tree if parent is None else scope.tasks[UUID(bytes=parent)]
        spec = scope.spec.task_specs[name]
        task = Token(scope, spec, above, state, UUID(bytes=identity))
        task.last_state_change = since
        task.internal_data = waits or {}
        task.data = data or {}


_READERS: Mapping[int, Callable[["Definition", Any, Mapping[str, Any]], CaseWorkflow]] = {
    1: _read_1,
}
