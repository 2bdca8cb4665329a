"""What reaches beyond one scope: the main process, calls."""

from collections.abc import Iterator, Mapping, Sequence

from engine.workflow.reading.drawn import B, Drawing, Node, Scope, is_executable
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.foreign import ZEEBE


def called_process(node: Node) -> str | None:
    """The id of the process that a call activity calls."""
    if node.tag != "callActivity":
        return None
    called = node.element.get("calledElement")
    if called:
        return called.strip().rpartition(":")[2]
    zeebe = node.element.find(f"{B}extensionElements/{{{ZEEBE}}}calledElement")
    return zeebe.get("processId") if zeebe is not None else None


def index_processes(drawings: Sequence[Drawing], faults: list[Fault]) -> dict[str, Scope]:
    """The processes of the package by id; a second one of the same id is a fault."""
    found: dict[str, Scope] = {}
    files: dict[str, str] = {}
    for drawing in drawings:
        for process in drawing.processes:
            if process.id in found and files[process.id] != drawing.file:
                faults.append(
                    fault(
                        "process.twice",
                        file=drawing.file,
                        at=process.element,
                        value=process.id,
                        other=files[process.id],
                    )
                )
            elif process.id:
                found.setdefault(process.id, process)
                files.setdefault(process.id, drawing.file)
    return found


def check_calls(
    drawings: Sequence[Drawing], processes: Mapping[str, Scope], faults: list[Fault]
) -> set[str]:
    """Calls of nothing and calls in a circle; returns the ids of the processes that are called."""
    calls = _calls(drawings, processes, faults)
    for circle in _circles(calls):
        process = processes[circle[0]]
        name = process.element.get("name") or process.id
        path = " → ".join(circle)
        file = next(d.file for d in drawings if process in d.processes)
        faults.append(fault("call.circle", file=file, at=process.element, name=name, path=path))
    found = {called for several in calls.values() for called in several}
    for drawing in drawings:
        for process in drawing.processes:
            if process.id in found:
                _check_called_start(process, drawing.file, faults)
    return found


def _calls(
    drawings: Sequence[Drawing], processes: Mapping[str, Scope], faults: list[Fault]
) -> dict[str, set[str]]:
    """Which processes each process calls; calls of nothing are faults."""
    calls: dict[str, set[str]] = {}
    for drawing in drawings:
        for node in drawing.nodes():
            if node.tag != "callActivity":
                continue
            called, file, at, name = called_process(node), drawing.file, node.element, node.label
            if not called:
                faults.append(fault("call.missing", file=file, at=at, name=name))
            elif called not in processes:
                faults.append(fault("call.unknown", file=file, at=at, name=name, called=called))
            else:
                calls.setdefault(process_of(node.scope).id, set()).add(called)
    return calls


def _check_called_start(process: Scope, file: str, faults: list[Fault]) -> None:
    """A called process is begun by its caller: nobody sends the event that it would wait for."""
    name = process.element.get("name") or process.id
    faults += [
        fault(
            "call.start",
            file=file,
            at=start.element,
            process=name,
            name=start.label,
            kind=start.kinds[0],
        )
        for start in process.starts()
        if start.kinds
    ]


def process_of(scope: Scope) -> Scope:
    """The process that a scope is a part of."""
    while scope.owner is not None:
        scope = scope.owner.scope
    return scope


def _circles(calls: Mapping[str, set[str]]) -> list[list[str]]:
    """The circles that a walk along the calls runs into, each once."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in sorted(calls):
        way: dict[str, Iterator[str]] = {}
        current: str | None = start if start not in done else None
        while current is not None:
            way.setdefault(current, iter(sorted(calls.get(current, ()))))
            following = next((c for c in way[current] if c not in done), None)
            if following is None:
                done.add(current)
                way.popitem()
                current = next(reversed(way), None)
            elif following in way:
                names = list(way)
                circles.append([*names[names.index(following) :], following])
            else:
                current = following
    return circles


def check_main(
    drawing: Drawing, called: set[str], *, is_main: bool, faults: list[Fault]
) -> Scope | None:
    """The process that a case runs, when this is the main file: the executable one not called."""
    faults += [
        fault(
            "process.illustration",
            file=drawing.file,
            at=element,
            name=element.get("name") or element.get("id"),
        )
        for element in drawing.illustrations
    ]
    free = [process for process in drawing.processes if process.id not in called]
    if is_main and len(free) > 1 and not any(is_executable(one.element) for one in free):
        names = _named(free)
        code = "process.none_executable"
        faults.append(fault(code, file=drawing.file, at=free[0].element, names=names))
        return None
    for process in drawing.processes:
        if not is_executable(process.element):
            name = process.element.get("name") or process.id
            faults.append(
                fault("process.not_executable", file=drawing.file, at=process.element, name=name)
            )
    if not drawing.processes:
        faults.append(fault("process.none", file=drawing.file, at=drawing.root))
    if not is_main:
        for process in free:
            name = process.element.get("name") or process.id
            faults.append(
                fault("process.uncalled", file=drawing.file, at=process.element, name=name)
            )
        return None
    if len(free) > 1:
        names = _named(free)
        faults.append(fault("process.several", file=drawing.file, at=free[1].element, names=names))
    return free[0] if free else None


def _named(processes: Sequence[Scope]) -> str:
    return ", ".join(f"“{one.element.get('name') or one.id}”" for one in processes)
