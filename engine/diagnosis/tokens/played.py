"""What a play of the token game has found."""

from dataclasses import dataclass, field

from engine.diagnosis.tokens.net import MOST_COUNTED, Count, Spot, Trail, Way


@dataclass(slots=True)
class Played:
    """What was found. Trails lead from the beginning to where it shows.

    ``stuck``: joins at which tokens wait for ever, with the ways that are missing; ``met``: spots
    where a second token came while the first was there; ``twice``: acts done again, by the place
    in ``Count``; ``circling``: where a token runs in circles without an end. ``totals`` are the
    acts done at the end, ``partly`` those done while something is still open.
    """

    given_up: bool = False
    work: int = 0
    stuck: dict[Spot, tuple[Trail, list[Way]]] = field(default_factory=dict)
    met: dict[Spot, Trail] = field(default_factory=dict)
    twice: dict[int, Trail] = field(default_factory=dict)
    circling: tuple[Spot, Trail] | None = None
    totals: dict[Count, Trail] = field(default_factory=dict)
    partly: dict[Count, Trail] = field(default_factory=dict)

    def see_twice(self, count: Count, trail: Trail) -> None:
        """Keeps the first way on which an act is done again."""
        for number, done in enumerate(count):
            if done >= MOST_COUNTED:
                self.twice.setdefault(number, trail)
