"""The cause of a late case in words."""

from engine.facts.events_of_lateness import LATENESS_CAUSES, LatenessCause


def cause_words(cause: LatenessCause, state: str) -> str:
    """The cause as it stands: "do lỗi phần mềm, chờ xác nhận"."""
    said = LATENESS_CAUSES[cause]
    if state == "rejected":
        return f"{LATENESS_CAUSES['agency']} ({said} không được xác nhận)"
    more = {"claimed": ", chờ xác nhận", "confirmed": ", đã xác nhận, không tính vào điểm"}
    return said + more.get(state, "")
