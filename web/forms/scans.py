"""The papers that become files at the reception, as the form of that step asks for them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.acts.inputs import SCANS
from engine.queries.views.case import CaseFile
from web.forms.act_inputs import control_of_part
from web.forms.rows import Posted
from web.forms.uploads import KeptFile


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper of the case: its file control and the words instead of a file.

    ``done``: a file shows it already. ``kept`` came with an earlier try.
    """

    label: str
    field: str
    reason_field: str
    reason: str
    error: str | None
    kept: tuple[KeptFile, ...]
    done: bool

    @property
    def id(self) -> str:
        """The HTML id of the file control."""
        return f"f-{self.field}"


def scans_asked(
    file: CaseFile,
    *,
    typed: Posted | None,
    kept: Collection[KeptFile],
    errors: Mapping[str, str],
) -> tuple[Scan, ...]:
    """The papers that the person's own step scans; none on any other step."""
    return tuple(_scans(file, typed, kept, errors)) if file.task else ()


def _scans(
    file: CaseFile, typed: Posted | None, kept: Collection[KeptFile], errors: Mapping[str, str]
) -> Iterator[Scan]:
    task_id = file.task.task_id if file.task else None
    acts = (act for act in file.acts if act.task_id == task_id)
    for asked in (one for act in acts for one in act.inputs if one.name == SCANS.name):
        for paper in asked.choices:
            field = control_of_part("scans", paper.value)
            reason = control_of_part("reasons", paper.value)
            yield Scan(
                label=paper.label,
                field=field,
                reason_field=reason,
                reason=typed.get(reason, "") if typed else "",
                error=errors.get(field),
                kept=tuple(one for one in kept if one.component == paper.value),
                done=paper.note is not None,
            )
