"""What reaches beyond one scope: the main process, calls, errors thrown and caught."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.workflow.reading.drawn import B, Drawing, Node, Scope, is_executable
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.foreign import ZEEBE


def called_process(node: Node) -> str | None:
    """The id of the process that a call activity calls."""
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
                calls.setdefault(_process_of(node.scope).id, set()).add(called)
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


def _process_of(scope: Scope) -> Scope:
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
    for process in drawing.processes:
        if not is_executable(process.element):
            name = process.element.get("name") or process.id
            faults.append(
                fault("process.not_executable", file=drawing.file, at=process.element, name=name)
            )
    if not drawing.processes:
        faults.append(fault("process.none", file=drawing.file, at=drawing.root))
    free = [process for process in drawing.processes if process.id not in called]
    if not is_main:
        for process in free:
            name = process.element.get("name") or process.id
            faults.append(
                fault("process.uncalled", file=drawing.file, at=process.element, name=name)
            )
        return None
    if len(free) > 1:
        names = ", ".join(f"“{p.element.get('name') or p.id}”" for p in free)
        faults.append(fault("process.several", file=drawing.file, at=free[1].element, names=names))
    return free[0] if free else None


def check_thrown(drawing: Drawing, called: set[str], faults: list[Fault]) -> None:
    """Errors and escalations that nothing around catches; a called process's caller may."""
    codes = _codes(drawing)
    caught = {id(scope): _caught_in(scope, codes) for scope in drawing.scopes}
    for scope in drawing.scopes:
        _check_rivals(
            [start for s in _handlers(scope) for start in s.starts()], codes, drawing.file, faults
        )
        for node in scope.nodes:
            _check_rivals(node.attached, codes, drawing.file, faults)
    for node in drawing.nodes():
        if node.tag not in ("endEvent", "intermediateThrowEvent"):
            continue
        for kind in ("error", "escalation"):
            if kind not in node.kinds or _process_of(node.scope).id in called:
                continue
            definition = node.definitions[node.kinds.index(kind)]
            thrown = codes.get(definition.get(f"{kind}Ref") or "", "")
            if not _is_caught(node.scope, (kind, thrown), caught):
                code = f"event.uncaught_{kind}"
                faults.append(
                    fault(code, file=drawing.file, at=node.element, name=node.label, error=thrown)
                )


def _codes(drawing: Drawing) -> dict[str, str]:
    """The code (or name) of every error and escalation, by id."""
    return {
        element.get("id") or "": element.get(f"{kind}Code") or element.get("name") or ""
        for kind in ("error", "escalation")
        for element in drawing.root.iterchildren(f"{B}{kind}")
    }


def _handlers(scope: Scope) -> list[Scope]:
    """The event sub-processes of a scope."""
    return [node.inner for node in scope.nodes if node.by_event and node.inner is not None]


class _Caught(NamedTuple):
    """What leaves no scope: caught by its event sub-processes, or by the boundary around it.

    Kind and code; the code None catches every code.
    """

    inside: set[tuple[str, str | None]]
    around: set[tuple[str, str | None]]


def _caught_in(scope: Scope, codes: Mapping[str, str]) -> _Caught:
    starts = [start for inner in _handlers(scope) for start in inner.starts()]
    around = scope.owner.attached if scope.owner is not None else []
    return _Caught(_kinds_of(starts, codes), _kinds_of(around, codes))


def _kinds_of(catchers: list[Node], codes: Mapping[str, str]) -> set[tuple[str, str | None]]:
    found: set[tuple[str, str | None]] = set()
    for catcher in catchers:
        for definition, kind in zip(catcher.definitions, catcher.kinds, strict=True):
            reference = definition.get(f"{kind}Ref")
            found.add((kind, codes.get(reference, "") if reference else None))
    return found


def _check_rivals(
    catchers: list[Node], codes: Mapping[str, str], file: str, faults: list[Fault]
) -> None:
    """Two events of one place that catch the same: only the first would ever be asked."""
    seen: dict[tuple[str, str | None], Node] = {}
    for catcher in catchers:
        for caught in _kinds_of([catcher], codes):
            first = seen.setdefault(caught, catcher)
            if first is not catcher and caught[0] in ("error", "escalation", "cancel"):
                faults.append(
                    fault(
                        "event.catch_twice",
                        file=file,
                        at=catcher.element,
                        name=catcher.label,
                        other=first.label,
                    )
                )


def _is_caught(scope: Scope, thrown: tuple[str, str], caught: Mapping[int, _Caught]) -> bool:
    wanted = {thrown, (thrown[0], None)}
    current: Scope | None = scope
    in_handler = False
    while current is not None:
        here = caught[id(current)]
        # What a handler throws is not for the handlers of the scope that it serves.
        if wanted & here.around or (not in_handler and wanted & here.inside):
            return True
        in_handler = current.owner is not None and current.owner.by_event
        current = current.owner.scope if current.owner is not None else None
    return False
