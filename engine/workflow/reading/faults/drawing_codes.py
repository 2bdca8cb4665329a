"""Faults of a drawing's structure: schema, ids, references, shapes."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

DRAWING_CODES: Mapping[str, Code] = {
    "structure.root": Code(
        "error",
        "Phần tử gốc là “{element}”, không phải {expected}.",
        "Hãy tải lên đúng loại tệp, hoặc xuất lại bằng công cụ vẽ.",
    ),
    "structure.unexpected": Code(
        "error",
        "Phần tử “{element}” không được đứng ở đây trong “{parent}”; chỗ này chỉ nhận: {expected}.",
        "Hãy chuyển nó đến đúng chỗ theo chuẩn, hoặc xóa.",
    ),
    "structure.child_missing": Code(
        "error",
        "Phần tử “{element}” thiếu phần tử con bắt buộc ({expected}).",
        "Hãy thêm phần tử con này, hoặc xuất lại bằng công cụ vẽ.",
    ),
    "structure.attribute_missing": Code(
        "error",
        "Phần tử “{element}” thiếu thuộc tính bắt buộc “{attribute}”.",
        "Hãy thêm thuộc tính này.",
    ),
    "structure.attribute_unknown": Code(
        "error",
        "Phần tử “{element}” không có thuộc tính “{attribute}” trong chuẩn.",
        "Hãy xóa thuộc tính, hoặc đặt nó trong không gian tên riêng.",
    ),
    "structure.value": Code(
        "error",
        "Giá trị “{value}” của {where} không đúng kiểu {kind}.",
        "Hãy sửa giá trị này.",
    ),
    "structure.text": Code(
        "error",
        "Trong phần tử “{element}” có chữ nằm ngoài các phần tử con.",
        "Hãy xóa phần chữ thừa.",
    ),
    "structure.other": Code(
        "error",
        "Phần tử “{element}” không đúng cấu trúc chuẩn ({detail}).",
        "Hãy mở tệp bằng công cụ vẽ và xuất lại.",
    ),
    "structure.more": Code(
        "error",
        "Còn {count} lỗi cấu trúc nữa trong tệp này.",
        "Hãy sửa các lỗi đã nêu rồi tải lên lại để xem tiếp.",
    ),
    "id.missing": Code(
        "error",
        "Phần tử “{element}”{named} chưa có mã (id).",
        "Hãy đặt cho nó một mã riêng.",
    ),
    "id.invalid": Code(
        "error",
        "Mã (id) “{value}” không hợp lệ.",
        "Hãy dùng chữ cái, chữ số, dấu gạch dưới, dấu gạch ngang; bắt đầu bằng chữ cái.",
    ),
    "id.twice": Code(
        "error",
        "Mã (id) “{value}” đã dùng ở dòng {line_before}.",
        "Hãy đặt mã khác nhau cho mỗi phần tử.",
    ),
    "id.reserved": Code(
        "error",
        "Mã (id) “{value}” trùng tên dành riêng của bộ máy chạy quy trình.",
        "Hãy đặt mã khác, ví dụ “{value}_1”.",
    ),
    "id.other_file": Code(
        "error",
        "Mã (id) “{value}” đã dùng cho một phần tử trong tệp {other}.",
        "Hãy đặt mã khác: người làm, thời hạn và nhật ký của bước được ghi theo mã này.",
    ),
    "process.twice": Code(
        "error",
        "Quy trình “{value}” đã có trong tệp {other}.",
        "Hãy đặt mã khác, hoặc bỏ một trong hai.",
    ),
    "process.none": Code(
        "error",
        "Tệp không có quy trình nào chạy được.",
        'Hãy vẽ các bước trong một quy trình và đặt isExecutable="true".',
    ),
    "process.not_executable": Code(
        "error",
        "Quy trình “{name}” được đánh dấu là không chạy được.",
        'Hãy bật thuộc tính Executable (isExecutable="true").',
    ),
    "process.illustration": Code(
        "info",
        "Quy trình “{name}” được đánh dấu là không chạy, nên chỉ được coi là hình minh họa.",
        "Không cần làm gì nếu đúng ý.",
    ),
    "process.several": Code(
        "error",
        "Tệp có nhiều quy trình chạy được ({names}) và không quy trình nào gọi quy trình kia.",
        "Hãy để một quy trình chính; quy trình khác phải được gọi bằng hoạt động gọi.",
    ),
    "process.none_executable": Code(
        "error",
        "Tệp có nhiều quy trình ({names}), chưa quy trình nào được đánh dấu là chạy được.",
        'Hãy bật Executable (isExecutable="true") cho đúng một quy trình: quy trình mà hồ sơ đi'
        " qua.",
    ),
    "process.uncalled": Code(
        "warning",
        "Quy trình “{name}” không được hoạt động nào gọi đến.",
        "Hãy gọi nó bằng hoạt động gọi (call activity), hoặc xóa.",
    ),
    "process.file_missing": Code(
        "error",
        "Gói không có tệp quy trình {wanted}.",
        "Hãy thêm tệp này, hoặc sửa [process] file trong procedure.toml.",
    ),
    "process.no_bpmn": Code(
        "error",
        "Gói không có tệp BPMN nào.",
        "Hãy thêm tệp .bpmn của quy trình.",
    ),
    "process.too_large": Code(
        "error",
        "Tệp có {count} phần tử trên sơ đồ, vượt mức {limit} phần tử có thể chạy.",
        "Hãy tách quy trình thành nhiều tệp gọi nhau.",
    ),
    "ref.unknown": Code(
        "error",
        "Thuộc tính “{attribute}” trỏ đến “{value}”, không có trong tệp.",
        "Hãy sửa cho trỏ đúng, hoặc xóa.",
    ),
    "ref.wrong_kind": Code(
        "error",
        "Thuộc tính “{attribute}” trỏ đến “{value}” là {found}, không phải {expected}.",
        "Hãy sửa cho trỏ đến đúng loại phần tử.",
    ),
    "ref.listed_unknown": Code(
        "warning",
        "Phần tử {element} ghi “{value}”, không có trong tệp.",
        "Hãy xóa dòng này, hoặc xuất lại bằng công cụ vẽ.",
    ),
    "flow.crosses": Code(
        "error",
        "Luồng nối “{source}” với “{target}” đi qua ranh giới của quy trình hoặc quy trình con.",
        "Hãy nối trong cùng một quy trình; giữa hai đơn vị khác nhau hãy dùng thông điệp.",
    ),
    "call.unknown": Code(
        "error",
        "Hoạt động “{name}” gọi quy trình “{called}” không có trong gói.",
        "Hãy thêm tệp quy trình này vào gói, hoặc sửa calledElement.",
    ),
    "call.missing": Code(
        "error",
        "Hoạt động gọi “{name}” chưa nói gọi quy trình nào.",
        "Hãy điền calledElement.",
    ),
    "call.circle": Code(
        "error",
        "Quy trình “{name}” gọi lại chính nó ({path}).",
        "Hãy bỏ vòng gọi này.",
    ),
    "call.start": Code(
        "error",
        "Quy trình được gọi “{process}” bắt đầu bằng sự kiện “{name}” ({kind}),"
        " nhưng không ai gửi sự kiện ấy khi gọi.",
        "Hãy đổi thành sự kiện bắt đầu thường, và chờ sự kiện ở bước sau nếu cần.",
    ),
    "shape.missing": Code(
        "warning",
        "Phần tử “{name}” không có hình trên sơ đồ.",
        "Hãy mở bằng công cụ vẽ và đặt hình cho nó, nếu không người xem sẽ không thấy bước này.",
    ),
    "diagram.missing": Code(
        "error",
        "Tệp có quy trình nhưng không có phần hình vẽ (BPMNDiagram) nào có vị trí, nên trang thủ "
        "tục và hồ sơ không có sơ đồ để xem.",
        "Hãy mở tệp trong công cụ vẽ BPMN, sắp xếp các hình rồi lưu lại.",
    ),
    "shape.none": Code(
        "warning",
        "Tệp không có phần hình vẽ (BPMN DI), nên không vẽ được sơ đồ.",
        "Hãy mở bằng công cụ vẽ, sắp xếp hình rồi xuất lại.",
    ),
    "shape.unknown": Code(
        "warning",
        "Hình vẽ trỏ đến “{value}”, không có trong tệp.",
        "Hãy xóa hình này.",
    ),
    "label.missing": Code(
        "error",
        "{what} “{element_id}” chưa có tên.",
        "Hãy đặt tên bằng tiếng Việt để cán bộ hiểu phải làm gì.",
    ),
    "label.gateway_missing": Code(
        "info",
        "Cổng rẽ nhánh “{element_id}” chưa có câu hỏi.",
        "Nên đặt tên là câu hỏi được trả lời ở đây, ví dụ “Hồ sơ đủ chưa?”.",
    ),
    "label.long": Code(
        "warning",
        "Tên của “{element_id}” dài {length} ký tự.",
        "Hãy rút gọn còn dưới {limit} ký tự; phần giải thích để ở mục ghi chú (documentation).",
    ),
}
