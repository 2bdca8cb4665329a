"""Where a dossier is received, its result kept and returned, and what an end means."""

from collections.abc import Iterable

from engine.acts import path_rule
from engine.catalogue.manifest_file import MANIFEST
from engine.designing.fixing.asked import (
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    before,
    chosen,
    node_of,
    refuse,
    told,
)
from engine.designing.fixing.inserting import NewStep, put_before
from engine.designing.fixing.toml_text import with_row
from engine.files import text_of
from engine.life import ENDINGS
from engine.workflow.reading.drawn import Drawing, Node
from engine.workflow.reading.extensions import TTHC, read_steps
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.xml_text import XmlText

NEW = "moi"
_HOW = "cach"
_PERSONS = frozenset({"userTask", "manualTask"})
_ENDS = {
    "refused": "không có kết quả: từ chối giải quyết",
    "withdrawn": "không có kết quả: người nộp rút hồ sơ",
    "stopped": "không có kết quả: dừng giải quyết",
}
_NAMES = {
    "receive": ("tiep_nhan", "Tiếp nhận hồ sơ"),
    "store_result": ("luu_ket_qua", "Lưu kết quả"),
    "return": ("tra_ket_qua", "Trả kết quả"),
}


class Receiving:
    """The step that receives the dossier: one that is drawn, or a new one behind the start."""

    codes = frozenset({"act.receive_missing", "act.before_receive"})
    words = "Đặt bước tiếp nhận"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """Which step."""
        drawing = ground.drawing(fault.file)
        steps = _free_steps(drawing)
        new = [Choice(NEW, "thêm một bước mới ngay sau chỗ bắt đầu")] if _start(drawing) else []
        if not steps and not new:
            return None
        questions = (
            Question(_HOW, "Bước tiếp nhận là", "choice", choices=(*_of_steps(steps), *new)),
            _name("receive"),
        )
        title = "Bước nào tiếp nhận hồ sơ"
        return Offer("receiving", fault.file, fault.element_id or "", title, questions)

    def fixed(self, ground: Ground, file: str, _element: str, answers: Answers) -> Files:
        """Sets ``tthc:act``, or puts a step in."""
        drawing, text = ground.drawing(file), XmlText(ground.files[file])
        steps, start = _free_steps(drawing), _start(drawing)
        _forget(text)
        how = chosen(answers, _HOW, "bước tiếp nhận", [*(s.id for s in steps), NEW])
        if how != NEW:
            text.extend(text.drawn(how), "act", {"kind": "receive"})
        elif start is None or start.outgoing[0].target is None:
            refuse(_HOW, "Sơ đồ không có một chỗ bắt đầu duy nhất; hãy chọn một bước đã vẽ.")
        else:
            flow = start.outgoing[0]
            put_before(text, flow.target or start, [flow], [_new("receive", answers)])
        return {file: text.written()}


