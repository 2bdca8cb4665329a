"""Errors, escalations, cancellations: what is thrown is caught, who catches can be asked."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.diagnosis.calls import called_process, process_of
from engine.workflow.reading.drawn import B, Drawing, Node, Scope
from engine.workflow.reading.faults import Fault, fault

_FAILS = frozenset({"businessRuleTask", "scriptTask", "serviceTask", "task"})
_THROWN: Mapping[str, str] = {"error": "lỗi", "escalation": "báo cáo lên trên"}


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
            if kind not in node.kinds or process_of(node.scope).id in called:
                continue
            definition = node.definitions[node.kinds.index(kind)]
            thrown = codes.get(definition.get(f"{kind}Ref") or "", "")
            if not _is_caught(node.scope, (kind, thrown), caught):
                code = f"event.uncaught_{kind}"
                faults.append(
                    fault(code, file=drawing.file, at=node.element, name=node.label, error=thrown)
                )


def check_never_thrown(
    drawing: Drawing, processes: Mapping[str, Scope], faults: list[Fault]
) -> None:
    """Events that wait for an error or escalation that nothing inside their place can throw."""
    codes = _codes(drawing)
    for node in drawing.nodes():
        place = node.host if node.tag == "boundaryEvent" else _served(node)
        wanted = [one for one in _kinds_of([node], codes) if one[0] in _THROWN]
        if place is None or len(wanted) != 1:
            continue
        kind, code = wanted[0]
        if not _may_throw(place, kind, code, codes, processes):
            what = f"{_THROWN[kind]} “{code}”" if code else _THROWN[kind]
            faults.append(
                fault(
                    "event.never_thrown",
                    file=drawing.file,
                    at=node.element,
                    name=node.label,
                    what=what,
                )
            )


def _served(node: Node) -> Scope | None:
    """The scope whose event sub-process a start event begins."""
    owner = node.scope.owner if node.tag == "startEvent" else None
    return owner.scope if owner is not None and owner.by_event else None


def _may_throw(
    place: Node | Scope,
    kind: str,
    code: str | None,
    codes: Mapping[str, str],
    processes: Mapping[str, Scope],
) -> bool:
    waiting = [place]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if isinstance(at, Scope):
            if id(at) not in seen:
                seen.add(id(at))
                waiting += at.nodes
            continue
        if at.tag == "callActivity":
            inner = processes.get(called_process(at) or "")
            if inner is None:
                return True  # what is called is not there: said already
            waiting.append(inner)
        elif at.inner is not None:
            waiting.append(at.inner)
        elif kind == "error" and at.tag in _FAILS:
            return True
        elif at.tag in ("endEvent", "intermediateThrowEvent") and kind in at.kinds:
            thrown = at.definitions[at.kinds.index(kind)].get(f"{kind}Ref")
            # The code of another file is not known here: it may be the one.
            if code is None or codes.get(thrown or "", code) == code:
                return True
    return False


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
