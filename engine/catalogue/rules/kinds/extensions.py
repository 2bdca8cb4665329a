"""Kinds about late cases and results: until when one is extended, objected to, corrected, kept."""

from engine.catalogue.rules.kinds.base import ValueField
from engine.catalogue.rules.kinds.days import Days


class ExtensionNoticeDays(Days):
    """Days before the due day by which an extension is made (decree 118/2025 art. 19.6: 1)."""

    code = "extension_notice_days"
    name = "Số ngày báo trước khi gia hạn"
    said = "trước hạn {} ngày"


class ExtensionMostDays(Days):
    """Calendar days after the due day up to which an extension may name a new one.

    Decree 118/2025 art. 19.6 says how often, not how far, so a province may, by a text of its own.
    """

    code = "extension_most_days"
    name = "Số ngày gia hạn nhiều nhất"
    said = "nhiều nhất {} ngày từ ngày hẹn trả"


class CauseObjectionDays(Days):
    """Working days in which a unit may object to a rejected cause: no text fixes it (R-37)."""

    code = "cause_objection_days"
    name = "Số ngày được nêu lại nguyên nhân quá hạn"
    asked = "Số ngày làm việc"
    fields = (ValueField("days", "Số ngày", "number", unit="ngày làm việc"),)
    said = "{} ngày làm việc từ khi không được xác nhận"


class CorrectionDays(Days):
    """Working days in which a wrong result is corrected (decree 118/2025 art. 23.1: 3)."""

    code = "correction_days"
    name = "Số ngày đính chính kết quả"
    asked = "Số ngày làm việc"
    said = "{} ngày làm việc"


class ResultWaitDays(Days):
    """Calendar days in which a paper result waits for its applicant before it is archived.

    No text fixes it, so a province may; without a rule it waits at the counter.
    """

    code = "result_wait_days"
    name = "Số ngày kết quả giấy chờ người nộp"
    said = "{} ngày từ khi có kết quả, rồi đưa vào lưu trữ"
