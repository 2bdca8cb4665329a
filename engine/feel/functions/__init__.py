"""The built-in functions of FEEL by name; ``range`` is in ``engine.feel.compiler``, as it reads
FEEL."""

from typing import Final

from engine.feel.functions import (
    aggregates,
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    strings,
    temporal,
)

FUNCTIONS: Final = {
    **conversion.FUNCTIONS,
    **numeric.FUNCTIONS,
    **strings.FUNCTIONS,
    **lists.FUNCTIONS,
    **aggregates.FUNCTIONS,
    **contexts.FUNCTIONS,
    **temporal.FUNCTIONS,
    **ranges.FUNCTIONS,
}
