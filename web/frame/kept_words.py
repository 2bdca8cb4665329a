"""A form that was kept, in words: which form it is, and what stands in it, each by its label."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from api.http import now, person, reading, require
from engine.acts.act import Act
from engine.drafts.draft import Draft
from engine.errors import CaseNotFound
from engine.queries.case_file import readable_case
from engine.queries.offering import acts_now
from engine.queries.views.case import ActView
from web.forms.act_inputs import OF_ONE_CONTROL, act_at, control_of
from web.forms.opened_again import UNNAMED
from web.frame.menu import menu_of

_CHOSEN = frozenset({"choice", "officer"})
_LABELS: Mapping[str, str] = {
    "reason": "Lý do",
    "basis": "Căn cứ",
    "day": "Ngày",
    "remark": "Ý kiến",
    "note": "Ghi chú",
    "full_name": "Họ tên",
    "username": "Tên đăng nhập",
    "valid_from": "Từ ngày",
    "valid_to": "Đến trước ngày",
}
"""What pages call a control of this name, whichever it stands on."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in a control; without a label where only its page knows that."""

    label: str | None
    words: str


def kept_name(draft: Draft) -> str:
    """Which form it is: of an act with its case, else by its page."""
    act, who = _act(draft), person()
    if draft.title != UNNAMED or draft.kind != "page" or who is None:
        return draft.title
    if act is not None:
        return ": ".join([*draft.answers.get("hs", ()), act.label.rstrip("…")])
    path = draft.address.partition("?")[0]
    pages = (page for place in menu_of(who) for page in place.pages)
    here = [page for page in pages if f"{path}/".startswith(f"{page.href.partition('?')[0]}/")]
    nearest = max(here, key=lambda page: len(page.href), default=None)
    return f"{nearest.label}: biểu mẫu chưa gửi" if nearest else draft.title


def kept_words(draft: Draft) -> tuple[Told, ...]:
    """What was typed and chosen in it."""
    act = _act(draft)
    return tuple(_of_act(draft, act) if act is not None else _of_page(draft))


def kept_excerpt(draft: Draft) -> str:
    """The first words that a person wrote in it; "" for none."""
    values = (one for values in draft.answers.values() for one in values)
    return next((one for one in values if _is_text(one)), "")


def _act(draft: Draft) -> Act | None:
    path = draft.address.partition("?")[0]
    return act_at(draft.target, unquote(path.rpartition("/")[2])) if draft.kind == "page" else None


def _of_page(draft: Draft) -> Iterator[Told]:
    for name, values in draft.answers.items():
        label = _LABELS.get(name)
        yield from (Told(label, one) for one in values if (label and one) or _is_text(one))


def _of_act(draft: Draft, act: Act) -> Iterator[Told]:
    offered = _offered(draft, act)
    inputs = offered.inputs if offered else ()
    words = {one.name: {c.value: c.label for c in one.choices} for one in inputs}
    drawn = {control_of(one.name): one for one in act.inputs if one.kind in OF_ONE_CONTROL}
    for name, values in draft.answers.items():
        asked = drawn.get(name)
        for one in values:
            if asked is None:
                yield from [Told(None, one)] if _is_text(one) else []
            elif asked.kind in _CHOSEN:
                chosen = words.get(asked.name, {}).get(one)
                yield from [Told(asked.label, chosen)] if chosen else []
            elif one:
                yield Told(asked.label, one)


def _offered(draft: Draft, act: Act) -> ActView | None:
    """The act as the person may do it now: its choices in words."""
    who = require()
    for ref in draft.answers.get("hs", ()):
        try:
            with reading() as session:
                rows, _ = readable_case(session, ref, who, now())
                acts = acts_now(session, rows, person=who, now=now())
        except CaseNotFound:
            return None
        return next((one for one in acts if one.kind == act.kind), None)
    return None


def _is_text(value: str) -> bool:
    """Whether a person wrote it: what only a machine names is of no use to them."""
    return " " in value.strip() or not value.isascii()
