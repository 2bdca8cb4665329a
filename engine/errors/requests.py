"""The form of a request to the API."""

from engine.errors.kinds import Conflict, Invalid


class RequestInvalid(Invalid):
    """The request's body or parameters do not fit the API; ``errors`` says where."""

    code = "request_invalid"
    message = "Yêu cầu không đúng cấu trúc. Xem chi tiết theo từng trường."


class CursorInvalid(Invalid):
    """The cursor of a page was not made by this product."""

    code = "cursor_invalid"
    message = "Địa chỉ trang tiếp theo bị sai. Hãy quay lại trang đầu của danh sách."


class IdempotencyMismatch(Conflict):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_mismatch"
    message = "Khóa Idempotency-Key này đã dùng cho một yêu cầu khác."
