"""What a petition is, how it stands, and what can happen to it: the words of all three."""

from collections.abc import Mapping
from typing import Literal

PetitionKind = Literal["report", "proposal", "complaint"]
KIND_WORDS: Mapping[str, str] = {
    "report": "phản ánh",
    "proposal": "kiến nghị",
    "complaint": "khiếu nại về cách giải quyết",
}
PetitionState = Literal["filed", "handling", "more", "answered", "published", "rejected"]
STATE_WORDS: Mapping[str, str] = {
    "filed": "mới gửi, chờ phân loại",
    "handling": "đang xử lý",
    "more": "chờ người gửi bổ sung",
    "answered": "đã trả lời, chờ công khai",
    "published": "đã trả lời và công khai",
    "rejected": "không thụ lý",
}
StepKind = Literal[
    "filed", "accepted", "asked", "added", "rejected", "answered", "published", "moved"
]
STEP_WORDS: Mapping[str, str] = {
    "filed": "gửi",
    "accepted": "phân loại, giao xử lý",
    "asked": "yêu cầu bổ sung thông tin",
    "added": "bổ sung thông tin",
    "rejected": "không thụ lý",
    "answered": "trả lời",
    "published": "công khai",
    "moved": "chuyển theo sắp xếp đơn vị",
}
