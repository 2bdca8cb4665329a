"""The values of rules as they are kept, the words of what is wrong with one, and their measures."""

from decimal import Decimal
from typing import Any

import pytest

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueReader
from engine.catalogue.rules.kinds.money import money_words
from engine.catalogue.rules.kinds.times import size_of, span_words
from engine.worktime import Span, Unit

NAMES = {
    "time_limit": "Thời hạn giải quyết",
    "step_hours": "Số giờ của bước",
    "step_skipped": "Bỏ qua bước",
    "assignment": "Phân công bước",
    "competence": "Thẩm quyền giải quyết",
    "fee_amount": "Mức phí, lệ phí",
    "fee_exemption": "Miễn, giảm phí, lệ phí",
    "channels": "Kênh nộp và mức độ trực tuyến",
    "filing_place": "Nơi nộp",
    "paperless": "Không nhận bản giấy",
    "answer_hours": "Số giờ trả lời hồ sơ trực tuyến",
    "cut_off": "Giờ chốt nhận trong ngày",
    "supplement_days": "Số ngày chờ bổ sung",
    "supplement_days_before": "Số ngày chờ bổ sung trước tiếp nhận",
    "extension_notice_days": "Số ngày báo trước khi gia hạn",
    "extension_most_days": "Số ngày gia hạn nhiều nhất",
    "unpaid_days": "Số ngày chờ nộp phí, lệ phí",
    "cause_objection_days": "Số ngày được nêu lại nguyên nhân quá hạn",
    "correction_days": "Số ngày đính chính kết quả",
    "rating_change_days": "Số ngày được sửa đánh giá",
    "result_wait_days": "Số ngày kết quả giấy chờ người nộp",
    "signs_apart": "Người trình không ký",
    "repair_confirmation": "Người xác nhận giá trị sửa",
    "supplement_ask_days": "Số ngày được yêu cầu bổ sung sau tiếp nhận",
    "reminder_steps": "Các mốc nhắc hạn",
    "paper_ground": "Lý do cơ quan nhà nước nộp bản giấy",
    "outage": "Lúc mất hệ thống",
    "no_slip": "Trả ngay, không giấy hẹn",
    "printed_forms": "Bộ mẫu in",
    "handling_system": "Hệ thống xử lý",
    "document_replaced": "Giấy tờ thay bằng dữ liệu",
}
AWAITED = {
    "printed_forms": "in biểu mẫu",
}


