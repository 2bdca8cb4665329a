"""One answer, read by the construct of its question: the value, or what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import re2

from engine.catalogue.forms.constructs import (
    BOUND_FILED,
    BOUND_TODAY,
    LONGEST,
    YEAR,
    construct_of,
)
from engine.catalogue.forms.questions import Component, kind_of_text, label_of, mapping_of
from engine.catalogue.forms.sexes import check_number
from engine.typed import Typed, Unreadable
from engine.typed import dates as day
from engine.typed.numbers import decimals_of, number_of, number_sent, number_written, plain
from engine.typed.text import one_line, says_something, text_of, truth_sent, within

Options = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an answer is read by besides its question.

    ``choices``: the allowed values of selects that the product fills; ``files``: the names of the
    files that came for each question; ``today`` and ``filed``, the day of the filing, for bounds
    (``None``: nothing was filed, and nothing is bounded by it); ``labels``: of the questions that
    bounds may name; ``told``: the answers of the filing, for the form of a step.
    """

    today: date
    choices: Mapping[str, frozenset[str]]
    files: Mapping[str, Sequence[str]]
    labels: Mapping[str, str] = field(default_factory=dict)
    filed: date | None = None
    told: Mapping[str, object] = field(default_factory=dict)


def read(question: Component, raw: object, around: Surroundings) -> object:
    """The clean value; ``None`` where nothing was answered.

    Raises Unreadable with a clause to go behind the question's label.
    """
    found = construct_of(question)
    if found is None or found.role != "asks":
        return None
    if found.control == "file":
        return _files(question, raw, around)
    if question.get("readonly") or question.get("disabled"):
        return _fixed(question, raw, around)
    if raw in (None, []) or (isinstance(raw, str) and not raw.strip()):
        return False if found.type == "checkbox" else None
    return _READERS[found.type](question, raw, around)


def missing(question: Component, value: object) -> str | None:
    """The sentence that asks for a required answer, where it is missing."""
    if not mapping_of(question, "validate").get("required"):
        return None
    found, label = construct_of(question), label_of(question)
    control = found.control if found else "input"
    if not (value is None or (value is False and control == "check") or value == []):
        return None  # nought is an answer, and so is an option that is false
    if control == "check":
        # An answer that is no, where a yes is needed: consent.
        return f"Hãy đánh dấu “{label}” để tiếp tục."
    verbs = {"file": "Hãy đính kèm tệp", "choice": "Hãy chọn", "select": "Hãy chọn"}
    return f"{verbs.get(control) or ('Hãy chọn' if control == 'checks' else 'Hãy điền')}: {label}."


def default_of(question: Component, around: Surroundings) -> object:
    """The answer that the form begins with; ``None`` where there is none. Raises Unreadable."""
    open_question = {**question, "readonly": False, "disabled": False}
    return read(open_question, question.get("defaultValue"), around)


def _fixed(question: Component, raw: object, around: Surroundings) -> object:
    """A read-only question keeps what the form says; another answer is refused, not dropped."""
    kept = default_of(question, around)
    if raw is not None and raw != "":
        open_question = {**question, "readonly": False, "disabled": False}
        if (sent := read(open_question, raw, around)) != kept and sent is not None:
            raise Unreadable("câu này chỉ để đọc, không sửa được")
    return kept


def _text(question: Component, raw: object, around: Surroundings) -> object:
    if not isinstance(raw, str):
        raise Unreadable("phải là chữ")
    rules, kind = mapping_of(question, "validate"), kind_of_text(question)
    lines = question["type"] == "textarea"
    text = text_of(raw) if lines else one_line(raw)
    if not text:
        return None
    if not says_something(text) and (rules.get("required") or not lines):
        raise Unreadable("phải có chữ hoặc số")
    message = mapping_of(question, "properties").get("patternMessage")
    try:
        text = kind.read(text) if kind else text
    except Unreadable as unreadable:
        raise Unreadable(str(message or unreadable)) from None
    shortest, longest = rules.get("minLength") or 0, rules.get("maxLength") or LONGEST
    if len(text) < shortest:
        raise Unreadable(f"cần ít nhất {shortest} ký tự, bạn mới nhập {len(text)}")
    within(text, longest)
    pattern = rules.get("pattern")
    if pattern and not re2.search(pattern, text):
        raise Unreadable(str(message or (kind.wrong if kind else _by_description(question))))
    check_number(question, text)
    return _inside(question, text, around) if bounded(question) else text


