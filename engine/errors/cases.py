"""Cases and the work on them: what is not found, whose it is, how a step ends."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound, TooOften, Unavailable


class CaseNotFound(NotFound):
    """No case has this code, or the person may not know that it exists."""

    code = "case_not_found"
    message = "Không tìm thấy hồ sơ {ref}. Hãy kiểm tra lại mã."


class CaseCodeTwoWays(CaseNotFound):
    """What was typed of a code, without its separators or letters, fits several cases."""

    code = "case_code_two_ways"
    message = "“{ref}” có thể là mã của nhiều hồ sơ. Hãy ghi đủ mã, cả chữ và dấu như trên giấy."


class FactWrong(Forbidden):
    """What was told to open a case is neither the phone of its submitter nor its owner's birthday.

    Which of the two the case knows is not said.
    """

    code = "fact_wrong"
    message = (
        "Điều bạn ghi không khớp với hồ sơ này. Hãy ghi số điện thoại của người nộp, "
        "hoặc ngày sinh của chủ hồ sơ như 05/09/1990."
    )


class ReceiptCodeWrong(Forbidden):
    """A code was shown that opens nothing: mistyped, or of a receipt that was replaced.

    Which of the two is not said.
    """

    code = "receipt_code_wrong"
    message = (
        "Mã tra cứu bí mật này không mở được hồ sơ: gõ chưa đúng, hoặc đã được thay bằng mã mới. "
        "Mã có 16 chữ cái và chữ số; hãy xem giấy tiếp nhận in sau cùng."
    )


class TooManyFacts(TooOften):
    """Too many wrong facts were told of one case, from one address or from all.

    Nobody finds the right one by trying.
    """

    code = "too_many_facts"
    message = (
        "Đã ghi sai nhiều lần với hồ sơ này. Mã QR trên giấy hẹn và tài khoản đã nộp vẫn mở được "
        "hồ sơ ngay; hoặc hãy thử lại sau {minutes} phút."
    )


class TooManyFactsHere(TooOften):
    """Too many wrong facts, of whatever cases, came from one address."""

    code = "too_many_facts_here"
    message = (
        "Từ mạng này đã ghi sai nhiều lần. Mã QR trên giấy hẹn và tài khoản đã nộp vẫn mở được "
        "hồ sơ ngay; hoặc hãy thử lại sau {minutes} phút."
    )


class TooManyNumbers(TooOften):
    """Too many numbers were looked up from one address with nothing to prove."""

    code = "too_many_numbers"
    message = (
        "Từ mạng này vừa tra nhiều mã. Hãy ghi thêm số điện thoại của người nộp hoặc ngày sinh "
        "của chủ hồ sơ, quét mã QR trên giấy hẹn, đăng nhập, hoặc thử lại sau {minutes} phút."
    )


class TaskNotFound(NotFound):
    """No open task has this id, or the officer may not know that it exists."""

    code = "task_not_found"
    message = "Không tìm thấy việc này. Có thể việc đã được làm xong hoặc chuyển nơi khác."


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


class NobodyToAssign(Unavailable):
    """No unit of the case has the desk that a step needs."""

    code = "nobody_to_assign"
    message = "Bước {step}: không tìm được đơn vị giữ vai trò {role}. Đã giữ nguyên hồ sơ."


class WrongAct(Conflict):
    """The step is ended by another act than the one that was called."""

    code = "wrong_act"
    message = "Bước này cần thao tác khác: {act}."


class StepNeedsOpening(Conflict):
    """The step asks for more than a decision in a list: it is done on the page of its case."""

    code = "step_needs_opening"
    message = "Bước “{step}” {why}: hãy mở hồ sơ để làm."


class TaskIsYours(Conflict):
    """Work is taken over from others; who has it already does it."""

    code = "task_is_yours"
    message = "Bạn đang giữ việc này: không cần lấy về."


class TaskFreeHere(Conflict):
    """The work lies free at a desk of the person: it is claimed as any other there."""

    code = "task_free_here"
    message = "Việc này ở vị trí của bạn, chưa ai nhận: hãy nhận việc."


class NobodyHolds(Conflict):
    """Work is taken back from somebody else; nobody else has it."""

    code = "nobody_holds"
    message = "Không ai khác đang giữ việc này."


class NotInThisState(Conflict):
    """The life of a case does not have this act in its status."""

    code = "not_in_this_state"
    message = "{act}: không làm được khi hồ sơ ở trạng thái “{state}”."


class OutcomeUnknown(Invalid):
    """The step offers no such outcome."""

    code = "outcome_unknown"
    message = "Bước này không có lựa chọn {outcome}. Hãy chọn một trong các nút của bước."


class DecisionMissing(Invalid):
    """A step's form was sent without a pressed decision, as the Enter key does."""

    code = "decision_missing"
    message = "Chưa quyết định gì: hãy bấm một trong các nút quyết định của bước."


