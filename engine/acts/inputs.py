"""What people give with acts: each kind of input, and every input that an act takes."""

from dataclasses import dataclass
from typing import Literal

InputKind = Literal[
    "outcome",
    "answers",
    "text",
    "files",
    "scans",
    "reasons",
    "day",
    "choice",
    "officer",
    "judged",
    "supplied",
    "on_hand",
    "rated",
    "seen",
]
FILES: frozenset[InputKind] = frozenset({"files", "scans", "supplied"})
"""Kinds that bring files to the document store."""
CHOSEN: frozenset[InputKind] = frozenset({"choice", "officer", "scans", "reasons", "seen"})
"""Kinds that are about some values of the case."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something that a person gives with an act.

    A ``day`` is typed as people write it. ``outcome`` is one of the step's, ``answers`` are to the
    step's form, the values of a ``choice`` depend on the case, an ``officer`` is chosen among those
    at a desk. ``scans`` are files that each show a paper of the dossier, ``reasons`` are texts by
    paper. Of each component: what was found (``judged``), the files that answer a request
    (``supplied``), whether an officer has taken it on paper (``on_hand``).
    ``rated``: of each question what the applicant thinks. ``seen``: the mark of what the person was
    shown, its one choice; nobody types it.
    """

    name: str
    kind: InputKind
    label: str
    hint: str | None = None
    required: bool = False


