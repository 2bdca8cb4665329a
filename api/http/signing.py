"""Who is signed in: the account in the signed session cookie, read anew for each request."""

from flask import g, session

from api.http.parts import today
from api.http.transaction import reading
from engine.accounts import Person
from engine.accounts.person import AccountKind
from engine.accounts.signing_in import person_of
from engine.errors import NotSignedIn

ACCOUNT = "account"
WAS_HERE = "was_here"


def sign_in(who: Person) -> None:
    """Start a fresh session for the person: whatever the old cookie held is dropped."""
    session.clear()
    session[ACCOUNT] = who.account_id
    session.permanent = True
    g.person = who


def sign_out() -> None:
    """End the session."""
    session.clear()
    session[WAS_HERE] = True
    g.person = None


def person() -> Person | None:
    """The signed-in person with today's posts; ``None`` for a visitor."""
    if "person" not in g:
        account_id = session.get(ACCOUNT)
        g.person = None
        if account_id:
            with reading() as database:
                g.person = person_of(database, account_id=account_id, today=today())
    found: Person | None = g.person
    return found


def was_here() -> bool:
    """Whether this browser was signed in before: its session may have ended meanwhile."""
    return ACCOUNT in session or WAS_HERE in session


def require(*kinds: AccountKind) -> Person:
    """The signed-in person, of one of these kinds if any are named. Raises NotSignedIn."""
    who = person()
    if who is None or (kinds and who.kind not in kinds):
        raise NotSignedIn
    return who
