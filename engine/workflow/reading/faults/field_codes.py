"""Faults of the declared fields of a TOML file: the manifest and the scenarios."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

FIELD_CODES: Mapping[str, Code] = {
    "field.missing": Code(
        "error",
        "Thiếu {field}.",
        "Hãy ghi {wanted}.",
    ),
    "field.type": Code(
        "error",
        "{field} là {value}, không đúng kiểu.",
        "Hãy ghi {wanted}.",
    ),
    "field.bounds": Code(
        "error",
        "{field} là {value}, ngoài mức cho phép.",
        "Hãy ghi {wanted}.",
    ),
    "field.unknown": Code(
        "error",
        "Không có khóa {field} trong loại tệp này, nên không ai đọc.{hint}",
        "Hãy sửa tên khóa hoặc bỏ đi; ở đây có: {allowed}.",
    ),
    "field.name_form": Code(
        "error",
        "Tên {field} không đúng dạng.",
        "Hãy đặt {wanted}.",
    ),
    "field.name_unknown": Code(
        "error",
        "{field} là “{value}”: {lacking}.{hint}",
        "Hãy sửa giá trị cho khớp.",
    ),
    "field.twice": Code(
        "error",
        "{field} là “{value}”, giá trị này viết hai lần.",
        "Hãy giữ một, hoặc đặt giá trị khác nhau.",
    ),
    "field.conflict": Code(
        "error",
        "{field}: {detail}",
        "Hãy sửa một trong hai.",
    ),
    "field.condition": Code(
        "error",
        "{field} là “{text}”: {detail}",
        "Hãy sửa điều kiện theo các câu hỏi của phiếu khai.",
    ),
}
