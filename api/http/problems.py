"""The one place where a refusal becomes an HTTP answer (RFC 9457 problem details)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from api.http.counting import counted
from engine.errors import Kind, Refusal

STATUS: dict[Kind, int] = {
    "invalid": 422,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "too_often": 429,
    "unavailable": 503,
}
NOT_SIGNED_IN = 401
RETRY_SECONDS = 2
MOST_TOLD = 50
"""Errors that are told of one request; of the others how many they are."""
CONTENT_TYPE = "application/problem+json"

HTTP_WORDS = {
    400: "Yêu cầu không đọc được.",
    404: "Không có địa chỉ này.",
    405: "Địa chỉ này không nhận thao tác đó.",
    413: "Nội dung gửi lên quá lớn.",
    414: "Địa chỉ dài quá mức nhận được. Hãy rút ngắn nội dung tìm hoặc lọc.",
    415: "Kiểu nội dung gửi lên không được nhận.",
    422: "Yêu cầu không đúng cấu trúc. Xem chi tiết theo từng trường.",
    431: "Phần đầu của yêu cầu (cookie, header) dài quá mức nhận được.",
    500: "Hệ thống gặp lỗi, thao tác chưa được ghi. Chúng tôi đã ghi lại để sửa.",
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return NOT_SIGNED_IN if refusal.code == "not_signed_in" else STATUS[refusal.kind]


def problem(refusal: Refusal) -> Response:
    """The refusal as problem details."""
    status = status_of(refusal)
    counted().refused(refusal.code)
    details = dict(refusal.details)
    more = 0
    if isinstance(faults := details.get("faults"), list | tuple) and len(faults) > MOST_TOLD:
        more = len(faults) - MOST_TOLD
        details |= {"faults": faults[:MOST_TOLD], "more": more}
    return _to_come_back(_answer(status, refusal.code, _and(str(refusal), more), details), refusal)


def page_of(page: str, refusal: Refusal) -> Response:
    """The same of a page that says it in words: its status, and when to come back."""
    return _to_come_back(make_response(page, status_of(refusal)), refusal)


def _to_come_back(answer: Response, refusal: Refusal) -> Response:
    if isinstance(minutes := refusal.details.get("minutes"), int):
        answer.headers["Retry-After"] = str(minutes * 60)
    elif refusal.kind == "unavailable":
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def http_problem(error: HTTPException) -> Response:
    """An error of the HTTP layer itself as problem details."""
    status = error.code or 500
    data: dict[str, Any] = getattr(error, "data", None) or {}
    title = HTTP_WORDS.get(status, error.name)
    if "messages" not in data:
        return _answer(status, f"http_{status}", title, {})
    told = _Told()
    details = {"errors": told.of(data["messages"]) or {}}
    if told.more:
        details["more"] = told.more
    return _answer(status, "request_invalid", _and(title, told.more), details)


@dataclass
class _Told:
    """The first errors of a body, where they are; ``more``: how many are left out."""

    room: int = MOST_TOLD
    more: int = 0

    def of(self, found: Any) -> Any:
        """What is told of errors by field and place; ``None`` for what is left out whole."""
        if isinstance(found, Mapping):
            return {name: told for name, one in found.items() if (told := self.of(one))} or None
        if isinstance(found, list):
            return [told for one in found if (told := self.of(one))] or None
        self.more += not self.room
        self.room, told = max(self.room - 1, 0), found if self.room else None
        return told


def _and(title: str, more: int) -> str:
    return f"{title} Và {more} lỗi nữa." if more else title


def _answer(status: int, code: str, title: str, details: dict[str, Any]) -> Response:
    response = jsonify(
        {"type": "about:blank", "status": status, "code": code, "title": title, "details": details}
    )
    response.status_code = status
    response.content_type = CONTENT_TYPE
    return response


def is_api() -> bool:
    """Whether this request is one of the JSON API; pages answer with pages."""
    return request.path.startswith("/api/")


def install(app: Flask) -> None:
    """Answer every refusal with problem details; pages have handlers of their own."""

    @app.errorhandler(Refusal)
    def _refused(refusal: Refusal) -> Response:
        return problem(refusal)
