"""What expressions may read of a dossier: read-only, and only fetched when one does."""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.cases import Dossier
from engine.store.database import remembered


@dataclass(frozen=True, slots=True)
class Readable:
    """``case``: the answers with what the system knows of the case; ``applicant``: who filed."""

    case: Mapping[str, object]
    applicant: Mapping[str, object]

    @property
    def context(self) -> dict[str, object]:
        """The names besides ``case`` under which expressions read the dossier."""
        return {"applicant": self.applicant}


class _Lazy(Mapping[str, object]):
    """A mapping that is fetched at its first read: most steps read nothing of the dossier."""

    def __init__(self, fetch: Callable[[], Mapping[str, object]]) -> None:
        self._fetch = fetch

    def __getitem__(self, name: str) -> object:
        return self._fetch()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fetch())

    def __len__(self) -> int:
        return len(self._fetch())


class _Dossier(Protocol):
    """The columns that are read."""

    @property
    def answers(self) -> dict[str, object]: ...
    @property
    def applicant(self) -> dict[str, object]: ...


class _Stored:
    """A stored dossier that is fetched once, if at all."""

    def __init__(
        self, session: Session, key: tuple[str, str], known: Callable[[], Mapping[str, object]]
    ) -> None:
        self._session = session
        self._key = key
        self._known = known
        self._row: _Dossier | None = None

    def readable(self) -> Readable:
        return Readable(_Lazy(self._case), _Lazy(lambda: self._fetched().applicant))

    def _case(self) -> Mapping[str, object]:
        # What the system knows wins over what was answered.
        return ChainMap(dict(self._known()), self._fetched().answers)

    def _fetched(self) -> _Dossier:
        if self._row is None:
            province, case_id = self._key
            # With the papers: whoever reads on in this session finds this very row.
            query = select(Dossier.answers, Dossier.applicant, Dossier.papers).where(
                Dossier.province_code == province, Dossier.case_id == case_id
            )
            self._row = remembered(
                self._session,
                ("dossier", *self._key),
                lambda: self._session.execute(query).one(),
            )
        return self._row


def given(
    answers: Mapping[str, object], applicant: Mapping[str, object], known: Mapping[str, object]
) -> Readable:
    """The dossier that is being filed; what the system knows wins over what was answered."""
    return Readable({**answers, **known}, applicant)


def stored(
    session: Session,
    province_code: str,
    case_id: str,
    known: Callable[[], Mapping[str, object]],
) -> Readable:
    """The dossier of a stored case, fetched at the first read of either part.

    ``known`` is asked at every read: an act changes what the system knows of the case.
    """

    return _Stored(session, (province_code, case_id), known).readable()
