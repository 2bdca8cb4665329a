"""What the forms of a package ask, as parts: one for each component, in the order of the form."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.catalogue.forms.questions import (
    audience_of,
    label_of,
    mapping_of,
    parts_of,
    questions,
)
from engine.files import read_json
from engine.publishing.differing.of_manifest import text
from engine.publishing.differing.rows import Part

NOT_TOLD = frozenset({"id", "key", "path", "components", "layout", "label", "values", "type"})
"""What of a component isn't told under its own name: where it stands, or told in words."""
KNOWN = {
    "description": "chú thích",
    "validate.min": "nhỏ nhất",
    "validate.max": "lớn nhất",
    "validate.minLength": "ngắn nhất",
    "validate.maxLength": "dài nhất",
    "validate.pattern": "khuôn",
    "conditional.hide": "ẩn khi",
    "defaultValue": "điền sẵn",
    "readonly": "chỉ đọc",
    "disabled": "khóa",
    "appearance.suffixAdorner": "đơn vị tính",
    "properties.kind": "loại chữ",
    "text": "lời",
}
TYPES = {
    "textfield": "một dòng chữ",
    "textarea": "nhiều dòng chữ",
    "number": "số",
    "datetime": "ngày, giờ",
    "checkbox": "đánh dấu",
    "checklist": "chọn nhiều",
    "radio": "chọn một",
    "select": "chọn một trong danh sách",
    "filepicker": "tệp",
    "text": "đoạn chữ",
    "group": "nhóm câu hỏi",
    "dynamiclist": "nhóm lặp lại",
}


def parts_of_forms(files: Mapping[str, bytes], filing_form: str) -> Iterator[Part]:
    """Every component of every form."""
    for path in sorted(files):
        if path.startswith("forms/") and path.endswith(".json"):
            key = path.removeprefix("forms/").removesuffix(".json")
            yield from _components(read_json(files[path]), key, "", filing=key == filing_form)


FILED = "Phiếu khai"
"""What the form of the filing is called: its questions are the applicants'."""


def asked_of_applicants(files: Mapping[str, bytes], filing_form: str) -> Mapping[str, str]:
    """What the filing asks, by key."""
    form = files.get(f"forms/{filing_form}.json")
    return {str(one["key"]): label_of(one) for one in questions(read_json(form))} if form else {}


def _components(
    holder: Mapping[str, Any],
    form: str,
    group: str,
    *,
    filing: bool,
) -> Iterator[Part]:
    for place, one in enumerate(parts_of(holder), start=1):
        name = str(one.get("key") or one.get("path") or one.get("id") or place)
        where = f"{FILED if filing else f'Biểu mẫu {form}'}, {_name(one, name)}"
        told = _traits(one, filing=filing) | ({"nằm trong nhóm": group} if group else {})
        yield Part("question", f"{form}:{group}:{name}", where, told, ordered=True)
        yield from _components(one, form, name, filing=filing)


def _name(one: Mapping[str, Any], name: str) -> str:
    if not one.get("key"):
        return f"{TYPES.get(str(one.get('type')), 'phần')} {name}"
    return f"câu hỏi “{label_of(one)}”"


def _traits(one: Mapping[str, Any], *, filing: bool) -> dict[str, str]:
    kind = str(one.get("type"))
    told = {"loại": TYPES.get(kind, kind)}
    if one.get("label"):
        told["lời hỏi"] = str(one["label"])
    if one.get("key"):
        told["bắt buộc"] = text(bool(mapping_of(one, "validate").get("required")))
        reads = audience_of(one, filing=filing)
        told["ai đọc"] = "cán bộ" if reads == "internal" else "người nộp và cán bộ"
    values = one.get("values")
    if isinstance(values, list):
        told["lựa chọn"] = ", ".join(
            f"{v.get('label')} ({v.get('value')})" if isinstance(v, dict) else text(v)
            for v in values
        )
    for path, value in _leaves(one, ""):
        if path.split(".", 1)[0] not in NOT_TOLD and path not in _ALREADY:
            told[KNOWN.get(path, path)] = text(value)
    return told


_ALREADY = frozenset({"validate.required", "properties.audience"})


def _leaves(value: Mapping[str, Any], start: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        path = f"{start}.{key}" if start else str(key)
        if isinstance(inner, dict):
            yield from _leaves(inner, path)
        else:
            yield path, inner
