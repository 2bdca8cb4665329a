"""What a kind of fault consists of."""

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Code(NamedTuple):
    """A kind of fault: how bad it is, what is wrong, what to do. Both texts are templates.

    An ``error`` keeps a package from being published; a ``warning`` must be looked at; ``info``
    says what was read differently or ignored.
    """

    severity: Severity
    problem: str
    remedy: str
