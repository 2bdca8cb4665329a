"""What people call an element that has no name."""

from engine.designing.fixing.asked import Answers, Files, Ground, Offer, Question, told
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.xml_text import XmlText


class Name:
    """The name of a step, a lane, a choice."""

    codes = frozenset({"label.missing", "label.gateway_missing", "label.long"})
    words = "Đặt tên"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """A name."""
        if fault.element_id is None:
            return None
        value = XmlText(ground.files[fault.file]).drawn(fault.element_id).attributes.get("name", "")
        question = Question("ten", "Tên", value=" ".join(value.split()))
        return Offer("name", fault.file, fault.element_id, "Tên của chỗ này", (question,))

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets ``name``."""
        text = XmlText(ground.files[file])
        text.set(text.drawn(element), "name", told(answers, "ten", "Tên"))
        return {file: text.written()}
