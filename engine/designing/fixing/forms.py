"""A form to begin with where a step, or the filing, names one that the package lacks."""

import json
import re
from collections.abc import Mapping
from typing import Any

from engine.catalogue.forms.questions import label_of, questions
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.designing.fixing.asked import (
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    chosen,
    refuse,
    told,
)
from engine.designing.fixing.toml_text import with_value
from engine.diagnosis.forms import read_form
from engine.files import FileUnreadable, read_json, text_of
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
MORE = "moi"
"""The answer with which questions are added."""
_SCHEMA = 18
"""The version of form-js whose forms the product reads."""


_FILER = (
    ("submitter_name", "nguoi_nop_ho_ten", "Họ và tên người nộp", {"minLength": 2}),
    (
        "submitter_identity_number",
        "nguoi_nop_so_dinh_danh",
        "Số định danh cá nhân",
        {"pattern": "^[0-9]{12}$"},
    ),
    ("submitter_phone", "nguoi_nop_dien_thoai", "Số điện thoại", {"pattern": "^0[0-9]{9}$"}),
)
"""Who files, as every filing has to tell: what it stands for, its question and its bounds."""


class EmptyForm:
    """A form without a question of its own: what is asked is for its editor. That of the filing
    asks who files, or no officer could file for anybody."""

    codes = frozenset({"step.form_unknown", "field.name_unknown"})
    words = "Thêm phiếu trống"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """The heading of the form."""
        key = _lacking(ground, fault)
        if key is None:
            return None
        hint = "Đầu phiếu; câu hỏi thêm sau, ở tệp biểu mẫu"
        asked = (Question("ten", "Tên phiếu", hint=hint),)
        return Offer("form", fault.file, key, f"Phiếu trống forms/{key}.json", asked)

    def fixed(self, ground: Ground, _file: str, key: str, answers: Answers) -> Files:
        """Adds the file."""
        path = f"forms/{key}.json"
        if not _KEY.fullmatch(key) or path in ground.files:
            refuse("ten", f"Gói đã có {path}, hoặc tên ấy không dùng được.")
        heading = told(answers, "ten", "Tên phiếu")
        text = {"type": "text", "id": "Tieu_de", "text": f"## {heading}"}
        form = {"type": "default", "id": key, "schemaVersion": _SCHEMA, "components": [text]}
        read = read_manifest(ground.files.get(MANIFEST, b""))
        if key == read.filing_form and not (read.manifest and read.manifest.people):
            return _with_filer(ground, path, form)
        return {path: _written(form)}


class Filer:
    """Which question tells whose the dossier is: one that the form has, or those of every filing.

    An officer who types for somebody else knows it from nowhere else.
    """

    codes = frozenset({"people.owner_unnamed"})
    words = "Ghi câu hỏi họ tên chủ hồ sơ"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """The questions answered by a line of text."""
        form = _filing_form(ground)
        if form is None:
            return None
        asked = (Choice(key, f"Câu “{label}”") for key, label in _lines(form))
        more = Choice(MORE, "Thêm các câu: họ tên, số định danh, điện thoại của người nộp")
        which = Question("cau", "Họ tên chủ hồ sơ là", "choice", choices=(*asked, more))
        return Offer("filer", fault.file, "", "Hồ sơ là của ai", (which,))

    def fixed(self, ground: Ground, _file: str, _element: str, answers: Answers) -> Files:
        """Names the question in the manifest, or adds those there are not."""
        form = _filing_form(ground)
        if form is None:
            refuse("cau", "Chưa đọc được phiếu khai.")
        allowed = [*(key for key, _ in _lines(form)), MORE]
        key = chosen(answers, "cau", "câu hỏi họ tên", allowed)
        if key != MORE:
            said = with_value(text_of(ground.files[MANIFEST]), "filing.people.owner_name", key)
            return {MANIFEST: said.encode()}
        path = f"forms/{read_manifest(ground.files[MANIFEST]).filing_form}.json"
        return _with_filer(ground, path, form)


def _filing_form(ground: Ground) -> dict[str, Any] | None:
    key = read_manifest(ground.files.get(MANIFEST, b"")).filing_form
    try:
        return dict(read_json(ground.files[f"forms/{key}.json"]))
    except (KeyError, FileUnreadable):
        return None


def _lines(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The questions that a line of text answers, whoever files."""
    read = read_form(_written(form), file="", faults=[])
    asked = (one for one in questions(form) if one.get("type") == "textfield")
    found = [(str(one["key"]), label_of(one)) for one in asked]
    return [(key, label) for key, label in found if read.surely_told(key)]


def _with_filer(ground: Ground, path: str, form: Mapping[str, Any]) -> Files:
    """The form with the questions of who files that it has not, and the manifest naming them.

    What the manifest names already stays, unless it is a name that nobody surely tells; a question
    that has the key and can't be of a person gets a neighbour.
    """
    there = {str(one.get("key")) for one in questions(form)}
    lines = {key for key, _ in _lines(form)}
    read, said = read_manifest(ground.files[MANIFEST]).manifest, text_of(ground.files[MANIFEST])
    named, more = read.people if read else {}, list[dict[str, object]]()
    for name, usual, label, bounds in reversed(_FILER):
        if named.get(name) in (lines if name == "submitter_name" else there):
            continue
        key = usual
        while key in there and key not in lines:
            key += "_moi"
        if key not in there:
            more.insert(0, _question(name, key, label, bounds))
        said = with_value(said, f"filing.people.{name}", key)
    whole = {**form, "components": [*form["components"], *more]}
    return {path: _written(whole), MANIFEST: said.encode()}


def _written(form: Mapping[str, Any]) -> bytes:
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()


def _question(_: str, key: str, label: str, bounds: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "textfield",
        "key": key,
        "label": label,
        "id": f"Cau_{key}",
        "validate": {"required": True, **bounds},
    }


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
