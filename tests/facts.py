"""An example of every event with the sentence that it makes, for tests and the reference page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engine.audit import Actor
from engine.catalogue.applicants import Authorisation
from engine.facts.base import Event
from engine.facts.events_of_adjustments import ContentAdjusted
from engine.facts.events_of_apologies import Apologised, DueExtended
from engine.facts.events_of_clocks import (
    CaseParked,
    CaseResumed,
    LimitTaken,
    MessageReceived,
    MessageSent,
    Place,
    TimersFired,
)
from engine.facts.events_of_consultations import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationCalledOff,
    ConsultationLate,
)
from engine.facts.events_of_corrections import CorrectionOpened
from engine.facts.events_of_ending import CaseEnded
from engine.facts.events_of_filing import (
    AuthorisationChecked,
    CaseReceived,
    CaseSubmitted,
    ChannelChanged,
    Fee,
    FeesComputed,
    File,
    FiledForOwner,
    Limit,
    PapersReused,
    PapersScanned,
    ReusedPaper,
    SubjectsConfirmed,
)
from engine.facts.events_of_halts import (
    CaseStopped,
    CaseSuspended,
    HaltDeclined,
    HaltLapsed,
    HaltProposed,
)
from engine.facts.events_of_handing import (
    TaskDelegated,
    TaskReassigned,
    TaskTakenBack,
    TaskTakenOver,
)
from engine.facts.events_of_incidents import (
    DeskGiven,
    DeskProposed,
    IncidentOpened,
    IncidentPassed,
    IncidentRetried,
    RepairDropped,
    RepairProposed,
    SentBack,
    ValueGiven,
)
from engine.facts.events_of_lateness import (
    CauseClaimed,
    CauseConfirmed,
    CauseRejected,
    DueReminded,
    OwnTimeGiven,
)
from engine.facts.events_of_meetings import MeetingInvited, MeetingRecorded
from engine.facts.events_of_money import (
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
    UnpaidClosed,
)
from engine.facts.events_of_outages import (
    OutageSlipConfirmed,
    OutageSlipDeclined,
    OutageSlipTaken,
)
from engine.facts.events_of_papers import (
    GivenBackPaper,
    LostPaper,
    PaperRestored,
    PapersLost,
    PapersReturned,
    PapersSent,
    PapersTaken,
)
from engine.facts.events_of_petitions import PetitionStepped
from engine.facts.events_of_phases import PhaseBegun, PhaseEnded
from engine.facts.events_of_ratings import CaseRated
from engine.facts.events_of_receipts import CodeReissued
from engine.facts.events_of_refusals import CaseRefused, ResultRefused
from engine.facts.events_of_rules import CalendarChanged, RuleApplied, RulesTaken, RuleTaken
from engine.facts.events_of_successions import RoleFollowed, UnitSucceeded
from engine.facts.events_of_supplements import (
    AskedAgain,
    AskedPaper,
    SupplementAnswered,
    SupplementAsked,
    SupplementMissed,
    SupplementOverridden,
    SupplementReminded,
)
from engine.facts.events_of_transfers import CaseTransferred
from engine.facts.events_of_withdrawals import CaseWithdrawn, GivenBack
from engine.facts.events_of_work import (
    PersonAssigned,
    ResultReturned,
    ResultStored,
    Signature,
    StepSkipped,
    StoredFile,
    TakenForOwner,
    TaskClaimed,
    TaskCompleted,
    TaskReleased,
    WorkReturned,
)
from engine.facts.words import Words
from engine.life import Status
from engine.worktime import ZONE

OFFICER = Actor("o", "Trần Thị Hạnh", "Trưởng phòng", "bà")
WORDS = Words(OFFICER, {("B4", "tra_lai"): "Trả lại Sở Nội vụ…"})
WHO = "Bà Trần Thị Hạnh (Trưởng phòng)"
DUE = datetime(2025, 12, 22, 9, 15, tzinfo=ZONE)
PAPER = File(id="t1", component="ban_khai", name="ban-khai.pdf", digest="5dfb", size=30)


@dataclass(frozen=True)
class Example:
    """An event and what is said of it; ``None``: it is silent."""

    event: Event
    sentence: str | None


SLIP = SupplementAsked(
    number="0012/2025/PYCBS-H41.102.01",
    stage="after_reception",
    papers=(
        AskedPaper(
            component="giay_to", name="Giấy xác nhận", fault="wrong", todo="Chụp lại trang 2"
        ),
    ),
    passed=("ban_khai",),
    until=DUE,
    legal_basis="Điều 19.5",
)
EXAMPLES = (
    Example(
        SLIP,
        f"{WHO} yêu cầu bổ sung, phiếu số 0012/2025/PYCBS-H41.102.01: Giấy xác nhận (chưa đúng), "
        "gửi trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        CaseRefused(
            number="0003/2025/PTC-H41.102.01",
            reason="Không thuộc thẩm quyền",
            legal_basis="Điều 1",
            authority="Sở Nội vụ",
        ),
        f"{WHO} từ chối tiếp nhận hồ sơ, phiếu số 0003/2025/PTC-H41.102.01: "
        "Không thuộc thẩm quyền; đúng thẩm quyền: Sở Nội vụ",
    ),
    Example(
        ResultRefused(
            number="0004/2025/PTC-H41.102.01",
            reason="Không đủ điều kiện hưởng",
            legal_basis="Điều 2",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
        ),
        f"{WHO} từ chối giải quyết sau thẩm định, phiếu số 0004/2025/PTC-H41.102.01: "
        "Không đủ điều kiện hưởng",
    ),
    Example(
        CaseWithdrawn(by="counter", reason="Nộp nhầm nơi"),
        f"{WHO} ghi nhận người nộp rút hồ sơ tại quầy: Nộp nhầm nơi",
    ),
    Example(
        GivenBack(number="0001/2025/TBD-H41", papers="Bản khai", fee="kept", fee_basis="Điều 5"),
        f"{WHO} trả lại giấy tờ: Bản khai; không hoàn phí (Điều 5). Thông báo số 0001/2025/TBD-H41",
    ),
    Example(
        DueExtended(
            number="0001/2025/XLGH-H41",
            before=DUE,
            after=datetime(2025, 12, 29, 17, 30, tzinfo=ZONE),
            reason="Chờ xác minh",
            paper="12/UBND ngày 20/12/2025",
            legal_basis="Điều 19.6",
            documents=(PAPER,),
        ),
        f"{WHO} xin lỗi vì lùi ngày hẹn và hẹn lại trước 17:30 thứ Hai 29/12/2025 (hẹn đầu "
        "09:15 thứ Hai 22/12/2025), văn bản 12/UBND ngày 20/12/2025: Chờ xác minh",
    ),
    Example(
        Apologised(
            number="0001/2025/XLGH-H41",
            due_at=DUE,
            reason="Chờ xác minh",
            paper="12/UBND",
            legal_basis="Điều 19.6",
            documents=(PAPER,),
        ),
        f"{WHO} xin lỗi vì trễ hẹn, văn bản 12/UBND: Chờ xác minh",
    ),
    Example(
        PapersSent(
            number="0001/2025/PKS-H41.102.01",
            sender="ttphcc",
            receiver="so_noi_vu",
            receiver_name="Sở Nội vụ",
            papers=("giay_to",),
            carrier="Bưu gửi EE123",
            until=DUE,
            late=True,
            legal_basis="Điều 20.1",
        ),
        f"{WHO} chuyển 1 giấy tờ bản giấy đến Sở Nội vụ, phiếu số 0001/2025/PKS-H41.102.01, muộn "
        "so với hạn 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        PapersTaken(unit="so_noi_vu", unit_name="Sở Nội vụ", note="Thiếu trang 2"),
        f"{WHO} nhận giấy tờ bản giấy tại Sở Nội vụ: Thiếu trang 2",
    ),
    Example(
        ConsultationAsked(
            consultation="c1",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            manner="electronic",
            content="Thời gian tham gia có đúng không?",
            until=DUE,
            legal_basis="Điều 19.4",
        ),
        f"{WHO} xin ý kiến Sở Nội vụ, trả lời trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        ConsultationAnswered(
            consultation="c1",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            opinion="Đúng",
            documents=(PAPER,),
            until=DUE,
            late=True,
        ),
        f"{WHO} trả lời ý kiến của Sở Nội vụ (trả lời muộn): Đúng",
    ),
    Example(
        ConsultationCalledOff(
            consultation="c1",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            reason="Đã có văn bản",
            until=DUE,
            late=True,
        ),
        f"{WHO} thôi xin ý kiến Sở Nội vụ (đã chậm trả lời): Đã có văn bản",
    ),
    Example(
        WorkReturned(
            element="B4",
            name="Ký",
            step="B3",
            step_name="Thẩm định",
            reason="Thiếu căn cứ",
        ),
        f"{WHO} trả lại bước “Thẩm định” từ bước “Ký”: Thiếu căn cứ",
    ),
    Example(
        ConsultationLate(
            consultation="c1",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            until=DUE,
            centre="ttphcc",
        ),
        f"{WHO} báo người đứng đầu Bộ phận Một cửa: Sở Nội vụ chưa trả lời ý kiến, hạn 09:15 thứ "
        "Hai 22/12/2025",
    ),
    Example(
        MeetingInvited(
            meeting="m1",
            number="0001/2025/GM-H41.102.01",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            purpose="site",
            meets_at=DUE,
            place="thửa 12, tờ 7",
            invited="Ông Lê Văn Nam, chủ đất liền kề",
            agenda="Xác định ranh giới",
            note="Có tranh chấp",
            legal_basis="Điều 19.4",
        ),
        f"{WHO} mời kiểm tra thực địa lúc 09:15 thứ Hai 22/12/2025, tại thửa 12, tờ 7, giấy mời số "
        "0001/2025/GM-H41.102.01",
    ),
    Example(
        MeetingRecorded(
            meeting="m1",
            number="0001/2025/GM-H41.102.01",
            held="absent",
            minutes="Lập biên bản vắng mặt",
            note=None,
            documents=(PAPER,),
        ),
        f"{WHO} ghi biên bản giấy mời số 0001/2025/GM-H41.102.01: người nộp vắng mặt. Lập biên bản "
        "vắng mặt",
    ),
    Example(
        DueReminded(due_at=DUE, late=False),
        f"{WHO} nhắc cán bộ: phải trả kết quả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        OwnTimeGiven(unit="xa_con_cuong", unit_name="Xã Con Cuông", due_at=DUE),
        f"{WHO} ghi hạn riêng của Xã Con Cuông, nơi nhận hồ sơ khi đã quá hạn: 09:15 thứ Hai "
        "22/12/2025",
    ),
    Example(
        CauseClaimed(
            cause="software",
            unit="so_noi_vu",
            unit_name="Sở Nội vụ",
            claimed_by="o1",
            reason="Máy đứng",
            waits=True,
        ),
        f"{WHO} nêu nguyên nhân quá hạn do lỗi phần mềm, chờ cơ quan kỹ thuật xác nhận: Máy đứng",
    ),
    Example(
        CauseConfirmed(
            cause="sync", evidence="Sự cố SC-12", documents=(), failed_on=date(2025, 12, 4)
        ),
        f"{WHO} xác nhận quá hạn do lỗi đồng bộ dữ liệu (sự cố ngày 04/12/2025): Sự cố SC-12",
    ),
    Example(
        CauseRejected(cause="software", evidence="Không có sự cố", documents=()),
        f"{WHO} không xác nhận quá hạn do lỗi phần mềm, tính cho đơn vị: Không có sự cố",
    ),
    Example(
        HaltProposed(
            halt="suspend",
            ground="dispute",
            ground_name="Có tranh chấp",
            reason="Tòa án đã thụ lý",
            legal_basis="Điều 1",
        ),
        f"{WHO} đề nghị tạm dừng giải quyết, thời hạn dừng lại (Có tranh chấp): Tòa án đã thụ lý",
    ),
    Example(
        HaltDeclined(halt="stop", reason="Chưa đủ căn cứ"),
        f"{WHO} không duyệt dừng giải quyết, hồ sơ kết thúc: Chưa đủ căn cứ",
    ),
    Example(
        HaltLapsed(halt="suspend", unit_name="UBND xã Con Cuông"),
        "Đề nghị tạm dừng giải quyết, thời hạn dừng lại không còn chờ duyệt: hồ sơ đã rời UBND xã "
        "Con Cuông, nơi mới đề nghị lại nếu cần",
    ),
    Example(
        OutageSlipTaken(
            number="17",
            unit="ttphcc",
            outage="2025-12-03T08:00",
            outage_words="Mất đường truyền",
            legal_basis="Biên bản 5/BB-SKHCN",
            moment=DUE,
            documents=(PAPER,),
        ),
        f"{WHO} ghi nhận phiếu giấy số 17 nhận lúc 09:15 thứ Hai 22/12/2025 khi mất hệ thống (Mất "
        "đường truyền), chờ người thứ hai xác nhận",
    ),
    Example(
        OutageSlipConfirmed(
            number="17",
            taken_by="Phan Quốc Bảo",
            filed_before=DUE,
            before=DUE,
            after=DUE,
            due_before=DUE,
            due_after=None,
            legal_basis="Biên bản 5/BB-SKHCN",
        ),
        f"{WHO} xác nhận phiếu giấy số 17: hồ sơ được nhận từ 09:15 thứ Hai 22/12/2025, lúc mất hệ "
        "thống (nhập máy 09:15 thứ Hai 22/12/2025)",
    ),
    Example(
        OutageSlipDeclined(number="17", reason="Phiếu bị tẩy xóa"),
        f"{WHO} không xác nhận phiếu giấy số 17: Phiếu bị tẩy xóa",
    ),
    Example(
        CaseSuspended(
            ground="dispute",
            ground_name="Có tranh chấp",
            reason="Tòa án đã thụ lý",
            legal_basis="Điều 1",
            proposed_by="Bùi Xuân Thắng",
        ),
        f"{WHO} duyệt tạm dừng giải quyết (Có tranh chấp), Bùi Xuân Thắng đề nghị: Tòa án đã thụ "
        "lý; căn cứ Điều 1",
    ),
    Example(
        CaseStopped(
            number="0002/2025/TBD-H41",
            ground="subject_gone",
            ground_name="Đối tượng không còn",
            reason="Người đề nghị đã mất",
            legal_basis="Điều 1",
            proposed_by="Bùi Xuân Thắng",
        ),
        f"{WHO} duyệt dừng giải quyết (Đối tượng không còn), Bùi Xuân Thắng đề nghị: Người đề nghị "
        "đã mất; căn cứ Điều 1. Thông báo số 0002/2025/TBD-H41",
    ),
    Example(
        SupplementOverridden(
            number="0013/2025/PYCBS-H41", times=2, reason="Mới phát sinh", legal_basis="Điều 1"
        ),
        f"{WHO} cho yêu cầu bổ sung lần 2, phiếu số 0013/2025/PYCBS-H41: Mới phát sinh; căn cứ "
        "Điều 1",
    ),
    Example(
        CodeReissued(
            reason="Mất giấy tiếp nhận",
            requester="Lê Thị Mai",
            request="Đơn ngày 04/12/2025",
            documents=(),
        ),
        f"{WHO} cấp lại mã tra cứu bí mật cho Lê Thị Mai (theo Đơn ngày 04/12/2025), mã cũ hết "
        "hiệu lực: Mất giấy tiếp nhận",
    ),
    Example(
        ContentAdjusted(
            by="counter",
            question="dia_chi",
            label="Địa chỉ",
            before="Khối 7",
            after="Khối 9",
            reason="Chuyển chỗ ở",
        ),
        f"{WHO} ghi điều chỉnh theo yêu cầu người nộp “Địa chỉ”: “Khối 7” thành “Khối 9”; Chuyển "
        "chỗ ở",
    ),
    Example(
        PaymentAsked(
            payment="p1",
            number="0001/2025/TBNP-H41",
            amount=16_000,
            account="0101, Kho bạc, UBND phường",
            until=None,
            legal_basis="Điều 24",
        ),
        f"{WHO} yêu cầu nộp phí, lệ phí 16.000 đồng. Thông báo số 0001/2025/TBNP-H41",
    ),
    Example(
        PaymentRecorded(
            payment="p2",
            number="0001/2025/PTP-H41",
            amount=6_000,
            means="transfer",
            reference="FT1",
            left=10_000,
        ),
        f"{WHO} ghi nhận đã thu 6.000 đồng, chuyển khoản số FT1, còn phải nộp 10.000 đồng. Phiếu "
        "số 0001/2025/PTP-H41",
    ),
    Example(
        PaymentRefunded(
            payment="p3",
            number="0001/2025/PHP-H41",
            amount=6_000,
            means="cash",
            reference=None,
            receiver="Lê Thị Mai",
            reason="Nộp hai lần",
            legal_basis="Điều 21",
        ),
        f"{WHO} hoàn 6.000 đồng cho Lê Thị Mai, tiền mặt: Nộp hai lần. Phiếu số 0001/2025/PHP-H41",
    ),
    Example(
        PaymentCancelled(
            payment="p4",
            cancels="p2",
            what="paid",
            number="0001/2025/PTP-H41",
            amount=6_000,
            reason="Ghi nhầm",
        ),
        f"{WHO} hủy phiếu số 0001/2025/PTP-H41 ghi thu 6.000 đồng sai: Ghi nhầm",
    ),
    Example(
        UnpaidClosed(
            number="0003/2025/TBD-H41", amount=16_000, until=DUE, legal_basis="QĐ 1/QĐ-UBND"
        ),
        "Hồ sơ dừng vì đến 09:15 thứ Hai 22/12/2025 chưa nộp 16.000 đồng phí, lệ phí. Thông báo "
        "số 0003/2025/TBD-H41",
    ),
    Example(
        RepairProposed(
            name="case.dien_tich", typed="120", value_kind="number", reason="Thiếu", paper="7/P"
        ),
        f"{WHO} đề nghị ghi giá trị “case.dien_tich” là 120 theo 7/P",
    ),
    Example(
        DeskProposed(
            task="t",
            element="B5",
            name="Ký",
            unit="xa_a_vhxh",
            position="lanh_dao_phong",
            before="Lãnh đạo UBND, Xã A",
            after="Lãnh đạo phòng, Phòng VHXH",
            reason="Đi vắng",
            paper="7/P",
        ),
        f"{WHO} đề nghị giao việc “Ký” từ Lãnh đạo UBND, Xã A cho Lãnh đạo phòng, Phòng VHXH theo "
        "7/P",
    ),
    Example(
        RepairDropped(reason="Sai số"),
        f"{WHO} không xác nhận việc sửa được đề nghị: Sai số",
    ),
    Example(
        SentBack(
            element="B5",
            name="Ký",
            step="B4",
            step_name="Soát",
            reason="Ký nhầm",
            paper="7/P",
            incidents=(),
        ),
        f"{WHO} đưa hồ sơ từ bước “Ký” về bước “Soát”",
    ),
    Example(
        DeskGiven(
            task="t",
            element="B5",
            name="Vào số",
            before="Văn thư, Xã A",
            after="Chuyên viên, Xã A",
            reason="Nghỉ việc",
            paper="7/P",
        ),
        f"{WHO} giao việc “Vào số” từ Văn thư, Xã A cho Chuyên viên, Xã A theo 7/P",
    ),
    Example(
        PhaseEnded(number=1, name="giai đoạn 1", began_at=DUE, due_at=DUE),
        f"{WHO} làm xong giai đoạn 1, hẹn trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        PhaseBegun(
            number=2,
            name="giai đoạn 2",
            amount="4",
            unit="working_days",
            basis="Điều 1",
            due_at=DUE,
        ),
        f"{WHO} chuyển hồ sơ sang giai đoạn 2; hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        UnitSucceeded(
            day=date(2026, 1, 1),
            basis="Nghị quyết 15/NQ-HĐND ngày 28/11/2025",
            roles=(
                RoleFollowed(
                    role="competent_unit",
                    before="xa_a",
                    before_name="UBND xã A",
                    after="xa_b",
                    after_name="UBND xã B",
                ),
            ),
            work=(),
        ),
        "Sắp xếp đơn vị từ 01/01/2026 theo Nghị quyết 15/NQ-HĐND ngày 28/11/2025: UBND xã B nhận "
        "việc của UBND xã A. Mã hồ sơ, hẹn trả giữ nguyên",
    ),
    Example(
        CaseTransferred(
            before="phuong_a",
            before_name="UBND phường A",
            after="xa_b",
            after_name="UBND xã B",
            place="xa_b",
            place_name="UBND xã B",
            reason="Thửa đất ở xã B",
            legal_basis="Điều 20.1",
            due_at=DUE,
        ),
        f"{WHO} chuyển hồ sơ đến UBND xã B để giải quyết đúng nơi; vẫn hẹn trả trước 09:15 thứ Hai "
        "22/12/2025: Thửa đất ở xã B",
    ),
    Example(
        PapersLost(
            number="0001/2025/XLMH-H41",
            papers=(
                LostPaper(component="giay_to", name="Giấy xác nhận", copied=True),
                LostPaper(component="don", name="Đơn đề nghị", copied=False),
            ),
            unit="ttphcc",
            unit_name="Trung tâm",
            reason="Thấm nước",
            paper="12/UBND",
            legal_basis="Điều 23.2",
            documents=(PAPER,),
        ),
        f"{WHO} xin lỗi vì làm mất, hỏng giấy tờ, văn bản 12/UBND: Giấy xác nhận, Đơn đề nghị; "
        "phải có lại: Đơn đề nghị. Thấm nước",
    ),
    Example(
        PaperRestored(component="don", name="Đơn đề nghị", how="In lại", documents=()),
        f"{WHO} khôi phục giấy tờ đã mất, Đơn đề nghị: In lại",
    ),
    Example(
        PapersReturned(
            papers=(GivenBackPaper(component="ban_khai", name="Bản khai"),),
            to_whom="Vi Thị Lan, căn cước 040185099999",
            legal_basis="Điều 22.2",
        ),
        f"{WHO} trả lại bản giấy cho Vi Thị Lan, căn cước 040185099999: Bản khai",
    ),
    Example(
        CorrectionOpened(
            first="H41.102.01-251204-0001",
            linked="H41.102.01-251204-0002",
            reason="Sai họ tên",
            legal_basis="Điều 23.1",
            due_at=DUE,
        ),
        f"{WHO} mở hồ sơ H41.102.01-251204-0002 đính chính kết quả của hồ sơ "
        "H41.102.01-251204-0001, trả trước 09:15 thứ Hai 22/12/2025: Sai họ tên",
    ),
    Example(
        SupplementReminded(until=DUE),
        f"{WHO} nhắc gửi giấy tờ bổ sung trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        SupplementAnswered(documents=(PAPER,), papers=("giay_to",), note=None, due_at=DUE),
        f"{WHO} gửi đủ giấy tờ bổ sung (1 tệp, 1 bản giấy); hạn tính lại từ đầu, trả trước "
        "09:15 thứ Hai 22/12/2025",
    ),
    Example(
        SupplementMissed(until=DUE, legal_basis="Điều 19.5"),
        f"{WHO} dừng xử lý hồ sơ: hết hạn bổ sung 09:15 thứ Hai 22/12/2025 (Điều 19.5)",
    ),
    Example(
        CaseSubmitted(
            channel="counter",
            procedure="2.002755",
            package="5dfb",
            receiving="ttphcc",
            competent="phuong",
            returning="ttphcc",
            answers={"ho_ten": "Lê Văn Thành"},
            documents=(PAPER,),
            papers=("ban_khai", "giay_to"),
            submitter="Lê Văn Thành",
            assisted=True,
        ),
        "Lê Văn Thành nộp hồ sơ trực tiếp kèm 1 tệp, 2 bản giấy; "
        "bà Trần Thị Hạnh (Trưởng phòng) nhận tại quầy",
    ),
    Example(
        FiledForOwner(
            authorisation=Authorisation(paper="Giấy ủy quyền", number="12", day=date(2025, 12, 1)),
            submitter="Lê Thị Mai",
            owner="Lê Văn Thành",
        ),
        "Lê Thị Mai nộp thay chủ hồ sơ Lê Văn Thành, theo Giấy ủy quyền số 12 ngày 01/12/2025",
    ),
    Example(
        AuthorisationChecked(
            authorisation=Authorisation(paper="Giấy ủy quyền", number="12", day=date(2025, 12, 1)),
            submitter="Lê Thị Mai",
            owner="Lê Văn Thành",
        ),
        f"{WHO} xem Giấy ủy quyền số 12 ngày 01/12/2025: đạt, Lê Thị Mai được nộp thay "
        "Lê Văn Thành",
    ),
    Example(
        PapersReused(
            documents=(PAPER,), papers=(ReusedPaper(component="giay_to", ref="H41-251104-0001"),)
        ),
        "Dùng lại 1 giấy tờ đã có, từ hồ sơ H41-251104-0001",
    ),
    Example(
        AskedAgain(papers=("Giấy khai sinh (hồ sơ H41-251104-0001)",), reason="Bản cũ bị tẩy xóa"),
        f"{WHO} yêu cầu lại giấy tờ đã có: Giấy khai sinh (hồ sơ H41-251104-0001)",
    ),
    Example(
        TakenForOwner(
            name="Lê Văn Tùng",
            number="040185012345",
            paper="Giấy ủy quyền số 12",
            slip="0001/2025/PTKQ-H41",
        ),
        "Lê Văn Tùng (số định danh 040185012345) nhận kết quả thay, theo Giấy ủy quyền số 12. "
        "Phiếu số 0001/2025/PTKQ-H41",
    ),
    Example(
        PapersScanned(
            papers=("ban_khai", "giay_to"),
            documents=(PAPER,),
            unscanned={"giay_to": "Tài liệu mật"},
        ),
        f"{WHO} số hóa 1 giấy tờ bản giấy, 1 giấy tờ không phải số hóa",
    ),
    Example(
        CaseReceived(
            code="H41-251204-0001",
            due_at=DUE,
            limit=Limit(amount="96", unit="working_hours", basis="QĐ 3854/QĐ-UBND"),
        ),
        f"{WHO} tiếp nhận đủ hồ sơ, cấp mã H41-251204-0001, hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        FeesComputed(
            channel="online",
            fees=(
                Fee(
                    item="le_phi",
                    full=Decimal(75000),
                    exempted=Decimal(25000),
                    due=Decimal(50000),
                    basis="NQ 28/2024/NQ-HĐND",
                    rules=(),
                ),
            ),
        ),
        "Phí, lệ phí được tính: 50.000 đồng, đã miễn giảm 25.000 đồng",
    ),
    Example(
        ChannelChanged(before="counter", after="online"),
        f"{WHO} đổi cách nộp từ trực tiếp sang trực tuyến",
    ),
    Example(
        TaskClaimed(task="v1", element="B9", name="Trình UBND tỉnh"),
        f"{WHO} nhận việc: Trình UBND tỉnh",
    ),
    Example(
        TaskReleased(task="v1", element="B9", name="Trình UBND tỉnh"),
        f"{WHO} trả việc lại cho bộ phận: Trình UBND tỉnh",
    ),
    Example(
        PersonAssigned(
            element="B2",
            steps=("B3",),
            name="Thẩm định, dự thảo",
            officer="o2",
            officer_name="anh Cao Văn Giang",
        ),
        f"{WHO} giao bước “Thẩm định, dự thảo” cho anh Cao Văn Giang",
    ),
    Example(
        TaskReassigned(
            task="v1",
            element="B3",
            name="Thẩm định",
            before="Hồ Sỹ Nam",
            officer="o2",
            officer_name="chị Nguyễn Thị Hoài",
            reason="Nghỉ ốm.",
        ),
        f"{WHO} giao lại việc “Thẩm định” cho chị Nguyễn Thị Hoài, trước đó Hồ Sỹ Nam giữ",
    ),
    Example(
        TaskDelegated(
            task="v1",
            element="B4",
            name="Soát dự thảo",
            before=None,
            officer="o2",
            officer_name="chị Nguyễn Thị Hoài",
            position="Chuyên viên",
            basis="Giấy ủy quyền số 12/GUQ",
        ),
        f"{WHO} ủy quyền việc “Soát dự thảo” cho chị Nguyễn Thị Hoài (Chuyên viên)"
        " theo Giấy ủy quyền số 12/GUQ",
    ),
    Example(
        TaskTakenOver(task="v1", element="B3", name="Thẩm định", before="Hồ Sỹ Nam", reason="Gấp."),
        f"{WHO} nhận làm thay việc “Thẩm định”, trước đó Hồ Sỹ Nam giữ",
    ),
    Example(
        TaskTakenBack(
            task="v1", element="B3", name="Thẩm định", before="Hồ Sỹ Nam", reason="Nghỉ ốm."
        ),
        f"{WHO} lấy việc “Thẩm định” từ Hồ Sỹ Nam về cho cả vị trí",
    ),
    Example(
        TaskCompleted(
            task="v1",
            officer="o",
            element="B4",
            name="Soát dự thảo gửi Sở Nội vụ",
            outcome="tra_lai",
            answers={},
            comment="Thiếu biên bản họp hội đồng",
            due_at=DUE,
        ),
        f"{WHO} làm xong bước: Soát dự thảo gửi Sở Nội vụ; quyết định: Trả lại Sở Nội vụ",
    ),
    Example(
        StepSkipped(element="B2", name="Phân công", rule="r1"),
        f"{WHO} bỏ qua bước theo quy định: Phân công",
    ),
    Example(
        ResultStored(
            documents=(
                StoredFile(
                    id=PAPER.id,
                    component=None,
                    name="ket-qua.pdf",
                    digest=PAPER.digest,
                    size=PAPER.size,
                    code="040185012345-khai_sinh",
                ),
            ),
            due_at=DUE,
            signed=Signature(
                by="Nguyễn Văn Nam",
                post="KT. Chủ tịch UBND phường",
                at=DUE,
                element="B3",
                step="Ký giấy khai sinh",
                leads=True,
            ),
        ),
        f"{WHO} lưu kho kết quả: ket-qua.pdf (mã giấy tờ 040185012345-khai_sinh); "
        "Nguyễn Văn Nam (KT. Chủ tịch UBND phường) ký 09:15 thứ Hai 22/12/2025, "
        "bước “Ký giấy khai sinh”",
    ),
    Example(ResultReturned(due_at=DUE), f"{WHO} trả kết quả cho người nộp"),
    Example(
        TimersFired(elements=(Place(element="han", name="Quá hạn bổ sung"),)),
        f"{WHO} chuyển hồ sơ khi hết thời gian chờ: Quá hạn bổ sung",
    ),
    Example(
        MessageReceived(message="m1", element="cho", name="Chờ Kho bạc Nhà nước", taken={}),
        f"{WHO} chuyển thông điệp vào hồ sơ: Chờ Kho bạc Nhà nước",
    ),
    Example(MessageSent(element="bao", name="bao_thue"), None),
    Example(
        CaseParked(clock="finance", reason="chờ nộp thuế", legal_basis="Điều 18"),
        f"{WHO} dừng tính thời gian: chờ nộp thuế",
    ),
    Example(
        CaseResumed(clock="finance", reason="đã thực hiện xong", legal_basis="Điều 18", due_at=DUE),
        f"{WHO} tính tiếp thời gian: đã thực hiện xong; nay hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        SubjectsConfirmed(confirmed=("ho_ngheo",), rejected=("tre_em",)),
        f"{WHO} xác nhận diện miễn, giảm phí: hộ nghèo; không xác nhận diện: trẻ em",
    ),
    Example(
        LimitTaken(
            row=1,
            variant="cần xác minh điều kiện kết hôn",
            clock="statutory",
            phase=None,
            amount="5",
            unit="working_days",
            same_day=False,
            basis="Luật Hộ tịch, Điều 18",
            read={"can_xac_minh": "co"},
            due_at=DUE,
        ),
        f"{WHO} xác định thời hạn 5 ngày làm việc = 40 giờ làm việc cho trường hợp cần xác minh "
        "điều kiện kết hôn (Luật Hộ tịch, Điều 18); hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        IncidentOpened(
            incident="s1",
            element_id="x",
            element_name="Đủ điều kiện?",
            code="workflow.no_value",
            message="Thiếu giá trị.",
        ),
        f"{WHO} dừng hẹn giờ vì sự cố tại “Đủ điều kiện?”: Thiếu giá trị.",
    ),
    Example(
        ValueGiven(
            name="case.loai",
            value="1",
            reason="Đơn bỏ trống.",
            paper="Phiếu số 7/P-VP",
            incidents=("s1",),
        ),
        f"{WHO} ghi giá trị “case.loai” là 1 theo Phiếu số 7/P-VP",
    ),
    Example(IncidentRetried(incidents=("s1",)), f"{WHO} cho chạy lại bước tự động đã gặp sự cố"),
    Example(IncidentPassed(incidents=("s1",)), f"{WHO} đóng sự cố vì hồ sơ đã qua chỗ đó"),
    Example(CaseRated(unit="so_noi_vu", digest="5dfb"), None),
    Example(
        RulesTaken(
            moment="reception",
            day=date(2025, 12, 4),
            epoch=3,
            rules=(
                RuleTaken(
                    rule="r1",
                    kind="time_limit",
                    element="",
                    slot="committed",
                    value={"amount": "72"},
                    basis="Quyết định 3901/QĐ-UBND",
                ),
            ),
        ),
        None,
    ),
    Example(
        RuleApplied(
            rule="r1",
            basis="Quyết định 3901/QĐ-UBND",
            before="08:00 thứ Sáu 18/07/2025",
            after="08:00 thứ Ba 15/07/2025",
            task=None,
            due_at=DUE,
        ),
        f"{WHO} áp dụng quy định mới, hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        CalendarChanged(
            change="19/12/2025 nghỉ",
            basis="Thông báo 6150/TB-BNV",
            before="09:15 thứ Sáu 19/12/2025",
            after="09:15 thứ Hai 22/12/2025",
            task=None,
            due_at=DUE,
        ),
        f"{WHO} đổi lịch làm việc (19/12/2025 nghỉ; Thông báo 6150/TB-BNV), "
        "hẹn trả trước 09:15 thứ Hai 22/12/2025",
    ),
    Example(
        CaseEnded(ending="refused", element="Tu_choi", status=Status.REFUSED),
        f"{WHO} kết thúc hồ sơ: Không được tiếp nhận",
    ),
    Example(
        PetitionStepped(
            step="answered",
            number=3,
            petition_kind="complaint",
            state="answered",
            unit="phuong_truong_vinh",
            due_at=DUE,
            late=False,
        ),
        f"{WHO}: trả lời (phản ánh, kiến nghị)",
    ),
)
