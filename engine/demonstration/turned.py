"""A dossier of the demonstration whose people do something beside its way, and what they give."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from engine.acts import ACTS
from engine.cases.acts import do
from engine.cases.adding_files import FiledDocument
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.components import filled_forms
from engine.catalogue.packages import package
from engine.deadlines.extensions import close_of_day
from engine.demonstration.living import (
    FEW_MINUTES,
    LivingDossier,
)
from engine.organisation.holders import staff_on
from engine.publishing.doers import head_over, what_was_read
from engine.publishing.given import PAPER
from engine.publishing.walk import row_of
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.consulted import can_be_asked
from engine.routing.corrections import corrected_from
from engine.routing.destinations import takers
from engine.routing.lost_papers import held_papers
from engine.routing.meetings_waiting import waiting_meetings
from engine.routing.owing import fee_back_of, owing_of
from engine.routing.step_forms import TAKER
from engine.routing.steps_back import ways_back
from engine.store.cases import CaseDocument, Task
from engine.store.consultations import Consultation
from engine.workflow import restore
from engine.worktime import ZONE, Span, Unit, due

TODO = "Bản gửi bị mờ, không đọc được: chụp lại đủ sáng, thấy cả bốn góc."
REFUSED = {
    "cause": "wrong_authority",
    "authority": "Sở Nội vụ tỉnh Hà Tĩnh",
    "reason": "Hồ sơ không thuộc thẩm quyền giải quyết của đơn vị.",
    "basis": "Nghị định 118/2025/NĐ-CP, Điều 17",
}
HALT = {
    "reason": "Cơ quan có thẩm quyền đang giải quyết tranh chấp liên quan đến hồ sơ.",
    "basis": "Thông báo thụ lý số 15/TB-TA của Tòa án nhân dân khu vực",
}
GROUNDS = ("suspend:dispute", "stop:authority_decision")
GIVEN_BACK = {"papers_back": "Không nhận bản giấy nào"}
REFUND = {
    "means": "transfer",
    "receiver": "Người nộp hồ sơ, tài khoản đã chuyển tiền",
    "reason": "Người nộp rút hồ sơ khi chưa giải quyết.",
    "basis": "Luật Phí và lệ phí; Nghị định 118/2025/NĐ-CP, Điều 21",
}
MEETING = {
    "purpose": "office",
    "venue": "Phòng tiếp công dân",
    "agenda": "Đối chiếu giấy tờ gốc. Mời mang theo bản chính.",
    "note": "Đã hẹn qua điện thoại.",
}
CALLED_OFF = "Hủy buổi làm việc: người nộp đã gửi đủ bản chính."
LATE_WHY = {
    "software": "Phần mềm không cho vào sổ, máy báo lỗi nhiều lần.",
    "sync": "Kết quả đã có nhưng không đồng bộ về đơn vị.",
}
WRONG = "Ghi sai năm sinh của người có tên trong kết quả; giấy tờ trong hồ sơ ghi đúng."
NOT_ASKED = "Đã có thông tin trong dữ liệu đang lưu, không cần hỏi nữa."
WORK_BACK = "Dự thảo ghi sai ngày, hãy lập lại."
NOT_GRANTED = {
    "reason": "Hồ sơ không đủ điều kiện theo kết quả thẩm định.",
    "basis": "Nghị định 118/2025/NĐ-CP, Điều 19.3",
    "documents": [FiledDocument(None, "phieu-tu-choi.pdf", PAPER)],
}
EVIDENCE = {"evidence": "Nhật ký hệ thống và phiếu sự cố của đơn vị vận hành."}
SECTOR_LAW = "Luật chuyên ngành cho phép yêu cầu bổ sung khi thẩm định (minh họa)"
WITHDRAWAL = {
    "reason": "Không còn cần",
    "request": "giấy đề nghị rút hồ sơ có chữ ký của chủ hồ sơ",
    "request_files": [FiledDocument(None, "de-nghi-rut.pdf", PAPER)],
}
APOLOGY = {
    "reason": "Chúng tôi phải thẩm định lại nên trả kết quả chậm. Chúng tôi xin lỗi bạn.",
    "paper": "Văn bản xin lỗi số 12/XL của đơn vị",
}
WRONG_PLACE = "Người nộp chọn nhầm xã, phường; giấy tờ trong hồ sơ ghi nơi này."
LOSS = {
    "lost": "all",
    "reason": "Giấy tờ bị ướt khi chuyển từ quầy đến nơi giải quyết.",
    "paper": "Văn bản xin lỗi số 12/XL của đơn vị",
}
AT_COUNTER = frozenset(
    {
        *("give_back", "return_papers", "answer_supplement", "withdraw", "hand_over"),
        "reissue_code",
    }
)
"""What the counter does for the applicant here."""
OF_LATE = frozenset({"claim_lateness_cause", "apologise"})
"""What begins with one of these is done to a dossier that is late."""


class TurnedDossier(LivingDossier):
    """A dossier whose people do something beside its way."""

    def turn(self, acts: Sequence[str]) -> None:
        """Take it to where it stands, then do these acts one after another."""
        self.live()
        task = self.session.scalars(
            select(Task)
            .where(Task.case_id == self.case_id, Task.state == "open")
            .order_by(Task.created_at, Task.element_id)  # two may be open side by side
            .limit(1)
        ).one()
        at = max(task.created_at, self.scenario.submitted_at)
        if acts[0] in OF_LATE:
            due_at = self.case.due_at
            if due_at is None or due_at >= self.now:
                return  # its limit is longer than it has lain
            at = max(at, due_at)
        for kind in acts:
            if kind == "return_papers" and not held_papers(self.session, row_of(self.case)):
                continue  # nothing was brought on paper
            at = self._next(at)
            if acts[0] not in OF_LATE and kind == "apologise" and not self.may_be_promised_anew(at):
                continue  # its limit is shorter than that
            act = ACTS[kind]
            given = {**DOING[kind](self, task, at), **what_was_read(self.session, act, self.case)}
            if kind == "approve_halt" and not self._has_second(task, at):
                return  # the proposer leads alone: it waits
            do(
                self.session,
                kind,
                target=task.id if act.on == "task" else self.case.submission_number,
                person=self.counter(at) if kind in AT_COUNTER else self.doer(act, task, at),
                given=given,
                store=self.store,
                now=at,
            )

    def _next(self, at: datetime) -> datetime:
        calendar = self.setting.calendar_of(self.case.receiving_unit)
        later = due(calendar, at + FEW_MINUTES, Span(Decimal(0), Unit.WORKING_HOURS))
        return min(self.now, later)

    def may_be_promised_anew(self, at: datetime) -> bool:
        """Whether there is time to name another day before it is due."""
        due_at = self.case.due_at
        return due_at is not None and day_of(at) < day_of(due_at)

    def apology(self, at: datetime) -> Mapping[str, object]:
        """The signed apology; in time with another day, a week of work after the first."""
        given = APOLOGY | {"signed": [FiledDocument(None, "xin-loi.pdf", PAPER)]}
        due_at = self.case.due_at
        if due_at is None or not self.may_be_promised_anew(at):
            return given
        calendar = self.setting.calendar_of(self.case.competent_unit)
        later = due(calendar, due_at, Span(Decimal(5), Unit.WORKING_DAYS))
        return given | {"new_day": day_of(later).isoformat()}

    def withdrawal(self) -> Mapping[str, object]:
        """What shows the counter that the owner asked for it."""
        return WITHDRAWAL | {"requester": self.case.applicant_name}

    def _has_second(self, task: Task, at: datetime) -> bool:
        """Whether another head than who proposed could approve."""
        proposer = self.case.proposed_by
        day = day_of(at)
        return head_over(self.session, self.setting, task.unit_code, day, but=proposer) is not None

    def question(self, task: Task, at: datetime) -> Mapping[str, object]:
        """A question to another agency, to be answered before the case is due."""
        units = can_be_asked(self.setting, task.unit_code, day_of(at))
        staff = staff_on(self.session, self.province_code, day_of(at))
        staffed = {unit for unit, _ in staff.desks}
        last = self.case.due_at or at + 5 * FEW_MINUTES
        unit = next(code for code in units if code in staffed)
        half = (at + (last - at) / 2).astimezone(ZONE).date()
        return {
            "unit": unit,
            "content": "Đề nghị đối chiếu thông tin trong hồ sơ với dữ liệu đang lưu.",
            "answer_by": self._works_by(unit, half).isoformat(),
            "manner": "electronic",
        }

    def _works_by(self, unit: str, day: date) -> date:
        """The last day, up to this one, on which the unit works."""
        calendar = self.setting.calendar_of(unit)
        while day_of(close_of_day(calendar, day)) != day:
            day -= timedelta(days=1)
        return day

    def invitation(self, task: Task, at: datetime) -> Mapping[str, object]:
        """To the office while it is open, before the case is due; of a late one, in an hour."""
        due_at = self.case.due_at
        ahead = (due_at - at) / 3 if due_at and due_at > at else 9 * FEW_MINUTES
        # No office closes at half a minute.
        half = (at + ahead + timedelta(minutes=1)).replace(second=30, microsecond=0)
        calendar = self.setting.calendar_of(task.unit_code)
        opens = due(calendar, half, Span(Decimal(0), Unit.WORKING_HOURS))
        meets_at = opens.astimezone(ZONE)
        return MEETING | {"day": f"{meets_at:%Y-%m-%d}", "hour": f"{meets_at:%H:%M}"}

    def minutes(self) -> Mapping[str, object]:
        """The meeting was called off: its day need not have come."""
        waits = waiting_meetings(self.session, row_of(self.case))
        return {"meeting": waits[0].id, "held": "called_off", "minutes": CALLED_OFF}

    def fee_back(self) -> str:
        """What has become of the fee, by its records."""
        return fee_back_of(owing_of(self.session, row_of(self.case)))

    def cause(self) -> Mapping[str, object]:
        """A fault of systems, with what the unit says of it."""
        cause = self.cast.rng.choice(sorted(LATE_WHY))
        return {"lateness_cause": cause, "reason": LATE_WHY[cause]}

    def failed_on(self, at: datetime) -> str:
        """The day on which the case was due, or today."""
        return day_of(min(self.case.due_at or at, at)).isoformat()

    def correction(self) -> Mapping[str, object]:
        """What is wrong with the result, to be signed anew."""
        case = row_of(self.case)
        published = package(self.session, case["province_code"], case["package_digest"])
        stands = CaseAsItStands(case, published, self.setting)
        run = restore(stands.definition, case["state"])
        return {"again": corrected_from(self.session, stands, run, None)[-1], "reason": WRONG}

    def question_asked(self) -> Mapping[str, object]:
        """The question that nobody has answered."""
        asked = select(Consultation.id).where(
            Consultation.case_id == self.case_id, Consultation.answered_at.is_(None)
        )
        return {"consultation": self.session.scalars(asked).one(), "reason": NOT_ASKED}

    def work_back(self, task: Task) -> Mapping[str, object]:
        """The step before, to be done again."""
        case = row_of(self.case)
        published = package(self.session, case["province_code"], case["package_digest"])
        stands = CaseAsItStands(case, published, self.setting)
        done = set(restore(stands.definition, case["state"]).completed_elements())
        back = ways_back(stands, done, task.element_id)
        return {"step_again": back[0].element_id, "reason": WORK_BACK}

    def elsewhere(self, at: datetime) -> Mapping[str, object]:
        """Another commune that can take it."""
        case = row_of(self.case)
        published = package(self.session, case["province_code"], case["package_digest"])
        stands = CaseAsItStands(case, published, self.setting)
        found = [code for code, _ in takers(self.session, stands, day_of(at))]
        return {"place": self.cast.rng.choice(found), "reason": WRONG_PLACE}

    def answer(self) -> dict[str, object]:
        """The papers over the counter, each with its scan."""
        asked = self.asked()
        scans = [FiledDocument(code, "ban-quet.pdf", PAPER) for code in asked]
        return {"papers": asked, "supplied": scans}

    def asked(self) -> list[str]:
        """The papers that do not pass."""
        return [one.component for one in self.judged() if one.verdict != "pass"]

    def judged(self) -> list[JudgedPaper]:
        """The first paper is blurred, the others and the form pass."""
        query = select(CaseDocument.component).where(
            CaseDocument.case_id == self.case_id, CaseDocument.role == "filed"
        )
        filed = sorted({code for code in self.session.scalars(query) if code})
        case = row_of(self.case)
        manifest = package(self.session, case["province_code"], case["package_digest"]).manifest
        passing = dict.fromkeys((*filed[1:], *filled_forms(manifest)))
        return [
            *(JudgedPaper(code, "wrong", TODO) for code in filed[:1]),
            *(JudgedPaper(code, "pass") for code in passing),
        ]

    def bank_number(self, begins: str) -> dict[str, object]:
        """The number of a transaction: another in each dossier."""
        return {"reference": f"{begins} {self.case.submission_number}"}


Doing = Callable[[TurnedDossier, Task, datetime], Mapping[str, object]]
DOING: Mapping[str, Doing] = {
    "ask_supplement": lambda one, _, __: {"judged": one.judged(), "late_basis": SECTOR_LAW},
    "refuse": lambda *_: REFUSED,
    "withdraw": lambda one, _, __: one.withdrawal(),
    "return_papers": lambda one, _, __: {"returned": "all", "to_whom": one.case.applicant_name},
    "reissue_code": lambda one, _, __: {**one.withdrawal(), "reason": "Mất giấy tiếp nhận."},
    "give_back": lambda one, _, __: GIVEN_BACK | {"fee_back": one.fee_back()},
    "ask_payment": lambda *_: {},
    "record_payment": lambda one, _, __: {"means": "transfer"} | one.bank_number("FT"),
    "refund_payment": lambda one, _, __: REFUND | one.bank_number("BK"),
    "propose_halt": lambda one, _, __: HALT | {"ground": one.cast.rng.choice(GROUNDS)},
    "approve_halt": lambda *_: {"remark": "Đồng ý."},
    "consult": lambda one, task, at: one.question(task, at),
    "call_off_consultation": lambda one, _, __: one.question_asked(),
    "return_work": lambda one, task, _: one.work_back(task),
    "refuse_result": lambda *_: (
        NOT_GRANTED | {"signed": [FiledDocument(None, "tu-choi.pdf", PAPER)]}
    ),
    "hand_over": lambda *_: {TAKER: "submitter"},
    "answer_consultation": lambda *_: {"opinion": "Thống nhất với hồ sơ."},
    "invite": lambda one, task, at: one.invitation(task, at),
    "record_meeting": lambda one, _, __: one.minutes(),
    "claim_lateness_cause": lambda one, _, __: one.cause(),
    "confirm_lateness_cause": lambda one, _, at: EVIDENCE | {"failed_on": one.failed_on(at)},
    "answer_supplement": lambda one, _, __: one.answer(),
    "transfer": lambda one, _, at: one.elsewhere(at),
    "report_lost": lambda *_: LOSS | {"signed": [FiledDocument(None, "xin-loi.pdf", PAPER)]},
    "correct_result": lambda one, _, __: one.correction(),
    "apologise": lambda one, _, at: one.apology(at),
}
"""What is given with an act."""