class Ending:
    """What an end means to which a way leads without a returned result."""

    codes = frozenset({"act.end_without_return"})
    words = "Đặt ý nghĩa chỗ kết thúc"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """A step that returns, new steps, or that the case ends there without a result."""
        drawing = ground.drawing(fault.file)
        node = node_of(drawing, fault.element_id or "")
        if node is None or node.tag != "endEvent" or not node.incoming:
            return None
        steps = _free(before(node))
        stored = _stored_before(drawing, node)
        new = "thêm bước trả kết quả trước chỗ này"
        if not stored:
            new = "thêm hai bước trước chỗ này: lưu kết quả, trả kết quả"
        ends = [
            Choice(kind, words)
            for kind, words in _ENDS.items()
            if MANIFEST in ground.files and kind in ENDINGS
        ]
        label = "Đến đây thì"
        how = (*_of_steps(steps, "đã trả kết quả ở bước"), Choice(NEW, new), *ends)
        questions = (Question(_HOW, label, "choice", choices=how),)
        return Offer("ending", fault.file, node.id, f"Kết thúc “{node.label}” là gì", questions)

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets ``tthc:act``, puts steps in, or makes it an end without a result."""
        drawing, text = ground.drawing(file), XmlText(ground.files[file])
        node = node_of(drawing, element)
        if node is None:
            refuse(_HOW, "Sơ đồ không còn chỗ kết thúc này.")
        steps = [one.id for one in _free(before(node))]
        how = chosen(answers, _HOW, "chỗ kết thúc này là gì", [*steps, NEW, *_ENDS])
        if how in _ENDS:
            return _without_result(ground, file, text, node, how)
        if how == NEW:
            acts = ["return"] if _stored_before(drawing, node) else ["store_result", "return"]
            put_before(text, node, node.incoming, [_new(act, {}) for act in acts])
        else:
            text.extend(text.drawn(how), "act", {"kind": "return"})
        return {file: text.written()}


class Storing:
    """The step that keeps the result, before it is returned."""

    codes = frozenset({"act.return_before_store"})
    words = "Đặt bước lưu kết quả"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """A step before, or a new one."""
        node = node_of(ground.drawing(fault.file), fault.element_id or "")
        if node is None or not node.incoming:
            return None
        new = Choice(NEW, "thêm một bước mới ngay trước bước trả")
        choices = (*_of_steps(_free(before(node))), new)
        questions = (
            Question(_HOW, "Bước lưu kết quả là", "choice", choices=choices),
            _name("store_result"),
        )
        return Offer("storing", fault.file, node.id, "Bước nào lưu kết quả", questions)

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets ``tthc:act``, or puts a step in."""
        text = XmlText(ground.files[file])
        node = node_of(ground.drawing(file), element)
        if node is None:
            refuse(_HOW, "Sơ đồ không còn bước này.")
        steps = [one.id for one in _free(before(node))]
        how = chosen(answers, _HOW, "bước lưu kết quả", [*steps, NEW])
        if how == NEW:
            put_before(text, node, node.incoming, [_new("store_result", answers)])
        else:
            text.extend(text.drawn(how), "act", {"kind": "store_result"})
        return {file: text.written()}


def _without_result(ground: Ground, file: str, text: XmlText, node: Node, kind: str) -> Files:
    end = text.drawn(node.id)
    if "terminate" not in node.kinds:
        text.put_in(end, f'<{text.prefix(end)}terminateEventDefinition id="{node.id}_dung"/>')
    manifest = text_of(ground.files[MANIFEST])
    changed = with_row(manifest, "endings", {"element": node.id, "kind": kind})
    return {file: text.written(), MANIFEST: changed.encode()}


def _forget(text: XmlText) -> None:
    """Whatever step received until now receives no more."""
    for act in text.all(f"{{{TTHC}}}act"):
        if act.attributes.get("kind") == "receive":
            text.drop(act)


def _free_steps(drawing: Drawing) -> list[Node]:
    """The steps without an act, in the order in which a dossier comes to them."""
    waiting = [start for process in drawing.processes for start in process.starts()]
    found: dict[Node, None] = {}
    while waiting:
        node = waiting.pop(0)
        if node not in found:
            found[node] = None
            waiting += [flow.target for flow in node.outgoing if flow.target]
    return _free(found)


def _free(nodes: Iterable[Node]) -> list[Node]:
    """The steps of people among them that do no act yet."""
    found = [node for node in nodes if node.tag in _PERSONS]
    busy = {
        one.element_id
        for root in {node.element.getroottree().getroot() for node in found}
        for one in read_steps(root, file="").values()
        if one.act
    }
    return [node for node in found if node.id not in busy]


def _stored_before(drawing: Drawing, node: Node) -> bool:
    steps = read_steps(drawing.root, file=drawing.file)
    here = (steps.get(one.id) for one in before(node))
    return any(path_rule(step.act) == "before_return" for step in here if step)


def _start(drawing: Drawing) -> Node | None:
    """The only start, with the only way from it."""
    starts = drawing.processes[0].starts() if len(drawing.processes) == 1 else []
    return starts[0] if len(starts) == 1 and len(starts[0].outgoing) == 1 else None


def _of_steps(nodes: Iterable[Node], before_it: str = "bước") -> tuple[Choice, ...]:
    return tuple(Choice(one.id, f"{before_it} “{one.label}”") for one in nodes)


def _name(act: str) -> Question:
    label = "Tên bước mới"
    hint = "Chỉ dùng khi thêm bước mới"
    return Question("ten", label, hint=hint, value=_NAMES[act][1], required=False)


def _new(act: str, answers: Answers) -> NewStep:
    wanted, name = _NAMES[act]
    if answers.get("ten"):
        name = told(answers, "ten", "Tên bước mới")
    return NewStep(wanted, name, act)
