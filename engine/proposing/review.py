"""What whoever approves is shown: the differences of now, and the decision row by row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

from engine.catalogue.packages import digest_of
from engine.files import read_json
from engine.publishing.decided import Compared
from engine.publishing.differing import Difference
from engine.publishing.examine import NOTHING_BESIDE, Beside, Examined
from engine.typed.given import line_given
from engine.typed.seen import mark_of
from engine.workflow.reading.faults import Fault

Kind = Literal["package", "retirement", "configuration", "reorganisation", "calendar"]


@dataclass(frozen=True, slots=True)
class Content:
    """What is proposed: ``digest`` names the files, or the version that is to be retired."""

    kind: Kind
    subject: str
    digest: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    beside: Beside = NOTHING_BESIDE


Told = TypeVar("Told")


def in_one_form(told: Told, labels: Mapping[str, str]) -> Told:
    """The plan with every text of it in its one form, so that its file can be read again.

    ``labels``: a field of it, or of a part of it → what people call it. Raises TextUnreadable.
    """

    def plain(field: str, value: Any) -> Any:
        if isinstance(value, str):
            return line_given(field, labels[field], value)
        if isinstance(value, Mapping):
            inner = {key: key if key in labels else field for key in value}
            return {plain(field, key): plain(inner[key], one) for key, one in value.items()}
        return [plain(field, one) for one in value] if isinstance(value, tuple) else value

    return msgspec.convert(plain("", asdict(told)), type(told))  # type: ignore[call-overload]


def told_in_one_file(kind: Kind, subject: str, file: str, told: Any) -> Content:
    """A proposal that is no package but one plan, as its only file."""
    files = {file: msgspec.json.format(msgspec.json.encode(asdict(told)))}
    return Content(kind, subject, digest_of(files), files)


def plan_in(content: Content, file: str, shape: type[Told]) -> Told:
    """The plan that such a proposal holds."""
    return msgspec.convert(read_json(content.files[file]), shape)


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal beside what is in force on the day that it is to begin.

    ``base`` is the version that it is compared with. ``examined`` is of the package that would
    run, none of a configuration.
    """

    content: Content
    day: date
    epoch: int
    base: str | None
    differences: tuple[Difference, ...]
    decided: tuple[Compared, ...] = ()
    faults: tuple[Fault, ...] = ()
    examined: Examined | None = None

    @property
    def digest(self) -> str:
        """Names all that is shown: what is approved is what was seen.

        But for running cases, which go on all the while.
        """
        seen = [one for one in self.differences if one.kind != "case"]
        return mark_of(self.content.kind, self.content.digest, self.base, seen, self.decided)
