"""Every refusal of the engine: one class each.

Refusal
├── Invalid       what was sent can't be accepted as it stands
├── Forbidden     the person may not do this
├── NotFound      no such thing, or the person may not know that it exists
├── Conflict      the thing is in another state than the act needs
└── Unavailable   cannot be done now; the same request may succeed later

A class fixes its ``code`` (for machines) and its Vietnamese ``message`` template; the values that
fill the template are kept in ``details``. HTTP statuses for the kinds live in one table in
``api.http``.
"""

from typing import ClassVar, Literal

Kind = Literal["invalid", "forbidden", "not_found", "conflict", "unavailable"]


class Refusal(Exception):
    """Base of all refusals. A subclass fixes its code, its kind and its message."""

    code: ClassVar[str]
    kind: ClassVar[Kind]
    message: ClassVar[str]

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.message.format(**details))


class Invalid(Refusal):
    """What was sent can't be accepted as it stands."""

    kind = "invalid"


class Forbidden(Refusal):
    """The person may not do this."""

    kind = "forbidden"


class NotFound(Refusal):
    """No such thing, or the person may not know that it exists."""

    kind = "not_found"


class Conflict(Refusal):
    """The thing is in another state than the act needs."""

    kind = "conflict"


class Unavailable(Refusal):
    """Cannot be done now; the same request may succeed later."""

    kind = "unavailable"


class SignInFailed(Forbidden):
    """The user name or the password is wrong, or the account is disabled."""

    code = "sign_in_failed"
    message = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím CapsLock và bộ gõ."


class NotSignedIn(Forbidden):
    """The page or the act needs a signed-in person of another kind."""

    code = "not_signed_in"
    message = "Bạn cần đăng nhập để làm việc này."


class DemoRefused(Forbidden):
    """Demo accounts or demo acts in production mode."""

    code = "demo_refused"
    message = "Chế độ vận hành thật không cho phép tài khoản minh họa."


class ProvinceNotFound(NotFound):
    """No province is loaded under this code."""

    code = "province_not_found"
    message = "Chưa có tỉnh {province_code} trong hệ thống."


class ProcedureNotFound(NotFound):
    """The province has no published package of this procedure on this day."""

    code = "procedure_not_found"
    message = "Tỉnh chưa công bố thủ tục {procedure_code}."


class UnitNotFound(NotFound):
    """No unit has this code on this day."""

    code = "unit_not_found"
    message = "Không có đơn vị {unit_code} vào ngày này."


class CaseNotFound(NotFound):
    """No case has this code, or the person may not know that it exists."""

    code = "case_not_found"
    message = "Không tìm thấy hồ sơ {ref}. Hãy kiểm tra lại mã."


class TaskNotFound(NotFound):
    """No open task has this id, or the officer may not know that it exists."""

    code = "task_not_found"
    message = "Không tìm thấy việc này. Có thể việc đã được làm xong hoặc chuyển nơi khác."


class DocumentNotFound(NotFound):
    """The case has no such file, or the person may not see it."""

    code = "document_not_found"
    message = "Không tìm thấy tệp này trong hồ sơ."


class TaskAlreadyClaimed(Conflict):
    """Someone else took the task first."""

    code = "task_already_claimed"
    message = "{holder} đã nhận việc này trước. Bạn không phải làm gì."


class TaskAlreadyDone(Conflict):
    """The task was completed before this act arrived."""

    code = "task_already_done"
    message = "Việc này đã được {holder} làm xong."


class NotYourDesk(Forbidden):
    """The officer holds no post at the desk that the task is assigned to."""

    code = "not_your_desk"
    message = "Việc này của {position}, {unit}. Bạn không giữ vị trí đó."


class WrongAct(Conflict):
    """The step is ended by another act than the one that was called."""

    code = "wrong_act"
    message = "Bước này cần thao tác khác: {act}."


class OutcomeUnknown(Invalid):
    """The step offers no such outcome."""

    code = "outcome_unknown"
    message = "Bước này không có lựa chọn {outcome}. Hãy chọn một trong các nút của bước."


class ReasonMissing(Invalid):
    """The outcome needs a reason in words."""

    code = "reason_missing"
    message = "Hãy ghi rõ lý do: người nhận sau bạn cần biết phải sửa gì."


class ResultMissing(Invalid):
    """A result must be stored before the step can end (decree 118/2025 art. 22)."""

    code = "result_missing"
    message = "Hãy tải lên bản điện tử của kết quả: bước này phải lưu kho trước khi trả."


class ResultNotStored(Conflict):
    """The result was not stored, so nothing can be returned (decree 118/2025 art. 22)."""

    code = "result_not_stored"
    message = "Hồ sơ chưa lưu kho kết quả điện tử nên chưa trả được."


class FormInvalid(Invalid):
    """Some answers can't be accepted; ``faults`` lists each with its field."""

    code = "form_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class ChannelClosed(Invalid):
    """The procedure can't be filed this way."""

    code = "channel_closed"
    message = "Thủ tục này không nhận nộp theo cách {channel}."


