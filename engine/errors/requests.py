"""The form of a request, and of the words in it."""

from engine.errors.kinds import Conflict, Invalid, NotFound, Unavailable


class RequestInvalid(Invalid):
    """The request's body or parameters do not fit the API; ``errors`` says where."""

    code = "request_invalid"
    message = "Yêu cầu không đúng cấu trúc. Xem chi tiết theo từng trường."


class BodyUnreadable(Invalid):
    """The body is no JSON in UTF-8, is nested too deep, or has a number that nothing can use."""

    code = "body_unreadable"
    message = "Nội dung gửi lên chưa đọc được: {reason}."


class KeyRefused(Invalid):
    """An Idempotency-Key that is empty, longer than 200 characters, or not plain ASCII."""

    code = "idempotency_key_refused"
    message = "Khóa Idempotency-Key phải có từ 1 đến 200 ký tự ASCII, không dấu cách."


class ValueTooLarge(Invalid):
    """A text is longer, or a number larger, than the database keeps; nothing was written."""

    code = "value_too_large"
    message = "Có mã, tên hoặc số quá dài so với mức lưu được. Chưa ghi gì."


class WrittenMeanwhile(Conflict):
    """Somebody else wrote the same entry at the same moment; nothing of this act was written."""

    code = "written_meanwhile"
    message = "Có người vừa ghi cùng mục này. Hãy tải lại để xem rồi làm tiếp nếu còn cần."


class StillBeingWritten(Unavailable):
    """The same request came before and is still written, part by part: nothing is done twice."""

    code = "still_being_written"
    message = (
        "Lần bấm trước của chính biểu mẫu này vẫn đang được ghi, chưa xong; lần này không ghi "
        "thêm gì. Hãy chờ ít phút rồi so sánh lại tệp: dòng đã ghi sẽ hiện là giống đang dùng."
    )


class TextUnreadable(Invalid):
    """A text that an act takes is too long, or has a sign that can't be kept or seen.

    ``field`` is the input's name.
    """

    code = "text_unreadable"
    message = "Ô “{label}”: {reason}."


class SearchTooLong(Invalid):
    """A search of more characters than any name, code or title has; nothing was searched for."""

    code = "search_too_long"
    message = "Nội dung tìm dài {count} ký tự; hãy tìm bằng ít chữ hơn, nhiều nhất {most} ký tự."


class CursorInvalid(Invalid):
    """The cursor of a page was not made by this product."""

    code = "cursor_invalid"
    message = "Địa chỉ trang tiếp theo bị sai. Hãy quay lại trang đầu của danh sách."


class DraftInvalid(Invalid):
    """A draft whose id isn't 32 hex digits, whose title or target is too long, of a filing that
    names no procedure of a province, or of a page's form that no page has sent."""

    code = "draft_invalid"
    message = (
        "Mã, tên hoặc thủ tục của bản nháp không đúng. Nội dung vẫn ở chỗ bạn gửi, chưa được lưu."
    )


class TooManyDrafts(Invalid):
    """One draft more, or one with more bytes, than a person may keep at a time."""

    code = "too_many_drafts"
    message = (
        "Bạn đang có {count} bản nháp khác; mỗi người giữ được {most} bản, "
        "tệp không quá {MB} MB, chữ đã điền không quá {typed} MB. "
        "Hãy nộp hoặc bỏ bớt bản nháp cũ rồi lưu lại: nội dung vẫn ở chỗ bạn gửi."
    )


class DraftNotFound(NotFound):
    """The person has no such draft: it was sent, given up, or is too old."""

    code = "draft_not_found"
    message = "Không còn bản nháp này: đã gửi, đã bỏ, quá hạn giữ, hoặc của tài khoản khác."


class FormOpenedAgain(Conflict):
    """A form that was kept is opened again: it is shown as it was typed, nothing is done."""

    code = "form_opened_again"
    message = (
        "Chưa gửi: lần trước phiên đăng nhập đã hết. Những gì đã điền vẫn ở dưới đây; hãy xem lại "
        "rồi bấm gửi. Tệp nào không còn thì chọn lại."
    )


class FormSentBefore(Conflict):
    """A form came again with other words in it: what was sent first is done, this is not."""

    code = "form_sent_before"
    message = (
        "Biểu mẫu này đã gửi một lần rồi. Nội dung vừa nhập khác lần trước nên chưa được gửi: "
        "hãy xem lại, rồi gửi nếu đây là việc khác."
    )


class IdempotencyMismatch(Conflict):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_mismatch"
    message = "Khóa Idempotency-Key này đã dùng cho một yêu cầu khác."


class ExportTooLarge(Invalid):
    """A list of more cases than one table takes; nothing is cut silently."""

    code = "export_too_large"
    message = "Danh sách có hơn {most} hồ sơ. Hãy lọc hẹp hơn rồi xuất lại."
