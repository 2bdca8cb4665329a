"""Pages of a list that designers look at."""

from engine.errors import DesignNotFound

QUOTED = 60
"""Signs that a refusal repeats of what was asked for."""


def rows_of_page(page: int, pages: int, size: int) -> slice:
    """Which rows the page shows. Raises DesignNotFound for one that there is not: the last one
    would be no answer to what was asked for."""
    if not 1 <= page <= pages:
        raise DesignNotFound(what=f"trang {page}: danh sách có {pages} trang")
    return slice((page - 1) * size, page * size)