def read(kind: str, raw: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The value, and what is wrong as "field: message"."""
    reader = ValueReader(raw)
    value = KINDS[kind].read(reader)
    return value, [
        f"{fault.field.removeprefix('value.')}: {fault.message}" for fault in reader.faults
    ]


def test_officials_call_every_kind_by_its_name_and_know_which_no_act_reads_yet() -> None:
    assert {code: kind.name for code, kind in KINDS.items()} == NAMES
    assert {code: kind.awaits for code, kind in KINDS.items() if kind.awaits} == AWAITED


LIMIT = {"clock": "statutory", "amount": 12, "unit": "calendar_days"}
RATE = {"channel": None, "subject": None, "rate": "50"}
KEPT = [
    ("time_limit", LIMIT, {**LIMIT, "amount": "12"}),
    ("step_hours", {"hours": None}, {"hours": None}),
    ("step_hours", {"hours": "0.5"}, {"hours": "0.5"}),
    ("step_hours", {"hours": 20_000}, {"hours": "20000"}),
    ("step_skipped", {"skip": False}, {"skip": False}),
    (
        "assignment",
        {"unit": " competent ", "division": " ", "position": "cv"},
        {"unit": "competent", "division": None, "position": "cv"},
    ),
    (
        "competence",
        {"holder": "unit", "unit": "so", "mode": "own"},
        {"holder": "unit", "unit": "so", "mode": "own"},
    ),
    (
        "competence",
        {"holder": "commune", "mode": "own"},
        {"holder": "commune", "unit": None, "mode": "own"},
    ),
    (
        "fee_amount",
        {"item": "phi", "amount": 8000, "quantity": "so_ban", "added": True},
        {"item": "phi", "amount": "8000", "quantity": "so_ban", "added": True},
    ),
    (
        "fee_amount",
        {"item": "phi", "amount": 0},
        {"item": "phi", "amount": "0", "quantity": None, "added": False},
    ),
    ("fee_exemption", {"rate": 50}, RATE),
    (
        "fee_exemption",
        {"channel": "postal", "subject": "tre_em", "rate": 0},
        {"channel": "postal", "subject": "tre_em", "rate": "0"},
    ),
    (
        "channels",
        {"channels": ["postal", "online"], "online_level": "partial"},
        {"channels": ["online", "postal"], "online_level": "partial"},
    ),
    (
        "channels",
        {"channels": ["counter"], "online_level": "none"},
        {"channels": ["counter"], "online_level": "none"},
    ),
    ("filing_place", {"place": "here", "address": "x"}, {"place": "here", "address": None}),
    (
        "filing_place",
        {"place": "national_portal", "address": "https://a.vn"},
        {"place": "national_portal", "address": "https://a.vn"},
    ),
    ("paperless", {"paperless": False}, {"paperless": False, "weekdays": None}),
    (
        "paperless",
        {"paperless": True, "weekdays": ["sun", "mon"]},
        {"paperless": True, "weekdays": ["mon", "sun"]},
    ),
    ("cut_off", {"hour": "15:00:00"}, {"hour": "15:00"}),
    ("supplement_days", {"days": 1}, {"days": 1}),
    ("supplement_days", {"days": 365}, {"days": 365}),
    ("reminder_steps", {"hours_before": [8, 1, 8, 16]}, {"hours_before": [16, 8, 1]}),
    (
        "reminder_steps",
        {"hours_before": [1], "hours_after": [8, 1, 8]},
        {"hours_before": [1], "hours_after": [1, 8]},
    ),
    ("printed_forms", {"set": "a"}, {"set": "a"}),
    ("handling_system", {"home": "ministry"}, {"home": "ministry"}),
    (
        "document_replaced",
        {"document": "can_cuoc", "source": "dan_cu"},
        {"document": "can_cuoc", "source": "dan_cu"},
    ),
]


@pytest.mark.parametrize(("kind", "raw", "kept"), KEPT)
def test_a_value_is_kept_as_plain_data(
    kind: str, raw: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert read(kind, raw) == (kept, [])


CHANNELS = "online, counter, postal"
SAID = [
    (
        "time_limit",
        {**LIMIT, "amount": "chín"},
        ["amount: Thời hạn: phải là một số, như 1500000 hoặc 12.5."],
    ),
    ("time_limit", {**LIMIT, "amount": 20_001}, ["amount: Thời hạn: phải từ 0 đến 20.000."]),
    ("time_limit", {**LIMIT, "amount": 0}, ["amount: Thời hạn: phải lớn hơn 0."]),
    (
        "time_limit",
        {**LIMIT, "amount": 1.5},
        ["amount: Thời hạn 1.5 không hợp lệ: số ngày theo lịch phải là số nguyên."],
    ),
    (
        "time_limit",
        {"amount": 1},
        [
            "clock: Loại thời hạn: hãy chọn một trong: statutory, committed.",
            (
                "unit: Đơn vị tính: hãy chọn một trong:"
                " working_hours, working_days, calendar_days, clock_hours."
            ),
        ],
    ),
    ("step_hours", {}, ["hours: Số giờ của bước: phải là một số, như 1500000 hoặc 12.5."]),
    ("step_hours", {"hours": 20_001}, ["hours: Số giờ của bước: phải từ 0 đến 20.000."]),
    (
        "step_hours",
        {"hours": True},
        ["hours: Số giờ của bước: phải là một số, như 1500000 hoặc 12.5."],
    ),
    (
        "step_hours",
        {"hours": "NaN"},
        ["hours: Số giờ của bước: phải là một số, như 1500000 hoặc 12.5."],
    ),
    ("step_skipped", {}, ["skip: Bỏ qua bước: hãy chọn có hoặc không."]),
    (
        "assignment",
        {"unit": 5, "position": "  "},
        ["unit: Vai trò đơn vị: hãy điền.", "position: Chức danh: hãy điền."],
    ),
    (
        "competence",
        {"holder": "unit"},
        [
            "unit: Đơn vị giải quyết: hãy điền.",
            "mode: Hình thức: hãy chọn một trong: own, delegation, authorisation.",
        ],
    ),
    (
        "competence",
        {"holder": "commune", "unit": "so", "mode": "own"},
        ["unit: UBND xã, phường giải quyết thì bỏ trống đơn vị giải quyết."],
    ),
    (
        "competence",
        {"mode": "own"},
        ["holder: Cơ quan giải quyết: hãy chọn một trong: commune, unit."],
    ),
    (
        "fee_amount",
        {"amount": 0.5, "added": 1},
        [
            "amount: Mức thu (đồng): chỉ ghi số nguyên.",
            "item: Khoản thu: hãy điền.",
            "added: Khoản thu thêm, ngoài bảng phí của quy trình: hãy chọn có hoặc không.",
        ],
    ),
    (
        "fee_amount",
        {"item": "a", "amount": 1_000_000_001},
        ["amount: Mức thu (đồng): phải từ 0 đến 1.000.000.000."],
    ),
    (
        "fee_exemption",
        {"channel": "fax", "subject": "ai", "rate": 100.5},
        [
            f"channel: Kênh nộp: hãy chọn một trong: {CHANNELS}.",
            (
                "subject: Đối tượng: hãy chọn một trong: tre_em, nguoi_co_cong, ho_ngheo,"
                " nguoi_cao_tuoi, nguoi_khuyet_tat, dan_toc_thieu_so_dbkk, vneid_muc_2."
            ),
            "rate: Còn phải nộp: phải từ 0 đến 100.",
        ],
    ),
    (
        "channels",
        {"channels": ["fax"]},
        [
            f"channels: Kênh nộp: hãy chọn trong {CHANNELS}.",
            "online_level: Mức độ trực tuyến: hãy chọn một trong: full, partial, none.",
        ],
    ),
    (
        "channels",
        {"channels": ["counter"], "online_level": "full"},
        ["online_level: Mức độ trực tuyến chưa khớp với các kênh nộp đã chọn."],
    ),
    (
        "filing_place",
        {"place": "national_portal"},
        ["address: Địa chỉ trang nộp: hãy điền."],
    ),
    (
        "filing_place",
        {"place": "national_portal", "address": "http://a.vn"},
        ["address: Địa chỉ trang nộp: phải bắt đầu bằng https://."],
    ),
    ("filing_place", {}, ["place: Nơi nộp: hãy chọn một trong: here, national_portal."]),
    (
        "paperless",
        {"weekdays": "mon"},
        [
            "paperless: Không nhận bản giấy: hãy chọn có hoặc không.",
            (
                "weekdays: Chỉ vào các ngày: hãy chọn trong mon, tue, wed, thu, fri, sat, sun,"
                " hoặc bỏ trống."
            ),
        ],
    ),
    ("cut_off", {}, ["hour: Giờ chốt: hãy điền."]),
    ("cut_off", {"hour": "ba giờ"}, ["hour: Giờ chốt: hãy ghi giờ và phút, ví dụ 15:00."]),
    ("supplement_days", {"days": 366}, ["days: Số ngày: phải từ 1 đến 365."]),
    ("supplement_days", {"days": 0}, ["days: Số ngày: phải từ 1 đến 365."]),
    *(
        (
            "reminder_steps",
            {"hours_before": steps},
            ["hours_before: Nhắc trước hạn: hãy ghi số giờ trước hạn, ví dụ 16 và 8."],
        )
        for steps in (None, [], [0], [8, 0.5], [True], "16")
    ),
    *(
        (
            "reminder_steps",
            {"hours_before": [8], "hours_after": steps},
            ["hours_after: Nhắc cả lãnh đạo sau hạn: hãy ghi số giờ sau hạn, ví dụ 1 và 8."],
        )
        for steps in ([], [0], [True], 1)
    ),
    ("printed_forms", {}, ["set: Bộ mẫu: hãy điền."]),
    ("handling_system", {}, ["home: Hệ thống: hãy chọn một trong: province, ministry, both."]),
    (
        "document_replaced",
        {},
        ["document: Giấy tờ: hãy điền.", "source: Nguồn dữ liệu: hãy điền."],
    ),
]


@pytest.mark.parametrize(("kind", "raw", "said"), SAID)
def test_what_is_wrong_is_said_on_its_field(
    kind: str, raw: dict[str, Any], said: list[str]
) -> None:
    assert read(kind, raw)[1] == said


WORDS = [
    ("time_limit", {**LIMIT, "amount": "12"}, "12 ngày (theo luật)"),
    ("step_hours", {"hours": None}, "không tính thời gian"),
    ("step_hours", {"hours": "1.5"}, "1,5 giờ làm việc"),
    ("step_skipped", {"skip": False}, "không bỏ qua bước"),
    (
        "assignment",
        {"unit": "receiving", "division": None, "position": "cv"},
        "cv của receiving",
    ),
    (
        "competence",
        {"holder": "unit", "unit": "so", "mode": "authorisation"},
        "so giải quyết (ủy quyền)",
    ),
    (
        "fee_amount",
        {"item": "a", "amount": "1500000", "added": True},
        "1.500.000 đồng (a, khoản thu thêm)",
    ),
    ("fee_exemption", RATE, "thu 50% mức phí khi mọi hồ sơ"),
    (
        "fee_exemption",
        {"channel": "postal", "subject": "ho_ngheo", "rate": "0"},
        "miễn khi nộp bưu chính công ích, là hộ nghèo",
    ),
    (
        "channels",
        {"channels": ["counter", "postal"], "online_level": "none"},
        "nộp trực tiếp, bưu chính công ích; không trực tuyến",
    ),
    ("filing_place", {"place": "here"}, "nộp tại hệ thống này"),
    ("paperless", {"paperless": False}, "nhận cả bản giấy"),
    ("paperless", {"paperless": True}, "chỉ nhận bản điện tử"),
    ("handling_system", {"home": "province"}, "xử lý trên hệ thống của tỉnh"),
    ("handling_system", {"home": "ministry"}, "xử lý trên hệ thống của bộ"),
]


@pytest.mark.parametrize(("kind", "value", "words"), WORDS)
def test_a_value_is_said_as_officials_say_it(kind: str, value: dict[str, Any], words: str) -> None:
    assert KINDS[kind].words(value) == words


def test_values_that_stand_side_by_side_have_slots_of_their_own() -> None:
    slots = {
        "time_limit": ({**LIMIT}, "statutory"),
        "fee_amount": ({"item": "phi"}, "phi"),
        "document_replaced": ({"document": "can_cuoc"}, "can_cuoc"),
        "paper_ground": ({"code": "ban_goc"}, "ban_goc"),
        "outage": ({"from_day": "2025-12-03", "from_hour": "08:00"}, "2025-12-03T08:00"),
    }
    for code, kind in KINDS.items():
        if code != "fee_exemption":
            value, slot = slots.get(code, ({}, ""))
            assert kind.slot(value) == slot, code
    exemption = KINDS["fee_exemption"]
    assert exemption.slot({"channel": None, "subject": None}) == "*/*"
    assert exemption.slot({"channel": "online", "subject": None}) == "online/*"
    assert exemption.slot({"channel": None, "subject": "tre_em"}) == "*/tre_em"


def test_only_values_with_a_size_can_be_bounded() -> None:
    sizes = {
        "time_limit": (LIMIT | {"unit": "working_days"}, 96),
        "step_hours": ({"hours": "12"}, 12),
        "fee_amount": ({"amount": "8000"}, 8000),
        "fee_exemption": ({"rate": "50"}, 50),
        "answer_hours": ({"hours": 4}, 4),
        "supplement_days": ({"days": 15}, 15),
        "supplement_days_before": ({"days": 30}, 30),
        "supplement_ask_days": ({"days": 3}, 3),
        "unpaid_days": ({"days": 10}, 10),
        "extension_notice_days": ({"days": 1}, 1),
        "extension_most_days": ({"days": 30}, 30),
        "cause_objection_days": ({"days": 2}, 2),
        "correction_days": ({"days": 2}, 2),
        "rating_change_days": ({"days": 5}, 5),
        "result_wait_days": ({"days": 90}, 90),
    }
    for code, kind in KINDS.items():
        value, size = sizes.get(code, ({}, None))
        assert kind.measure(value) == size, code
    assert KINDS["step_hours"].measure({"hours": None}) == 0


def test_limits_of_different_units_are_compared_by_the_working_hours_of_a_week() -> None:
    def size(amount: int, unit: Unit) -> Decimal:
        return size_of(Span(Decimal(amount), unit))

    assert size(5, Unit.WORKING_DAYS) == size(40, Unit.WORKING_HOURS) == 40
    assert round(size(7, Unit.CALENDAR_DAYS), 9) == 40
    assert round(size(7 * 24, Unit.CLOCK_HOURS), 9) == 40
    assert size(9, Unit.NOT_COUNTED) == 0
    assert span_words(Span(Decimal(9), Unit.NOT_COUNTED)) == "không tính thời gian"
    assert span_words(Span(Decimal("1.5"), Unit.WORKING_DAYS)) == "1,5 ngày làm việc"


def test_money_is_written_in_whole_dong_with_points() -> None:
    assert money_words(Decimal(0)) == "0 đồng"
    assert money_words(Decimal(1234567)) == "1.234.567 đồng"


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_what_is_wrong_with_a_field_is_told_under_the_name_that_the_form_gives_it(
    kind: Any,
) -> None:
    for field in kind.fields:
        for wrong in ("zz", ["zz"], None):
            reader = ValueReader({field.name: wrong})
            kind.read(reader)
            told = [one.message for one in reader.faults if one.field == f"value.{field.name}"]
            named = [one for one in told if ": " in one]
            assert all(one.startswith(field.label) for one in named), named
