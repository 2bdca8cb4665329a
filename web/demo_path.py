"""The start page of the demonstration: whom to sign in as, and the whole way of the flagship case.

Only wording and desks are here; a stage or a card whose desk has no demo account is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.queries.demo import DemoPerson

Desk = tuple[str, str, str]
"""Province, unit and position, by their codes."""

PROVINCE = "nghe_an"  # the flagship's
CITIZEN: Desk = ("", "", "citizen")
_CENTRE: Desk = (PROVINCE, "phuong_truong_vinh_ttphcc", "can_bo_mot_cua")
_COMMUNE_HEAD: Desk = (PROVINCE, "phuong_truong_vinh_vhxh", "lanh_dao_phong")
_DEPARTMENT_HEAD: Desk = (PROVINCE, "so_noi_vu_ncc", "lanh_dao_phong")
_DEPARTMENT_SPECIALIST: Desk = (PROVINCE, "so_noi_vu_ncc", "chuyen_vien")

WAY: Sequence[tuple[str, str, Sequence[Desk]]] = (
    (
        "Công dân nộp hồ sơ trợ cấp một lần",
        "Chọn thủ tục Trợ cấp một lần, nộp trực tuyến cho phường Trường Vinh. Ghi lại số nộp.",
        (CITIZEN,),
    ),
    (
        "Trung tâm phường tiếp nhận, số hóa",
        "Mở hồ sơ mới đến rồi tiếp nhận. Hồ sơ có mã và ngày hẹn; in được giấy hẹn.",
        (_CENTRE,),
    ),
    (
        "Phường giao việc, thẩm định, soát",
        "Lãnh đạo phòng giao việc, chuyên viên thẩm định rồi trình, lãnh đạo phòng soát.",
        (_COMMUNE_HEAD, (PROVINCE, "phuong_truong_vinh_vhxh", "chuyen_vien")),
    ),
    (
        "Lãnh đạo phường ký, văn thư gửi Sở Nội vụ",
        "Sau hai bước này hồ sơ rời phường.",
        (
            (PROVINCE, "phuong_truong_vinh", "lanh_dao_ubnd_xa"),
            (PROVINCE, "phuong_truong_vinh_vp", "van_thu"),
        ),
    ),
    (
        "Trung tâm tỉnh nhận; Sở Nội vụ giao việc, soạn tờ trình",
        "Cán bộ Trung tâm tỉnh chuyển, lãnh đạo phòng giao, chuyên viên soạn.",
        ((PROVINCE, "ttphcc_tinh", "can_bo_mot_cua"), _DEPARTMENT_HEAD, _DEPARTMENT_SPECIALIST),
    ),
    (
        "UBND tỉnh cho ý kiến",
        "Chuyên viên Văn phòng UBND tỉnh trình và ghi ý kiến.",
        ((PROVINCE, "vp_ubnd_tinh", "chuyen_vien"),),
    ),
    (
        "Sở Nội vụ dự thảo, soát, ký kết quả; văn thư lưu kho",
        "Chuyên viên dự thảo, lãnh đạo phòng soát, lãnh đạo Sở ký, văn thư tải tệp kết quả lên.",
        (
            _DEPARTMENT_SPECIALIST,
            _DEPARTMENT_HEAD,
            (PROVINCE, "so_noi_vu", "lanh_dao_so"),
            (PROVINCE, "so_noi_vu_vp", "van_thu"),
        ),
    ),
    ("Trung tâm phường trả kết quả", "Bước cuối: trả kết quả cho người dân.", (_CENTRE,)),
)

_TO_TRY: Mapping[str, str] = {
    "citizen": "Nộp hồ sơ trợ cấp một lần, rồi xem hồ sơ đến đâu bằng số nộp.",
    "can_bo_mot_cua": "Tiếp nhận một hồ sơ, hoặc ghi hộ người dân tại quầy, in giấy hẹn.",
    "lanh_dao_phong": "Giao việc cho chuyên viên, soát và trả lại khi chưa đạt.",
    "chuyen_vien": "Thẩm định một hồ sơ và trình lãnh đạo phòng.",
    "lanh_dao_ubnd_xa": "Ký hồ sơ của phường trước khi gửi Sở.",
    "lanh_dao_so": "Ký kết quả.",
    "van_thu": "Vào số, gửi đi hoặc lưu kho kết quả.",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: what is done in it and who does it."""

    heading: str
    words: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A role to step into and one thing to try in it."""

    person: DemoPerson
    role: str
    to_try: str


def desk_of(person: DemoPerson) -> Desk:
    """The person's desk; all citizens share one."""
    if person.kind == "citizen":
        return CITIZEN
    return (person.province_code or "", person.unit_code or "", person.position_code or "")


def stages(people: Iterable[DemoPerson]) -> tuple[Stage, ...]:
    """The way, each desk with its first demo account; empty when no desk has one."""
    first = _first(people)
    found = (
        Stage(heading, words, tuple(first[desk] for desk in desks if desk in first))
        for heading, words, desks in WAY
    )
    return tuple(stage for stage in found if stage.people)


def cards(people: Iterable[DemoPerson]) -> tuple[Card, ...]:
    """One card a desk of the way, in its order."""
    first = _first(people)
    desks = dict.fromkeys(desk for _, _, desks in WAY for desk in desks if desk in first)
    return tuple(_card(first[desk], desk) for desk in desks)


def by_province(
    people: Iterable[DemoPerson], names: Mapping[str, str]
) -> dict[str, list[DemoPerson]]:
    """Everyone below the name of their province; citizens belong to none."""
    found: dict[str, list[DemoPerson]] = {}
    for person in people:
        found.setdefault(names.get(person.province_code or "", "Công dân"), []).append(person)
    return found


def _first(people: Iterable[DemoPerson]) -> dict[Desk, DemoPerson]:
    found: dict[Desk, DemoPerson] = {}
    for person in people:
        found.setdefault(desk_of(person), person)
    return found


def _card(person: DemoPerson, desk: Desk) -> Card:
    role = ", ".join(part for part in (person.position_title, person.unit_name) if part)
    return Card(person, role or "Công dân", _TO_TRY.get(desk[2], "Xem việc đến vị trí này."))
