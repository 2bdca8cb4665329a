"""How the applicant asked to get the result, in words; the electronic one is there for everyone.

Decree 118/2025/NĐ-CP art. 22.1: the result is issued electronically, and on paper unless the
applicant wants the electronic one only.
"""

from collections.abc import Mapping
from typing import Literal

from engine.catalogue.manifest_fields import DELIVERIES

Delivery = Literal["electronic", "centre", "post"]

_CHOSEN: Mapping[object, Delivery] = dict(
    zip(DELIVERIES, ("electronic", "centre", "post"), strict=True)
)


def delivery_of(applicant: Mapping[str, object]) -> Delivery:
    """What the filing asked for; a form that does not ask means paper at the centre."""
    return _CHOSEN.get(applicant.get("result_delivery"), "centre")


def delivery_words(delivery: Delivery, returning_unit: str) -> str:
    """Where the result is got: "Bản điện tử, không phải đến nhận"."""
    if delivery == "electronic":
        return "Bản điện tử, không phải đến nhận"
    if delivery == "post":
        return "Bản điện tử, và bản giấy gửi qua bưu chính"
    return f"Bản điện tử, và bản giấy tại {returning_unit}"


def how_to_get(delivery: Delivery, returning_unit: str) -> str:
    """What the applicant has to do once there is a result."""
    if delivery == "electronic":
        return "Kết quả là bản điện tử: bạn mở hoặc tải ngay trên mạng, không phải đi nhận."
    if delivery == "post":
        return "Bản giấy được gửi đến bạn qua bưu chính; bản điện tử mở được ngay trên mạng."
    return f"Mời bạn nhận bản giấy tại {returning_unit}; bản điện tử mở được ngay trên mạng."
