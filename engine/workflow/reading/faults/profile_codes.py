"""Faults of what is drawn but not run: the refusing half of the execution profile."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

PROFILE_CODES: Mapping[str, Code] = {
    "profile.element": Code("error", "“{name}” ({element}) không chạy được:", "{reason}"),
    "profile.event": Code("error", "Sự kiện “{name}” ({kind}) không chạy được:", "{reason}"),
    "profile.root": Code(
        "error",
        "Phần tử {element} ở cấp tệp không được hỗ trợ.",
        "Hãy xóa nó khỏi tệp.",
    ),
    "profile.import": Code(
        "error",
        "Tệp nhập nội dung từ “{location}”.",
        "Hãy đưa nội dung đó vào gói và bỏ phần import.",
    ),
    "profile.ignored": Code(
        "info",
        "Phần tử {element} “{name}” chỉ để xem, không có tác dụng khi chạy.",
        "Không cần làm gì nếu nó chỉ để minh họa.",
    ),
    "profile.assignment": Code(
        "error",
        "“{name}” gán dữ liệu qua {element} ({what}): phép gán này không được chạy.",
        "Hãy tính giá trị ở một bước script có tthc:result, hoặc hỏi ở biểu mẫu của bước.",
    ),
    "profile.compensation": Code(
        "error",
        "“{name}” chỉ dùng để bù trừ (compensation), là thứ không được hỗ trợ.",
        "Hãy vẽ bước hủy hoặc sửa lại thành một bước thường sau cổng rẽ nhánh.",
    ),
    "profile.quantity": Code(
        "error",
        '“{name}” đặt {attribute}="{value}"; chỉ chạy được với giá trị 1.',
        "Hãy xóa thuộc tính này.",
    ),
    "profile.instantiate": Code(
        "error",
        "“{name}” được đánh dấu tự mở quy trình (instantiate).",
        "Hãy bỏ dấu này: hồ sơ chỉ được mở khi nộp.",
    ),
    "profile.behaviour": Code(
        "error",
        "Lặp nhiều lần ở “{name}” dùng hành vi phát sự kiện ({value}), chưa được hỗ trợ.",
        "Hãy bỏ thuộc tính behavior.",
    ),
    "event.timer_empty": Code(
        "error",
        "Bộ hẹn giờ “{name}” chưa có thời gian.",
        "Hãy điền khoảng thời gian (ví dụ PT4H), thời điểm hoặc chu kỳ.",
    ),
    "event.timer_several": Code(
        "error",
        "Bộ hẹn giờ “{name}” có hơn một cách tính thời gian.",
        "Hãy giữ một trong ba: thời điểm, khoảng thời gian, chu kỳ.",
    ),
    "event.condition_empty": Code(
        "error",
        "Sự kiện điều kiện “{name}” chưa có điều kiện.",
        "Hãy viết điều kiện FEEL.",
    ),
    "event.reference_missing": Code(
        "error",
        "“{name}” chưa chọn {what}; nếu chạy, bước này sẽ bị bỏ qua.",
        "Hãy chọn {what} cho nó.",
    ),
    "event.name_missing": Code(
        "error",
        "{what} “{value}” chưa có tên.",
        "Hãy đặt tên, vì hệ thống gửi và nhận theo tên này.",
    ),
    "event.message_unsent": Code(
        "warning",
        "“{name}” chờ thông điệp “{message}”, nhưng không bước nào của sơ đồ gửi và chưa nối với hệ"
        " thống ngoài nào để nhận.",
        "Hồ sơ sẽ chờ đến khi người vận hành chuyển thông điệp bằng dòng lệnh. Văn bản trả lời đến"
        " bằng giấy thì hãy vẽ thành bước của người nhận văn bản (user task, không tính giờ)."
        " Chờ hệ thống ngoài thì hãy đặt thêm sự kiện hẹn giờ bên cạnh để hồ sơ không chờ mãi.",
    ),
    "event.host": Code(
        "error",
        "Sự kiện biên “{name}” không gắn vào công việc hay quy trình con nào.",
        "Hãy gắn nó vào một công việc, quy trình con hoặc hoạt động gọi.",
    ),
    "event.cancel_host": Code(
        "error",
        "Sự kiện hủy “{name}” chỉ dùng được với giao dịch (transaction).",
        "Hãy đổi quy trình con thành giao dịch có sự kiện biên hủy, hoặc dùng sự kiện lỗi.",
    ),
    "event.uncaught_error": Code(
        "error",
        "“{name}” ném lỗi “{error}” nhưng không có sự kiện nào bắt lỗi này.",
        "Hãy gắn sự kiện biên lỗi cùng mã vào quy trình con, hoặc dùng kết thúc thường.",
    ),
    "event.never_thrown": Code(
        "warning",
        "“{name}” chờ bắt {what}, nhưng bên trong không có gì ném ra: nhánh sau nó không bao giờ"
        " được đi.",
        "Hãy vẽ kết thúc kiểu ấy với cùng mã ở bên trong, hoặc xóa sự kiện này.",
    ),
    "event.uncaught_escalation": Code(
        "warning",
        "“{name}” báo lên trên “{error}” nhưng không có sự kiện nào nhận.",
        "Hãy gắn sự kiện biên cùng mã vào quy trình con, hoặc bỏ sự kiện này.",
    ),
    "gateway.event_targets": Code(
        "error",
        "Sau cổng sự kiện “{name}” có “{target}” không phải là sự kiện chờ có một luồng vào.",
        "Sau cổng này chỉ đặt sự kiện chờ (thông điệp, giờ, tín hiệu) hoặc công việc nhận"
        " không lặp và không gắn sự kiện biên.",
    ),
    "gateway.event_few": Code(
        "error",
        "Cổng sự kiện “{name}” có ít hơn hai nhánh.",
        "Hãy thêm nhánh chờ, hoặc thay cổng bằng một sự kiện chờ.",
    ),
    "gateway.event_type": Code(
        "error",
        "Cổng sự kiện “{name}” được đặt kiểu song song (Parallel), chưa được hỗ trợ.",
        "Hãy đặt kiểu Exclusive.",
    ),
    "subprocess.event_flows": Code(
        "error",
        "Quy trình con sự kiện “{name}” có luồng đi vào hoặc đi ra.",
        "Hãy xóa các luồng này: quy trình con sự kiện được mở bởi sự kiện của nó.",
    ),
    "subprocess.event_loop": Code(
        "error",
        "Quy trình con sự kiện “{name}” được đặt lặp nhiều lần.",
        "Hãy bỏ dấu lặp: muốn chạy lại mỗi khi có sự kiện, hãy chọn không ngắt (nét đứt).",
    ),
    "event.catch_twice": Code(
        "error",
        "“{name}” bắt cùng một mã với “{other}” ở cùng một chỗ, nên không bao giờ được gọi đến.",
        "Hãy giữ một sự kiện, hoặc đặt mã khác.",
    ),
    "subprocess.empty": Code(
        "error",
        "Quy trình con “{name}” không có gì bên trong.",
        "Hãy vẽ các bước của nó, hoặc thay bằng công việc người dùng.",
    ),
    "flow.condition_misplaced": Code(
        "error",
        "Luồng ra khỏi “{name}” không được có điều kiện.",
        "Hãy đặt cổng rẽ nhánh sau phần tử này và viết điều kiện ở đó.",
    ),
    "loop.source": Code(
        "error",
        "“{name}” lặp nhiều lần nhưng chưa cho đúng một trong hai: số lần hoặc danh sách.",
        "Hãy điền loopCardinality, hoặc danh sách (loopDataInputRef).",
    ),
    "loop.last_answer": Code(
        "warning",
        "Nhiều người cùng làm bước “{name}”, nhưng biến {variable} chỉ giữ lựa chọn của người làm"
        " xong sau cùng: một mình người đó quyết định.",
        "Hãy gom mọi lựa chọn vào một danh sách (loopDataOutputRef, với outputDataItem là"
        " {variable}) và xét danh sách ấy, như: count(ds[item = “…”]) >= 2.",
    ),
    "loop.never_complete": Code(
        "warning",
        "Điều kiện dừng “{text}” của “{name}” không bao giờ đúng với {total} lần làm: phải đợi đủ"
        " mọi người.",
        "Hãy sửa số trong điều kiện, hoặc bỏ điều kiện nếu muốn đợi đủ.",
    ),
    "loop.endless": Code(
        "error",
        "Vòng lặp ở “{name}” không có điều kiện và không có số lần tối đa.",
        "Hãy điền điều kiện lặp, hoặc loopMaximum.",
    ),
    "script.not_feel": Code(
        "error",
        "Kịch bản của “{name}” viết bằng {language}; hệ thống chỉ nhận FEEL.",
        "Hãy viết lại thành một biểu thức FEEL, hoặc chuyển phép tính vào bảng DMN.",
    ),
    "script.empty": Code(
        "error",
        "Công việc kịch bản “{name}” chưa có biểu thức.",
        "Hãy viết biểu thức FEEL, hoặc xóa công việc này.",
    ),
    "script.result_missing": Code(
        "error",
        "Kết quả của “{name}” không được ghi vào biến nào.",
        'Hãy thêm <tthc:result variable="…"/>.',
    ),
    "decision.missing": Code(
        "error",
        "“{name}” chưa nói dùng bảng quyết định nào.",
        'Hãy thêm <tthc:decision ref="…" result="…"/>.',
    ),
    "decision.unknown": Code(
        "error",
        "“{name}” dùng bảng quyết định “{decision}”, không có trong gói.",
        "Hãy thêm tệp .dmn có quyết định này, hoặc sửa lại tên.",
    ),
    "decision.input_missing": Code(
        "error",
        "Bảng quyết định “{decision}” ở “{name}” cần dữ liệu vào “{value}” mà quy trình không"
        " có.{hint}",
        "Hãy đặt tên dữ liệu vào theo một biến của quy trình; dữ liệu của hồ sơ đọc bằng"
        " case.<tên trường>.",
    ),
    "decision.result_missing": Code(
        "error",
        "Kết quả của bảng quyết định ở “{name}” không được ghi vào biến nào.",
        'Hãy thêm result="…" vào tthc:decision.',
    ),
}
