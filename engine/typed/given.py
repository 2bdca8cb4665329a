"""The words that acts take, through the gate: a refusal names the field, and why."""

from datetime import date

from engine.errors import BasisMissing, ReasonMissing, TextUnreadable
from engine.typed.dates import day_typed, time_of
from engine.typed.text import (
    LONGEST_LINE,
    LONGEST_WORDS,
    Typed,
    Unreadable,
    names_paper,
    one_line,
    says_something,
    text_of,
    within,
)


def words_given(field: str, label: str, text: str | None, *, longest: int = LONGEST_WORDS) -> str:
    """The text in its one form; "" for none. Raises TextUnreadable."""
    try:
        return within(text_of(text or ""), longest)
    except Unreadable as unreadable:
        raise TextUnreadable(field=field, label=label, reason=str(unreadable)) from None


def line_given(field: str, label: str, text: str, *, longest: int = LONGEST_LINE) -> str:
    """The same of one line. Raises TextUnreadable."""
    try:
        return within(one_line(text), longest)
    except Unreadable as unreadable:
        raise TextUnreadable(field=field, label=label, reason=str(unreadable)) from None


def meant_given(field: str, label: str, text: str | None, *, longest: int = LONGEST_WORDS) -> str:
    """The same where the law wants a basis, evidence or a name: "" also for what says nothing, as a
    dot or a dash, so that the act refuses it like an empty answer. Raises TextUnreadable.
    """
    words = words_given(field, label, text, longest=longest)
    return words if says_something(words) else ""


def law_given(field: str, label: str, text: str | None) -> str:
    """The same of a paper: "" for what names none (``engine.typed.text.names_paper``).

    Raises TextUnreadable.
    """
    words = words_given(field, label, text)
    return words if names_paper(words) else ""


LAW = "căn cứ pháp luật: số, ngày của văn bản, điều khoản"
"""What a paper that the applicant reads names as its legal basis."""


def reason_given(reason: str | None, what: str = "lý do") -> str:
    """Why, in words; ``what`` a refusal asks for. Raises ReasonMissing, TextUnreadable."""
    words = words_given("reason", "Lý do", reason)
    if not says_something(words):
        raise ReasonMissing(what)
    return words


def basis_given(basis: str | None, field: str = "basis", what: str = "văn bản: số, ngày") -> str:
    """The paper that orders it; ``what`` to ask for. Raises BasisMissing, TextUnreadable."""
    words = law_given(field, "Văn bản", basis)
    if not words:
        raise BasisMissing(what)
    return words


def day_given(field: str, label: str, typed: str | None) -> date:
    """The day that was typed. Raises TextUnreadable."""
    try:
        return date.fromisoformat(day_typed(typed or ""))
    except Unreadable as unreadable:
        raise TextUnreadable(field=field, label=label, reason=str(unreadable)) from None


def hour_given(field: str, label: str, typed: str | None) -> str:
    """The time of day that was typed, as 08:30. Raises TextUnreadable."""
    try:
        return time_of(Typed(typed or ""))
    except Unreadable as unreadable:
        raise TextUnreadable(field=field, label=label, reason=str(unreadable)) from None
