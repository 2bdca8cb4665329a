"""Which process of a drawing runs, where several could be meant."""

from engine.designing.fixing.asked import (
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    chosen,
)
from engine.workflow.reading.drawn import ACTIVITY_TAGS, NODE_TAGS, B
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.xml_text import Tag, XmlText

_WHICH = "quy-trinh"


class Running:
    """One process runs, the others are only drawn beside it."""

    codes = frozenset(
        {
            "process.none_executable",
            "process.several",
            "process.not_executable",
            "process.illustration",
        }
    )
    words = "Chọn quy trình chạy"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """Which of those that have something in them."""
        text = XmlText(ground.files[fault.file])
        pools = {
            tag.attributes.get("processRef", "").rpartition(":")[2]: tag.attributes.get("name", "")
            for tag in text.all(f"{B}participant")
        }
        choices = tuple(
            Choice(one.id, _called(one, pools)) for one in text.all(f"{B}process") if _drawn(one)
        )
        question = Question(_WHICH, "Quy trình chạy là", "choice", choices=choices)
        title = "Hồ sơ đi theo quy trình nào trong tệp này"
        return Offer("running", fault.file, fault.element_id or "", title, (question,))

    def fixed(self, ground: Ground, file: str, _element: str, answers: Answers) -> Files:
        """Sets ``isExecutable`` of each."""
        text = XmlText(ground.files[file])
        drawn = [one for one in text.all(f"{B}process") if _drawn(one)]
        which = chosen(answers, _WHICH, "quy trình", [one.id for one in drawn])
        for one in drawn:
            text.set(one, "isExecutable", "true" if one.id == which else "false")
        return {file: text.written()}


def _drawn(process: Tag) -> bool:
    return any(one.name.removeprefix(B) in NODE_TAGS for one in process.children)


def _called(process: Tag, pools: dict[str, str]) -> str:
    name = process.attributes.get("name") or pools.get(process.id) or process.id
    names = [
        one.attributes.get("name") or one.id
        for one in process.children
        if one.name.removeprefix(B) in ACTIVITY_TAGS
    ]
    return f"“{' '.join(name.split())}”: {len(names)} việc ({', '.join(names[:4])})"
