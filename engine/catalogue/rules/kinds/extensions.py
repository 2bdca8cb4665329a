"""A kind about extensions: until when before its due day a case may be extended."""

from engine.catalogue.rules.kinds.days import Days


class ExtensionNoticeDays(Days):
    """Days before the due day by which an extension is made (decree 118/2025 art. 19.6: 1)."""

    code = "extension_notice_days"
    name = "Số ngày báo trước khi gia hạn"
    said = "trước hạn {} ngày"
