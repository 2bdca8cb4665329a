"""The rows of a manifest's limits: their conditions, and whether two may be about the same case.

Two conditions are compared by trying them: with every value that either of them names, the numbers
beside those, nothing at all, and a value that neither names.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from engine.catalogue.manifest import CHANNELS, LimitRow, Manifest
from engine.catalogue.manifest_file import MANIFEST, ManifestRead
from engine.catalogue.rules.kinds.times import size_of, span_words
from engine.diagnosis.forms import Form
from engine.diagnosis.names import hint
from engine.feel import FeelError, FeelType, compile_expression, current_budget
from engine.feel.check import DEPENDS_ON_DATA, check_condition
from engine.feel.errors import LimitExceeded
from engine.feel.typeref import list_of
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault
from engine.worktime import Span

FormOfStep = Callable[[str], tuple[Step | None, Form | None]]
Types = Mapping[str, FeelType]

MOST_TRIED = 4_000
"""Combinations of values tried for two rows; a screen of rows takes a fraction of a second."""
_TRIED = 40
"""Units of fuel for asking the rows once, beside what their conditions take."""
OTHER = "(giá trị khác)"
_TEXT = re.compile(r'"([^"\\]*)"')
_NUMBER = re.compile(r"(?<![\w.\"])\d+(?:\.\d+)?")


def check_limits(read: ManifestRead, filing: Form | None, form_of: FormOfStep) -> Iterator[Fault]:
    """What is wrong with each row, and with two together; what counts where none applies."""
    manifest = read.manifest
    if manifest is None or not manifest.limits:
        return
    lines = dict(enumerate(read.limit_lines))
    sound: dict[int, Types] = {}
    for at, row in enumerate(manifest.limits):
        types = _types(row, filing, form_of)
        wrong = list(_wrong_in(row, types, filing.chosen if filing else {}))
        for detail in wrong:
            field = f"limits[{at + 1}].when"
            yield fault(
                "field.condition",
                file=MANIFEST,
                line=lines.get(at),
                field=field,
                text=row.when,
                detail=detail,
            )
        if not wrong:
            sound[at] = types or {}
    for first, second in combinations(sound, 2):
        types = {**sound[first], **sound[second]}
        yield from _together(manifest, first, second, types, lines.get(second))
    yield from _against_own(manifest, sound, lines)
    own = manifest.time_limit
    words = "trong ngày" if own.same_day else span_words(Span(own.amount, own.unit))
    yield fault("limits.otherwise", file=MANIFEST, line=lines.get(0), words=words)


def _types(row: LimitRow, filing: Form | None, form_of: FormOfStep) -> Types | None:
    """What the row's condition may read; ``None`` where that can't be told."""
    if filing is None:
        return None
    types: dict[str, FeelType] = {
        **filing.answers,
        "kenh": FeelType("string", values=CHANNELS),
        "khu_vuc": list_of(FeelType("string")),
    }
    if row.after is None:
        return types
    step, form = form_of(row.after)
    if step is None:
        return None  # that there is no such step is told already
    if form is not None:
        types |= form.answers
    if step.outcome_variable:
        chosen = tuple(one.value for one in step.outcomes)
        types[step.outcome_variable] = FeelType("string", values=chosen)
    return types


def _wrong_in(row: LimitRow, types: Types | None, chosen: Types) -> Iterator[str]:
    if row.when is None:
        return
    try:
        names = compile_expression(row.when).names
    except FeelError as error:
        yield error.message
        return
    if types is None:
        return
    unknown = sorted(names - types.keys())
    for name in unknown:
        where = "phiếu khai và biểu mẫu của bước" if row.after else "phiếu khai"
        yield f"{where} không hỏi {name}.{hint(name, types)}"
    if not unknown:
        declared = {name: chosen.get(name, types[name]) for name in names}
        for finding in check_condition(row.when, declared):
            if finding.code not in DEPENDS_ON_DATA:
                yield finding.message


def _together(
    manifest: Manifest, first: int, second: int, types: Types, line: int | None
) -> Iterator[Fault]:
    """Two rows of one clock that a case may both have; a promise longer than the law's limit."""
    one, other = manifest.limits[first], manifest.limits[second]
    longer = _longer(one, other)
    if one.after != other.after or (one.clock != other.clock and not longer):
        return
    met = _met((one, other), types)
    if met is None:
        yield fault(
            "limits.not_compared", file=MANIFEST, line=line, one=first + 1, other=second + 1
        )
    elif met:
        code = "limits.overlap" if one.clock == other.clock else "limits.longer"
        yield fault(code, file=MANIFEST, line=line, one=first + 1, other=second + 1, case=met)


