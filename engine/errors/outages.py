"""Paper slips of an outage."""

from engine.errors.kinds import Conflict, Invalid


class SlipUnclear(Invalid):
    """A slip is taken by its number and its scan."""

    code = "slip_unclear"
    message = "Hãy ghi số phiếu như trên phiếu giấy và tải lên bản chụp phiếu."


class OutageUnknown(Invalid):
    """No such outage is recorded for the place where the case was received, before it was filed."""

    code = "outage_unknown"
    message = (
        "Không có lúc mất hệ thống nào như vậy được ghi nhận cho nơi tiếp nhận, trước khi hồ sơ "
        "được nhập."
    )


class SlipOutsideOutage(Invalid):
    """The moment on the slip lies outside the outage: then the counter could have filed."""

    code = "slip_outside_outage"
    message = (
        "Lúc nhận ghi trên phiếu ({at}) không nằm trong lúc mất hệ thống ({began} đến {ended}). "
        "Hãy xem lại phiếu."
    )


class SlipNotEarlier(Invalid):
    """The moment on the slip is not before the filing: a slip never makes a case due later."""

    code = "slip_not_earlier"
    message = "Lúc nhận ghi trên phiếu ({at}) phải trước lúc nhập hồ sơ ({filed})."


class SlipNumberTaken(Conflict):
    """Another dossier of the receiving unit has the slip of this number."""

    code = "slip_number_taken"
    message = "Phiếu số {number} của {unit} đã ghi cho hồ sơ {ref}. Mỗi phiếu chỉ của một hồ sơ."


class SlipTakenAlready(Conflict):
    """A slip of the case waits for its confirmation, or was confirmed."""

    code = "slip_taken_already"
    message = "Hồ sơ đã có phiếu giấy lúc mất hệ thống, số {number}."


class NoSlipWaits(Conflict):
    """No slip of the case waits for its confirmation."""

    code = "no_slip_waits"
    message = "Không có phiếu giấy nào của hồ sơ này đang chờ xác nhận."


class SlipWithoutEffect(Conflict):
    """The due time is no longer the one that a reception at the counter gave: nothing follows."""

    code = "slip_without_effect"
    message = (
        "Hạn trả của hồ sơ này không còn tính từ lúc tiếp nhận tại quầy (đã bổ sung, gia hạn, "
        "chuyển giai đoạn, chuyển đơn vị, hoặc nộp cách khác): phiếu giấy không đổi được."
    )
