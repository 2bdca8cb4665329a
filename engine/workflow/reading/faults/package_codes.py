"""Faults of the package around the drawing: steps against organisation, forms, decisions, texts."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

PACKAGE_CODES: Mapping[str, Code] = {
    "package.other_procedure": Code(
        "error",
        "Tệp mô tả ghi mã thủ tục “{value}”, còn bản nháp này là của thủ tục {wanted}.",
        "Hãy sửa code, hoặc tải gói lên ở trang của thủ tục ấy.",
    ),
    "package.other_sector": Code(
        "error",
        "Tệp mô tả ghi lĩnh vực “{value}”, còn thủ tục này đang thuộc lĩnh vực {wanted}.",
        "Hãy sửa sector; thủ tục chuyển lĩnh vực thì quản trị đổi trong danh mục trước.",
    ),
    "step.none": Code(
        "error",
        "Quy trình “{name}” không có bước nào do người thực hiện.",
        "Hãy vẽ các bước bằng công việc người dùng (user task).",
    ),
    "step.role_unknown": Code(
        "error",
        "Bước “{name}” giao cho vai trò đơn vị “{role}”, không có trong gói.",
        "Hãy dùng một trong {known}; vai trò khác khai ở [roles.*] của procedure.toml.",
    ),
    "step.position_unknown": Code(
        "error",
        "Bước “{name}” giao cho chức danh “{position}”, không có trong danh mục của tỉnh.{hint}",
        "Hãy sửa mã chức danh, hoặc thêm nó vào danh mục.",
    ),
    "step.division_unknown": Code(
        "error",
        "Bước “{name}” giao cho loại phòng “{division}”, không có trong danh mục của tỉnh.{hint}",
        "Hãy sửa mã loại phòng, hoặc thêm nó vào danh mục.",
    ),
    "step.level_missing": Code(
        "warning",
        "Bước “{name}” không nằm trong làn nào có cấp hành chính.",
        'Hãy đặt bước vào một làn có <tthc:level value="commune|department|province"/>.',
    ),
    "step.form_unknown": Code(
        "error",
        "Bước “{name}” dùng biểu mẫu “{form}”, không có trong gói.",
        "Hãy thêm tệp forms/{form}.json, hoặc sửa tên biểu mẫu.",
    ),
    "step.outcome_unused": Code(
        "warning",
        "Không điều kiện nào xét lựa chọn của bước “{name}” (biến {variable}).",
        "Hãy đặt cổng rẽ nhánh theo biến này sau bước, hoặc bỏ tthc:outcomes.",
    ),
    "hours.over_limit": Code(
        "error",
        "Đường dài nhất của quy trình mất {total} giờ làm việc, vượt thời hạn {limit} giờ.",
        "Hãy giảm giờ của các bước, hoặc sửa [time_limit] trong procedure.toml.",
    ),
    "hours.under_limit": Code(
        "warning",
        "Đường dài nhất của quy trình mất {total} giờ làm việc, ít hơn thời hạn {limit} giờ.",
        "Hãy kiểm tra lại giờ của các bước so với quyết định phê duyệt quy trình.",
    ),
    "expr.language": Code(
        "error",
        "Biểu thức ở “{where}” viết bằng “{language}”; hệ thống chỉ nhận FEEL.",
        "Hãy viết lại bằng FEEL và bỏ thuộc tính language.",
    ),
    "expr.template": Code(
        "error",
        "Biểu thức “{text}” viết theo kiểu ${{…}} của công cụ khác.",
        'Hãy viết bằng FEEL, ví dụ: ket_qua = "dong_y".',
    ),
    "expr.empty": Code(
        "error",
        "Biểu thức ở “{where}” rỗng.",
        "Hãy viết biểu thức FEEL, hoặc xóa phần tử này.",
    ),
    "expr.syntax": Code(
        "error",
        "Biểu thức “{text}” sai cú pháp FEEL. {detail}",
        "Hãy sửa biểu thức.",
    ),
    "expr.name_unknown": Code(
        "error",
        "Biểu thức “{text}” dùng tên “{value}” mà không bước nào đặt giá trị.{hint}",
        "Hãy sửa tên biến; dữ liệu của hồ sơ viết là case.<tên trường>.",
    ),
    "expr.field_unknown": Code(
        "error",
        "Biểu thức “{text}”: {detail}",
        "Hãy sửa tên trường cho khớp với biểu mẫu của gói; nếu không, hồ sơ sẽ dừng ở đây.",
    ),
    "expr.may_be_empty": Code(
        "info",
        "Biểu thức “{text}” đọc {fields}, có thể để trống; khi ấy {then}.",
        "Hãy bắt buộc điền, hoặc viết rõ cho trường hợp trống, như: case.x != null and …",
    ),
    "expr.thousands": Code(
        "warning",
        "Biểu thức “{text}”: {detail}",
        "Hãy viết số không có dấu chấm phần nghìn.",
    ),
    "expr.free_text": Code(
        "warning",
        "Biểu thức “{text}”: {detail}",
        "Hãy hỏi bằng ô chọn ngày, giờ hoặc danh sách lựa chọn thay cho ô nhập tự do.",
    ),
    "expr.not_list": Code(
        "warning",
        "Biểu thức “{text}”: {detail}",
        "Hãy so sánh thẳng giá trị này, hoặc đưa vào một danh sách.",
    ),
    "expr.value_unknown": Code(
        "error",
        "Biểu thức “{text}”: {detail}",
        "Hãy dùng đúng giá trị của lựa chọn ở bước đặt biến này.",
    ),
    "expr.not_boolean": Code(
        "error",
        "Điều kiện “{text}” không thể cho kết quả đúng hay sai. {detail}",
        "Hãy viết thành phép so sánh.",
    ),
    "expr.type": Code("error", "Biểu thức “{text}”: {detail}", "Hãy sửa biểu thức."),
    "expr.too_much": Code(
        "error",
        "Các biểu thức của gói dài hơn {limit} ký tự; từ đây trở đi không được xét nữa.",
        "Hãy chuyển phép tính vào bảng quyết định DMN, hoặc tách quy trình.",
    ),
    "expr.timer": Code(
        "error",
        "Giá trị hẹn giờ “{text}” không phải là {expected}.",
        "Hãy sửa giá trị này.",
    ),
    "dmn.refused": Code("error", "{detail}", "Hãy xuất lại bảng quyết định bằng công cụ DMN."),
    "dmn.expression": Code("error", "Bảng quyết định: {detail}", "Hãy sửa chỗ này."),
    "dmn.table": Code(
        "warning",
        "Bảng quyết định: {detail}",
        "Hãy bổ sung hoặc sửa dòng của bảng, nếu đây không phải là ý định.",
    ),
    "dmn.not_analysed": Code(
        "info",
        "Bảng quyết định quá lớn nên không dò được chỗ thiếu và chỗ trùng giữa các dòng.",
        "Hãy tách thành nhiều bảng nhỏ nếu muốn được dò.",
    ),
    "dmn.no_decision": Code(
        "error", "Tệp DMN không có quyết định nào.", "Hãy thêm một bảng quyết định, hoặc bỏ tệp."
    ),
    "dmn.twice": Code(
        "error",
        "Quyết định “{value}” có ở cả tệp {other}.",
        "Hãy đặt mã khác, hoặc bỏ một trong hai.",
    ),
    "dmn.unused": Code(
        "info",
        "Không bước nào dùng quyết định trong tệp này.",
        "Có thể xóa tệp nếu không cần.",
    ),
    "form.syntax": Code(
        "error",
        "Biểu mẫu không phải là JSON hợp lệ: {detail}.",
        "Hãy xuất lại biểu mẫu bằng công cụ thiết kế.",
    ),
    "form.too_deep": Code(
        "error",
        "Biểu mẫu lồng nhau quá {limit} tầng.",
        "Hãy bớt nhóm lồng nhau.",
    ),
    "form.no_components": Code(
        "error",
        "Biểu mẫu không có danh sách thành phần (components).",
        "Hãy mở bằng công cụ thiết kế biểu mẫu form-js và lưu lại.",
    ),
    "form.component": Code(
        "error",
        "Thành phần thứ {number} của biểu mẫu không đúng dạng.",
        "Hãy mở bằng công cụ thiết kế biểu mẫu và sửa.",
    ),
    "form.type_unknown": Code(
        "error",
        "Thành phần “{name}” thuộc loại “{value}”, hệ thống không hiển thị được.",
        "Hãy dùng một trong các loại: {known}.",
    ),
    "form.key_missing": Code(
        "error",
        "Thành phần “{name}” ({value}) chưa có khóa (key).",
        "Hãy đặt khóa để lưu được câu trả lời.",
    ),
    "form.key_invalid": Code(
        "error",
        "Khóa “{value}” của thành phần “{name}” không dùng được trong biểu thức.",
        "Hãy dùng chữ cái, chữ số và dấu gạch dưới, bắt đầu bằng chữ cái.",
    ),
    "form.key_twice": Code(
        "error",
        "Khóa “{value}” được dùng cho hai thành phần.",
        "Hãy đặt khóa khác nhau, nếu không câu trả lời sau đè lên câu trước.",
    ),
    "form.label_missing": Code(
        "warning",
        "Thành phần “{value}” chưa có nhãn.",
        "Hãy đặt nhãn để người khai biết phải điền gì.",
    ),
    "form.no_options": Code(
        "error",
        "Thành phần “{name}” không có lựa chọn nào.",
        "Hãy thêm các lựa chọn (values), mỗi lựa chọn có value và label.",
    ),
    "form.option_label": Code(
        "error",
        "Lựa chọn “{value}” của “{name}” có nhãn không đọc được: không có chữ hay số nào.",
        "Hãy ghi nhãn mà người khai sẽ đọc.",
    ),
    "form.option_twice": Code(
        "error",
        "Thành phần “{name}” có hai lựa chọn cùng giá trị “{value}”.",
        "Hãy đặt giá trị khác nhau.",
    ),
    "form.pattern": Code(
        "error",
        "Mẫu kiểm tra “{value}” của “{name}” không phải biểu thức chính quy hợp lệ.",
        "Hãy sửa mẫu; không dùng tham chiếu ngược (\\1) hay nhìn trước, nhìn sau.",
    ),
    "form.type_refused": Code(
        "error",
        "Thành phần “{name}” thuộc loại “{value}”, phiếu của hệ thống không dùng loại này.",
        "Hãy bỏ đi: {instead}.",
    ),
    "form.key_reserved": Code(
        "error",
        "Khóa “{value}” của thành phần “{name}” là tên hệ thống dùng riêng.",
        "Hãy đặt khóa khác.",
    ),
    "form.key_ignored": Code(
        "warning",
        "Thành phần “{name}” có {keys}, không có tác dụng trong hệ thống.",
        "Hãy bỏ đi, hoặc xem lại đã dùng đúng loại thành phần chưa.",
    ),
    "form.rule_unknown": Code(
        "error",
        "Thành phần “{name}” thuộc loại “{value}” không có điều kiện kiểm tra {rules}.",
        "Hãy bỏ đi, hoặc dùng loại thành phần có điều kiện này.",
    ),
    "form.value": Code(
        "error",
        "Thành phần “{name}”: {key} phải là {expected}.",
        "Hãy sửa giá trị này; biểu thức chỉ dùng được trong điều kiện ẩn.",
    ),
    "form.text_computed": Code(
        "error",
        "Thành phần “{name}”: {key} là biểu thức, sẽ hiện ra nguyên văn.",
        "Hãy viết thẳng lời cần hiện.",
    ),
    "form.property": Code(
        "error",
        "Thành phần “{name}”: thuộc tính {key} là “{value}”, {allowed}.",
        "Hãy sửa hoặc bỏ thuộc tính này.",
    ),
    "form.path": Code(
        "error",
        "Nhóm “{name}” có path: câu trả lời sẽ không nằm dưới khóa của câu hỏi.",
        "Hãy bỏ path của nhóm; chỉ nhóm lặp lại (dynamiclist) có path.",
    ),
    "form.in_row": Code(
        "error",
        "Thành phần “{name}” thuộc loại “{value}” không đặt được trong nhóm lặp lại.",
        "Hãy đưa ra ngoài nhóm lặp lại.",
    ),
    "form.filing_only": Code(
        "error",
        "Biểu mẫu của một bước hỏi tệp, hoặc hỏi xã, phường (“{value}”).",
        "Chỉ phiếu nộp hồ sơ hỏi được; kết quả của bước được đính kèm ở bước lưu kho.",
    ),
    "form.file_component": Code(
        "error",
        "Khóa “{value}” của câu hỏi tệp trùng mã một thành phần hồ sơ.",
        "Hãy đặt khóa khác, nếu không một tệp sẽ trả lời cho cả hai.",
    ),
    "form.options_computed": Code(
        "error",
        "Các lựa chọn của “{name}” được tính bằng biểu thức (valuesExpression).",
        "Hãy ghi các lựa chọn vào values.",
    ),
    "form.options_key": Code(
        "error",
        "Thành phần “{name}” lấy lựa chọn từ “{value}”, hệ thống không có nguồn này.",
        "Hãy ghi các lựa chọn vào values; chỉ select có valuesKey “communes”.",
    ),
    "form.option_value": Code(
        "error",
        "Thành phần “{name}” có lựa chọn “{value}” không có giá trị dùng được.",
        "Hãy đặt value là chữ không rỗng, số, true hoặc false.",
    ),
    "form.bounds": Code(
        "error",
        "Thành phần “{name}”: {low} lớn hơn {high} nên không câu trả lời nào được nhận.",
        "Hãy sửa hai giới hạn này.",
    ),
    "form.default": Code(
        "error",
        "Giá trị ban đầu của “{name}” không được nhận: {detail}.",
        "Hãy sửa defaultValue.",
    ),
    "form.readonly_required": Code(
        "error",
        "Thành phần “{name}” bắt buộc điền nhưng chỉ để đọc và không có giá trị ban đầu.",
        "Hãy cho giá trị ban đầu, hoặc bỏ một trong hai.",
    ),
    "form.pattern_silent": Code(
        "warning",
        "Mẫu kiểm tra “{value}” của “{name}” không có lời giải thích cho người điền sai.",
        "Hãy thêm thuộc tính patternMessage, ví dụ: số quyết định có dạng 12/QĐ-UBND.",
    ),
    "form.past_unbounded": Code(
        "warning",
        "“{name}” hỏi một ngày đã qua nhưng nhận cả ngày sau hôm nay.",
        "Hãy thêm thuộc tính notAfter là today, hoặc khóa của câu hỏi ngày mà nó không được sau.",
    ),
    "form.condition_bare": Code(
        "warning",
        "Điều kiện ẩn “{value}” của “{name}” không bắt đầu bằng dấu “=”: công cụ soạn biểu mẫu bỏ"
        " qua điều kiện này, còn hệ thống vẫn dùng.",
        "Hãy thêm dấu “=” vào đầu điều kiện.",
    ),
    "form.condition_circle": Code(
        "error",
        "Câu hỏi “{value}” được hỏi hay không là tùy vào chính nó.",
        "Hãy sửa điều kiện ẩn để không câu nào phụ thuộc vòng quanh.",
    ),
    "form.unused": Code(
        "info",
        "Không bước nào dùng biểu mẫu này.",
        "Có thể xóa tệp nếu không cần.",
    ),
    "manifest.missing": Code(
        "error",
        "Gói không có tệp procedure.toml.{hint}",
        "Hãy đặt tệp mô tả thủ tục (mã, tên, thời hạn, vai trò) ở thư mục gốc của gói, đúng tên"
        " procedure.toml, chữ thường.",
    ),
    "manifest.not_registered": Code(
        "warning",
        "Danh mục {register} của tỉnh chưa có “{value}”.",
        "Hãy bổ sung vào danh mục, hoặc sửa lại cho khớp.",
    ),
    "manifest.syntax": Code(
        "error",
        "Tệp {kind} sai cú pháp TOML: {detail}.",
        "Hãy sửa dòng này.",
    ),
    "text.unseen": Code(
        "error",
        "Có {key} chỉ gồm ký tự không nhìn thấy, nên trang nào cũng để trống.",
        "Hãy gõ lại chữ, hoặc bỏ đi.",
    ),
    "text.unreadable": Code(
        "error",
        "Tệp không đọc được: {detail}.",
        "Hãy lưu lại tệp theo mã UTF-8 (Excel: chọn loại CSV UTF-8; Notepad: Lưu thành, Mã hóa "
        "UTF-8).",
    ),
    "scenario.outcome_unknown": Code(
        "error",
        "Kịch bản chọn “{value}” ở bước “{step}”, không phải lựa chọn của bước này.",
        "Hãy dùng một trong các giá trị: {allowed}.",
    ),
    "scenario.value_missing": Code(
        "error",
        "Kịch bản làm “{act}” mà không cho {field}.",
        "Hãy ghi thêm giá trị này vào values của thao tác.",
    ),
    "scenario.value_shape": Code(
        "error",
        "Kịch bản làm “{act}”, {field} phải là {shape}.",
        "Hãy sửa giá trị này.",
    ),
    "scenario.value_unknown": Code(
        "error",
        "Kịch bản làm “{act}”, thao tác này không nhận {field}.{hint}",
        "Hãy sửa khóa, hoặc bỏ dòng này.",
    ),
    "scenario.question_unknown": Code(
        "error",
        "Kịch bản điền “{value}” ({field}), biểu mẫu không hỏi câu này.{hint}",
        "Hãy sửa khóa cho khớp với biểu mẫu, hoặc bỏ dòng này.",
    ),
    "fee.input_missing": Code(
        "error",
        "Quyết định “{decision}” của bảng phí cần dữ liệu vào “{value}” mà không ai cho.",
        "Hãy thêm vào [fee.inputs]: tên dữ liệu vào = khóa của câu hỏi trong phiếu khai.",
    ),
    "fault.more": Code(
        "info",
        "Còn {count} chỗ nữa cùng loại {value} trong tệp này.",
        "Hãy sửa những chỗ đã nêu rồi kiểm tra lại.",
    ),
    "package.too_large": Code(
        "error",
        "Đến tệp này các sơ đồ của gói đã có {count} phần tử, quá {limit}; tệp không được xét.",
        "Hãy bỏ bớt quy trình con, hoặc tách thủ tục.",
    ),
    "package.too_much_text": Code(
        "error",
        "Các tệp {kind} của gói cộng lại {size}, tối đa {limit}; không tệp nào của gói được xét.",
        "Hãy bỏ tệp thừa, hoặc rút gọn tệp lớn nhất là tệp này.",
    ),
    "package.too_many_tags": Code(
        "error",
        "Các sơ đồ và bảng của gói có {count} thẻ XML, tối đa {limit}; không tệp nào được xét.",
        "Hãy bỏ tệp thừa, hoặc tách thủ tục; tệp này có nhiều thẻ nhất.",
    ),
    "package.file_unknown": Code(
        "warning",
        "Không rõ tệp này để làm gì.",
        "Gói chỉ dùng: procedure.toml, *.bpmn, *.dmn, *.csv, *.txt, forms/*.json, "
        "scenarios/*.toml.",
    ),
    "cost.over_budget": Code(
        "error",
        "Chạy thử kịch bản của gói: {detail}",
        "Hãy rút gọn biểu thức, bảng quyết định hoặc vòng lặp này.",
    ),
    "cost.dear": Code(
        "warning",
        "Biểu thức “{expression}” dùng {percent} % mức tính toán của một thao tác.",
        "Hãy rút gọn, vì dữ liệu thật có thể dài hơn kịch bản.",
    ),
    "cost.not_all_tried": Code(
        "warning",
        "Chưa thử hết: mới thử {tried} trên {count} kịch bản thì hết mức tính toán của một lần "
        "kiểm tra.",
        "Hãy rút gọn biểu thức, hoặc chạy thử các kịch bản còn lại ở bản nháp.",
    ),
    "cost.not_all_checked": Code(
        "warning",
        "Chưa xét hết: gói có bảng quyết định hay biểu thức phải tính quá nhiều, quá mức tính toán "
        "của một lần kiểm tra.",
        "Hãy tách bảng, rút gọn biểu thức rồi kiểm tra lại.",
    ),
    "engine.refused": Code(
        "error",
        "Bộ máy chạy quy trình không nhận tệp này: {detail}",
        "Hãy sửa phần tử được nêu.",
    ),
}