class PlaceClosed(Invalid):
    """The place has no one who could work on this procedure."""

    code = "place_closed"
    message = "{place} chưa đủ cán bộ để nhận thủ tục này. Hãy chọn nơi khác trong tỉnh."


class NobodyToAssign(Unavailable):
    """No unit of the case has the desk that a step needs."""

    code = "nobody_to_assign"
    message = "Bước {step}: không tìm được đơn vị giữ vai trò {role}. Đã giữ nguyên hồ sơ."


class CaseBusy(Unavailable):
    """The database can't be reached or the case is held too long; the act did not happen."""

    code = "busy"
    message = "Hệ thống đang bận, thao tác chưa được ghi. Hãy thử lại sau ít giây."


class DataFolderInvalid(Invalid):
    """A province or package folder can't be loaded; ``faults`` lists every reason."""

    code = "data_folder_invalid"
    message = "{folder}: {count} lỗi, chưa nạp gì."


class FileRefused(Invalid):
    """A file is empty, too large or of a kind that is not taken."""

    code = "file_refused"
    message = "Tệp “{name}” chưa nhận được: {reason}."


class DocumentsMissing(Invalid):
    """A filing lacks compulsory components; ``faults`` names each with its field."""

    code = "documents_missing"
    message = "Hồ sơ còn thiếu {count} giấy tờ: {names}."


class PaperRefused(Invalid):
    """Papers can't be taken for this filing; ``faults`` names each with its field."""

    code = "paper_refused"
    message = "Không nhận bản giấy: {reason}."


class PackageRefused(Invalid):
    """A package has faults; ``faults`` lists every one of them with file, element and code."""

    code = "package_refused"
    message = "Gói thủ tục có {count} lỗi nên chưa công bố được."


class CursorInvalid(Invalid):
    """The cursor of a page was not made by this product."""

    code = "cursor_invalid"
    message = "Địa chỉ trang tiếp theo bị sai. Hãy quay lại trang đầu của danh sách."


class StoreUnavailable(Unavailable):
    """The document store can't keep or give a file now."""

    code = "store_unavailable"
    message = "Kho tệp đang không dùng được, thao tác chưa được ghi. Hãy thử lại sau ít phút."


class CsrfRefused(Forbidden):
    """A form was posted without the token of its page, or after the session ended."""

    code = "csrf_refused"
    message = "Trang đã mở quá lâu hoặc phiên đã hết. Hãy tải lại trang rồi làm lại."


class IdempotencyMismatch(Conflict):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_mismatch"
    message = "Khóa Idempotency-Key này đã dùng cho một yêu cầu khác."


class RequestInvalid(Invalid):
    """The request's body or parameters do not fit the API; ``errors`` says where."""

    code = "request_invalid"
    message = "Yêu cầu không đúng cấu trúc. Xem chi tiết theo từng trường."


class SettingInvalid(Invalid):
    """An environment variable has a value that can't be used."""

    code = "setting_invalid"
    message = "Biến môi trường {name} không dùng được: {reason}."


class SchemaOutdated(Unavailable):
    """The database's tables are of another version than this program."""

    code = "schema_outdated"
    message = (
        "Cơ sở dữ liệu ở phiên bản {found}, chương trình cần {needed}. Hãy chạy: motcua db upgrade"
    )


class WalkFailed(Invalid):
    """A scenario can't be walked as it is told."""

    code = "walk_failed"
    message = "Kịch bản dừng ở bước {step}: {reason}"


# Durable acts


class ActUncertain(Unavailable):
    """The connection was lost while the act was being committed: it is there as a whole or not."""

    code = "act_uncertain"
    message = (
        "Mất kết nối đúng lúc ghi, chưa rõ thao tác đã được ghi hay chưa. Hãy tải lại hồ sơ; nếu"
        " chưa thấy thì làm lại."
    )


class NoIncident(Conflict):
    """The case waits in no incident, so there is nothing to try again."""

    code = "no_incident"
    message = "Hồ sơ {ref} không có sự cố nào đang chờ xử lý."


# Organisation and catalogues


class NotAdministrator(Forbidden):
    """The person holds no administrator's post in the province today."""

    code = "not_administrator"
    message = "Bạn không giữ vai trò quản trị ở tỉnh này."


class ProvinceAdminOnly(Forbidden):
    """Only the province's administrator may do this."""

    code = "province_admin_only"
    message = "Chỉ quản trị cấp tỉnh làm được việc này: {act}."


class OutsideYourUnits(Forbidden):
    """The unit is not within the administrator's agency."""

    code = "outside_your_units"
    message = "{unit} không thuộc phạm vi quản trị của bạn."


class ConfigurationUnreadable(Forbidden):
    """Only officers of the province may read its organisation and catalogues."""

    code = "configuration_unreadable"
    message = "Chỉ cán bộ của tỉnh xem được mục này."


class EntryInvalid(Invalid):
    """An entry of the organisation or a catalogue has faults; ``faults`` lists all by field."""

    code = "entry_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class EntryNotFound(NotFound):
    """The organisation or the catalogue has no such entry."""

    code = "entry_not_found"
    message = "Không tìm thấy {what}."


