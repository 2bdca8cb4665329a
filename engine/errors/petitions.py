"""Refusals of petitions."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound, TooOften


class PetitionNotFound(NotFound):
    """No petition has this code, or the person may not know of it."""

    code = "petition_not_found"
    message = "Không có phản ánh, kiến nghị nào có mã này."


class PetitionProvinceMissing(Invalid):
    """A petition goes to the agencies of one province, which is not named."""

    code = "petition_province_missing"
    message = "Hãy chọn tỉnh, thành phố của cơ quan nhận phản ánh."


class PetitionKindUnknown(Invalid):
    """A petition is a report, a proposal or a complaint."""

    code = "petition_kind_unknown"
    message = "Hãy chọn phản ánh, kiến nghị hay khiếu nại về cách giải quyết."


class PetitionEmpty(Invalid):
    """A petition, its answer, and why it is rejected or more is asked for, say something."""

    code = "petition_empty"
    message = "Hãy ghi nội dung."


class PetitionUnitUnknown(Invalid):
    """A petition is handled by an agency of the province."""

    code = "petition_unit_unknown"
    message = "Không có cơ quan “{unit}” trong tỉnh."


class PetitionNotInState(Conflict):
    """What was to be done about the petition is not done in its state."""

    code = "petition_not_in_state"
    message = "Không làm được: phản ánh, kiến nghị này {state}."


class NotHandling(Forbidden):
    """Petitions are handled by the heads of the agency and by the office of procedure control."""

    code = "not_handling"
    message = "Chỉ lãnh đạo đơn vị được giao và cơ quan kiểm soát thủ tục hành chính xử lý được."


class PetitionAboutOwnWork(Forbidden):
    """Who acted on the case of a petition, or owns it, neither classifies nor answers it."""

    code = "petition_about_own_work"
    message = "Phản ánh về hồ sơ của bạn hoặc bạn đã xử lý: người khác phân loại, trả lời."


class PersonalDataShown(Invalid):
    """What is published names nobody, and shows no number that leads to anybody."""

    code = "personal_data_shown"
    message = "Nội dung công khai còn {what}: hãy bỏ đi rồi công khai."


class TooManyPetitions(TooOften):
    """One client sent more petitions than people send."""

    code = "too_many_petitions"
    message = "Từ đây đã gửi nhiều phản ánh, kiến nghị: hãy gửi tiếp sau {minutes} phút."
