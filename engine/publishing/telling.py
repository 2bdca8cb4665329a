"""What refused a step of a walk, said of the place where the walk was."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from engine.errors import CaseNotFound, Refusal, WalkFailed


@contextmanager
def telling(place: str) -> Iterator[None]:
    """A refusal says where the walk was."""
    try:
        yield
    except Refusal as refusal:
        raise WalkFailed(step=place, reason=_in_words(refusal)) from refusal


_UNSEEN = "lúc này người làm việc ấy không được thấy hồ sơ."
"""Of a dossier that is walked nobody has typed a number that could be wrong."""


def _in_words(refusal: Refusal) -> str:
    """What a refusal says, with those of its faults that it doesn't say itself."""
    said = [_UNSEEN if isinstance(refusal, CaseNotFound) else str(refusal)]
    for fault in cast("Sequence[object]", refusal.details.get("faults", ())):
        words = str(fault.get("message", "")) if isinstance(fault, Mapping) else ""
        if words and words not in said[0]:
            said.append(words)
    return " ".join(said)
