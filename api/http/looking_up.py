"""A case that somebody looks up by its number: as much as they prove, and as often as they may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.http.guessing import Guesses, client_of
from api.http.parts import now, parts
from api.http.signing import address
from api.http.transaction import reading, writing
from engine.accounts.proofs import Proof
from engine.accounts.wrong_facts import check_day, keep_wrong
from engine.errors import (
    CaseNotFound,
    DocumentNotFound,
    FactWrong,
    PetitionNotFound,
    ProofMissing,
)
from engine.queries.tracking import case_named, track
from engine.queries.views.tracking import TrackView
from engine.typed.identifiers import case_code


def tracked(ref: str, shown: Proof) -> TrackView:
    """The public view of a case, and more for who proves something.

    Raises CaseNotFound, FactWrong, TooManyFacts, TooManyFactsHere, TooManyNumbers.
    """
    with guessed(ref, shown) as guess:
        with reading() as session:
            found = track(session, ref=ref, now=now(), proof=shown)
        if not found.opened:
            guess.note_number()
    return found


@contextmanager
def guessed(ref: str, shown: Proof) -> Iterator["Guess"]:
    """Let a number be named, and count what it was if it proved nothing.

    Raises TooManyFacts, TooManyFactsHere, TooManyNumbers, and hands on what is raised inside.
    """
    guess = _guess(ref, shown)
    guess.check()
    try:
        yield guess
    except (FactWrong, CaseNotFound, DocumentNotFound, ProofMissing):
        guess.note()
        raise


@contextmanager
def guessed_petition(code: str) -> Iterator[None]:
    """Let a petition's code be named, and count it where no petition has it.

    Raises TooManyNumbers, and hands on what is raised inside.
    """
    guesses, client = parts().guesses, client_of(address())
    named = f"petition {code}"
    guesses.check_number(named, client, now())
    try:
        yield
    except PetitionNotFound:
        guesses.note_number(named, client, now())
        raise


@contextmanager
def sending_petition(about: str) -> Iterator[Callable[[str], None]]:
    """Let a petition be sent, as often as people do; what is yielded notes that it was.

    A case that it names is guessed like any other. Raises TooManyPetitions, TooManyNumbers, and
    hands on what is raised inside.
    """
    guesses, client = parts().guesses, client_of(address())
    guesses.check_petition(client, now())
    if about:
        guesses.check_number(about, client, now())
    try:
        yield lambda code: guesses.note_petition(client, code, now())
    except CaseNotFound:
        guesses.note_number(about, client, now())
        raise


@dataclass(frozen=True, slots=True)
class Guess:
    """A number, who names it, and what they show besides.

    ``case``: its id, if there is one (``known``), else the number.
    """

    guesses: Guesses
    case: str
    known: bool
    client: str
    shown: Proof

    def check(self) -> None:
        """Refuse what tries too much, before it is looked at."""
        if self.shown.fact:
            self.guesses.check_fact(self.case, self.client, now())
            if self.known:
                with reading() as session:
                    check_day(session, self.case, now())
        elif not (self.shown.receipt or self.shown.account_id):
            self.guesses.check_number(self.case, self.client, now())

    def note(self) -> None:
        """Nothing was opened: a wrong fact, or a number only."""
        if self.shown.fact:
            self.guesses.note_fact(self.case, self.client, self.shown.fact, now())
            if self.known:
                with writing() as session:
                    keep_wrong(session, self.case, self.shown, now())
        else:
            self.note_number()

    def note_number(self) -> None:
        """Only a number was shown. Raises TooManyNumbers, as of one that no case has."""
        self.guesses.check_number(self.case, self.client, now())
        self.guesses.note_number(self.case, self.client, now())


def _guess(ref: str, shown: Proof) -> Guess:
    """A signed-in person is one client wherever they are; of others their address is known."""
    with reading() as session:
        case = case_named(session, ref)
    client = shown.account_id or client_of(address())
    return Guess(parts().guesses, case or case_code(ref), case is not None, client, shown)
