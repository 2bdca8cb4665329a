"""What expressions may read of a dossier: read-only, and only fetched when one does."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.cases import Dossier

NAMES = ("case", "applicant")
"""The names under which expressions see the dossier."""


class LazyDossier(Mapping[str, object]):
    """``case`` (the answers, with what the case row knows) and ``applicant``.

    Most steps evaluate no expression that reads them, so their row is fetched at the first read.
    """

    def __init__(
        self, session: Session, province_code: str, case_id: str, known: Mapping[str, object]
    ) -> None:
        self._key = (province_code, case_id)
        self._session = session
        self._known = known
        self._content: dict[str, object] | None = None

    def __getitem__(self, name: str) -> object:
        return self._loaded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def _loaded(self) -> dict[str, object]:
        if self._content is None:
            row = self._session.execute(
                select(Dossier.answers, Dossier.applicant).where(
                    Dossier.province_code == self._key[0], Dossier.case_id == self._key[1]
                )
            ).one()
            self._content = dossier_names(row.answers, row.applicant, self._known)
        return self._content


def dossier_names(
    answers: Mapping[str, object], applicant: Mapping[str, object], known: Mapping[str, object]
) -> dict[str, object]:
    """The two names with their content; what the system knows wins over what was answered."""
    return {"case": {**answers, **known}, "applicant": dict(applicant)}
