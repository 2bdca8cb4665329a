"""Who is at the other end: signing in, demo accounts, the session of a page."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, TooOften, Unavailable


class SignInFailed(Forbidden):
    """The user name or the password is wrong, or the account is disabled."""

    code = "sign_in_failed"
    message = "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím CapsLock và bộ gõ."


class CodeWrong(Forbidden):
    """The one-use code is not the account's, was used, or its term is over."""

    code = "code_wrong"
    message = (
        "Tên đăng nhập và mã một lần không khớp, hoặc mã đã dùng, đã quá hạn. Hãy kiểm tra lại; "
        "nếu vẫn không được, hãy xin quản trị cấp mã khác."
    )


class NumberTaken(Conflict):
    """An identity number is told for an officer that another of the province has."""

    code = "number_taken"
    message = (
        "Số định danh này đã ghi cho một cán bộ khác của tỉnh. Một số là của một người: hãy xem "
        "lại số, hoặc bỏ số đã ghi nhầm ở tài khoản kia."
    )


class TokenOnlyReads(Forbidden):
    """An outside system with a token asked for more than to read."""

    code = "token_only_reads"
    message = "Khóa truy cập của hệ thống chỉ để đọc. Việc ghi phải do người có tài khoản làm."


class TokenOutOfScope(Forbidden):
    """An outside system with a token asked for what its role doesn't have."""

    code = "token_out_of_scope"
    message = "Vai trò của khóa truy cập này không có quyền ấy."


class SecondFactorNeeded(Forbidden):
    """The password was right; the account also asks for the code that its telephone shows."""

    code = "second_factor_needed"
    message = "Hãy nhập mã 6 số đang hiện trong ứng dụng xác thực trên điện thoại."


class SecondFactorWrong(Forbidden):
    """The code of the telephone is wrong or was used; or it came too late after the password."""

    code = "second_factor_wrong"
    message = (
        "Mã xác thực chưa đúng hoặc đã dùng. Hãy chờ mã kế tiếp rồi nhập; mất điện thoại thì nhập "
        "một mã dự phòng."
    )


class SecondFactorOn(Conflict):
    """A second factor was to be begun for an account that has one already."""

    code = "second_factor_on"
    message = "Tài khoản đang bật xác thực hai lớp. Đổi điện thoại thì tắt rồi bật lại."


class SecondFactorMissing(Forbidden):
    """An administrator's account without a second factor, where the installation wants one."""

    code = "second_factor_missing"
    message = "Tài khoản quản trị phải bật xác thực hai lớp trước khi làm việc."


class PasswordWeak(Invalid):
    """A new password is too short, too long, or too easy to guess."""

    code = "password_weak"
    message = "Mật khẩu mới chưa dùng được: {reason}."


class PasswordNone(Conflict):
    """Another password was to be set for an account that has none: its owner comes otherwise."""

    code = "password_none"
    message = (
        "Tài khoản này không dùng mật khẩu: bạn đăng nhập qua nhà cung cấp định danh hoặc bằng mã."
    )


class PasswordsDiffer(Invalid):
    """A new password was typed twice, and not the same."""

    code = "passwords_differ"
    message = "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại."


class AccountClosed(Conflict):
    """The account was closed when its officer left; it is never opened again."""

    code = "account_closed"
    message = "Tài khoản {username} đã đóng vì người dùng thôi việc, không cấp lại được."


class AccountLocked(Conflict):
    """A code was asked for an account that is locked."""

    code = "account_locked"
    message = "Tài khoản {username} đang khóa. Hãy mở khóa trước khi cấp mã."


class WorkNotMoved(Conflict):
    """Who leaves still has open work or drafts, and nobody is named who takes them.

    ``tasks`` are the codes of the cases, ``drafts`` the titles of the forms.
    """

    code = "work_not_moved"
    message = (
        "{who} còn giữ: {shown}. Hãy chọn người nhận trước khi đóng tài khoản, hoặc lãnh đạo đơn "
        "vị giao lại ở trang Việc của tôi."
    )


