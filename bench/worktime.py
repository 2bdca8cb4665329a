"""A million due dates on one core, and what the calendar costs to lay out.

Run from the repository root: ``make bench-worktime``. Writes bench/out/worktime.json.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from engine.worktime import (
    ZONE,
    Calendar,
    HoursInForce,
    Span,
    Unit,
    between,
    due,
    explain,
    sentences,
    vietnam_days,
)
from engine.worktime.vietnam import OFFICE_WEEK

COUNT = 1_000_000
LIMIT_SECONDS = 20
OUT = Path("bench/out/worktime.json")
AMOUNTS = ("0.5", "2", "8", "20", "24", "40", "96", "120", "160", "240")


def main() -> int:
    """Measures, prints, writes; 1 when the bar is missed."""
    random.seed(118)
    calendar = Calendar("đo", (HoursInForce(OFFICE_WEEK),), national=vietnam_days)
    first = datetime(2025, 1, 1, tzinfo=ZONE)
    starts = [first + timedelta(minutes=random.randrange(3 * 525_600)) for _ in range(10_000)]
    spans = [Span(Decimal(amount), Unit.WORKING_HOURS) for amount in AMOUNTS]

    layout = _timed(lambda: [calendar.year(year) for year in range(2025, 2031)])
    pairs = [(start, span) for start in starts for span in spans]
    rounds = COUNT // len(pairs)
    dues = _timed(lambda: [[due(calendar, s, span) for s, span in pairs] for _ in range(rounds)])
    ends = [start + timedelta(days=20) for start in starts]
    spent = _timed(lambda: [between(calendar, s, e) for s, e in zip(starts, ends, strict=True)])
    some = starts[:1000]
    told = _timed(lambda: [sentences(explain(calendar, start, spans[6])) for start in some])

    result = {
        "due_dates": rounds * len(pairs),
        "due_seconds": round(dues, 2),
        "limit_seconds": LIMIT_SECONDS,
        "due_microseconds_each": round(dues / rounds / len(pairs) * 1e6, 2),
        "between_microseconds_each": round(spent / len(starts) * 1e6, 2),
        "explain_12_days_microseconds_each": round(told / len(some) * 1e6),
        "year_layout_milliseconds_each": round(layout / 6 * 1e3, 2),
        "python": sys.version.split()[0],
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, value in result.items():
        print(f"{name}: {value}")
    return int(dues > LIMIT_SECONDS)


def _timed(work: Callable[[], object]) -> float:
    """Seconds of processor time that the work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