class SheetUnreadable(Invalid):
    """A table (XLSX or CSV) can't be read, or lacks columns."""

    code = "sheet_unreadable"
    message = "Tệp “{name}” chưa đọc được: {reason}"


class ListFaulty(Invalid):
    """A list of procedures has faulty rows; ``faults`` lists all, nothing was compared."""

    code = "list_faulty"
    message = "Danh sách có {count} dòng sai nên chưa so sánh. {first}"


class CatalogueMoved(Conflict):
    """The catalogue changed after the list was compared with it."""

    code = "catalogue_moved"
    message = "Danh mục đã thay đổi sau khi so sánh. Hãy xem lại bảng so sánh rồi chấp nhận."


class ImportDone(Conflict):
    """The compared list was accepted before."""

    code = "import_done"
    message = "Danh sách này đã được {name} chấp nhận."


class ConfigurationFaulty(Invalid):
    """A configuration folder can't be imported; ``faults`` lists every reason."""

    code = "configuration_faulty"
    message = "{folder}: {count} lỗi, chưa nạp gì. {first}"


class ConfigurationKept(Conflict):
    """The folder lacks what the province has and can't lose; ``kept`` lists it."""

    code = "configuration_kept"
    message = (
        "Thư mục thiếu {count} mục đang có trong hệ thống và không được xóa, ví dụ {first}. "
        "Hãy đặt ngày hết hiệu lực thay vì bỏ khỏi thư mục."
    )


class RulesKept(Conflict):
    """A folder would rewrite local rules on record, or bring rules past their checker."""

    code = "rules_kept"
    message = (
        "Nạp cấu hình không sửa quy định đã ghi và không thay việc duyệt: {count} chỗ, ví dụ "
        "{first}. Hãy lập, gửi duyệt hoặc kết thúc quy định như thường."
    )


# Local rules


class RuleNotFound(NotFound):
    """No rule has this id, or the person may not know that it exists."""

    code = "rule_not_found"
    message = "Không tìm thấy quy định này."


class RuleInvalid(Invalid):
    """The rule can't be accepted as entered; ``faults`` lists each with its field."""

    code = "rule_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class RuleStateWrong(Conflict):
    """The rule is in another state than the act needs."""

    code = "rule_state_wrong"
    message = "Quy định này đang ở trạng thái “{state}” nên không làm được việc đó."


class CheckedByMaker(Forbidden):
    """Who made a rule, or proposed its early end, may not approve it (requirement R-86)."""

    code = "checked_by_maker"
    message = "Người lập không tự duyệt được. Hãy nhờ người khác cùng quyền duyệt."


class EndPending(Conflict):
    """An early end of the rule is proposed already and waits for its checker."""

    code = "end_pending"
    message = (
        "{name} đã đề nghị kết thúc quy định này từ {day} và đang chờ duyệt. Đề nghị đó phải được "
        "duyệt, trả lại hoặc rút trước."
    )


class EndNotPending(Conflict):
    """No early end of the rule waits for a checker."""

    code = "end_not_pending"
    message = "Quy định này không có đề nghị kết thúc sớm nào đang chờ duyệt."


class EndNotYours(Forbidden):
    """Only who proposed an early end may withdraw it; others send it back."""

    code = "end_not_yours"
    message = "Chỉ {name} rút được đề nghị này. Người khác trả lại kèm lý do."


class EndInPast(Invalid):
    """A rule can't be ended before the day of proposal or approval: cases already took it."""

    code = "end_in_past"
    message = "Chỉ kết thúc được từ {today} trở đi: hồ sơ trước đó đã áp dụng quy định này."


class RuleNotForRunning(Invalid):
    """Rules of this kind, or not in force today, can't reach running cases."""

    code = "rule_not_for_running"
    message = "Quy định này không áp dụng được cho hồ sơ đang xử lý: {reason}."


class DryRunOutdated(Conflict):
    """Cases have moved on since the dry run that was looked at."""

    code = "dry_run_outdated"
    message = "Số liệu đã đổi so với lần chạy thử bạn xem. Hãy chạy thử lại rồi quyết định."


class FeeUndecided(Unavailable):
    """The package's fee table gives no amount for this case."""

    code = "fee_undecided"
    message = "Biểu phí của thủ tục chưa tính được cho hồ sơ này: {reason}."


class FiledElsewhere(Invalid):
    """A local rule sends filings of this procedure to another system; ``address`` may be empty."""

    code = "filed_elsewhere"
    message = "Thủ tục này nộp tại {where}, theo {basis}."


class ChannelUnchanged(Conflict):
    """The case goes this way already, or has ended."""

    code = "channel_unchanged"
    message = "Hồ sơ đã theo cách nộp này, hoặc đã kết thúc. Bạn không phải làm gì."


# Where a case is filed and who decides it.


class CompetentUnknown(Unavailable):
    """Neither the procedure, nor the filing, nor the level tells which unit decides."""

    code = "competent_unknown"
    message = "Chưa xác định được cơ quan giải quyết thủ tục {procedure} từ nơi đã khai."
