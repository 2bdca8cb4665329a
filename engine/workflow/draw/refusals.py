"""Why a file can't be drawn at all.

Invalid
├── UnreadableDiagram  the XML can't be read, or is not safe to read
└── NoDiagram          there is a process, but nobody drew it
"""

from engine.errors import Invalid


class UnreadableDiagram(Invalid):
    """The XML is malformed, or carries a document type, which could hide entities."""

    code = "diagram_unreadable"
    message = "Không đọc được tệp sơ đồ: {reason}"


class NoDiagram(Invalid):
    """No shape in the file has a place: the diagram interchange part is missing or empty."""

    code = "diagram_missing"
    message = (
        "Tệp có quy trình nhưng không có phần hình vẽ (BPMNDiagram), nên không vẽ được sơ đồ. "
        "Hãy mở tệp trong công cụ vẽ BPMN, sắp xếp các hình rồi lưu lại."
    )
