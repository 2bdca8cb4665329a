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
    "people.question_kind": Code(
        "error",
        "{field} là câu hỏi “{value}”, câu này không hỏi được điều ấy.",
        "Hãy ghi khóa của {wanted}.",
    ),
    "people.owner_unnamed": Code(
        "error",
        "Phiếu khai không có câu nào luôn hỏi, bắt buộc và gõ được cho biết họ tên chủ hồ sơ, mà "
        "thủ tục nhận nộp trực tiếp hoặc qua bưu chính: cán bộ không ghi được hồ sơ của ai.",
        "Hãy ghi ở [filing.people] câu hỏi họ tên như thế: owner_name, hoặc submitter_name khi "
        "người nộp là chủ hồ sơ.",
    ),
    "decided.unreadable": Code(
        "error",
        "Bảng bước của quyết định: {detail}.",
        "Hãy sửa bảng đúng như quyết định phê duyệt.",
    ),
    "decided.differs": Code(
        "error",
        "{step} {verdict}. Quyết định: {decided}; sơ đồ: {drawn}.",
        "Hãy sửa sơ đồ theo quyết định, ghi ai là ai ở [[decision.actors]], hoặc ghi lý do ở "
        "[[decision.differs]].",
    ),
    "decided.differs_for_reason": Code(
        "info",
        "{step} {verdict}. Quyết định: {decided}; sơ đồ: {drawn}. Lý do: {why}",
        "Người duyệt xem lý do.",
    ),
    "decided.reason_unused": Code(
        "warning",
        "[[decision.differs]] nêu lý do cho “{value}”, chỗ này không khác quyết định.",
        "Hãy bỏ dòng này.",
    ),
    "fee.subject_unknown": Code(
        "error",
        "Bảng phí miễn, giảm cho diện “{value}”, hệ thống không biết diện này nên không hỏi được "
        "ai.{hint}",
        "Hãy dùng một trong: {known}.",
    ),
    "fee.subjects_asked": Code(
        "error",
        "Phiếu khai tự hỏi “{value}”, trong khi hệ thống tự hỏi diện miễn, giảm theo bảng phí.",
        "Hãy bỏ câu hỏi này khỏi phiếu khai.",
    ),
    "fee.answer": Code(
        "error",
        "Quyết định “{decision}” không trả lời {lacking}, nên không tính được phí cho hồ sơ nào.",
        "Hãy chọn quyết định có loai, so_tien_goc và so_tien ở fee.decision, hoặc thêm cột ấy.",
    ),
    "fee.input_given": Code(
        "error",
        "[fee.inputs] lấy “{value}” từ câu hỏi “{question}”, trong khi hệ thống tự cho bảng phí "
        "dữ liệu này.",
        "Hãy bỏ dòng này, hoặc đặt tên khác cho dữ liệu vào của bảng.",
    ),
    "roles.unused": Code(
        "warning",
        "[roles.{value}] không có bước nào của sơ đồ dùng.",
        "Hãy bỏ vai trò này, hoặc giao bước cho nó trong sơ đồ.",
    ),
    "ending.after_return": Code(
        "warning",
        "[[endings]] coi “{value}” là {kind}, nhưng đường nào đến đó cũng đã trả kết quả, nên hồ "
        "sơ vẫn kết thúc như có kết quả.",
        "Hãy bỏ dòng này, hoặc ghi sự kiện kết thúc của đường không có kết quả.",
    ),
    "roles.unserved": Code(
        "warning",
        "{field} là {value}: {count} xã, phường chưa có đơn vị nào phục vụ trong vai trò này, nên "
        "không nhận hồ sơ của nơi đó: {communes}.",
        "Hãy bổ sung serving_units của tỉnh.",
    ),
    "limits.overlap": Code(
        "error",
        "Dòng {one} và dòng {other} của [[limits]] cùng áp dụng cho một hồ sơ: {case}.",
        "Hãy sửa when hoặc channels để mỗi hồ sơ chỉ thuộc một dòng.",
    ),
    "limits.longer": Code(
        "error",
        "Dòng {one} và dòng {other} của [[limits]] cùng áp dụng ({case}), mà thời hạn cam kết dài "
        "hơn thời hạn theo luật.",
        "Hãy sửa thời hạn cam kết, hoặc đổi clock của dòng.",
    ),
    "limits.longer_than_own": Code(
        "error",
        "Dòng {one} của [[limits]] cam kết lâu hơn thời hạn chung (time_limit), mà hồ sơ này không "
        "thuộc dòng nào theo luật: {case}.",
        "Hãy sửa thời hạn cam kết, hoặc thêm dòng theo luật cho các hồ sơ ấy.",
    ),
    "limits.own_not_compared": Code(
        "warning",
        "Dòng {one} của [[limits]] cam kết lâu hơn thời hạn chung (time_limit), và điều kiện có "
        "quá nhiều trường hợp nên không dò được luật có cho lâu như vậy không.",
        "Hãy xem lại thời hạn cam kết, hoặc viết điều kiện ngắn hơn để được dò.",
    ),
    "limits.cut_off_outside": Code(
        "warning",
        "{field} là {hour}, ngoài giờ làm việc của mọi đơn vị trong tỉnh, nên {then}.",
        "Hãy ghi một giờ trong giờ làm việc, hoặc bỏ đi.",
    ),
    "limits.not_compared": Code(
        "info",
        "Điều kiện của dòng {one} và dòng {other} trong [[limits]] có quá nhiều trường hợp nên "
        "không dò được chỗ trùng; hồ sơ thuộc cả hai thì lấy dòng đứng trước.",
        "Hãy viết điều kiện ngắn hơn nếu muốn được dò.",
    ),
    "limits.otherwise": Code(
        "info",
        "Hồ sơ không thuộc dòng nào của [[limits]], kể cả khi câu hỏi để trống, tính theo thời hạn "
        "chung: {words}.",
        "Không phải sửa, nếu đúng ý định.",
    ),
}