def _by_description(question: Component) -> str:
    described = str(question.get("description") or "").strip().rstrip(".")
    return f"chưa đúng dạng ({described})" if described else "chưa đúng dạng"


def _number(question: Component, raw: object, _: Surroundings) -> object:
    number, rules = number_of(raw), mapping_of(question, "validate")
    digits, step = _limit(question.get("decimalDigits")), _limit(question.get("increment"))
    if digits is not None and decimals_of(number) > digits:
        raise Unreadable(
            f"chỉ ghi đến {digits} chữ số sau dấu phẩy" if digits else "chỉ ghi số nguyên"
        )
    least, most = _limit(rules.get("min")), _limit(rules.get("max"))
    if least is not None and number < least:
        raise Unreadable(f"không nhỏ hơn {number_written(least)}")
    if most is not None and number > most:
        raise Unreadable(f"không lớn hơn {number_written(most)}")
    if step and number % step:
        raise Unreadable(f"phải là bội số của {number_written(step)}")
    return plain(number)


def _limit(value: object) -> Decimal | None:
    """A limit as a form gives it; of a package from before its check, one without sense is none."""
    try:
        return None if value is None else number_sent(value)
    except Unreadable:
        return None


def _day(question: Component, raw: object, around: Surroundings) -> object:
    named = mapping_of(question, "properties").get("precision")
    least: day.Precision = next((one for one in day.PRECISIONS if one == named), "day")
    kept = day.day_of(raw, within=_within(question, around), least=least)
    return _inside(question, kept, around)


def _moment(question: Component, raw: object, around: Surroundings) -> object:
    return _inside(question, day.moment_of(raw, within=_within(question, around)), around)


def _time(_: Component, raw: object, __: Surroundings) -> object:
    return day.time_of(raw)


def _inside(question: Component, kept: str, around: Surroundings) -> str:
    check_bounds(question, kept, around, {})
    return kept


def bounded(question: Component) -> bool:
    """Whether its answer is a day, a moment or a year, which may have bounds."""
    if question["type"] == "datetime":
        return question.get("subtype") != "time"
    kind = kind_of_text(question) if question["type"] == "textfield" else None
    return kind is not None and kind.code == YEAR


def check_bounds(
    question: Component, kept: str, around: Surroundings, answers: Mapping[str, object]
) -> None:
    """Refuse a day outside the question's bounds; ``answers`` holds the days that it may name.

    Two moments are compared as moments, anything else by its days; a month or year that may lie
    inside is taken. Raises Unreadable.
    """
    for key, early, words in (("notBefore", True, "trước"), ("notAfter", False, "sau")):
        for bound in _bounds(question, key, around, answers):
            if _outside(kept, bound, early=early):
                whose = _whose(question, key, bound, around, answers)
                raise Unreadable(f"không được {words} {_named(bound, around, early=early)}{whose}")


def _whose(
    question: Component, key: str, bound: str, around: Surroundings, answers: Mapping[str, object]
) -> str:
    """The question whose answer is the bound, if it is one's; that it is the day of filing."""
    named = str(mapping_of(question, "properties").get(key))
    if named == BOUND_FILED:
        return " (ngày nộp hồ sơ)"
    told = str(answers.get(named)) == bound and named in around.labels
    return f" (“{around.labels[named]}”)" if told else ""


