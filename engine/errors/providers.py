"""Signing in by the word of an outside provider, or by a code sent to a telephone."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound, TooOften, Unavailable


class ProviderNotOffered(NotFound):
    """No provider is set up for these people."""

    code = "provider_not_offered"
    message = "Hệ thống này chưa nối với nhà cung cấp định danh. Hãy đăng nhập bằng cách khác."


class ProviderUnavailable(Unavailable):
    """The provider can't be reached, or too many wait for it."""

    code = "provider_unavailable"
    message = (
        "Chưa kết nối được với {name}. Hãy thử lại sau ít phút, hoặc đăng nhập bằng cách khác."
    )


class ProviderStateWrong(Forbidden):
    """The browser comes back from a provider with a sign-in that it didn't begin, or long ago."""

    code = "provider_state_wrong"
    message = (
        "Lần đăng nhập này không bắt đầu từ trình duyệt này, đã dùng rồi hoặc đã để quá lâu. Hãy "
        "bấm đăng nhập lại."
    )


class ProviderDenied(Forbidden):
    """The provider let the person go without vouching for them: they gave up, or it refused."""

    code = "provider_denied"
    message = "Bạn chưa đăng nhập xong ở {name}. Hãy thử lại, hoặc đăng nhập bằng cách khác."


class ProviderAnswerWrong(Forbidden):
    """What the provider answered proves nothing: signature, issuer, audience, term or nonce.

    Why stands in the log.
    """

    code = "provider_answer_wrong"
    message = (
        "Không kiểm chứng được trả lời của {name} nên chưa đăng nhập được. Hãy thử lại; nếu vẫn "
        "vậy, hãy báo người quản trị hệ thống."
    )


class ProviderSilent(Forbidden):
    """The provider doesn't tell what is needed to know the person by."""

    code = "provider_silent"
    message = (
        "Không nhận được {what} từ {name} nên chưa đăng nhập được. Hãy đồng ý chia sẻ thông tin "
        "ấy, hoặc đăng nhập bằng cách khác."
    )


class AccountUnknown(Forbidden):
    """A provider vouches for an officer who has no account here."""

    code = "account_unknown"
    message = (
        "Chưa có tài khoản cán bộ nào ở đây khớp với {known_as}. Hãy hỏi người quản trị của đơn vị."
    )


class AccountShut(Forbidden):
    """A provider vouches for somebody whose account is locked or closed."""

    code = "account_shut"
    message = "Tài khoản {username} đang bị khóa hoặc đã đóng. Hãy hỏi người quản trị của đơn vị."


class AccountBoundElsewhere(Conflict):
    """The account belongs to another subject of the same provider."""

    code = "account_bound_elsewhere"
    message = (
        "Tài khoản {username} đã gắn với một người khác ở {name}. Hãy báo người quản trị kiểm tra."
    )


class NumberUnreadable(Invalid):
    """A code was asked for neither a telephone number nor an identity number."""

    code = "number_unreadable"
    message = "Hãy ghi số điện thoại 10 chữ số, hoặc số định danh 12 chữ số."


class CodesNotOffered(NotFound):
    """This installation sends no codes to telephones."""

    code = "codes_not_offered"
    message = "Hệ thống này chưa gửi được mã về điện thoại. Hãy đăng nhập bằng cách khác."


class EntryCodeWrong(Forbidden):
    """Not the code that this browser asked for, or it was used, tried too often, or is over."""

    code = "entry_code_wrong"
    message = (
        "Mã chưa đúng, đã dùng hoặc đã hết hạn. Mã chỉ dùng trên chính trình duyệt đã xin mã. Hãy "
        "kiểm tra lại tin nhắn mới nhất; nếu vẫn không được, hãy lấy mã khác."
    )


class TooManyCodes(TooOften):
    """So many codes were asked for one number, or from one address, that no more are sent now."""

    code = "too_many_codes"
    message = "Đã gửi nhiều mã. Hãy thử lại sau {minutes} phút."
