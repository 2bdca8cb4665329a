"""Names of provinces for pages that show several."""

from collections.abc import Iterable

from api.http import reading
from engine.organisation.tree import setting_of


def province_names(codes: Iterable[str | None]) -> dict[str, str]:
    """Province code → name ("Nghệ An"). Raises ProvinceNotFound."""
    with reading() as session:
        return {code: setting_of(session, code).name for code in set(codes) if code}
