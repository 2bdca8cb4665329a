"""Files and papers of a dossier."""

from engine.errors.kinds import Invalid, NotFound, Unavailable


class DocumentNotFound(NotFound):
    """The case has no such file, or the person may not see it."""

    code = "document_not_found"
    message = "Không tìm thấy tệp này trong hồ sơ."


class DocumentsMissing(Invalid):
    """A filing lacks compulsory components; ``faults`` names each with its field."""

    code = "documents_missing"
    message = "Hồ sơ còn thiếu {count} giấy tờ: {names}."


class PaperRefused(Invalid):
    """Papers can't be taken for this filing; ``faults`` names each with its field."""

    code = "paper_refused"
    message = "Không nhận bản giấy: {reason}."


class ScansMissing(Invalid):
    """Papers have neither a scan nor a reason for having none; ``faults`` names each."""

    code = "scans_missing"
    message = "Còn {count} giấy tờ bản giấy chưa số hóa xong: {names}."


class FileRefused(Invalid):
    """A file is empty, too large or of a kind that is not taken."""

    code = "file_refused"
    message = "Tệp “{name}” chưa nhận được: {reason}."


class StoreUnavailable(Unavailable):
    """The document store can't keep or give a file now."""

    code = "store_unavailable"
    message = "Kho tệp đang không dùng được, thao tác chưa được ghi. Hãy thử lại sau ít phút."
