"""Local rules."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound


class RuleNotFound(NotFound):
    """No rule has this id, or the person may not know that it exists."""

    code = "rule_not_found"
    message = "Không tìm thấy quy định này."


class RuleInvalid(Invalid):
    """The rule can't be accepted as entered; ``faults`` lists each with its field."""

    code = "rule_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class RulesMissing(Invalid):
    """A decision holds no rule, or too many."""

    code = "rules_missing"
    message = "Một quyết định gồm từ 1 đến {most} quy định."


class RuleStateWrong(Conflict):
    """The rule is in another state than the act needs."""

    code = "rule_state_wrong"
    message = "Quy định này đang ở trạng thái “{state}” nên không làm được việc đó."


class CheckedByMaker(Forbidden):
    """Who made a rule, or proposed its early end, may not approve it (requirement R-86)."""

    code = "checked_by_maker"
    message = "Người lập không tự duyệt được. Hãy nhờ người khác cùng quyền duyệt."


class EndPending(Conflict):
    """An early end of the rule is proposed already and waits for its checker."""

    code = "end_pending"
    message = (
        "{name} đã đề nghị kết thúc quy định này từ {day} và đang chờ duyệt. Đề nghị đó phải được "
        "duyệt, trả lại hoặc rút trước."
    )


class EndNotPending(Conflict):
    """No early end of the rule waits for a checker."""

    code = "end_not_pending"
    message = "Quy định này không có đề nghị kết thúc sớm nào đang chờ duyệt."


class EndNotYours(Forbidden):
    """Only who proposed an early end may withdraw it; others send it back."""

    code = "end_not_yours"
    message = "Chỉ {name} rút được đề nghị này. Người khác trả lại kèm lý do."


class EndInPast(Invalid):
    """A rule can't be ended before the day of proposal or approval: cases already took it."""

    code = "end_in_past"
    message = "Chỉ kết thúc được từ {today} trở đi: hồ sơ trước đó đã áp dụng quy định này."


class RuleNotForRunning(Invalid):
    """Rules of this kind, or not in force today, can't reach running cases."""

    code = "rule_not_for_running"
    message = "Quy định này không áp dụng được cho hồ sơ đang xử lý: {reason}."


class DryRunOutdated(Conflict):
    """Cases have moved on since the dry run that was looked at."""

    code = "dry_run_outdated"
    message = "Số liệu đã đổi so với lần chạy thử bạn xem. Hãy chạy thử lại rồi quyết định."
