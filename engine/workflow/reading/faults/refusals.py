"""Refusals that carry a list of faults."""

from typing import ClassVar

from engine.errors import Invalid
from engine.workflow.reading.faults import Fault


class DocumentRefused(Invalid):
    """An XML file is not well-formed, hostile or too large; ``faults`` has every reason."""

    code: ClassVar[str] = "document_refused"
    message: ClassVar[str] = "Không nhận tệp {file}: có {count} lỗi. Lỗi đầu tiên: {first}"

    def __init__(self, *, file: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(
            file=file,
            count=len(faults),
            first=faults[0].message if faults else "",
            faults=faults,
        )
