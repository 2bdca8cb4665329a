"""The table of the life as a page of the reference: ``docs/reference/life.md``."""

from collections.abc import Iterable, Iterator

from engine.life.moves import change
from engine.life.table import ENDINGS, LIFE, WAITS, State, Status

_HEAD = """# The life of a dossier

Printed from `engine/life/table.py` by `make reference`. Whatever a diagram says, a case is in one
of these ten states of the national portal, or suspended (a state of ours: the portal is told 4, or
what the ground says), and everything here follows from the state: which
clock runs, whether the timers of the diagram stand still, what may come next, what people read.
`engine.cases.act.turning.turn` is the only writer of status, clocks, parking, due time and dates,
and of the one message (`status_changed`) for the outside. After every move of the process
`engine.cases.act.settling` gives the case the one status of where it came to: what was passed
through on the way never stood and nobody is told of it.
"""


_FOOT = """
A process that ends where its package says nothing has been stopped. Only a filing can be refused:
after reception a refusal is a result, stored (9) and returned (10); an ending `refused` that is
reached later stops the case (8).
"""


def life_page() -> str:
    """The page, in Markdown."""
    return "\n".join(
        [
            _HEAD,
            "## States\n",
            *_table(("code", "state", "clock", "timers", "end", "may follow", "acts"), _states()),
            "\n## What people read\n",
            *_table(("code", "headline", "what the applicant does", "clock words"), _words()),
            "\n## From one state to another\n",
            "`due`: the solving time begins anew, or goes on with what was left.\n",
            *_table(("from", "to", "stops", "starts", "timers", "due", "dates set"), _moves()),
            "\n## Waits and endings of a diagram\n",
            *_table(("`[[waits]]` kind", "state meanwhile"), ((k, f"{s}") for k, s in _waits())),
            "",
            *_table(("`[[endings]]` kind", "states in turn"), _endings()),
            _FOOT,
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _states() -> Iterator[tuple[str, ...]]:
    for row in LIFE.values():
        yield (
            str(row.status),
            row.name,
            str(row.runs or "none"),
            "stand still" if row.parked else "run",
            _end(row),
            ", ".join(map(str, sorted(row.to))) or "none",
            ", ".join(f"`{act}`" for act in sorted(row.acts)) or "none",
        )


def _end(row: State) -> str:
    result = "a result" if row.solved else "no result"
    if row.ended:
        return f"ended, {result}"
    return f"solved, not ended ({result})" if row.solved else "solving over" if row.over else ""


def _words() -> Iterator[tuple[str, ...]]:
    for row in LIFE.values():
        yield str(row.status), row.headline, row.lead, row.clock_words


def _moves() -> Iterator[tuple[str, ...]]:
    for before in LIFE.values():
        for after in sorted(before.to):
            found = change(before.status, after, received=before.after_reception)
            timers = "stop" if found.parks else "go on" if found.unparks else ""
            yield (
                str(before.status),
                str(after),
                str(found.stops or ""),
                str(found.starts or ""),
                timers,
                str(found.due or ""),
                ", ".join(found.dates),
            )


def _waits() -> Iterator[tuple[str, str]]:
    return ((f"`{kind}`", _named(status)) for kind, status in WAITS.items())


def _endings() -> Iterator[tuple[str, str]]:
    for kind, statuses in ENDINGS.items():
        yield f"`{kind}`", ", then ".join(map(_named, statuses))


def _named(status: Status) -> str:
    return f"{status} {LIFE[status].name}"
