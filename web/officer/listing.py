"""Which part of the queue an officer is looking at: in the address, so that each has one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from flask import request, url_for

from engine.queries.inbox import counted
from engine.queries.views.parts import Urgency
from engine.queries.views.queue import QueuePage, Tab
from web.forms.filters import chosen

TABS: Mapping[str, tuple[Tab, str]] = {
    "vi-tri": ("unit", "Đến vị trí của tôi"),
    "toi": ("mine", "Tôi đã nhận"),
    "don-vi": ("led", "Đơn vị tôi phụ trách"),
    "cho": ("waiting", "Chờ nơi khác"),
    "xong": ("done", "Xong trong 7 ngày"),
}
USUAL = "vi-tri"  # what waits at the officer's desks, taken or not
DUES: Mapping[str, tuple[Urgency, str]] = {
    "qua": ("late", "Quá hạn"),
    "nay": ("today", "Đến hạn hôm nay"),
    "sap": ("soon", "Sắp đến hạn"),
    "trong": ("ok", "Trong hạn"),
    "dung": ("none", "Không tính giờ"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A tab or a chip: its words, its number ("12", "999+"; empty: none is told), its address."""

    label: str
    count: str
    href: str
    here: bool
    look: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Tab, due filter, search words and where the page begins, as the address spells them.

    ``rong`` (wide): names are sought by their parts too, not only by how they begin.
    """

    ds: str = USUAL
    han: str = ""
    q: str = ""
    rong: str = ""
    tu: str = ""

    @property
    def tab(self) -> Tab:
        """The engine's name of the tab."""
        return TABS[self.ds][0]

    @property
    def urgency(self) -> Urgency | None:
        """The engine's name of the due filter."""
        return DUES[self.han][0] if self.han else None

    @property
    def args(self) -> dict[str, str]:
        """What an address must carry to come back to this list, without where a page begins."""
        args = {"ds": self.ds, "han": self.han, "q": self.q, "rong": self.rong}
        return {key: value for key, value in args.items() if value}

    def href(self, *, seen: str | None = None, **changed: str) -> str:
        """The address of this list from its beginning, with parts changed; ``seen`` is marked."""
        other = replace(self, **{"tu": "", **changed})
        query = {**other.args, "tu": other.tu, "hs": seen or ""}
        kept = {key: value for key, value in query.items() if value}
        return f"{url_for('queue.listed')}?{urlencode(kept)}"

    def case(self, ref: str) -> str:
        """The address of a case of this list."""
        return f"{url_for('case.opened', ref=ref)}?{urlencode(self.args)}"

    def tabs(self, page: QueuePage) -> Iterator[Link]:
        """The tabs with how much is in each; a search goes along."""
        for ds, (tab, label) in TABS.items():
            if tab not in page.tab_counts:
                continue
            yield Link(
                label, self._count(page.tab_counts, tab), self.href(ds=ds, han=""), ds == self.ds
            )

    def chips(self, page: QueuePage) -> Iterator[Link]:
        """The due filters with how much is in each; the pressed one leads back to all."""
        for han, (urgency, label) in DUES.items():
            look = "hold" if urgency == "none" else urgency
            here = han == self.han
            href = self.href(han="" if here else han)
            yield Link(label, self._count(page.due_counts, urgency), href, here, look)

    def _count(self, counts: Mapping[Any, int], name: str) -> str:
        """How much there is in all; beside a search nothing: it would promise what isn't found."""
        return "" if self.q else counted(counts.get(name, 0))


def asked() -> Listing:
    """The list that this request's address names; a part that is unknown is refused.

    Raises EntryInvalid.
    """
    args = cast("Mapping[str, str]", request.args)
    return Listing(
        ds=chosen("ds", "mục", TABS, USUAL),
        han=chosen("han", "tình trạng hạn", DUES, ""),
        q=args.get("q", "").strip(),
        rong="1" if args.get("rong") and args.get("q", "").strip() else "",
        tu=args.get("tu", ""),
    )