AFTER_YOU = "ý kiến hoặc lý do: người nhận sau bạn cần đọc mới làm tiếp được"
"""What the decision of a step needs in words."""


class ReasonMissing(Invalid):
    """The decision needs an opinion or a reason in words; ``what`` by who reads it."""

    code = "reason_missing"
    message = "Hãy ghi {what}."

    def __init__(self, what: str = AFTER_YOU) -> None:
        super().__init__(what=what)


class ResultMissing(Invalid):
    """A result must be stored before the step can end (decree 118/2025 art. 22)."""

    code = "result_missing"
    message = "Hãy tải lên bản điện tử của kết quả: bước này phải lưu kho trước khi trả."


class ResultUnsigned(Conflict):
    """The diagram has the result signed, and nobody ended that step (decree 118/2025 art. 22.1)."""

    code = "result_unsigned"
    message = (
        "Kết quả chưa có người ký nên chưa lưu kho được: hồ sơ chưa qua bước ký {steps}. "
        "Hãy nhờ quản trị trả hồ sơ về bước ký."
    )


class ResultNotStored(Conflict):
    """The result was not stored, so nothing can be returned (decree 118/2025 art. 22)."""

    code = "result_not_stored"
    message = "Hồ sơ chưa lưu kho kết quả điện tử nên chưa trả được."


class StepReturnsResult(Conflict):
    """The process goes on: a step of the diagram will return the result."""

    code = "step_returns_result"
    message = "Quy trình của hồ sơ chưa kết thúc: kết quả được trả ở bước trả kết quả."


class NotForCorrections(Conflict):
    """A correction is the agency's own work, to be done in a term of its own (decree 118/2025
    art. 23.1): nothing is asked for, and nothing stops, moves or ends it.
    """

    code = "not_for_corrections"
    message = "Đây là hồ sơ đính chính lỗi của cơ quan, có thời hạn riêng: không thể “{act}”."


class ChannelUnchanged(Conflict):
    """The papers of the case are handled so already."""

    code = "channel_unchanged"
    message = "Giấy tờ của hồ sơ đã được xử lý theo cách này. Bạn không phải làm gì."


class AssigneeMissing(Invalid):
    """The step chooses who does the next one, and nobody was chosen; details name who is there."""

    code = "assignee_missing"
    message = "Hãy chọn người làm bước “{step}”, hoặc chọn cả vị trí."


class AssigneeNotAtDesk(Invalid):
    """The chosen person is not at the desk of the work on this day."""

    code = "assignee_not_at_desk"
    message = "Hôm nay người được chọn không giữ vị trí {position}, {unit}. Hãy chọn người khác."


class AssigneeNotAsked(Invalid):
    """A person was chosen at a step that assigns nothing."""

    code = "assignee_not_asked"
    message = "Bước này không giao việc cho ai. Hãy bỏ trống người được giao."


class ValueUnknown(Invalid):
    """Neither the filing form asks for it, nor does the diagram read a variable of that name."""

    code = "value_unknown"
    message = "Quy trình của hồ sơ không dùng giá trị nào tên “{name}”."


class PeopleOfTheFirst(Conflict):
    """A case that corrects a result is about the people of the first: both tell the same of them.

    The filing was wrong, not the result, where they are others: that is filed anew.
    """

    code = "people_of_the_first"
    message = "“{label}” là của hồ sơ gốc: hồ sơ đính chính không sửa được. Sai thì nộp hồ sơ mới."


class ValueUnreadable(Invalid):
    """The value is empty, or not of the kind that was chosen."""

    code = "value_unreadable"
    message = "Không đọc được “{value}” theo loại đã chọn: {reason}."


class NotTheLead(Forbidden):
    """Only who leads the unit of the task (or is at its desk, for taking it back) may do this."""

    code = "not_the_lead"
    message = "Chỉ lãnh đạo phụ trách {unit} làm được việc này."


class DelegateUnknown(Invalid):
    """The chosen person holds no other position of the unit on this day."""

    code = "delegate_unknown"
    message = "Hôm nay người được chọn không giữ vị trí nào khác của {unit}."


class BasisMissing(Invalid):
    """The act needs the paper that orders it."""

    code = "basis_missing"
    message = "Hãy ghi {what}."

    def __init__(self, what: str = "văn bản: số, ngày") -> None:
        super().__init__(what=what)


class NoIncident(Conflict):
    """The case waits in no incident, so there is nothing to try again."""

    code = "no_incident"
    message = "Hồ sơ {ref} không có sự cố nào đang chờ xử lý."
