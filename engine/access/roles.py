"""The table of rights: which role may do which act, and how far.

The one place where this is decided. Who has a role is dated: by a post of theirs (its position
says which), by standing in for one, or by a row of ``access_grants``. The readable page
(``docs/reference/access.md``) is printed from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.access.rights import OF_CONFIGURATION, OF_OPERATION, OF_PUBLISHING, of_act
from engine.accounts import Person, Post
from engine.acts import ACTS
from engine.organisation.loading import PROVINCE_ADMIN

Reach = Literal[
    "anyone",
    "own",
    "filed",
    "desk",
    "receiving",
    "returning",
    "worked_on",
    "led",
    "late_led",
    "watching",
    "taking",
    "asked",
    "inviting",
    "cause_told",
    "result_ready",
    "slip_waits",
    "unit",
    "agency",
    "subtree",
    "sector",
    "province",
    "installation",
]
"""How far a right goes; the words are in ``REACHES``."""
REACHES: Mapping[Reach, str] = {
    "anyone": "ai cũng được, không cần đăng nhập",
    "own": "của chính mình: mình là chủ, hoặc tự nộp",
    "filed": "hồ sơ mình nộp thay chủ hồ sơ, theo giấy ủy quyền",
    "desk": "việc ở đúng vị trí của mình",
    "receiving": "hồ sơ do đơn vị mình tiếp nhận",
    "returning": "hồ sơ do đơn vị mình trả kết quả",
    "worked_on": "hồ sơ mà đơn vị mình tiếp nhận, giải quyết, trả kết quả hoặc có việc",
    "led": "việc, hồ sơ của đơn vị mình phụ trách và các đơn vị dưới nó trong cơ quan",
    "late_led": "hồ sơ đã quá hạn khi do đơn vị mình phụ trách giải quyết",
    "watching": "hồ sơ thuộc thẩm quyền cơ quan có trung tâm này, nộp ở nơi khác (NĐ 118, Điều 20)",
    "taking": "hồ sơ có giấy tờ bản giấy được chuyển đến nơi giải quyết là đơn vị mình",
    "asked": "hồ sơ mà cơ quan mình được hỏi ý kiến",
    "inviting": "hồ sơ mà đơn vị mình đã mời kiểm tra, làm việc, chưa ghi kết quả",
    "cause_told": "hồ sơ quá hạn đã nêu nguyên nhân, của đơn vị được giao và mọi đơn vị dưới đó",
    "result_ready": "hồ sơ đã có kết quả, của đơn vị được giao và mọi đơn vị dưới đó",
    "slip_waits": "hồ sơ có phiếu giấy lúc mất hệ thống chờ xác nhận",
    "unit": "trong đơn vị mình",
    "agency": "cơ quan của mình và mọi đơn vị dưới đó",
    "subtree": "đơn vị được giao và mọi đơn vị dưới đó",
    "sector": "lĩnh vực do cơ quan mình phụ trách; lĩnh vực, thủ tục được giao",
    "province": "cả tỉnh",
    "installation": "mọi tỉnh của bản cài đặt",
}
UNIT_ADMIN = "quan_tri_don_vi"
ADMIN_POSITIONS = frozenset({PROVINCE_ADMIN, UNIT_ADMIN})
"""Posts that administer. They are appointed, dated and stood in for like any other post."""
ROLE_OF_POSITION: Mapping[str, str] = {
    PROVINCE_ADMIN: "province_admin",
    UNIT_ADMIN: "unit_admin",
    "can_bo_mot_cua": "receptionist",
    "van_thu": "registry_clerk",
    "lanh_dao_ubnd_tinh": "province_leader",
    "kiem_soat_tthc": "control_officer",
    "thiet_ke_quy_trinh": "designer",
}
"""Positions that are more than a specialist's, by the code that all provinces use for them."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: how somebody comes to it, and how far each of its rights goes.

    ``given``: whether it is given by a row of its own, beside posts.
    """

    code: str
    title: str
    how: str
    reaches: Mapping[str, tuple[Reach, ...]]
    given: bool = False


def _acts(reach: Reach, *kinds: str) -> dict[str, tuple[Reach, ...]]:
    return {of_act(kind): (reach,) for kind in kinds}


def _each(reach: Reach, rights: Iterable[str]) -> dict[str, tuple[Reach, ...]]:
    return dict.fromkeys(rights, (reach,))


MONEY = ("ask_payment", "record_payment", "refund_payment", "correct_payment")
"""Acts of the counter: where the case came in, and where its result goes out."""
_READS = _each("province", ("organisation.read", "catalogue.read", "rules.read"))
_WORK: dict[str, tuple[Reach, ...]] = {
    **_acts("desk", "claim", "release", "take_back", "ask_supplement", "refuse", "refuse_result"),
    **_acts("desk", "return_work"),
    **_acts("desk", "propose_halt", "resume"),
    **_acts("receiving", "adjust", "send_papers", "restore_paper", "transfer"),
    **_acts("taking", "take_papers"),
    **_acts("desk", "invite"),
    **_acts("asked", "answer_consultation"),
    **_acts("inviting", "record_meeting"),
    **_acts("desk", *(act.kind for act in ACTS.values() if act.ends_step)),
    **_acts("receiving", "answer_supplement", "withdraw", "give_back", "change_channel"),
    **_acts("receiving", "reissue_code"),
    **_acts("receiving", "take_outage_slip"),
    **_acts("returning", "hand_over"),
    **{of_act(kind): ("receiving", "returning") for kind in (*MONEY, "return_papers")},
    "cases.file": ("receiving",),
    "cases.read": ("worked_on", "asked"),
    "tasks.list": ("desk",),
    **_each("unit", ("guidance.give", "guidance.read")),
}
_LEAD: dict[str, tuple[Reach, ...]] = {
    **_WORK,
    **_acts("led", "reassign", "delegate", "take_over", "apologise"),
    **_acts(
        "led",
        "consult",
        "call_off_consultation",
        "ask_supplement_again",
        "approve_halt",
        "decline_halt",
    ),
    **_acts("late_led", "apologise_late"),
    **_acts("led", "claim_lateness_cause", "correct_result", "report_lost"),
    **_acts("led", "confirm_outage_slip", "decline_outage_slip"),
    of_act("restore_paper"): ("receiving", "led"),
    of_act("transfer"): ("receiving", "led"),
    of_act("resume"): ("desk", "led"),
    of_act("take_back"): ("desk", "led"),
    "cases.read": ("worked_on", "led", "watching", "asked"),
    **_each("led", ("tasks.list_led", "cases.list", "oversight.read", "lateness.read")),
    **_each("led", ("ratings.read", "results.list")),
    "cases.watch": ("worked_on", "led"),
    "petitions.handle": ("agency",),
    "catalogue.review": ("unit",),
}
_OF_UNITS = (
    *("organisation.units", "organisation.unit_calendars", "organisation.posts"),
    *("organisation.substitutes", "organisation.focal_persons", "organisation.gaps"),
    "organisation.check_services",
    *("catalogue.registers", "catalogue.review", "rules.keep"),
    *("incidents.read", "incidents.confirm"),
    *("access.read", "access.confirm", "sign_ins.read"),
    *("accounts.read", "accounts.keep", "packages.check"),
)
"""What an agency keeps of itself."""
_OF_PROVINCES = (
    # An agency signs for itself; the province sees who has not.
    *(one for one in OF_CONFIGURATION if one != "catalogue.review"),
    *OF_PUBLISHING,
    *("cases.read_way", "oversight.read", "lateness.read", "ratings.read"),
    *("incidents.read", "incidents.mend", "incidents.confirm"),
)
_FOLLOWS = _each(
    "subtree",
    (
        *("cases.read", "cases.read_way", "cases.list", "oversight.read", "lateness.read"),
        *("ratings.read", "cases.watch"),
    ),
)
_SEES = {**_FOLLOWS, **_each("subtree", ("incidents.read", "organisation.gaps"))}

_TABLE = (
    Role(
        "visitor",
        "Bất cứ ai",
        "Không cần đăng nhập.",
        _each("anyone", ("public.read", "public.sign_in", "public.track", "public.petition")),
    ),
    Role(
        "citizen",
        "Công dân, tổ chức",
        "Mọi tài khoản, với hồ sơ của mình; hồ sơ nộp thay người khác thì chỉ phần việc nộp.",
        {
            **_each("own", ("account.own", "drafts.keep", "cases.list_own", "cases.read_log")),
            "cases.read": ("own", "filed"),
            "cases.file_online": ("own",),
            **_acts("own", "withdraw", "rate"),
            **{of_act(kind): ("own", "filed") for kind in ("answer_supplement", "adjust")},
        },
    ),
    Role(
        "officer",
        "Cán bộ, công chức, viên chức",
        "Mọi vị trí đang giữ hoặc đang thay.",
        {**_READS},
    ),
    Role("specialist", "Chuyên viên, viên chức", "Vị trí không có tên riêng dưới đây.", _WORK),
    Role(
        "receptionist",
        "Cán bộ một cửa",
        "Vị trí can_bo_mot_cua; cũng là trung tâm theo dõi hồ sơ phi địa giới.",
        {
            **_WORK,
            "cases.read": ("worked_on", "watching", "asked"),
            **_each("unit", ("counter.open", "withdrawn.list")),
            "results.list": ("returning",),
        },
    ),
    Role("registry_clerk", "Văn thư", "Vị trí van_thu.", _WORK),
    Role("leader", "Lãnh đạo", "Vị trí phụ trách đơn vị.", _LEAD),
    Role(
        "deputy",
        "Người ký thay lãnh đạo",
        "Được cử thay vị trí phụ trách (KT., TM., TL., TUQ., Q.), trong phạm vi được cử.",
        _LEAD,
    ),
    Role(
        "province_leader",
        "Lãnh đạo Ủy ban nhân dân tỉnh",
        "Vị trí lanh_dao_ubnd_tinh: đọc hồ sơ của cả tỉnh, ngoài việc của lãnh đạo.",
        _FOLLOWS,
    ),
    Role(
        "control_officer",
        "Công chức kiểm soát thủ tục hành chính",
        "Vị trí kiem_soat_tthc, hoặc được giao.",
        _each(
            "province",
            (
                *("cases.read_way", "cases.list", "changes.read", "organisation.gaps"),
                *("packages.check", "designs.read", "petitions.handle", "lateness.read"),
                *("oversight.read", "ratings.read", "access.read"),
            ),
        ),
        given=True,
    ),
    Role(
        "designer",
        "Người thiết kế quy trình",
        "Vị trí thiet_ke_quy_trinh, hoặc được giao theo lĩnh vực, thủ tục.",
        _each(
            "sector",
            (
                *("packages.check", "packages.propose", "configuration.propose"),
                *("designs.read", "designs.keep"),
            ),
        ),
        given=True,
    ),
    Role(
        "monitor",
        "Giám sát của trung tâm phục vụ hành chính công",
        "Được giao; giao ở đơn vị cao nhất là cả tỉnh.",
        {**_SEES, **_acts("subtree", "return", "hand_over"), "results.list": ("subtree",)},
        given=True,
    ),
    Role(
        "returner",
        "Cán bộ trả kết quả tập trung",
        "Được giao; trả kết quả của mọi đơn vị dưới đơn vị được giao.",
        {
            **_acts("subtree", "return", "hand_over"),
            "results.list": ("subtree",),
            "cases.read": ("result_ready",),
        },
        given=True,
    ),
    Role(
        "assistant",
        "Người hỗ trợ nộp hồ sơ",
        "Được giao ở đơn vị tiếp nhận.",
        {
            "cases.file": ("receiving",),
            **_each("unit", ("counter.open", "guidance.give", "guidance.read")),
        },
        given=True,
    ),
    Role(
        "auditor",
        "Thanh tra, kiểm tra",
        "Được giao; chỉ đọc.",
        {
            **_SEES,
            **_each("subtree", ("cases.read_log", "changes.read", "access.read", "sign_ins.read")),
        },
        given=True,
    ),
    Role(
        "technical",
        "Cơ quan kỹ thuật",
        "Được giao; đọc hồ sơ bị dừng, xác nhận quá hạn do lỗi phần mềm, lỗi đồng bộ.",
        {
            **_each("subtree", ("incidents.read", "lateness.read", "sign_ins.read")),
            **_acts("cause_told", "confirm_lateness_cause", "reject_lateness_cause"),
            "cases.read": ("cause_told",),
        },
        given=True,
    ),
    Role(
        "unit_admin",
        "Quản trị sở, xã, phường",
        "Vị trí quan_tri_don_vi, trong cơ quan của vị trí đó.",
        {**_each("agency", _OF_UNITS), **_acts("agency", "reassign", "take_back")},
    ),
    Role(
        "province_admin",
        "Quản trị cấp tỉnh",
        "Vị trí quan_tri_tinh; mỗi tỉnh có ít nhất hai người.",
        {
            **_each("province", _OF_PROVINCES),
            **_acts("province", "reassign", "take_back"),
            # Where the only head of a unit took the slip, somebody else has to be able to confirm.
            **_acts("slip_waits", "confirm_outage_slip", "decline_outage_slip"),
            "cases.read": ("slip_waits",),
        },
    ),
    Role(
        "operator",
        "Người vận hành",
        "Người có dòng lệnh của bản cài đặt.",
        _each("installation", (*_OF_PROVINCES, *OF_OPERATION)),
    ),
)
ROLES: Mapping[str, Role] = {role.code: role for role in _TABLE}
"""The roles by code, in the order in which they are printed."""


def reaches_of(right: str) -> tuple[Reach, ...]:
    """How far the right goes for some role."""
    return tuple(
        reach
        for reach in REACHES
        if any(reach in role.reaches.get(right, ()) for role in ROLES.values())
    )


def roles_of(post: Post) -> tuple[str, ...]:
    """The roles that a post gives: of every officer, of its work, and what its position is more."""
    own = ROLE_OF_POSITION.get(post.position_code)
    if own is not None and post.position_code in ADMIN_POSITIONS:
        return ("officer", own)
    if post.leads:
        working = "deputy" if post.manner else "leader"
    else:
        working = own if own in _AT_WORK else "specialist"
    more = () if own is None or own in _AT_WORK else (own,)
    return ("officer", working, *more)


def is_administrator(person: Person) -> bool:
    """Whether the person holds a post that administers; standing in for some procedures is none."""
    return any(
        post.position_code in ADMIN_POSITIONS and post.procedures is None for post in person.posts
    )


_AT_WORK = ("receptionist", "registry_clerk")
