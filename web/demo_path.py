"""The whole way of the flagship case on the start page: who does what, in order.

Wording only: a stage whose people are not among the demo accounts is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.queries.demo import DemoPerson


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: what is done in it and who does it."""

    heading: str
    words: str
    people: tuple[DemoPerson, ...]


WAY: Sequence[tuple[str, str, Sequence[str]]] = (
    (
        "Công dân nộp hồ sơ trợ cấp một lần",
        "Vào Thủ tục, chọn Trợ cấp một lần, nộp trực tuyến cho phường Trường Vinh. Ghi lại số nộp.",
        ("mai.lt",),
    ),
    (
        "Trung tâm phường tiếp nhận, số hóa",
        "Mở hồ sơ mới đến, nhận việc, tiếp nhận. Hồ sơ có mã và ngày hẹn; in được giấy hẹn.",
        ("bao.pq",),
    ),
    (
        "Phường giao việc, thẩm định, soát",
        "Bà Hạnh giao việc, chị Hoài thẩm định và trình, bà Hạnh soát.",
        ("hanh.tt", "hoai.nt"),
    ),
    (
        "Lãnh đạo phường ký, văn thư gửi Sở Nội vụ",
        "Sau hai bước này hồ sơ rời phường.",
        ("dung.hn", "van.ltt"),
    ),
    (
        "Trung tâm tỉnh nhận, Sở Nội vụ giao việc và soạn tờ trình",
        "",
        ("nhung.dth", "thinh.dv", "tu.ta"),
    ),
    ("UBND tỉnh cho ý kiến", "", ("nghia.ph",)),
    (
        "Sở Nội vụ dự thảo, soát, ký kết quả; văn thư lưu kho",
        "Chuyên viên dự thảo, trưởng phòng soát, giám đốc ký, văn thư tải tệp kết quả lên.",
        ("tu.ta", "thinh.dv", "phu.lhv", "nga.ptt"),
    ),
    (
        "Trung tâm phường trả kết quả",
        "Bước cuối: trả kết quả cho người dân.",
        ("bao.pq",),
    ),
)


def stages(people: Mapping[str, DemoPerson]) -> tuple[Stage, ...]:
    """The way with the demo accounts that are there; empty when none of them is."""
    found = (
        Stage(heading, words, tuple(people[name] for name in names if name in people))
        for heading, words, names in WAY
    )
    return tuple(stage for stage in found if stage.people)
