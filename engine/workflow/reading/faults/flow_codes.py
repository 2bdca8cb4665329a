"""Faults of the flow: starts, ends, splits, joins, dead ends, the order of the legal acts."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

FLOW_CODES: Mapping[str, Code] = {
    "start.none": Code(
        "error",
        "“{name}” không có sự kiện bắt đầu.",
        "Hãy thêm một sự kiện bắt đầu và nối nó với bước đầu tiên.",
    ),
    "start.several": Code(
        "error",
        "“{name}” có {count} sự kiện bắt đầu.",
        "Hãy giữ một sự kiện bắt đầu; các cách nộp hồ sơ khác nhau hãy rẽ nhánh bằng cổng.",
    ),
    "start.has_incoming": Code(
        "error",
        "Sự kiện “{name}” có luồng đi vào.",
        "Hãy nối luồng này vào một bước hoặc một cổng.",
    ),
    "end.has_outgoing": Code(
        "error",
        "Sự kiện kết thúc “{name}” có luồng đi ra.",
        "Hãy xóa luồng, hoặc đổi thành sự kiện trung gian.",
    ),
    "end.none": Code(
        "error",
        "“{name}” không có sự kiện kết thúc.",
        "Hãy thêm sự kiện kết thúc sau bước cuối cùng.",
    ),
    "node.dead_end": Code(
        "error",
        "Sau “{name}” không có gì: hồ sơ đi đến đây sẽ dừng mà không kết thúc.",
        "Hãy nối nó với bước tiếp theo hoặc với một sự kiện kết thúc.",
    ),
    "node.unreachable": Code(
        "error",
        "Không có luồng nào dẫn đến “{name}”: phần tử này sẽ không bao giờ được chạy.",
        "Hãy nối nó vào quy trình, hoặc xóa.",
    ),
    "node.no_way_out": Code(
        "error",
        "Từ “{name}” không có đường nào đến sự kiện kết thúc.",
        "Hãy thêm lối ra khỏi vòng lặp này.",
    ),
    "flow.to_itself": Code(
        "error",
        "Luồng đi từ “{name}” trở lại chính nó mà không qua cổng nào.",
        "Hãy đặt một cổng rẽ nhánh sau bước này.",
    ),
    "flow.implicit_split": Code(
        "warning",
        "“{name}” có {count} luồng đi ra, tức là tách song song mà không vẽ cổng.",
        "Hãy đặt cổng song song hoặc cổng rẽ nhánh sau bước này cho rõ ý.",
    ),
    "flow.uncontrolled_merge": Code(
        "warning",
        "Hai nhánh cùng đến “{name}” mà không chờ nhau, nên phần sau chạy hai lần,"
        " như khi hồ sơ đi: {way}.",
        "Hãy nhập các nhánh bằng cổng song song (hoặc cổng bao hàm sau một lời nhắc không ngắt),"
        " hoặc cho nhánh phụ một kết thúc riêng.",
    ),
    "flow.left_behind": Code(
        "error",
        "Một nhánh đã kết thúc nhưng “{name}” vẫn chờ nhánh từ {missing}, không bao giờ đến nữa:"
        " hồ sơ không đóng được. Đường đi: {way}.",
        "Hãy để mọi nhánh đã tách cùng về cổng này, hoặc nhập bằng cổng bao hàm.",
    ),
    "flow.not_explored": Code(
        "info",
        "“{name}” có quá nhiều cách đi (hơn {limit} lượt thử) nên chưa xét hết chỗ hồ sơ có thể"
        " kẹt.",
        "Hãy tách bớt nhánh song song vào quy trình con.",
    ),
    "loop.no_exit": Code(
        "error",
        "Sau khi hồ sơ đi {way}, một nhánh quay vòng qua “{name}” mãi, không thể kết thúc.",
        "Hãy cho vòng lặp một lối ra không tách thêm nhánh.",
    ),
    "flow.default_useless": Code(
        "error",
        "“{name}” có luồng không điều kiện đến “{target}” luôn được đi,"
        " nên luồng mặc định không bao giờ được đi.",
        "Hãy viết điều kiện cho luồng này, hoặc bỏ dấu luồng mặc định.",
    ),
    "gateway.deadlock": Code(
        "error",
        "“{name}” chờ đủ các nhánh, nhưng nhánh từ {missing} có thể không đến: hồ sơ kẹt ở đây"
        " khi đi: {way}.",
        "Hãy nhập bằng cổng loại trừ nếu chỉ một nhánh được đi, bằng cổng bao hàm nếu có nhánh"
        " lúc đi lúc không, hoặc tách bằng cổng song song.",
    ),
    "gateway.condition_missing": Code(
        "error",
        "Luồng từ cổng “{name}” đến “{target}” chưa có điều kiện.",
        "Hãy viết điều kiện FEEL, hoặc đặt luồng này làm luồng mặc định.",
    ),
    "gateway.default_missing": Code(
        "warning",
        "Cổng “{name}” chưa có luồng mặc định: nếu không điều kiện nào đúng, thao tác bị từ chối.",
        "Hãy đặt một luồng mặc định, hoặc bảo đảm các điều kiện phủ hết trường hợp.",
    ),
    "gateway.default_conditional": Code(
        "warning",
        "Luồng mặc định từ “{name}” đến “{target}” có điều kiện, nhưng sẽ không được xét.",
        "Hãy xóa điều kiện trên luồng mặc định.",
    ),
    "gateway.condition_on_parallel": Code(
        "error",
        "Luồng từ cổng song song “{name}” đến “{target}” có điều kiện.",
        "Hãy xóa điều kiện, hoặc dùng cổng bao hàm (inclusive).",
    ),
    "gateway.useless": Code(
        "info",
        "Cổng “{name}” chỉ có một luồng vào và một luồng ra.",
        "Có thể bỏ cổng này cho sơ đồ dễ đọc.",
    ),
    "link.name_missing": Code(
        "error",
        "Sự kiện liên kết “{name}” chưa có tên liên kết.",
        "Hãy đặt cùng một tên cho đầu gửi và đầu nhận.",
    ),
    "link.no_catch": Code(
        "error",
        "Liên kết “{link}” không có đầu nhận trong cùng quy trình.",
        "Hãy thêm sự kiện nhận liên kết cùng tên.",
    ),
    "link.no_throw": Code(
        "error",
        "Liên kết “{link}” không có đầu gửi trong cùng quy trình.",
        "Hãy thêm sự kiện gửi liên kết cùng tên, hoặc xóa đầu nhận.",
    ),
    "link.catch_twice": Code(
        "error",
        "Liên kết “{link}” có hai đầu nhận trong cùng quy trình.",
        "Hãy giữ một đầu nhận.",
    ),
    "link.flows": Code(
        "error",
        "Sự kiện liên kết “{name}” có luồng không bao giờ được đi.",
        "Đầu gửi không có luồng đi ra, đầu nhận không có luồng đi vào: hãy xóa luồng ấy.",
    ),
    "act.receive_missing": Code(
        "error",
        "Quy trình không có bước nào là tiếp nhận hồ sơ.",
        'Hãy thêm <tthc:act kind="receive"/> vào bước tiếp nhận của bộ phận một cửa.',
    ),
    "act.before_receive": Code(
        "error",
        "Bước “{name}” có thể đến trước khi hồ sơ được tiếp nhận.",
        "Hãy đặt bước tiếp nhận (tthc:act receive) làm bước đầu tiên trên mọi nhánh.",
    ),
    "act.split_before_receive": Code(
        "error",
        "Quy trình tách song song ở “{name}” trước khi hồ sơ được tiếp nhận.",
        "Hãy tiếp nhận trước, tách nhánh sau.",
    ),
    "act.receive_twice": Code(
        "error",
        "Hồ sơ có thể được tiếp nhận lần thứ hai ở bước “{name}”, khi đi: {way}.",
        "Hãy để một bước tiếp nhận trên mỗi nhánh; vòng trả lại phải quay về sau bước tiếp nhận.",
    ),
    "act.store_twice": Code(
        "error",
        "Kết quả có thể được lưu lần thứ hai ở bước “{name}”, khi đi: {way}.",
        "Hãy để mỗi hồ sơ qua bước lưu kết quả đúng một lần: nhập các nhánh trước bước này, và cho"
        " vòng trả lại quay về trước khi lưu.",
    ),
    "act.return_twice": Code(
        "error",
        "Kết quả có thể được trả lần thứ hai ở bước “{name}”, khi đi: {way}.",
        "Hãy để mỗi hồ sơ qua bước trả kết quả đúng một lần: nhập các nhánh trước bước này.",
    ),
    "act.return_before_store": Code(
        "error",
        "Bước “{name}” trả kết quả khi kết quả có thể chưa được ban hành, lưu vào hệ thống.",
        'Hãy đặt bước có <tthc:act kind="store_result"/> trước nó trên mọi nhánh.',
    ),
    "act.end_without_return": Code(
        "error",
        "Hồ sơ có thể kết thúc ở “{name}” mà chưa trả kết quả.",
        'Hãy đặt bước có <tthc:act kind="return"/> trước đó; nếu hồ sơ dừng giữa chừng thì dùng'
        " kết thúc kiểu dừng hẳn (terminate).",
    ),
    "act.unchecked": Code(
        "warning",
        "Quy trình gọi nhau quá nhiều lần nên không xét được thứ tự các bước pháp lý, cũng không"
        " cộng được giờ làm việc các bước để so với thời hạn giải quyết.",
        "Hãy bớt số lần gọi quy trình con.",
    ),
}
