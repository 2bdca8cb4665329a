"""An empty form where a step, or the filing, names one that the package lacks."""

import json
import re

from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.designing.fixing.asked import Answers, Files, Ground, Offer, Question, refuse, told
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_SCHEMA = 18
"""The version of form-js whose forms the product reads."""


class EmptyForm:
    """A form without a question: what is asked is for its editor."""

    codes = frozenset({"step.form_unknown", "field.name_unknown"})
    words = "Thêm phiếu trống"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """The heading of the form."""
        key = _lacking(ground, fault)
        if key is None:
            return None
        hint = "Đầu phiếu; câu hỏi thêm sau, ở tệp biểu mẫu"
        questions = (Question("ten", "Tên phiếu", hint=hint),)
        title = f"Phiếu trống forms/{key}.json"
        return Offer("form", fault.file, key, title, questions)

    def fixed(self, ground: Ground, _file: str, key: str, answers: Answers) -> Files:
        """Adds the file."""
        path = f"forms/{key}.json"
        if not _KEY.fullmatch(key) or path in ground.files:
            refuse("ten", f"Gói đã có {path}, hoặc tên ấy không dùng được.")
        heading = told(answers, "ten", "Tên phiếu")
        text = {"type": "text", "id": "Tieu_de", "text": f"## {heading}"}
        form = {"type": "default", "id": key, "schemaVersion": _SCHEMA, "components": [text]}
        return {path: (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()}


def _lacking(ground: Ground, fault: Fault) -> str | None:
    """The key of the form that is named and not there."""
    if fault.file == MANIFEST:
        key = read_manifest(ground.files.get(MANIFEST, b"")).filing_form
        about = fault.message.startswith("filing.form là ")
    else:
        steps = read_steps(ground.drawing(fault.file).root, file=fault.file)
        step = steps.get(fault.element_id or "")
        key, about = (step.form or "") if step else "", fault.code == "step.form_unknown"
    fits = bool(_KEY.fullmatch(key)) and f"forms/{key}.json" not in ground.files
    return key if about and fits else None