def _outside(kept: str, bound: str, *, early: bool) -> bool:
    """Whether all that the answer may mean lies before (after) all that the bound may mean."""
    if "T" in kept and "T" in bound:
        return kept < bound if early else kept > bound
    own, other = day.span_of(day.day_part(kept)), day.span_of(day.day_part(bound))
    return own[1] < other[0] if early else own[0] > other[1]


def _named(bound: str, around: Surroundings, *, early: bool) -> str:
    if "T" in bound:
        return day.moment_written(bound)
    first, last = day.span_of(bound)
    on = first if early else last
    return f"{'hôm nay, ' if on == around.today else ''}ngày {on:%d/%m/%Y}"


def _within(question: Component, around: Surroundings) -> day.Within:
    """The days of a question as far as it says them itself: they tell the century of 5/9/50."""
    firsts = [day.span_of(bound)[0] for bound in _bounds(question, "notBefore", around, {})]
    lasts = [day.span_of(bound)[1] for bound in _bounds(question, "notAfter", around, {})]
    return day.Within(max([day.ALL.first, *firsts]), min([day.ALL.last, *lasts]))


def _bounds(
    question: Component, key: str, around: Surroundings, answers: Mapping[str, object]
) -> Sequence[str]:
    """The bounds of that side, as days are kept: today, a day of its own, or another answer."""
    named = mapping_of(question, "properties").get(key)
    today = around.today.isoformat()
    found = [today] if key == "notBefore" and question.get("disallowPassedDates") is True else []
    if named == BOUND_TODAY:
        return [today, *found]
    if named == BOUND_FILED:
        return [around.filed.isoformat(), *found] if around.filed else found
    told = answers.get(named, named) if isinstance(named, str) else None
    try:
        day.day_sent(day.day_part(str(told)), least="year")
    except Unreadable:
        return found  # the other question is not answered
    return [str(told), *found]


def _truth(_: Component, raw: object, __: Surroundings) -> object:
    return raw == "on" if isinstance(raw, Typed) else truth_sent(raw)


def options_of(question: Component, around: Surroundings) -> list[object]:
    """The values that may be chosen, each in its own type."""
    if (filled := around.choices.get(question["key"])) is not None:
        return list(filled)
    return [one.get("value") for one in question.get("values") or () if isinstance(one, Mapping)]


def _one(question: Component, raw: object, around: Surroundings) -> object:
    for value in options_of(question, around):
        typed = isinstance(raw, Typed) and raw == str(value)
        if typed or (type(raw) is type(value) and raw == value):
            return value
    raise Unreadable("hãy chọn một mục trong danh sách")


def _many(question: Component, raw: object, around: Surroundings) -> object:
    if not isinstance(raw, list | tuple):
        raise Unreadable("phải là danh sách các mục đã chọn")
    picked = [_one(question, one, around) for one in raw]
    own = [(type(value), value) for value in picked]  # 1 and true are equal, and two options
    return [value for at, (_, value) in enumerate(own) if own[at] not in own[:at]] or None


def _files(question: Component, raw: object, around: Surroundings) -> object:
    names = [one_line(name) for name in around.files.get(question["key"], ())]
    if raw not in (None, "", []) and raw != names:
        raise Unreadable("gửi tệp trong documents, với component là khóa của câu hỏi này")
    if len(names) > 1 and question.get("multiple") is not True:
        raise Unreadable("chỉ đính kèm một tệp")
    allowed = [part.strip().lower() for part in str(question.get("accept") or "").split(",")]
    endings = tuple(part for part in allowed if part.startswith("."))
    wrong = [name for name in names if endings and not name.lower().endswith(endings)]
    if wrong:
        raise Unreadable(f"chỉ nhận tệp {', '.join(endings)}; không nhận {wrong[0]}")
    return names or None


_READERS: Mapping[str, Callable[[Component, Any, Surroundings], object]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "datetime/date": _day,
    "datetime/time": _time,
    "datetime/datetime": _moment,
    "checkbox": _truth,
    "radio": _one,
    "select": _one,
    "checklist": _many,
    "taglist": _many,
}
"""The reader of each construct that asks; a test holds it against the table."""
