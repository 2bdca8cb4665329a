"""Faults of XML as such: encoding, syntax, hostile constructs, limits."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

XML_CODES: Mapping[str, Code] = {
    "xml.empty": Code("error", "Tệp rỗng.", "Hãy tải lên tệp có nội dung."),
    "xml.too_large": Code(
        "error",
        "Tệp có {size} byte, vượt giới hạn {limit} byte.",
        "Hãy tách quy trình thành nhiều tệp nhỏ gọi nhau bằng hoạt động gọi (call activity).",
    ),
    "xml.too_many_elements": Code(
        "error",
        "Tệp có hơn {limit} phần tử XML.",
        "Hãy tách quy trình thành nhiều tệp nhỏ hơn.",
    ),
    "xml.name_too_long": Code(
        "error",
        "Tên của một phần tử hay thuộc tính dài quá {limit} ký tự.",
        "Hãy đặt tên ngắn hơn, hoặc xuất lại tệp từ công cụ vẽ.",
    ),
    "xml.too_many_attributes": Code(
        "error",
        "Một phần tử có hơn {limit} thuộc tính.",
        "Hãy bớt thuộc tính, hoặc xuất lại tệp từ công cụ vẽ.",
    ),
    "xml.value_too_long": Code(
        "error",
        "Giá trị của một thuộc tính dài quá {limit} ký tự.",
        "Hãy rút ngắn, hoặc chuyển nội dung dài vào phần tử tài liệu (documentation).",
    ),
    "xml.too_deep": Code(
        "error",
        "Các phần tử lồng nhau sâu quá {limit} tầng.",
        "Hãy bớt số tầng quy trình con lồng nhau.",
    ),
    "xml.encoding_unknown": Code(
        "error",
        "Bảng mã “{encoding}” không được hỗ trợ.",
        "Hãy lưu tệp ở bảng mã UTF-8.",
    ),
    "xml.encoding_mismatch": Code(
        "error",
        "Tệp khai báo bảng mã “{declared}” nhưng nội dung được ghi bằng “{actual}”.",
        'Hãy lưu tệp ở bảng mã UTF-8 và khai báo encoding="UTF-8".',
    ),
    "xml.encoding": Code(
        "error",
        "Có byte không đọc được theo bảng mã {encoding}.",
        "Hãy lưu lại tệp ở bảng mã UTF-8.",
    ),
    "xml.character": Code(
        "error",
        "Có ký tự điều khiển không được phép trong XML.",
        "Hãy xóa ký tự này (thường lọt vào khi dán văn bản).",
    ),
    "xml.dtd": Code(
        "error",
        "Tệp khai báo DTD (<!DOCTYPE>), là thứ có thể dùng để tấn công hệ thống.",
        "Hãy xóa khai báo <!DOCTYPE>: BPMN và DMN không cần đến nó.",
    ),
    "xml.entity_declared": Code(
        "error",
        "Tệp khai báo thực thể XML “{name}”.",
        "Hãy xóa khai báo <!ENTITY> và viết thẳng nội dung vào chỗ dùng.",
    ),
    "xml.external": Code(
        "error",
        "Tệp tham chiếu đến nội dung bên ngoài: {reference}.",
        "Hãy bỏ tham chiếu này; mọi nội dung phải nằm trong gói quy trình.",
    ),
    "xml.entity_unknown": Code(
        "error",
        "Thực thể “&{name};” không được định nghĩa.",
        "Hãy viết thẳng ký tự đó; chỉ được dùng &lt; &gt; &amp; &quot; &apos;.",
    ),
    "xml.not_xml": Code(
        "error",
        "Nội dung không phải là XML.",
        "Hãy tải lên tệp do công cụ vẽ BPMN hoặc DMN xuất ra.",
    ),
    "xml.tag_mismatch": Code(
        "error",
        "Thẻ “{opened}” mở ở dòng {opened_line} nhưng được đóng bằng “{closed}”.",
        "Hãy sửa thẻ đóng cho khớp với thẻ mở.",
    ),
    "xml.unclosed": Code(
        "error",
        "Tệp kết thúc khi còn thẻ chưa đóng{which}.",
        "Có thể tệp bị cắt cụt: hãy xuất và tải lên lại.",
    ),
    "xml.attribute": Code(
        "error",
        "Thuộc tính viết sai cú pháp ({detail}).",
        'Hãy viết thuộc tính theo dạng tên="giá trị".',
    ),
    "xml.attribute_twice": Code(
        "error",
        "Thuộc tính “{name}” xuất hiện hai lần trong một thẻ.",
        "Hãy giữ lại một thuộc tính.",
    ),
    "xml.namespace": Code(
        "error",
        "Tiền tố “{prefix}” chưa được khai báo.",
        "Hãy khai báo xmlns:{prefix} ở phần tử gốc.",
    ),
    "xml.syntax": Code(
        "error",
        "Sai cú pháp XML ({detail}).",
        "Hãy sửa chỗ này, hoặc mở tệp bằng công cụ vẽ BPMN rồi xuất lại.",
    ),
    "xml.after_end": Code(
        "error",
        "Có nội dung thừa sau khi phần tử gốc đã đóng.",
        "Hãy xóa phần thừa ở cuối tệp.",
    ),
}
