"""Faults of what is said about steps and lanes: assignment, hours, acts, outcomes."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

EXTENSION_CODES: Mapping[str, Code] = {
    "step.assignment_missing": Code(
        "error",
        "Bước “{name}” chưa nói ai làm.",
        'Hãy thêm <tthc:assignment unit="…" position="…"/>.',
    ),
    "step.hours_missing": Code(
        "error",
        "Bước “{name}” chưa có thời hạn.",
        'Hãy thêm <tthc:duration hours="…"/>, hoặc counted="false" nếu không tính thời gian.',
    ),
    "step.hours_not_a_number": Code(
        "error",
        "Thời hạn “{value}” của bước “{name}” không phải là số giờ làm việc.",
        "Hãy ghi số giờ, phần lẻ sau dấu chấm, ví dụ 4 hoặc 0.5.",
    ),
    "step.hours_negative": Code(
        "error",
        "Thời hạn của bước “{name}” là số âm ({value}).",
        "Hãy ghi số giờ từ 0 trở lên.",
    ),
    "step.hours_too_many": Code(
        "error",
        "Thời hạn của bước “{name}” là {value} giờ, lớn hơn mức {limit} giờ có thể chấp nhận.",
        "Hãy kiểm tra lại đơn vị: thời hạn tính bằng giờ làm việc (1 ngày = 8 giờ).",
    ),
    "step.hours_and_uncounted": Code(
        "error",
        "Bước “{name}” vừa có số giờ vừa ghi không tính thời gian.",
        "Hãy giữ một trong hai.",
    ),
    "step.assigns_unknown": Code(
        "error",
        "Bước “{name}” giao việc cho bước “{target}”, nhưng sơ đồ không có bước đó.",
        "Hãy ghi mã của bước người dùng được giao vào thuộc tính step của tthc:assigns.",
    ),
    "step.assigns_deskless": Code(
        "error",
        "Bước “{name}” giao việc cho bước “{target}”, nhưng bước đó chưa nói vị trí nào làm.",
        'Hãy thêm <tthc:assignment unit="…" position="…"/> ở bước được giao.',
    ),
    "step.assigns_before": Code(
        "error",
        "Bước “{name}” giao việc cho bước “{target}”, nhưng không đường nào dẫn từ nó đến bước đó.",
        "Hãy giao cho một bước đến sau, hoặc bỏ tthc:assigns.",
    ),
    "phase.amount": Code(
        "error",
        "Giai đoạn bắt đầu ở bước “{name}” có thời hạn “{value}”, không phải một số lớn hơn 0.",
        "Hãy ghi phần của thời hạn giải quyết dành cho giai đoạn này, theo đơn vị của time_limit.",
    ),
    "phase.first": Code(
        "error",
        "Quy trình chia giai đoạn nhưng bước tiếp nhận “{name}” không bắt đầu giai đoạn đầu.",
        'Hãy thêm <tthc:phase name="…" amount="…"/> ở bước tiếp nhận.',
    ),
    "phase.alone": Code(
        "error",
        "Chỉ có một giai đoạn, “{phase}”: hồ sơ chỉ có một lần nhận và hẹn trả.",
        "Hãy thêm tthc:phase ở bước bắt đầu giai đoạn sau, hoặc bỏ tthc:phase.",
    ),
    "phase.twice": Code(
        "error",
        "Hai giai đoạn cùng tên “{phase}”.",
        "Hãy đặt tên khác: người nộp và số liệu phân biệt giai đoạn bằng tên.",
    ),
    "phase.sum": Code(
        "error",
        "Các giai đoạn cộng lại là {sum}, còn thời hạn giải quyết (time_limit) là {limit}.",
        "Hãy chia thời hạn giải quyết cho các giai đoạn, theo cùng đơn vị.",
    ),
    "phase.until": Code(
        "error",
        "Giai đoạn “{phase}” hết khi đến bước “{value}”, nhưng không có bước đó sau nó.",
        "Hãy ghi mã của bước mà hồ sơ đến khi việc của giai đoạn đã xong, hoặc bỏ until.",
    ),
    "phase.inside": Code(
        "error",
        "Bước “{name}” bắt đầu một giai đoạn nhưng nằm trong một quy trình con hoặc việc lặp lại.",
        "Hãy bắt đầu giai đoạn ở một bước của chính quy trình.",
    ),
    "ext.attribute_missing": Code(
        "error",
        "Phần tử tthc:{element} thiếu thuộc tính “{attribute}”.",
        "Hãy điền thuộc tính này.",
    ),
    "ext.value_unknown": Code(
        "error",
        "Thuộc tính “{attribute}” của tthc:{element} có giá trị lạ “{value}”.",
        "Hãy dùng một trong các giá trị: {allowed}.",
    ),
    "ext.twice": Code(
        "error",
        "Phần tử tthc:{element} xuất hiện hơn một lần ở “{name}”.",
        "Hãy giữ lại một phần tử.",
    ),
    "ext.unknown_element": Code(
        "error",
        "Không có phần tử mở rộng tthc:{element}.",
        "Hãy sửa tên hoặc xóa nó; danh sách phần tử ở tài liệu extensions.",
    ),
    "ext.unknown_attribute": Code(
        "error",
        "Phần tử tthc:{element} không có thuộc tính “{attribute}”.",
        "Hãy sửa tên hoặc xóa thuộc tính này.",
    ),
    "ext.misplaced": Code(
        "error",
        "Phần tử tthc:{element} không dùng được ở {place}.",
        "Hãy chuyển nó đến đúng loại phần tử, hoặc xóa.",
    ),
    "outcome.variable_invalid": Code(
        "error",
        "Tên biến kết quả “{value}” không dùng được trong biểu thức FEEL.",
        "Hãy đặt tên gồm chữ cái, chữ số và dấu gạch dưới, bắt đầu bằng chữ cái.",
    ),
    "outcome.variable_reserved": Code(
        "error",
        "Tên biến kết quả “{value}” trùng tên dành riêng của hệ thống.",
        "Hãy đặt tên khác; các tên dành riêng: {reserved}.",
    ),
    "outcome.none": Code(
        "error",
        "Phần tử tthc:outcomes của bước “{name}” không có lựa chọn nào.",
        "Hãy thêm <tthc:outcome value=… label=…/>, hoặc xóa cả phần tử.",
    ),
    "step.button_beside_outcomes": Code(
        "error",
        "Bước “{name}” có cả tthc:button và tthc:outcomes: nút nào kết thúc bước?",
        "Hãy giữ một trong hai: tthc:button khi chỉ có một nút, tthc:outcomes khi có lựa chọn.",
    ),
    "outcome.twice": Code(
        "error",
        "Bước “{name}” có hai lựa chọn cùng giá trị “{value}”.",
        "Hãy đặt giá trị khác nhau cho mỗi lựa chọn.",
    ),
    "outcome.label_twice": Code(
        "warning",
        "Bước “{name}” có hai lựa chọn cùng ghi “{value}”.",
        "Hãy đặt lời khác nhau để cán bộ phân biệt được.",
    ),
    "foreign.read": Code(
        "info",
        "Phần mở rộng của công cụ khác ở bước “{name}” được hiểu là: {meaning}.",
        "Hãy kiểm tra lại; nếu không đúng, ghi rõ bằng phần tử tthc.",
    ),
    "foreign.unclear": Code(
        "warning",
        "Không rõ nghĩa của {extension} = “{value}”, nên đã bỏ qua.",
        "Hãy ghi bằng phần tử tthc; cách viết đọc được có ở tài liệu extensions.",
    ),
    "foreign.ignored": Code(
        "info",
        "Phần mở rộng {extension} không có tác dụng ở đây.",
        "Có thể để nguyên hoặc xóa.",
    ),
    "foreign.other": Code(
        "info",
        "{count} phần mở rộng của công cụ khác ({tool}) không có tác dụng ở đây.",
        "Có thể để nguyên hoặc xóa.",
    ),
    "foreign.code": Code(
        "warning",
        "Phần mở rộng {extension} chạy mã hoặc gọi hệ thống khác; ở đây nó không được chạy.",
        "Hãy kiểm tra xem quy trình còn đúng khi thiếu nó; thay bằng FEEL hoặc DMN nếu cần.",
    ),
    "lane.twice": Code(
        "error",
        "Phần tử “{name}” được xếp vào hai làn “{first}” và “{second}”.",
        "Hãy để nó ở một làn.",
    ),
}
