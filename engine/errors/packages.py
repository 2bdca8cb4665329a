"""Procedure packages and the scenarios that walk them."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound, Unavailable


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

    @property
    def heading(self) -> str:
        """What is wrong as a whole, above the reasons one by one."""
        procedure = self.details["procedure"]
        return f"Chưa công bố được {procedure} vì chưa nơi nào nhận được hồ sơ"


class PackageUnreadable(Conflict):
    """A published package has a file that this version of the product can't read: publish anew."""

    code = "package_unreadable"
    message = "Gói thủ tục đã công bố có tệp {file} không đọc được ({reason}). Hãy công bố lại gói."


class DecisionDiffers(Invalid):
    """A package differs from the approved decision without a reason; ``rows`` lists each row."""

    code = "decision_differs"
    message = (
        "Sơ đồ khác quyết định phê duyệt ở {count} dòng chưa có lý do. Hãy sửa cho khớp, hoặc ghi "
        "lý do cho từng dòng."
    )


class PackageKnown(Conflict):
    """These very files stand in the catalogue already, or wait for approval."""

    code = "package_known"
    message = "Gói này {where}, không có gì mới để công bố."


class MayNotPublish(Forbidden):
    """The person may not propose, or approve, what is published here."""

    code = "may_not_publish"
    message = "Bạn không có quyền {act}. {why}"


class ProposalNotFound(NotFound):
    """The province has no such proposal, or the person may not see it."""

    code = "proposal_not_found"
    message = "Không tìm thấy đề nghị công bố này."


class ProposalDone(Conflict):
    """The proposal was decided or withdrawn before."""

    code = "proposal_done"
    message = "Đề nghị này {state} rồi. Hãy gửi đề nghị mới nếu cần."


class OwnProposal(Forbidden):
    """Nobody approves, or sends back, what they proposed themselves."""

    code = "own_proposal"
    message = "Người đề nghị không tự duyệt được. Hãy nhờ người duyệt khác."


class ProposalOfOther(Forbidden):
    """Only whoever proposed withdraws it."""

    code = "proposal_of_other"
    message = "Chỉ người đã gửi mới rút được đề nghị này."


class ProposalMoved(Conflict):
    """What is different is no longer what was shown: another version was published meanwhile."""

    code = "proposal_moved"
    message = (
        "Những chỗ khác của đề nghị này đã đổi so với lúc bạn xem, vì có bản khác được công bố "
        "hoặc cấu hình đã đổi. Hãy xem lại rồi duyệt."
    )


class NothingToPublish(Invalid):
    """A proposal would change nothing."""

    code = "nothing_to_publish"
    message = "Đề nghị này không đổi gì: {why}."


class DayPassed(Invalid):
    """Nothing is put in force on a day that is over: dossiers of that day are on their way."""

    code = "day_passed"
    message = "Ngày áp dụng {day} đã qua. Hãy chọn từ hôm nay trở đi."


class DayBegun(DayPassed):
    """What moves due times begins on a day to come: today's dossiers have theirs already."""

    code = "day_begun"
    message = "Ngày {day} đã bắt đầu hoặc đã qua. Hãy chọn từ ngày mai."


class RetiredOnItsDay(Invalid):
    """A version is taken back before its first day: from another day on dossiers would take it."""

    code = "retired_on_its_day"
    message = (
        "Rút bản trước ngày áp dụng thì rút từ đúng ngày {day}, để không hồ sơ nào theo bản ấy. "
        "Muốn thu hồi từ ngày khác, hãy trả lại để người gửi đề nghị ngày khác."
    )


class WalkFailed(Invalid):
    """A scenario can't be walked as it is told."""

    code = "walk_failed"
    message = "Kịch bản dừng ở bước {step}: {reason}"


class PackageAltered(Unavailable):
    """The files of a package in the database are not those that its digest names."""

    code = "package_altered"
    message = "Gói thủ tục {digest} trong cơ sở dữ liệu khác với lúc công bố nên không dùng được."


class DesignNotFound(NotFound):
    """No such procedure, draft, revision or file here, or the person may not see it."""

    code = "design_not_found"
    message = "Không tìm thấy {what}."


class DesignDraftless(DesignNotFound):
    """The act or page needs a draft and the procedure has none: nobody began one, or it was
    dropped. Its published versions can be read, and a draft begun from any of them."""

    code = "design_draftless"
    message = (
        "Thủ tục này không có bản nháp: chưa ai tải lên, hoặc đã bỏ. Ở trang của thủ tục, tải tệp "
        "lên hoặc bấm “Sửa từ bản này” ở một bản đã công bố."
    )


class DesignRefused(Invalid):
    """What was sent can't become part of the draft; nothing of the draft was changed."""

    code = "design_refused"
    message = "Bản nháp vẫn như cũ: {reason}"


class DesignUnready(Invalid):
    """The draft has errors, so it can't be told as a whole, nor tried."""

    code = "design_unready"
    message = "Bản nháp còn {count} lỗi: sửa hết thì thử được, và biết ai giữ từng bước."


class DesignMoved(Conflict):
    """The draft is no longer the one that was shown: somebody has changed it meanwhile."""

    code = "design_moved"
    message = "{name} vừa đổi bản nháp này. Hãy xem lại rồi làm tiếp."
