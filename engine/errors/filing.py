"""Filing: where, how and with which answers a case may begin."""

from engine.errors.kinds import Forbidden, Invalid, Unavailable


class FormInvalid(Invalid):
    """Some answers can't be accepted; ``faults`` lists each with its field."""

    code = "form_invalid"
    message = "Còn {count} chỗ cần sửa. {first}"


class ChannelNotYours(Forbidden):
    """A citizen files online; what comes over a counter or by post is filed by who received it."""

    code = "channel_not_yours"
    message = (
        "Người dân tự nộp trực tuyến. Hồ sơ nộp tại quầy hoặc qua bưu chính do cán bộ nơi nhận lập."
    )


class OwnerUnnamed(Invalid):
    """An officer files, and no question of the form tells whose the dossier is."""

    code = "owner_unnamed"
    message = (
        "Phiếu khai của thủ tục này không hỏi họ tên chủ hồ sơ, nên cán bộ không nộp thay được. "
        "Hãy báo người thiết kế quy trình."
    )


class ChannelClosed(Invalid):
    """The procedure can't be filed this way."""

    code = "channel_closed"
    message = "Thủ tục này không nhận nộp theo cách {channel}."


class AgencyFilesOnline(Invalid):
    """A state agency files online, but for a lawful ground of the province's catalogue."""

    code = "agency_files_online"
    message = (
        "Cơ quan nhà nước nộp hồ sơ trực tuyến, trừ khi pháp luật quy định phải có hồ sơ giấy. "
        "{grounds}"
    )


class PaperGroundUnknown(Invalid):
    """Why a state agency files on paper is an entry of the province's catalogue of the day."""

    code = "paper_ground_unknown"
    message = "Lý do nộp bản giấy “{given}” không có trong danh mục của tỉnh hôm nay."


class PaperGroundOfAgencies(Invalid):
    """Only a state agency names a ground of filing on paper: anybody else needs none."""

    code = "paper_ground_of_agencies"
    message = "Lý do nộp bản giấy chỉ dành cho cơ quan nhà nước. Hãy bỏ chọn lý do này."


class PlaceClosed(Invalid):
    """The place has no one who could work on this procedure."""

    code = "place_closed"
    message = "{place} chưa đủ cán bộ để nhận thủ tục này. Hãy chọn nơi khác trong tỉnh."


class NobodyServes(Invalid):
    """No unit serves the commune of the filing in a role that the procedure needs."""

    code = "nobody_serves"
    message = (
        "Tỉnh chưa ghi đơn vị nào phục vụ {commune} trong vai trò {role} của thủ tục này. "
        "Chưa nhận được hồ sơ về nơi này; hãy liên hệ {agency}."
    )


class NobodyReceives(Invalid):
    """Nobody is at the desk that would receive the filing; ``centres`` are the codes of others."""

    code = "nobody_receives"
    message = "{place} hiện chưa có ai giữ vị trí {position} để nhận thủ tục này. {instead}"


class FilingClosed(Invalid):
    """Nothing is filed at the place now; ``reasons`` says why, ``centres`` where to go."""

    code = "filing_closed"
    message = "{place} hiện chưa nhận hồ sơ thủ tục này: {why}. {instead}"


class FiledElsewhere(Invalid):
    """A local rule sends filings of this procedure to another system; ``address`` may be empty."""

    code = "filed_elsewhere"
    message = "Thủ tục này nộp tại {where}, theo {basis}."


class CompetentUnknown(Unavailable):
    """Neither the procedure, nor the filing, nor the level tells which unit decides."""

    code = "competent_unknown"
    message = "Chưa xác định được cơ quan giải quyết thủ tục {procedure} từ nơi đã khai."


class FeeUndecided(Unavailable):
    """The package's fee table gives no amount for this case."""

    code = "fee_undecided"
    message = "Biểu phí của thủ tục chưa tính được cho hồ sơ này: {reason}."
