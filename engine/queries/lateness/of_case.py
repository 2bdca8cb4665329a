"""How it is with one late case: for its officers."""

from collections.abc import Sequence

from engine.facts.base import Event
from engine.facts.events_of_apologies import Apologised
from engine.facts.events_of_lateness import CauseClaimed, CauseConfirmed, CauseRejected
from engine.facts.reading import Recorded
from engine.queries.lateness.wording import cause_words
from engine.queries.views.lateness import LatenessView


def lateness_of(history: Sequence[Recorded], *, late: bool, missed: bool) -> LatenessView | None:
    """Apology and cause, from a history with the newest first; ``None`` for a case in time.

    ``missed``: whether a due time was missed; else it only counts as late.
    """
    claimed = _last(history, CauseClaimed)
    if not late and claimed is None:
        return None
    apologised = _last(history, Apologised)
    view = LatenessView(
        missed, apologised.at if apologised else None, None, None, None, None, None, None
    )
    if claimed is None or not isinstance(claimed.event, CauseClaimed):
        return view
    event = claimed.event
    since = [told for told in history if told.seq > claimed.seq]
    decided = _last(since, CauseConfirmed) or _last(since, CauseRejected)
    state = "claimed" if event.waits else "stated"
    if decided is not None:
        state = "confirmed" if isinstance(decided.event, CauseConfirmed) else "rejected"
    return LatenessView(
        missed=missed,
        apologised_at=view.apologised_at,
        cause=event.cause,
        cause_state=state,
        cause_words=cause_words(event.cause, state),
        reason=event.reason,
        unit_name=event.unit_name,
        evidence=getattr(decided.event, "evidence", None) if decided else None,
    )


def _last(history: Sequence[Recorded], shape: type[Event]) -> Recorded | None:
    return next((told for told in history if isinstance(told.event, shape)), None)
