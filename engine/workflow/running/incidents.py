"""Why a run could not go on: each refusal names the element where it happened.

RunRefusal
├── Invalid   ConditionNotBoolean, VariableMissing, ExpressionFailed, NoFlowChosen, UncaughtError,
│             DeadEnd, EndlessRun, BadTimer, BadRepeat, NoRuleHit, NoSuchPlace, NotAlone,
│             OutcomeUnknown, NotScalar, NotExecutable
└── Conflict  TaskNotOpen, MessageNotAwaited, MessageAmbiguous, RunSpoiled, StateUnreadable

A refusal raised while engine steps run leaves the stored state as it was: the act is refused as a
whole and the run object is spoiled (``RunSpoiled`` from then on), so that nothing half-done is
saved.
"""

from engine.errors import Conflict, Invalid


class ConditionNotBoolean(Invalid):
    """A condition gave something else than true or false, for instance null for a missing value."""

    code = "workflow.condition_not_boolean"
    message = (
        "Điều kiện “{expression}” trên luồng {flow} ra khỏi “{element_name}” ({element_id}) cho kết"
        " quả {value}, không phải đúng hay sai{why}; hồ sơ chưa được chuyển bước."
    )


class VariableMissing(Invalid):
    """A condition reads a variable that nothing has set: FEEL would quietly take it for null."""

    code = "workflow.variable_missing"
    message = (
        "Điều kiện “{expression}” trên luồng {flow} ra khỏi “{element_name}” ({element_id}) đọc"
        " biến “{name}” chưa bước nào ghi; hồ sơ chưa được chuyển bước."
    )


class ExpressionFailed(Invalid):
    """An expression could not be computed at this element."""

    code = "workflow.expression_failed"
    message = (
        "Không tính được biểu thức “{expression}” tại “{element_name}” ({element_id}): {reason}"
    )


class NoFlowChosen(Invalid):
    """No outgoing flow's condition holds and there is no default flow."""

    code = "workflow.no_flow_chosen"
    message = (
        "Tại “{element_name}” ({element_id}) không nhánh nào thỏa điều kiện và không có nhánh"
        " mặc định; hồ sơ chưa được chuyển bước."
    )


class UncaughtError(Invalid):
    """An error event was thrown and nothing in the diagram catches it."""

    code = "workflow.uncaught_error"
    message = (
        "“{element_name}” ({element_id}) ném lỗi “{error_code}” nhưng sơ đồ không có sự kiện nào"
        " bắt lỗi này."
    )


class NoRuleHit(Invalid):
    """A decision table has no rule for these inputs."""

    code = "workflow.no_rule_hit"
    message = (
        "Bảng quyết định “{decision}” không có dòng nào khớp tại “{element_name}” ({element_id})."
    )


class DeadEnd(Invalid):
    """After the act nothing would be open or awaited, although the process is not finished."""

    code = "workflow.dead_end"
    message = (
        "Sau thao tác này quy trình bị kẹt tại “{element_name}” ({element_id}): không còn bước nào"
        " để làm hay sự kiện nào để chờ."
    )


class EndlessRun(Invalid):
    """The engine met more automatic steps in one act than any sensible diagram has."""

    code = "workflow.endless_run"
    message = (
        "Quy trình chạy quá {limit} bước tự động liên tiếp tại “{element_name}” ({element_id}); sơ"
        " đồ có vòng lặp không có điểm dừng."
    )


class NoSuchPlace(Invalid):
    """A token was to be put where the process itself has no such element."""

    code = "workflow.no_such_place"
    message = "Quy trình không có bước “{element_id}” ở đây."


class NotAlone(Invalid):
    """A token was to go back while others of its scope would stay where they are."""

    code = "workflow.not_alone"
    message = (
        "Bước “{element_name}” đang đi cùng nhánh khác hoặc là một trong nhiều lần làm: không đưa"
        " riêng nó về bước trước được."
    )


class BadTimer(Invalid):
    """A timer's expression is neither a duration, a date nor a cycle."""

    code = "workflow.bad_timer"
    message = (
        "Bộ hẹn giờ “{element_name}” ({element_id}) có giá trị “{value}” không phải là {expected}."
    )


class BadRepeat(Invalid):
    """A repeated activity has no usable number or collection of instances."""

    code = "workflow.bad_repeat"
    message = "Không xác định được số lần thực hiện “{element_name}” ({element_id}): {reason}"


class OutcomeUnknown(Invalid):
    """The step must end with one of its outcomes and was given another value."""

    code = "workflow.outcome_unknown"
    message = (
        "Bước “{element_name}” ({element_id}) phải kết thúc bằng một trong các lựa chọn {allowed};"
        " nhận được {value}."
    )


class NotScalar(Invalid):
    """A process variable must be a short scalar or a list of them: forms stay outside."""

    code = "workflow.not_scalar"
    message = "Biến quy trình “{name}” không hợp lệ: {reason}"


class NotExecutable(Invalid):
    """The diagram uses something that the engine does not run, or is not wired properly."""

    code = "workflow.not_executable"
    message = "Không chạy được “{element_name}” ({element_id}): {reason}"


class TaskNotOpen(Conflict):
    """The task is not open in this run: done already, cancelled, or of another case."""

    code = "workflow.task_not_open"
    message = "Bước này không còn mở: đã được hoàn thành, đã bị hủy hoặc thuộc hồ sơ khác."


class MessageNotAwaited(Conflict):
    """No open event of this run waits for the message or signal."""

    code = "workflow.message_not_awaited"
    message = "Hồ sơ không chờ thông điệp “{name}” ở thời điểm này."


class MessageAmbiguous(Conflict):
    """Several different events of this run wait for the message: the sender must say which."""

    code = "workflow.message_ambiguous"
    message = "Nhiều sự kiện cùng chờ thông điệp “{name}”: {element_ids}; cần chỉ rõ một sự kiện."


class RunSpoiled(Conflict):
    """The run met a refusal in the middle of an act and must be read again."""

    code = "workflow.run_spoiled"
    message = "Trạng thái trong bộ nhớ đã hỏng do thao tác trước bị từ chối; hãy đọc lại hồ sơ."


class StateUnreadable(Conflict):
    """The stored state is of an unknown format, damaged, or of another process version."""

    code = "workflow.state_unreadable"
    message = "Không đọc được trạng thái quy trình đã lưu: {reason}"


OF_THE_DIAGRAM = (
    BadRepeat,
    BadTimer,
    ConditionNotBoolean,
    DeadEnd,
    EndlessRun,
    ExpressionFailed,
    UncaughtError,
    VariableMissing,
)
"""For these the diagram alone is to blame, whatever was answered and whoever acts."""
