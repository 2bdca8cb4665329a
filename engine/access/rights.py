"""The rights by their names: what each lets somebody do. Acts on cases have their names from the
table of acts; every route of the API and every page names one (a test holds them to it)."""

from collections.abc import Mapping

from engine.acts import ACTS
from engine.errors import RightUnknown


def of_act(kind: str) -> str:
    """The right to do an act of the table of acts."""
    return f"cases.{kind}"


OF_ACTS: Mapping[str, str] = {of_act(act.kind): act.meaning for act in ACTS.values()}
PUBLIC: Mapping[str, str] = {
    "public.read": "xem trang chung, danh sách thủ tục, chọn cách hiển thị",
    "public.sign_in": "đăng nhập, đặt mật khẩu bằng mã một lần",
    "public.petition": "gửi, theo dõi phản ánh, kiến nghị",
    "public.track": "tra cứu hồ sơ bằng mã và một điều chỉ người nộp biết, rút bằng mã đó",
}
OF_ACCOUNTS: Mapping[str, str] = {
    "account.own": "xem phiên đăng nhập, nhật ký đăng nhập của mình, kết thúc phiên; đổi mật khẩu",
    "drafts.keep": "giữ, xem, bỏ bản nháp của mình",
    "cases.list_own": "xem danh sách hồ sơ mình đã nộp",
}
OF_CASES: Mapping[str, str] = {
    "cases.file_online": "nộp hồ sơ trực tuyến cho mình",
    "cases.file": "nhập hồ sơ nộp tại quầy, qua bưu chính, hỗ trợ nộp trực tuyến",
    "cases.read": "đọc toàn bộ hồ sơ",
    "cases.read_log": "xem cán bộ nào đã mở hồ sơ",
    "cases.read_way": "xem đường đi của hồ sơ: các bước, đơn vị, thời hạn, quy định đã áp dụng; "
    "không xem người nộp và giấy tờ",
    "tasks.list": "xem, tìm việc ở vị trí của mình",
    "tasks.list_led": "xem, tìm việc của đơn vị mình phụ trách",
    "withdrawn.list": "xem hồ sơ đã rút còn phải trả lại giấy tờ, phí",
    "cases.watch": "theo dõi hồ sơ: hồ sơ ở trong danh sách của mình, kèm điều mới",
    "results.list": "xem, tìm kết quả chờ trả của các quầy",
    "counter.open": "mở trang quầy tiếp nhận",
    "guidance.give": "phát phiếu hướng dẫn, phiếu từ chối khi chưa có hồ sơ",
    "guidance.read": "xem, đếm phiếu hướng dẫn đã phát",
    "cases.list": "xem, tìm, xuất danh sách mọi hồ sơ; tên chủ hồ sơ chỉ ở hồ sơ đọc được",
    "oversight.read": "xem danh sách giám sát: tạm dừng, dừng, bổ sung lần nữa",
    "lateness.read": "xem danh sách hồ sơ quá hạn, nguyên nhân, số liệu",
    "petitions.handle": "phân loại, chuyển, trả lời, công khai phản ánh, kiến nghị",
    "ratings.read": "xem số liệu đánh giá của người nộp, lời góp ý không kèm tên và hồ sơ",
    "incidents.read": "xem hồ sơ bị dừng và việc không ai giữ",
    "incidents.mend": "chạy lại, sửa hồ sơ bị dừng",
    "incidents.confirm": "xác nhận giá trị mà người khác đề nghị ghi vào hồ sơ bị dừng",
}
OF_CONFIGURATION: Mapping[str, str] = {
    "organisation.read": "xem đơn vị, vị trí, cán bộ, lịch làm việc của tỉnh",
    "organisation.gaps": "xem vị trí trống, cán bộ chưa có tài khoản, nơi chưa có đơn vị phục vụ",
    "organisation.check_services": "kiểm tra lại ngay nơi nào nộp được thủ tục",
    "organisation.units": "thêm, sửa, kết thúc đơn vị (trừ mã định danh)",
    "organisation.successions": "ghi nhận sắp xếp đơn vị, ghi mã định danh của đơn vị",
    "organisation.unit_calendars": "chọn lịch làm việc của đơn vị",
    "organisation.calendars": "đặt lịch làm việc",
    "organisation.serving_units": "ghi, kết thúc việc phục vụ xã, phường của đơn vị",
    "organisation.positions": "đặt danh mục vị trí",
    "organisation.posts": "bổ nhiệm cán bộ, thôi giao vị trí, nạp danh sách cán bộ",
    "organisation.admin_posts": "giao, thôi quyền quản trị",
    "organisation.substitutes": "cử người thay",
    "organisation.focal_persons": "đặt cán bộ đầu mối",
    "catalogue.read": "xem danh mục của tỉnh",
    "catalogue.registers": "sửa danh mục, tài khoản thụ hưởng của đơn vị",
    "catalogue.common": "sửa danh mục dùng chung",
    "catalogue.procedure_lists": "nạp danh mục thủ tục",
    "catalogue.review": "rà soát, ký xác nhận danh mục thủ tục của cơ quan",
    "rules.read": "xem quy định địa phương và lý do áp dụng",
    "rules.keep": "soạn, trình, duyệt, kết thúc quy định của đơn vị",
    "rules.keep_province": "quy định cho cả tỉnh, một khu vực, hoặc do tỉnh ban hành",
    "changes.read": "xem nhật ký cấu hình",
    "configuration.export": "xuất, so cấu hình của tỉnh",
    "accounts.read": "xem tài khoản của cán bộ: ai có, ai chưa, ai chưa dùng",
    "accounts.keep": "cấp, khóa, mở khóa, đóng tài khoản, cấp lại mã một lần",
    "accounts.keep_signing": "cấp, khóa, đóng, cấp lại mã cho tài khoản của người ký, quản trị, "
    "được giao vai trò",
    "tokens.read": "xem khóa truy cập của hệ thống bên ngoài",
    "tokens.keep": "đề nghị, xác nhận, kết thúc khóa truy cập của hệ thống bên ngoài",
    "access.read": "hỏi ai được làm gì",
    "sign_ins.read": "xem nhật ký đăng nhập của cán bộ",
    "access.grant": "giao, thôi vai trò",
    "access.confirm": "xác nhận vị trí ký, vai trò do người khác giao",
}
OF_PUBLISHING: Mapping[str, str] = {
    "packages.check": "kiểm tra gói thủ tục",
    "designs.read": "xem quy trình, bản nháp, lỗi và lịch sử của bản nháp",
    "designs.keep": "tải lên, bỏ, sửa tệp của bản nháp quy trình",
    "packages.propose": "đề nghị công bố gói thủ tục",
    "packages.approve": "công bố gói thủ tục",
    "configuration.propose": "đề nghị nạp cấu hình",
    "configuration.approve": "nạp cấu hình",
}
OF_OPERATION: Mapping[str, str] = {
    "accounts.keep_administrators": "cấp tài khoản, cấp lại mã cho quản trị cấp tỉnh",
}
"""What only the command line may."""
RIGHTS: Mapping[str, str] = {
    **PUBLIC,
    **OF_ACCOUNTS,
    **OF_CASES,
    **OF_ACTS,
    **OF_CONFIGURATION,
    **OF_PUBLISHING,
    **OF_OPERATION,
}
"""Every right and what it lets somebody do."""


def named(text: str) -> str:
    """The right of this name, or of the act of this name. Raises RightUnknown."""
    for name in (text, of_act(text)):
        if name in RIGHTS:
            return name
    raise RightUnknown(right=text[:60])
