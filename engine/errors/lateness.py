"""Extensions, apologies, and why a dossier is late."""

from engine.errors.kinds import Conflict, Forbidden, Invalid


class SignedMissing(Invalid):
    """An apology is a signed paper: a new due time holds only with it (art. 19.6)."""

    code = "signed_missing"
    message = "Hãy tải lên văn bản xin lỗi đã ký: có văn bản thì ngày hẹn mới mới có hiệu lực."


class ExtensionOnce(Conflict):
    """The case was extended before: it is extended once (art. 19.6)."""

    code = "extension_once"
    message = "Hồ sơ đã gia hạn một lần. Để trống ngày hẹn mới: chỉ gửi văn bản xin lỗi."


class ExtensionTooLate(Conflict):
    """The last day for an extension is over: there is only the apology (art. 19.6)."""

    code = "extension_too_late"
    message = (
        "Chỉ được gia hạn đến hết ngày {last}. Để trống ngày hẹn mới: chỉ gửi văn bản xin lỗi."
    )


class ExtensionAfterLate(Conflict):
    """A due time was missed before: whatever began anew since, there is only the apology."""

    code = "extension_after_late"
    message = (
        "Hồ sơ đã quá hạn (hẹn trả {due}): không hẹn lại được. Để trống ngày hẹn mới: chỉ gửi văn "
        "bản xin lỗi."
    )


class NewDayMissing(Invalid):
    """The case can still be extended, and no new day is named."""

    code = "new_day_missing"
    message = "Hãy ghi ngày hẹn trả mới."


class ExtensionTooLong(Invalid):
    """The new day lies beyond what a local rule lets an extension reach."""

    code = "extension_too_long"
    message = "Chỉ được hẹn lại đến hết ngày {last} ({basis}). Hãy ghi ngày sớm hơn."


class NewDayTooFar(Invalid):
    """The new day lies more than a year ahead: nobody means that."""

    code = "new_day_too_far"
    message = "Ngày hẹn mới quá xa: muộn nhất {last}. Hãy xem lại năm đã gõ."


class ApologyTooEarly(Conflict):
    """There is nothing to apologise for without a new day before the day the case is due."""

    code = "apology_too_early"
    message = "Hồ sơ chưa trễ hẹn (hẹn trả {due}): đến ngày đó mà chưa trả được thì mới xin lỗi."


class NoDueTime(Conflict):
    """The procedure has no limit: no day was promised, so none is moved or missed."""

    code = "no_due_time"
    message = "Hồ sơ này không có ngày hẹn trả: không có gì phải gia hạn hay xin lỗi."


class TimeRunsHere(Conflict):
    """The time of the case runs: its head apologises at the step that is open."""

    code = "time_runs_here"
    message = "Thời hạn của hồ sơ còn chạy: hãy xin lỗi ở bước đang làm."


class NewDayNotLater(Invalid):
    """The new day is not after the one that was promised."""

    code = "new_day_not_later"
    message = "Ngày hẹn mới phải sau ngày hẹn hiện nay ({due})."


class NotLate(Conflict):
    """A cause of lateness is told only of a case that is late, or ended late."""

    code = "not_late"
    message = "Hồ sơ này không quá hạn: chưa có nguyên nhân nào để nêu."


class NotAnswering(Forbidden):
    """Why a case is late say the heads of the units that had a step of it."""

    code = "not_answering"
    message = "Chỉ lãnh đạo đơn vị có bước của hồ sơ này nêu được nguyên nhân quá hạn."


class LatenessCauseUnknown(Invalid):
    """The cause is none of those that there are (requirement R-37)."""

    code = "lateness_cause_unknown"
    message = "Nguyên nhân: “{given}” không phải một trong các lựa chọn."


class CauseSettled(Conflict):
    """The cause waits for its confirmation, or was confirmed."""

    code = "cause_settled"
    message = "Nguyên nhân của hồ sơ này đang chờ xác nhận hoặc đã được xác nhận."


class ObjectionTooLate(Conflict):
    """The days in which the unit could object to the rejected cause are over."""

    code = "objection_too_late"
    message = "Đã quá hạn nêu lại nguyên nhân ({last})."


class NotTechnical(Forbidden):
    """Only the technical department confirms that systems made a case late."""

    code = "not_technical"
    message = "Chỉ cơ quan kỹ thuật xác nhận được lỗi phần mềm, lỗi đồng bộ."


class NoCauseClaimed(Conflict):
    """No cause of lateness waits for its confirmation."""

    code = "no_cause_claimed"
    message = "Không có nguyên nhân quá hạn nào đang chờ xác nhận."


class EvidenceMissing(Invalid):
    """A cause is confirmed or rejected with evidence."""

    code = "evidence_missing"
    message = "Hãy ghi bằng chứng: nhật ký, mã sự cố hoặc văn bản."


class FailureElsewhere(Conflict):
    """A failure made a case late while the case lay with who claims it, on no other day."""

    code = "failure_elsewhere"
    message = "Sự cố ngày {day} nằm ngoài thời gian hồ sơ ở {unit}: từ {first} đến {last}."


class ApologyMissing(Invalid):
    """Who lost papers apologises by a signed paper (art. 23.2)."""

    code = "apology_missing"
    message = "Hãy tải lên văn bản xin lỗi đã ký."
