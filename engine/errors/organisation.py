"""The province's organisation and catalogues, and who administers them."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound


class ProvinceNotFound(NotFound):
    """No province is loaded under this code."""

    code = "province_not_found"
    message = "Chưa có tỉnh {province_code} trong hệ thống."


class UnitNotFound(NotFound):
    """No unit has this code on this day."""

    code = "unit_not_found"
    message = "Không có đơn vị {unit_code} vào ngày này."


class UnitNotThatDay(Invalid):
    """The unit had ended by this day, or hadn't begun; ``now_at`` says who has its work."""

    code = "unit_not_that_day"
    message = "Ngày {day} không có {unit}: {why}.{now_at}"


class NotAdministrator(Forbidden):
    """The person holds no administrator's post in the province today."""

    code = "not_administrator"
    message = "Vị trí, vai trò của bạn không có quyền này ở tỉnh."


class ProvinceAdminOnly(Forbidden):
    """Only who has the right in the whole province may do this; ``who`` names these roles."""

    code = "province_admin_only"
    message = "Chỉ {who} làm được việc này: {act}."


class OperatorOnly(Forbidden):
    """An act that only whoever has the command line of the installation may do."""

    code = "operator_only"
    message = "Việc này chỉ làm ở dòng lệnh: {act}. Hãy nhờ người vận hành hệ thống."


class OutsideYourUnits(Forbidden):
    """The unit is not within the administrator's agency."""

    code = "outside_your_units"
    message = "{unit} không thuộc phạm vi quản trị của bạn."


class RightUnknown(NotFound):
    """No right and no act has this name."""

    code = "right_unknown"
    message = "Không có quyền hay thao tác tên “{right}”."


class OwnPost(Forbidden):
    """Nobody gives, prolongs or ends a post, a substitution or a duty of their own."""

    code = "own_post"
    message = (
        "Không ai tự làm việc quản trị với vị trí, việc thay, vai trò hay tài khoản của chính mình."
        " Hãy nhờ quản trị khác."
    )


class GivenByYou(Forbidden):
    """Whoever gave a post that signs, or a role, does not confirm it."""

    code = "given_by_you"
    message = "Người giao không tự xác nhận được. Hãy nhờ quản trị khác xác nhận."


class InOneHand(Forbidden):
    """One of both accounts was opened with a code that the other's owner handed out."""

    code = "in_one_hand"
    message = (
        "Mã mở tài khoản của {owner} do {giver} cấp, nên hai người không xác nhận, duyệt việc của "
        "nhau. Hãy nhờ người khác cùng quyền, hoặc nhờ quản trị khác, người vận hành hệ thống cấp "
        "lại mã cho {owner}."
    )


class MovedSinceSeen(Conflict):
    """What waits under this id says something else than the second person was shown."""

    code = "moved_since_seen"
    message = "Nội dung đã đổi so với lúc bạn xem, nên chưa làm gì cả. Hãy xem lại rồi quyết định."


class PostsOneByOne(Forbidden):
    """A whole configuration gives no posts that sign, no roles, and moves no desk that signs."""

    code = "posts_one_by_one"
    message = "Vị trí ký, bàn việc có ký, quyền quản trị, vai trò: giao từng cái một, có xác nhận."


class OneAdministrator(Conflict):
    """A province would be left with fewer than two administrators, so none could check another."""

    code = "one_administrator"
    message = "Tỉnh phải luôn có ít nhất hai quản trị cấp tỉnh. Hãy giao người khác trước."


class ConfigurationUnreadable(Forbidden):
    """Only officers of the province may read its organisation and catalogues."""

    code = "configuration_unreadable"
    message = "Chỉ cán bộ của tỉnh xem được mục này."


class EntryNotFound(NotFound):
    """The organisation or the catalogue has no such entry."""

    code = "entry_not_found"
    message = "Không tìm thấy {what}."


class WorkStillOpen(Conflict):
    """A unit, a desk or an officer can't end while there is open work.

    ``cases`` lists it all, ``to`` who else is at the desk and could be given it.
    """

    code = "work_still_open"
    message = "{what} còn {count} hồ sơ chưa xong: {shown}. {instead}"


class NotByProcedure(Invalid):
    """The entries of this register are of no procedure: none can be asked for by one."""

    code = "register_not_by_procedure"
    message = (
        "Danh mục {register} không theo thủ tục nên không lọc theo thủ tục được; hãy bỏ "
        "procedure_code."
    )


class EntryInvalid(Invalid):
    """An entry of the organisation or a catalogue has faults; ``faults`` lists all by field."""

    code = "entry_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class PlanIncomplete(Invalid):
    """A reorganisation can't be carried out as it is planned; ``faults`` lists all by unit."""

    code = "plan_incomplete"
    message = "Còn {count} chỗ chưa sắp xếp được. {first}"


class NotToBeUndone(Conflict):
    """A reorganisation stays: somebody went on with a case that moved, or with its configuration.

    ``cases`` lists the cases.
    """

    code = "not_to_be_undone"
    message = "Không hoàn tác được nữa: {why}."


class UndoneByOthers(Forbidden):
    """Only who proposed or approved a reorganisation takes it back."""

    code = "undone_by_others"
    message = "Chỉ người đề nghị hoặc người duyệt việc sắp xếp này hoàn tác được."
