"""What stands in the frame of an officer's page: a few places, each with its pages.

A place is shown to whoever may open one of its pages, and leads to the first of these.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import url_for

from engine.access import holds, of_act
from engine.accounts import Person
from engine.designing.rights import sees_designs
from engine.proposing.rights import reads_proposals
from engine.queries.oversight import may_oversee
from web.officer.all_cases import sees_cases
from web.officer.keeping_accounts import sees_accounts
from web.officer.reception import counter_post
from web.officer.rights import sees_rights
from web.officer.stopped import sees_stopped

Sees = Callable[[Person], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the menu: ``here`` is what its template calls itself."""

    here: str
    label: str
    endpoint: str
    sees: Sees

    @property
    def href(self) -> str:
        """Where it is."""
        return url_for(self.endpoint)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with those of its pages that are for a person."""

    label: str
    pages: tuple[Page, ...]

    def has(self, here: str) -> bool:
        """Whether the page that is shown belongs to it."""
        return any(page.here == here for page in self.pages)


def _anyone(_: Person) -> bool:
    return True


def _holding(right: str) -> Sees:
    return lambda person: holds(person, right)


def _reviews(person: Person) -> bool:
    return holds(person, "organisation.gaps") or holds(person, "catalogue.review")


CONFIRM_SLIP = of_act("confirm_outage_slip")
_KEEPS = _holding("organisation.gaps")
_MENU: Mapping[str, tuple[Page, ...]] = {
    "Việc của tôi": (Page("viec", "Việc của tôi", "queue.listed", _anyone),),
    "Tiếp nhận": (
        Page(
            *("tiep-nhan", "Tiếp nhận", "reception.choose"),
            sees=lambda person: counter_post(person) is not None,
        ),
    ),
    "Trả kết quả": (
        Page("tra-ket-qua", "Trả kết quả", "return_desk.shown", _holding("results.list")),
    ),
    "Theo dõi": (
        Page("trinh-ky", "Chờ tôi ký", "signing_desk.listed", _holding("tasks.list_led")),
        Page("don-vi", "Đơn vị tôi", "team.shown", _holding("tasks.list_led")),
        Page("theo-doi", "Đang theo dõi", "watching.listed", _holding("cases.watch")),
        Page("ho-so", "Hồ sơ", "every_case.listed", sees_cases),
        Page("qua-han", "Quá hạn", "overdue.listed", _holding("lateness.read")),
        Page("giam-sat", "Giám sát", "overseeing.listed", may_oversee),
        Page("phieu-giay", "Phiếu mất hệ thống", "outage_slips.listed", _holding(CONFIRM_SLIP)),
        Page("ai-nop", "Ai nộp", "filers.listed", may_oversee),
        Page("danh-gia", "Đánh giá", "ratings.listed", _holding("ratings.read")),
        Page("phan-anh", "Phản ánh", "petition_desk.listed", _holding("petitions.handle")),
    ),
    "Quản trị": (
        Page("quan-tri", "Hôm nay", "admin_home.home", _KEEPS),
        Page("su-co", "Sự cố", "stopped.listed", sees_stopped),
        Page("quy-dinh", "Quy định", "rules_pages.listed", _KEEPS),
        Page("giai-thich", "Ngày nào áp dụng gì?", "explaining.asked", _KEEPS),
        Page("phi", "Phí, tài khoản thu", "fee_pages.listed", _KEEPS),
        Page("danh-muc", "Danh mục", "register_pages.shown", _KEEPS),
        Page("ra-soat", "Rà soát", "review_pages.agencies", _reviews),
        Page("don-vi-can-bo", "Đơn vị và cán bộ", "units_pages.shown", _KEEPS),
        Page("lich", "Lịch làm việc", "calendar_pages.shown", _KEEPS),
        Page("tai-khoan", "Tài khoản", "keeping.listed", sees_accounts),
        Page("quyen", "Quyền", "rights.listed", sees_rights),
    ),
    "Quy trình": (
        Page("quy-trinh", "Quy trình", "design_list.listed", sees_designs),
        Page("cho-cong-bo", "Chờ công bố", "publishing.listed", reads_proposals),
    ),
}


def menu_of(person: Person) -> tuple[Place, ...]:
    """The places of which the person may open a page."""
    found = (
        Place(label, tuple(page for page in pages if page.sees(person)))
        for label, pages in _MENU.items()
    )
    return tuple(place for place in found if place.pages)