OUTCOME = Input("outcome", "outcome", "Quyết định")
ANSWERS = Input("answers", "answers", "Câu trả lời của biểu mẫu")
COMMENT = Input("comment", "text", "Ý kiến")
ASSIGNEE = Input(
    "assignee",
    "officer",
    "Giao cho",
    "Người được chọn giữ việc ngay khi bước đó đến.",
)
WHOLE_DESK = "desk"
"""In place of a person's id: whoever is at the desk may take the work."""
RESULT = Input(
    "documents",
    "files",
    "Tệp kết quả",
    "Bản kết quả đã ký, PDF hoặc ảnh. Tệp này được lưu kho rồi mới trả cho dân.",
    required=True,
)
REFUSAL = Input(
    "documents",
    "files",
    "Phiếu từ chối đã ký",
    "PDF hoặc ảnh. Tệp này được lưu kho và trả cho dân.",
    required=True,
)
SCANS = Input(
    "scans",
    "scans",
    "Bản số hóa",
    "Mỗi giấy tờ đã nhận bản giấy cần ít nhất một tệp, PDF hoặc ảnh.",
)
UNSCANNED = Input(
    "unscanned",
    "reasons",
    "Lý do không số hóa",
    "Chỉ khi giấy tờ đã có bản điện tử, chỉ để xuất trình, hoặc là tài liệu mật "
    "(TT 03/2025/TT-VPCP, Điều 5.2).",
)
COLLEAGUE = Input("colleague", "officer", "Giao cho", required=True)
DELEGATE = Input(
    "delegate",
    "officer",
    "Giao cho người giữ vị trí khác của đơn vị",
    "Chỉ việc này; các việc khác của vị trí ở nguyên chỗ.",
    required=True,
)
REASON = Input("reason", "text", "Lý do", "Ghi vào nhật ký; chỉ cán bộ đọc.", required=True)
BASIS = Input("basis", "text", "Văn bản ủy quyền", "Số, ngày.", required=True)
CHANNEL = Input("channel", "choice", "Nay xử lý giấy tờ theo cách", required=True)
PAPER_GROUND = Input(
    "paper_ground",
    "choice",
    "Vì sao cơ quan nhà nước nộp bản giấy",
    "Chỉ chọn khi hồ sơ là của cơ quan nhà nước và nay xử lý bản giấy.",
)
JUDGED = Input(
    "judged",
    "judged",
    "Từng giấy tờ",
    "Xét từng giấy tờ. Giấy tờ không đạt: chọn lý do và ghi rõ người nộp phải làm gì.",
    required=True,
)
OTHER_PAPER = Input(
    "other",
    "text",
    "Giấy tờ khác, ngoài thành phần hồ sơ",
    "Chỉ khi có căn cứ pháp luật; để trống nếu không yêu cầu.",
)
OTHER_BASIS = Input("other_basis", "text", "Căn cứ pháp luật của giấy tờ khác")
LATE_BASIS = Input(
    "late_basis",
    "text",
    "Căn cứ của luật chuyên ngành",
    "Chỉ khi đã quá hạn yêu cầu bổ sung sau tiếp nhận.",
)
SUPPLIED = Input("supplied", "supplied", "Giấy tờ bổ sung", "PDF hoặc ảnh, dưới 20 MB mỗi tệp.")
ON_HAND = Input("papers", "on_hand", "Đã nhận bản giấy")
TOLD_REASON = Input("reason", "text", "Lý do", "Người nộp hồ sơ đọc lời này.", required=True)
WHY_ADJUSTED = Input("reason", "text", "Lý do", "Vì sao phải sửa mục này.", required=True)
LEGAL_BASIS = Input("basis", "text", "Căn cứ pháp luật", "Số, ngày, điều khoản.", required=True)
CAUSE = Input("cause", "choice", "Vì sao từ chối", required=True)
AUTHORITY_UNIT = Input(
    "authority_unit",
    "choice",
    "Cơ quan đúng thẩm quyền",
    "Khi hồ sơ không thuộc thẩm quyền: người nộp phải đến cơ quan nào của tỉnh.",
)
AUTHORITY = Input(
    "authority",
    "text",
    "Cơ quan ngoài tỉnh",
    "Khi không có trong danh sách trên: tên đầy đủ, như “Sở Nội vụ tỉnh Hà Tĩnh”.",
)
PLACE = Input(
    "place",
    "choice",
    "Đúng ra thuộc xã, phường nào",
    "Đơn vị giải quyết của nơi đó nhận hồ sơ ngay.",
    required=True,
)
LOST = Input("lost", "choice", "Giấy tờ nào bị mất, hỏng", required=True)
RETURNED = Input("returned", "choice", "Giấy tờ nào trả lại", required=True)
TO_WHOM = Input(
    "to_whom",
    "text",
    "Trả lại cho ai",
    "Họ tên và số giấy tờ của người nhận lại.",
    required=True,
)
RESTORED = Input("restored", "choice", "Giấy tờ nào đã có lại", required=True)
HOW = Input("reason", "text", "Có lại bằng cách nào", "Người nộp hồ sơ đọc lời này.", required=True)
RESTORED_FILES = Input("files", "files", "Bản số hóa", "PDF hoặc ảnh.")
AGAIN = Input("again", "choice", "Làm lại từ bước nào", required=True)
WRONG = Input(
    "reason",
    "text",
    "Sai ở đâu, đúng phải là gì",
    "Người nộp hồ sơ đọc lời này.",
    required=True,
)
WHY = Input("reason", "text", "Vì sao rút", "Có thể bỏ trống.")
REQUESTER = Input(
    "requester",
    "text",
    "Ai đề nghị",
    "Họ tên chủ hồ sơ, hoặc người đại diện và tư cách.",
)
REQUEST = Input(
    "request",
    "text",
    "Giấy đề nghị",
    "Số (nếu có), ngày. Giấy có chữ ký của người đề nghị.",
)
REQUEST_FILES = Input("request_files", "files", "Bản quét giấy đề nghị", "PDF hoặc ảnh.")
AT_COUNTER = (REQUESTER, REQUEST, REQUEST_FILES)
"""What shows at the counter that the owner asked for it, not who sits there."""
PAPERS_BACK = Input(
    "papers_back",
    "text",
    "Giấy tờ đã trả lại",
    "Ghi tên giấy tờ, cho ai; không nhận bản giấy nào thì ghi “không có”.",
    required=True,
)
FEE_BACK = Input(
    "fee_back",
    "choice",
    "Phí, lệ phí",
    "Theo sổ thu. Có hoàn phí thì ghi hoàn phí trước.",
    required=True,
)
FEE_BASIS = Input("fee_basis", "text", "Căn cứ không hoàn phí", "Bắt buộc khi không hoàn hết.")
NEW_DAY = Input(
    "new_day",
    "day",
    "Ngày hẹn trả mới",
    "Ví dụ 29/12/2025. Đã gia hạn rồi, hoặc đã sát hạn, thì để trống: chỉ xin lỗi.",
)
SIGNED_PAPER = Input(
    "paper", "text", "Văn bản xin lỗi đã ký", "Số, ngày của văn bản.", required=True
)
SIGNED = Input("signed", "files", "Bản đã ký", "PDF hoặc ảnh.", required=True)
NOTE = Input("note", "text", "Lời nhắn cho cán bộ")
QUESTION = Input("question", "choice", "Điều chỉnh mục nào", required=True)
VALUE = Input("value", "text", "Nội dung mới", required=True)
GROUND = Input("ground", "choice", "Tạm dừng hay dừng, theo căn cứ nào", required=True)
REMARK = Input("remark", "text", "Ý kiến phê duyệt")
ASKED_UNIT = Input("unit", "choice", "Hỏi đơn vị nào", required=True)
CONTENT = Input("content", "text", "Nội dung xin ý kiến", required=True)
QUESTION_ASKED = Input("consultation", "choice", "Thôi hỏi đơn vị nào", required=True)
BACK_TO = Input("step_again", "choice", "Làm lại từ bước nào", required=True)
ANSWER_BY = Input(
    "answer_by",
    "day",
    "Trả lời trước hết ngày",
    "Ví dụ 15/12/2025, trước hạn trả của hồ sơ: thời hạn vẫn chạy.",
    required=True,
)
MANNER = Input("manner", "choice", "Cách hỏi", required=True)
OPINION = Input("opinion", "text", "Ý kiến của đơn vị", required=True)
OPINION_FILES = Input("files", "files", "Văn bản kèm theo", "PDF hoặc ảnh.")
PURPOSE = Input("purpose", "choice", "Mời làm gì", required=True)
MEETING_DAY = Input(
    "day",
    "day",
    "Ngày",
    "Ví dụ 15/12/2025, trước hạn trả của hồ sơ: thời hạn vẫn chạy.",
    required=True,
)
HOUR = Input("hour", "text", "Giờ", "Ví dụ 8 giờ 30.", required=True)
VENUE = Input("venue", "text", "Địa điểm", "Người nộp hồ sơ đọc lời này.", required=True)
INVITED = Input(
    "invited",
    "text",
    "Mời thêm ai",
    "Người nộp luôn được mời. Ghi họ tên, đơn vị của người khác cần có mặt.",
)
AGENDA = Input(
    "agenda",
    "text",
    "Nội dung, cần mang theo gì",
    "Người nộp hồ sơ đọc lời này.",
    required=True,
)
OFFICERS_NOTE = Input("note", "text", "Ghi chú nội bộ", "Chỉ cán bộ đọc.")
MEETING = Input("meeting", "choice", "Giấy mời nào", required=True)
HELD = Input("held", "choice", "Kết quả buổi mời", required=True)
MINUTES = Input(
    "minutes", "text", "Nội dung biên bản", "Người nộp hồ sơ đọc lời này.", required=True
)
MINUTES_FILES = Input(
    "files", "files", "Biên bản đã ký", "PDF hoặc ảnh; người nộp hồ sơ mở được tệp này."
)
LATENESS_CAUSE = Input(
    "lateness_cause",
    "choice",
    "Nguyên nhân",
    "Lỗi phần mềm, lỗi đồng bộ chỉ được loại khỏi điểm khi cơ quan kỹ thuật xác nhận.",
    required=True,
)
EVIDENCE = Input(
    "evidence",
    "text",
    "Bằng chứng",
    "Nhật ký, mã sự cố, văn bản: số, ngày.",
    required=True,
)
FAILED_ON = Input(
    "failed_on",
    "day",
    "Ngày xảy ra sự cố",
    "Trong thời gian hồ sơ nằm ở đơn vị nêu nguyên nhân.",
    required=True,
)
EVIDENCE_FILES = Input("files", "files", "Tệp bằng chứng", "PDF hoặc ảnh; chỉ cán bộ đọc.")
OUTAGE = Input("outage", "choice", "Lúc mất hệ thống nào", required=True)
SLIP_NUMBER = Input(
    "slip_number", "text", "Số phiếu", "Như trên phiếu giấy của nơi tiếp nhận.", required=True
)
SLIP_DAY = Input("slip_day", "day", "Ngày ghi trên phiếu", "Ví dụ 20/11/2026.", required=True)
SLIP_HOUR = Input("slip_hour", "text", "Giờ ghi trên phiếu", "Ví dụ 8 giờ 30.", required=True)
SLIP_FILES = Input("slip_files", "files", "Bản chụp phiếu", "PDF hoặc ảnh.", required=True)
CARRIER = Input(
    "carrier",
    "text",
    "Giao cho ai",
    "Họ tên, đơn vị của người nhận chuyển, hoặc số bưu gửi.",
    required=True,
)
AS_IT_CAME = Input("note", "text", "Ghi chú", "Khi giấy tờ không đúng như phiếu ghi.")
AMOUNT = Input(
    "amount", "text", "Số tiền (đồng)", "Ví dụ 35.000. Để trống: toàn bộ số còn phải nộp."
)
BACK = Input(
    "amount",
    "text",
    "Số tiền hoàn (đồng)",
    "Để trống: phần thu thừa; không thừa thì toàn bộ số đã thu.",
)
MEANS = Input("means", "choice", "Hình thức", required=True)
REFERENCE = Input(
    "reference",
    "text",
    "Số chứng từ",
    "Số biên lai, mã giao dịch. Bắt buộc khi chuyển khoản hoặc quẹt thẻ.",
)
SHARED = Input(
    "shared",
    "choice",
    "Chứng từ đã ghi ở hồ sơ khác",
    "Chọn “Có” chỉ khi một lần chuyển tiền là của nhiều hồ sơ.",
)
"""Whether one transfer is meant to stand in several dossiers: asked for where another has it."""
CHARGED_AGAIN = Input(
    "charged_again",
    "choice",
    "Khoản hoàn có thu lại không",
    "Chọn “Có” chỉ khi người nộp phải nộp lại, như đã chuyển nhầm tài khoản.",
)
RECEIVER = Input("receiver", "text", "Hoàn cho ai", "Họ tên, số tài khoản.", required=True)
PAYMENT = Input("payment", "choice", "Phiếu ghi sai", required=True)
TAKER = Input("taker", "choice", "Ai nhận kết quả", "Bỏ trống: như khi nộp hồ sơ đã đăng ký nhận.")
TAKER_NAME = Input("taker_name", "text", "Họ tên người nhận thay", "Khi người khác đến nhận.")
TAKER_NUMBER = Input(
    "taker_number",
    "text",
    "Số định danh người nhận thay",
    "12 chữ số; người nước ngoài ghi số hộ chiếu.",
)
TAKER_PAPER = Input(
    "taker_paper",
    "text",
    "Giấy ủy quyền, giấy giới thiệu",
    "Loại giấy, số, ngày. Xem bản chính.",
)
AGAIN_REASON = Input(
    "again_reason",
    "text",
    "Lý do yêu cầu lại giấy tờ đã có",
    "Bắt buộc khi cơ quan đã có giấy tờ đó; chỉ cán bộ đọc, có trong danh sách giám sát.",
)
SCORE = Input("score", "choice", "Nói chung, bạn có hài lòng không?", required=True)
ANSWERED = Input("rated", "rated", "Câu hỏi theo nghị định")
SAID = Input(
    "words", "text", "Bạn muốn nói gì với chúng tôi?", "Không cần viết tên hay số điện thoại."
)
SEEN = Input(
    "seen",
    "seen",
    "Dấu của nội dung đã xem",
    "Như hồ sơ đưa ra cùng thao tác này (choices): việc chờ đã đổi thì không làm.",
    required=True,
)
SEEN_OF_WORK = Input(
    SEEN.name,
    SEEN.kind,
    SEEN.label,
    "Ở bước ký, bước soát, như hồ sơ đưa ra cùng thao tác (choices): nội dung đã đổi thì không làm;"
    " không gửi thì theo nội dung lúc làm.",
)
ENDING = (OUTCOME, ANSWERS, COMMENT, ASSIGNEE)
"""What every act that ends a step takes."""
