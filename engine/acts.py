"""The one table of acts: what people do to a case and to its tasks, and what each act needs.

Pages, the API, walks and tests draw from it. The use-case of an act is bound to its row in
``engine.cases.acts``; who may do which act now says ``engine.access.offered``. An act that ends a
step is named in the diagram (``tthc:act``); a step that names none is completed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StepAct = Literal["receive", "store_result", "return"]
"""The acts that a diagram can name for a step (``engine/workflow/schema/tthc.xsd``)."""
On = Literal["task", "case"]
Condition = Literal[
    "free",
    "mine",
    "not_others",
    "with_other",
    "beyond_claim",
    "first_supplement",
    "at_reception",
    "asked_before",
    "nothing_proposed",
    "proposed_by_other",
    "papers_wait",
    "papers_come",
    "fee_due",
    "fee_owed",
    "fee_kept",
    "money_recorded",
    "result_owed",
    "late",
    "cause_open",
    "cause_of_other",
]
"""Who may have the task, what was not done before, what the process left undone; decided in
``engine.access``."""
PathRule = Literal["first_and_once", "before_return", "before_end"]
"""Where a step with the act must stand in a diagram; checked by ``engine.diagnosis.acts``."""
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
]
FILES: frozenset[InputKind] = frozenset({"files", "scans", "supplied"})
"""Kinds that bring files to the document store."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something that a person gives with an act.

    A ``day`` is typed as people write it. ``outcome`` is one of the step's, ``answers`` are to the
    step's form, the values of a ``choice`` depend on the case, an ``officer`` is chosen among those
    at a desk. ``scans`` are files that each show a paper of the dossier, ``reasons`` are texts by
    paper. Of each component: what was found (``judged``), the files that answer a request
    (``supplied``), whether an officer has taken it on paper (``on_hand``).
    """

    name: str
    kind: InputKind
    label: str
    hint: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """An act. ``label`` is its button, ``meaning`` what it comes to.

    ``told`` is what its page says when it is done; an act that ends a step says where the case went
    instead. ``address`` ends the address of its form on a page. In which states of the
    case it may be done says ``engine.life``, who may do it the table of ``engine.access``.
    """

    kind: str
    on: On
    label: str
    meaning: str
    address: str
    only_if: tuple[Condition, ...] = ()
    inputs: tuple[Input, ...] = ()
    ends_step: bool = False
    path: PathRule | None = None
    told: str = ""
    many: bool = False
    """Whether it may be done on many tasks at once, with an answer for each."""
    final: bool = False
    """Whether nobody can take it back: a page then asks once more."""


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
CHANNEL = Input("channel", "choice", "Cách nộp mới", required=True)
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
LEGAL_BASIS = Input("basis", "text", "Căn cứ pháp luật", "Số, ngày, điều khoản.", required=True)
CAUSE = Input("cause", "choice", "Vì sao từ chối", required=True)
AUTHORITY = Input(
    "authority",
    "text",
    "Cơ quan đúng thẩm quyền",
    "Bắt buộc khi hồ sơ không thuộc thẩm quyền: người nộp phải đến đâu.",
)
WHY = Input("reason", "text", "Vì sao rút", "Có thể bỏ trống.")
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
FEE_BASIS = Input("fee_basis", "text", "Căn cứ không hoàn phí", "Bắt buộc khi không hoàn.")
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
EVIDENCE_FILES = Input("files", "files", "Tệp bằng chứng", "PDF hoặc ảnh; chỉ cán bộ đọc.")
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
RECEIVER = Input("receiver", "text", "Hoàn cho ai", "Họ tên, số tài khoản.", required=True)
PAYMENT = Input("payment", "choice", "Phiếu ghi sai", required=True)
ENDING = (OUTCOME, ANSWERS, COMMENT, ASSIGNEE)
"""What every act that ends a step takes."""
COMPLETE = "complete"
"""The act that ends a step for which the diagram names none."""
RECEIVE = "receive"
"""The act by which a case is received."""
END_STEP = "xong"
"""Where a page ends a step, whichever act it takes."""

_TABLE = (
    Act(
        kind="claim",
        on="task",
        label="Nhận việc",
        meaning="Nhận việc từ bộ phận: từ đó người khác không làm được",
        told="Bạn đã nhận việc này.",
        address="nhan",
        only_if=("free",),
    ),
    Act(
        kind="release",
        on="task",
        label="Trả lại việc",
        meaning="Trả lại việc chưa làm: người cùng vị trí có thể nhận",
        told="Đã trả lại việc. Người cùng vị trí có thể nhận.",
        address="tra",
        only_if=("mine",),
    ),
    Act(
        kind=COMPLETE,
        on="task",
        label="Hoàn thành bước",
        meaning="Hoàn thành một bước thường",
        address=END_STEP,
        only_if=("not_others",),
        inputs=ENDING,
        ends_step=True,
    ),
    Act(
        kind="receive",
        on="task",
        label="Tiếp nhận đủ hồ sơ",
        meaning="Tiếp nhận đủ hồ sơ: cấp mã, bắt đầu tính thời hạn",
        address=END_STEP,
        only_if=("not_others",),
        inputs=(OUTCOME, ANSWERS, SCANS, UNSCANNED, COMMENT, ASSIGNEE),
        ends_step=True,
        path="first_and_once",
        final=True,
    ),
    Act(
        kind="store_result",
        on="task",
        label="Lưu kho kết quả",
        meaning="Lưu kho kết quả điện tử: thời hạn giải quyết dừng ở đây",
        address=END_STEP,
        only_if=("not_others",),
        inputs=(OUTCOME, ANSWERS, RESULT, COMMENT, ASSIGNEE),
        ends_step=True,
        path="before_return",
        final=True,
    ),
    Act(
        kind="return",
        on="task",
        label="Xác nhận đã trả kết quả",
        meaning="Trả kết quả cho người nộp",
        address=END_STEP,
        only_if=("not_others",),
        inputs=ENDING,
        ends_step=True,
        path="before_end",
        final=True,
    ),
    Act(
        kind="reassign",
        on="task",
        label="Giao lại…",
        meaning="Giao việc cho người khác cùng vị trí",
        told="Đã giao việc cho người bạn chọn.",
        address="giao-lai",
        inputs=(COLLEAGUE, REASON),
        many=True,
    ),
    Act(
        kind="delegate",
        on="task",
        label="Ủy quyền…",
        meaning="Giao riêng việc này cho người giữ vị trí khác của đơn vị, theo văn bản ủy quyền",
        told="Đã ủy quyền việc này.",
        address="uy-quyen",
        inputs=(DELEGATE, BASIS),
        many=True,
    ),
    Act(
        kind="take_over",
        on="task",
        label="Tự làm thay…",
        meaning="Nhận việc về vị trí lãnh đạo của bạn để tự làm",
        told="Việc này nay ở vị trí của bạn.",
        address="lam-thay",
        only_if=("beyond_claim",),
        inputs=(REASON,),
        many=True,
    ),
    Act(
        kind="take_back",
        on="task",
        label="Lấy lại cho vị trí…",
        meaning="Lấy việc từ người đang giữ: ai ở vị trí đó cũng nhận được",
        told="Việc đã về vị trí, ai ở đó cũng nhận được.",
        address="lay-lai",
        only_if=("with_other",),
        inputs=(REASON,),
        many=True,
    ),
    Act(
        kind="ask_supplement",
        on="task",
        label="Yêu cầu bổ sung…",
        meaning="Yêu cầu người nộp bổ sung, hoàn thiện hồ sơ: một lần, đầy đủ, thời hạn dừng lại",
        told="Đã gửi phiếu yêu cầu bổ sung. Thời hạn dừng đến khi người nộp bổ sung đủ.",
        address="yeu-cau-bo-sung",
        only_if=("not_others", "first_supplement"),
        inputs=(JUDGED, OTHER_PAPER, OTHER_BASIS, LATE_BASIS),
    ),
    Act(
        kind="refuse",
        on="task",
        label="Từ chối tiếp nhận…",
        meaning="Từ chối tiếp nhận bằng phiếu có lý do và căn cứ: hồ sơ kết thúc",
        told="Đã từ chối tiếp nhận. Phiếu từ chối đã có trong hồ sơ.",
        address="tu-choi",
        only_if=("not_others", "at_reception"),
        inputs=(CAUSE, TOLD_REASON, LEGAL_BASIS, AUTHORITY),
        final=True,
    ),
    Act(
        kind="answer_supplement",
        on="case",
        label="Gửi giấy tờ bổ sung",
        meaning="Gửi đủ giấy tờ được yêu cầu: hồ sơ được xét tiếp, thời hạn tính lại từ đầu",
        told="Đã nhận đủ giấy tờ bổ sung.",
        address="bo-sung",
        inputs=(SUPPLIED, ON_HAND, NOTE),
    ),
    Act(
        kind="apologise",
        on="task",
        label="Xin lỗi, gia hạn…",
        meaning="Xin lỗi bằng văn bản đã ký và hẹn lại ngày trả, một lần, trước khi đến hạn",
        told="Đã gửi văn bản xin lỗi.",
        address="xin-loi",
        inputs=(TOLD_REASON, SIGNED_PAPER, SIGNED, NEW_DAY),
        final=True,
    ),
    Act(
        kind="consult",
        on="task",
        label="Xin ý kiến đơn vị khác…",
        meaning="Hỏi ý kiến đơn vị khác, có hạn trả lời; thời hạn của hồ sơ vẫn chạy",
        told="Đã gửi câu hỏi đến đơn vị được hỏi.",
        address="xin-y-kien",
        inputs=(ASKED_UNIT, CONTENT, ANSWER_BY, MANNER),
    ),
    Act(
        kind="answer_consultation",
        on="case",
        label="Trả lời ý kiến",
        meaning="Trả lời ý kiến mà đơn vị của bạn được hỏi",
        told="Đã gửi ý kiến.",
        address="tra-loi-y-kien",
        inputs=(OPINION, OPINION_FILES),
    ),
    Act(
        kind="ask_supplement_again",
        on="task",
        label="Yêu cầu bổ sung lần nữa…",
        meaning="Cho yêu cầu bổ sung thêm một lần: báo cáo giám sát và tính là quá hạn",
        told="Đã gửi phiếu yêu cầu bổ sung lần nữa; việc này có trong danh sách giám sát.",
        address="yeu-cau-bo-sung-lan-nua",
        only_if=("asked_before",),
        inputs=(JUDGED, OTHER_PAPER, OTHER_BASIS, TOLD_REASON, LEGAL_BASIS),
        final=True,
    ),
    Act(
        kind="propose_halt",
        on="task",
        label="Đề nghị tạm dừng, dừng…",
        meaning="Đề nghị lãnh đạo duyệt tạm dừng hoặc dừng hồ sơ; thời hạn vẫn chạy đến khi duyệt",
        told="Đã gửi đề nghị đến lãnh đạo đơn vị.",
        address="de-nghi-dung",
        only_if=("not_others", "nothing_proposed"),
        inputs=(GROUND, TOLD_REASON, LEGAL_BASIS),
    ),
    Act(
        kind="approve_halt",
        on="task",
        label="Duyệt đề nghị dừng…",
        meaning="Duyệt tạm dừng hoặc dừng hồ sơ như đề nghị; việc này có trong danh sách giám sát",
        told="Đã duyệt. Hồ sơ có trong danh sách giám sát.",
        address="duyet-dung",
        only_if=("proposed_by_other",),
        inputs=(REMARK,),
        final=True,
    ),
    Act(
        kind="decline_halt",
        on="task",
        label="Không duyệt đề nghị dừng…",
        meaning="Hồ sơ được giải quyết tiếp như trước",
        told="Không duyệt. Hồ sơ được giải quyết tiếp.",
        address="khong-duyet-dung",
        only_if=("proposed_by_other",),
        inputs=(REASON,),
    ),
    Act(
        kind="resume",
        on="task",
        label="Giải quyết tiếp…",
        meaning="Hết tạm dừng: tính tiếp phần thời hạn còn lại",
        told="Hồ sơ được giải quyết tiếp.",
        address="giai-quyet-tiep",
        inputs=(TOLD_REASON, LEGAL_BASIS),
    ),
    Act(
        kind="adjust",
        on="case",
        label="Điều chỉnh nội dung…",
        meaning="Sửa một mục đã khai không quyết định cách giải quyết; thời hạn giữ nguyên",
        told="Đã ghi điều chỉnh.",
        address="dieu-chinh",
        inputs=(QUESTION, VALUE, TOLD_REASON),
    ),
    Act(
        kind="withdraw",
        on="case",
        label="Rút hồ sơ…",
        meaning="Rút hồ sơ: cơ quan dừng giải quyết, trả lại giấy tờ và phí nếu được hoàn",
        told="Đã ghi nhận yêu cầu rút hồ sơ.",
        address="rut",
        inputs=(WHY,),
        final=True,
    ),
    Act(
        kind="give_back",
        on="case",
        label="Xác nhận đã trả giấy tờ, phí",
        meaning="Ghi những gì đã trả lại cho người rút hồ sơ: hồ sơ kết thúc",
        told="Hồ sơ đã dừng. Thông báo dừng giải quyết đã có trong hồ sơ.",
        address="tra-lai-giay-to",
        inputs=(PAPERS_BACK, FEE_BACK, FEE_BASIS),
        final=True,
    ),
    Act(
        kind="ask_payment",
        on="case",
        label="Gửi thông báo nộp phí",
        meaning="Báo người nộp số phí, lệ phí còn phải nộp và nơi nộp; hồ sơ đi tiếp như trước",
        told="Đã gửi thông báo nộp phí, lệ phí.",
        address="yeu-cau-nop-phi",
        only_if=("fee_owed",),
    ),
    Act(
        kind="record_payment",
        on="case",
        label="Ghi nhận đã thu phí…",
        meaning="Ghi sổ khoản đã thu: nộp đủ thì mới trả được kết quả",
        told="Đã ghi nhận khoản thu. Phiếu thu đã có trong hồ sơ.",
        address="thu-phi",
        only_if=("fee_due",),
        inputs=(AMOUNT, MEANS, REFERENCE),
    ),
    Act(
        kind="refund_payment",
        on="case",
        label="Hoàn phí…",
        meaning="Ghi sổ khoản đã hoàn cho người nộp",
        told="Đã ghi hoàn phí. Phiếu hoàn đã có trong hồ sơ.",
        address="hoan-phi",
        only_if=("fee_kept",),
        inputs=(BACK, MEANS, REFERENCE, RECEIVER, TOLD_REASON, LEGAL_BASIS),
        final=True,
    ),
    Act(
        kind="correct_payment",
        on="case",
        label="Hủy phiếu ghi sai…",
        meaning="Hủy phiếu thu hoặc phiếu hoàn ghi sai, do người khác với người đã ghi",
        told="Đã hủy phiếu. Hãy ghi lại cho đúng.",
        address="huy-phieu-thu",
        only_if=("money_recorded",),
        inputs=(PAYMENT, TOLD_REASON),
        final=True,
    ),
    Act(
        kind="send_papers",
        on="case",
        label="Chuyển giấy tờ bản giấy…",
        meaning="Giao giấy tờ bản giấy đi nơi giải quyết, theo phiếu kiểm soát",
        told="Đã ghi chuyển giấy tờ. Phiếu kiểm soát đã có trong hồ sơ.",
        address="chuyen-giay-to",
        only_if=("papers_wait",),
        inputs=(CARRIER,),
    ),
    Act(
        kind="take_papers",
        on="case",
        label="Đã nhận giấy tờ bản giấy",
        meaning="Nhận giấy tờ bản giấy tại nơi giải quyết",
        told="Đã ghi nhận giấy tờ bản giấy.",
        address="nhan-giay-to",
        only_if=("papers_come",),
        inputs=(AS_IT_CAME,),
    ),
    Act(
        kind="claim_lateness_cause",
        on="case",
        label="Nêu nguyên nhân quá hạn…",
        meaning="Nêu vì sao hồ sơ quá hạn; lỗi phần mềm, đồng bộ phải được xác nhận",
        told="Đã ghi nguyên nhân quá hạn.",
        address="nguyen-nhan-qua-han",
        only_if=("late", "cause_open"),
        inputs=(LATENESS_CAUSE, REASON),
    ),
    Act(
        kind="confirm_lateness_cause",
        on="case",
        label="Xác nhận lỗi hệ thống…",
        meaning="Xác nhận hồ sơ quá hạn do lỗi phần mềm, đồng bộ: loại khỏi điểm, vẫn trong số gốc",
        told="Đã xác nhận. Hồ sơ không tính vào điểm, vẫn nằm trong số gốc.",
        address="xac-nhan-nguyen-nhan",
        only_if=("cause_of_other",),
        inputs=(EVIDENCE, EVIDENCE_FILES),
        final=True,
    ),
    Act(
        kind="reject_lateness_cause",
        on="case",
        label="Không xác nhận, tính cho đơn vị…",
        meaning="Không phải lỗi phần mềm, đồng bộ: hồ sơ quá hạn tính cho đơn vị",
        told="Không xác nhận. Hồ sơ quá hạn tính cho đơn vị.",
        address="khong-xac-nhan-nguyen-nhan",
        only_if=("cause_of_other",),
        inputs=(EVIDENCE, EVIDENCE_FILES),
    ),
    Act(
        kind="change_channel",
        on="case",
        label="Đổi cách nộp",
        meaning="Chuyển hồ sơ sang cách nộp khác và tính lại phí, lệ phí",
        told="Đã đổi cách nộp và tính lại phí, lệ phí.",
        address="doi-cach-nop",
        inputs=(CHANNEL,),
    ),
    Act(
        kind="hand_over",
        on="case",
        label="Xác nhận đã trả kết quả",
        meaning="Trả kết quả đã lưu kho, khi quy trình đã kết thúc mà chưa có bước nào trả",
        told="Đã ghi trả kết quả cho người nộp.",
        address="tra-ket-qua",
        only_if=("result_owed",),
        final=True,
    ),
)
ACTS: Mapping[str, Act] = {act.kind: act for act in _TABLE}
"""The acts by their kind, in the order in which they are offered."""


def ending_act(named: str | None) -> Act:
    """The act that ends a step, by what the diagram names for it."""
    return ACTS[named or COMPLETE]


def path_rule(named: str | None) -> PathRule | None:
    """Where a step with the act that the diagram names must stand."""
    return ending_act(named).path


STOPS = "stop"
"""The kind of an outcome that refuses or stops the case (``tthc:outcome``)."""


def asked_twice(named: str | None, outcome_kind: str | None) -> bool:
    """Whether a step ended by this act, with an outcome of this kind, is confirmed on a page."""
    return ending_act(named).final or outcome_kind == STOPS
