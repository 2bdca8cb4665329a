"""The form of a request, and of the words in it."""

from engine.errors.kinds import Conflict, Invalid, NotFound


class RequestInvalid(Invalid):
    """The request's body or parameters do not fit the API; ``errors`` says where."""

    code = "request_invalid"
    message = "Yêu cầu không đúng cấu trúc. Xem chi tiết theo từng trường."


class TextUnreadable(Invalid):
    """A text that an act takes is too long, or has a sign that can't be kept or seen.

    ``field`` is the input's name.
    """

    code = "text_unreadable"
    message = "Ô “{label}” {reason}."


class CursorInvalid(Invalid):
    """The cursor of a page was not made by this product."""

    code = "cursor_invalid"
    message = "Địa chỉ trang tiếp theo bị sai. Hãy quay lại trang đầu của danh sách."


class DraftInvalid(Invalid):
    """A draft whose id isn't 32 hex digits, or whose title or target is too long."""

    code = "draft_invalid"
    message = "Mã hoặc tên của bản nháp không đúng. Nội dung vẫn ở chỗ bạn gửi, chưa được lưu."


class DraftNotFound(NotFound):
    """The person has no such draft: it was sent, given up, or is too old."""

    code = "draft_not_found"
    message = "Không còn bản nháp này: đã gửi, đã bỏ hoặc quá hạn giữ."


class IdempotencyMismatch(Conflict):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_mismatch"
    message = "Khóa Idempotency-Key này đã dùng cho một yêu cầu khác."
