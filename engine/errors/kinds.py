"""The base class of all refusals and their six kinds."""

from typing import ClassVar, Literal

Kind = Literal["invalid", "forbidden", "not_found", "conflict", "too_often", "unavailable"]


class Refusal(Exception):
    """Base of all refusals. A subclass fixes its code, its kind and its message."""

    code: ClassVar[str]
    kind: ClassVar[Kind]
    message: ClassVar[str]

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.message.format(**details))


class Invalid(Refusal):
    """What was sent can't be accepted as it stands."""

    kind = "invalid"


class Forbidden(Refusal):
    """The person may not do this."""

    kind = "forbidden"


class NotFound(Refusal):
    """No such thing, or the person may not know that it exists."""

    kind = "not_found"


class Conflict(Refusal):
    """The thing is in another state than the act needs."""

    kind = "conflict"


class TooOften(Refusal):
    """The person, or their network, did it too often; ``minutes`` until it may be done again."""

    kind = "too_often"


class Unavailable(Refusal):
    """Cannot be done now; the same request may succeed later."""

    kind = "unavailable"