class SuccessorUnfit(Conflict):
    """Whoever is to take the work of who leaves is not at all its desks, or can't sign in.

    ``tasks`` are the codes of the cases that they can't take.
    """

    code = "successor_unfit"
    message = (
        "{who} không nhận được hết: phải cùng vị trí với mọi việc và có tài khoản đang mở. Hãy "
        "chọn người khác, hoặc lãnh đạo đơn vị giao lại từng việc trước."
    )


class AdministratorsExist(Conflict):
    """The province has administrators who can sign in: they give the others their accounts."""

    code = "administrators_exist"
    message = (
        "Tỉnh đã có quản trị đăng nhập được ({names}); mã của họ không cấp lại ở đây. Quên mật "
        "khẩu thì dùng: motcua accounts reset."
    )


class TooManyTries(TooOften):
    """Too many wrong passwords or codes of one name, or from one address: nothing more is tried."""

    code = "too_many_tries"
    message = "Đã nhập sai nhiều lần. Hãy thử lại sau {minutes} phút."


class SignInBusy(Unavailable):
    """Too many people sign in at this moment."""

    code = "sign_in_busy"
    message = "Nhiều người đang đăng nhập cùng lúc. Hãy thử lại sau vài giây."


class HasLeft(Forbidden):
    """An officer who holds no post today, and stands in for nobody."""

    code = "has_left"
    message = (
        "Hôm nay bạn không giữ vị trí nào nên không đăng nhập được. Nếu chưa đúng, hãy hỏi người "
        "quản trị của đơn vị."
    )


class NotSignedIn(Forbidden):
    """The page or the act needs a signed-in person."""

    code = "not_signed_in"
    message = "Bạn cần đăng nhập để làm việc này."


class RightsMoved(Conflict):
    """Posts or roles of who acts were changed while the act was on its way; nothing was written."""

    code = "rights_moved"
    message = "Vị trí, quyền của bạn vừa được đổi. Hãy mở lại trang để xem việc bạn làm được."


class OtherAccount(Forbidden):
    """The page or the act is for signed-in people of another kind."""

    code = "other_account"
    message = "Bạn đang đăng nhập là {name}; việc này dành cho tài khoản khác."


class CsrfRefused(Forbidden):
    """A form was posted without the token of its page, or after the session ended."""

    code = "csrf_refused"
    message = "Trang đã mở quá lâu hoặc phiên đã hết. Hãy tải lại trang rồi làm lại."


class SessionNotSent(Forbidden):
    """A form came without any session: in production its cookie goes over https only."""

    code = "session_not_sent"
    message = (
        "Trình duyệt không gửi lại phiên của trang này: trang mở bằng http:// thay vì https://, "
        "cookie bị chặn, hoặc phiên đã hết. Hãy mở lại bằng địa chỉ https:// rồi làm lại."
    )


class DemoRefused(Forbidden):
    """Demo accounts or demo acts in production mode."""

    code = "demo_refused"
    message = (
        "Chế độ vận hành thật không cho phép tài khoản minh họa. Hãy dùng cơ sở dữ liệu khác cho "
        "vận hành thật, hoặc đặt MOTCUA_MODE=demo để chạy thử."
    )


class DemoDataRefused(Forbidden):
    """Demonstration officers or packages in production mode, where no setting names them."""

    code = "demo_data_refused"
    message = (
        "Chế độ vận hành thật không nhận dữ liệu minh họa: {what}. Hãy thay bằng dữ liệu thật rồi "
        "bỏ dấu ấy; nếu cố ý dùng, hãy đặt MOTCUA_DEMO_DATA={name}."
    )


class MayNotLead(Forbidden):
    """The person leads no unit."""

    code = "may_not_lead"
    message = "Bạn không phụ trách đơn vị nào."


class NotADemo(Forbidden):
    """What a demonstration may throw away was asked of a database that is none."""

    code = "not_a_demo"
    message = "Cơ sở dữ liệu này có hồ sơ mà không phải của bản chạy thử, nên không xóa gì."


class StillRunning(Conflict):
    """The demonstration is to be thrown away while a server or worker runs on it."""

    code = "still_running"
    message = (
        "Máy chủ hoặc bộ xử lý nền còn đang chạy trên thư mục dữ liệu này. "
        "Hãy dừng lại (Ctrl+C ở cửa sổ đang chạy) rồi chạy lại lệnh."
    )
