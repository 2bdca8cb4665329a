"""Procedure packages and the scenarios that walk them."""

from engine.errors.kinds import Conflict, Invalid, NotFound, Unavailable


class ProcedureNotFound(NotFound):
    """The province has no published package of this procedure on this day."""

    code = "procedure_not_found"
    message = "Tỉnh chưa công bố thủ tục {procedure_code}."


class PackageRefused(Invalid):
    """A package has faults; ``faults`` lists every one of them with file, element and code."""

    code = "package_refused"
    message = "Gói thủ tục có {count} lỗi nên chưa công bố được."


class NotFileable(Invalid):
    """No place of the province could take a filing of the package; ``faults`` lists why."""

    code = "not_fileable"
    message = "Chưa công bố được {procedure} vì chưa nơi nào nhận được hồ sơ: {reasons}."


class PackageUnreadable(Conflict):
    """A published package has a file that this version of the product can't read: publish anew."""

    code = "package_unreadable"
    message = "Gói thủ tục đã công bố có tệp {file} không đọc được ({reason}). Hãy công bố lại gói."


class WalkFailed(Invalid):
    """A scenario can't be walked as it is told."""

    code = "walk_failed"
    message = "Kịch bản dừng ở bước {step}: {reason}"


class PackageAltered(Unavailable):
    """The files of a package in the database are not those that its digest names."""

    code = "package_altered"
    message = "Gói thủ tục {digest} trong cơ sở dữ liệu khác với lúc công bố nên không dùng được."
