"""What is wrong with a field of a body, form or query, in Vietnamese: marshmallow's own words are
English, and people read them too."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

WORDS: Mapping[type[fields.Field[Any]], Mapping[str, str]] = {
    fields.Field: {
        "required": "Thiếu ô này.",
        "null": "Không được để trống (null).",
        "validator_failed": "Giá trị không dùng được.",
    },
    fields.String: {"invalid": "Phải là chữ.", "invalid_utf8": "Phải là chữ theo mã UTF-8."},
    fields.Number: {"invalid": "Phải là số.", "too_large": "Số quá lớn."},
    fields.Integer: {"invalid": "Phải là số nguyên."},
    fields.Decimal: {"special": "Phải là số."},
    fields.Boolean: {"invalid": "Phải là true hoặc false."},
    fields.DateTime: {
        "invalid": "Phải là thời điểm dạng 2026-12-31T08:30:00+07:00.",
        "invalid_awareness": "Phải là thời điểm có múi giờ, ví dụ 2026-12-31T08:30:00+07:00.",
    },
    fields.Date: {"invalid": "Phải là ngày có thật, viết dạng 2026-12-31."},
    fields.List: {"invalid": "Phải là danh sách."},
    fields.Mapping: {"invalid": "Phải là đối tượng."},
    fields.Nested: {"type": "Phải là đối tượng."},
}


def speak() -> None:
    """Have every schema that is made from now on say what is wrong in these words."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}
    Schema._default_error_messages = {
        "type": "Phải là đối tượng.",
        "unknown": "Không có trường này.",
    }
    validate.OneOf.default_message = "Phải là một trong: {choices}."
    validate.Range.message_min = "Phải từ {{min}} trở lên."
    validate.Range.message_max = "Phải từ {{max}} trở xuống."
    validate.Range.message_all = "Phải từ {{min}} đến {{max}}."
    validate.Length.message_min = "Phải có ít nhất {min}."
    validate.Length.message_max = "Được nhiều nhất {max}."
    validate.Length.message_all = "Phải có từ {min} đến {max}."