def _longer(one: LimitRow, other: LimitRow) -> bool:
    """Whether the committed one of the two is the longer."""
    if one.clock == other.clock:
        return False
    promised, law = (one, other) if one.clock == "committed" else (other, one)
    return _size(promised) > _size(law)


def _against_own(
    manifest: Manifest, sound: Mapping[int, Types], lines: Mapping[int, int | None]
) -> Iterator[Fault]:
    """A promise longer than the package's own limit for a case that no row of the law is about."""
    own = size_of(Span(manifest.time_limit.amount, manifest.time_limit.unit))
    for at, types in sound.items():
        row = manifest.limits[at]
        if row.clock != "committed" or _size(row) <= own:
            continue
        law = [
            other
            for number, other in enumerate(manifest.limits)
            if number in sound
            and other.clock == "statutory"
            and (other.after is None or row.after is not None)
        ]
        asked = {name: kind for one in sound.values() for name, kind in one.items()}
        met = _met((row,), {**asked, **types}, but=law)
        code = "limits.own_not_compared" if met is None else "limits.longer_than_own"
        if met != "":
            yield fault(code, file=MANIFEST, line=lines.get(at), one=at + 1, case=met)


def _size(row: LimitRow) -> float:
    return float(size_of(Span(row.limit.amount, row.limit.unit)))


def _met(rows: Sequence[LimitRow], types: Types, but: Sequence[LimitRow] = ()) -> str | None:
    """A case that has all these rows and none of the others (``but``), in words.

    Empty when none was found, ``None``: too many to try.
    """
    try:
        return _found(rows, types, but)
    except LimitExceeded:
        return None


def _found(rows: Sequence[LimitRow], types: Types, but: Sequence[LimitRow]) -> str | None:
    ways = set(CHANNELS).intersection(*(row.channels or CHANNELS for row in rows))
    texts = [row.when for row in (*rows, *but) if row.when]
    asked = sorted(frozenset[str]().union(*(compile_expression(text).names for text in texts)))
    named = [_values(name, types.get(name), " ".join(texts), ways) for name in asked]
    total = len(ways)
    for values in named:
        total *= len(values)
    if total > MOST_TRIED:
        return None
    for way in sorted(ways):
        for chosen in islice(product(*named), MOST_TRIED):
            current_budget().spend(_TRIED)
            names = {"kenh": way, **dict(zip(asked, chosen, strict=True))}
            has = names["kenh"] == way and all(_applies(row, names) for row in rows)
            if has and not any(_applies(row, names) for row in but):
                said = ", ".join(f"{name} = {_word(names[name])}" for name in asked)
                return said or f"nộp {way}"
    return ""


def _applies(row: LimitRow, names: Mapping[str, object]) -> bool:
    if row.channels and names["kenh"] not in row.channels:
        return False
    return row.when is None or _true(compile_expression(row.when).evaluate, names)


def _true(evaluate: Callable[[dict[str, object]], object], names: Mapping[str, object]) -> bool:
    try:
        return evaluate(dict(names)) is True
    except LimitExceeded:
        raise
    except FeelError:
        return False


def _values(name: str, kind: FeelType | None, text: str, ways: Collection[str]) -> Sequence[object]:
    """What is tried for one name."""
    if name == "kenh":
        return sorted(ways)
    known = [*kind.values] if kind and kind.values else []
    texts: list[object] = list(dict.fromkeys([*known, *_TEXT.findall(text), OTHER]))
    if kind is not None and kind.name == "list":
        return [None, [], *([one] for one in texts), texts]
    numbers = {float(n) + by for n in _NUMBER.findall(_TEXT.sub("", text)) for by in (-1, 0, 1)}
    if kind is not None and kind.name == "boolean":
        return [None, True, False]
    if kind is not None and kind.name == "number":
        return [None, *sorted(numbers)] if numbers else [None, 0, 1]
    if kind is not None and kind.name == "string":
        return [None, *texts]
    return [None, True, False, *texts, *sorted(numbers)]


def _word(value: object) -> str:
    if value is None:
        return "để trống"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value}"
