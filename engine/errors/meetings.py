"""Refusals of inviting to an inspection or meeting, and of recording what came of it."""

from engine.errors.kinds import Conflict, Forbidden, Invalid


class PurposeUnknown(Invalid):
    """An invitation is to an inspection on the spot or to the office."""

    code = "purpose_unknown"
    message = "Mời làm gì: “{given}” không phải một trong các lựa chọn."


class MeetingUnclear(Invalid):
    """An invitation says where and what about."""

    code = "meeting_unclear"
    message = "Hãy ghi địa điểm và nội dung của buổi kiểm tra, làm việc."


class MeetingNotAhead(Invalid):
    """Nobody can be invited to what is over."""

    code = "meeting_not_ahead"
    message = "Ngày giờ mời phải ở phía trước."


class MeetingBeyondDue(Invalid):
    """The case's own time runs on: what is found after it comes too late."""

    code = "meeting_beyond_due"
    message = "Buổi mời phải trước hạn trả của hồ sơ ({due}): thời hạn vẫn chạy khi mời."


class MeetingOutOfHours(Invalid):
    """An office is open in its hours, a place is looked at by day."""

    code = "meeting_out_of_hours"
    message = "Không mời được vào lúc {at}: ngoài giờ ({hours}). Hãy chọn giờ khác."


class MeetingUnknown(Invalid):
    """Minutes are of one of the invitations of the case that wait for them."""

    code = "meeting_unknown"
    message = "Hãy chọn giấy mời chưa ghi kết quả, trong danh sách."


class NotInviting(Forbidden):
    """No invitation of the person's unit waits for its minutes."""

    code = "not_inviting"
    message = "Đơn vị của bạn không có giấy mời nào của hồ sơ này chờ ghi kết quả."


class HeldUnknown(Invalid):
    """It was held, the applicant was absent, or it was called off."""

    code = "held_unknown"
    message = "Kết quả buổi mời: “{given}” không phải một trong các lựa chọn."


class MinutesMissing(Invalid):
    """Minutes say something, also when it was called off."""

    code = "minutes_missing"
    message = "Hãy ghi nội dung biên bản; nếu hủy thì ghi vì sao."


class MinutesOwed(Conflict):
    """A meeting is over, and what came of it is not written down: the case goes nowhere yet."""

    code = "minutes_owed"
    message = (
        "{unit} chưa ghi kết quả buổi mời lúc {at} (giấy mời số {number}): hãy ghi rồi mới chuyển."
    )


class MeetingNotYet(Conflict):
    """What has not begun was not held, and nobody was absent."""

    code = "meeting_not_yet"
    message = "Chưa đến giờ mời ({at}): lúc này chỉ ghi hủy được."
