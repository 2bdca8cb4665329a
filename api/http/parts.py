"""The parts that the factory put together, for whoever serves a request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from api.http.guessing import Guesses
from engine.accounts.passwords import Hashing
from engine.accounts.second_factor import SecretBox
from engine.accounts.signing_in import SignInRules
from engine.ports import DocumentStore, IdentityProviders, MessageSender
from engine.store.database import Database
from engine.worktime import ZONE

KEY = "motcua"


@dataclass(frozen=True)
class Parts:
    """The running product: its database, its stores, its clock, and whether it is a demo."""

    database: Database
    documents: DocumentStore
    clock: Callable[[], datetime]
    processes: Path
    """The folder of the provinces' data."""
    demo: bool
    draft_days: int
    """How many days a draft of a form is kept after it was last touched."""
    sign_in: SignInRules
    """How long sessions last, and how much may be tried at the door."""
    hashing: Hashing
    secrets: SecretBox
    """Encrypts the secrets of second factors."""
    second_factor: bool
    """Whether whoever administers must have a second factor."""
    var: Path
    """The folder of what lies on this machine's disk."""
    metrics_token: str
    """Who shows it reads the numbers of this process; empty: who is on this machine."""
    identity: IdentityProviders
    """Outside providers that vouch for people."""
    messages: MessageSender
    """Sends codes to telephones."""
    address: str
    """Where people find this installation; empty: as they ask for it."""
    officers_province: str
    """Whose officers the provider for officers vouches for."""
    guesses: Guesses = field(default_factory=Guesses)
    """What strangers tried lately to open cases."""


def install_parts(app: Flask, made: Parts) -> None:
    """Give the app its parts."""
    app.extensions[KEY] = made


def parts() -> Parts:
    """The parts of the app that serves this request."""
    return cast("Parts", current_app.extensions[KEY])


def now() -> datetime:
    """The moment of the request, from the app's clock."""
    return parts().clock()


def oldest_draft() -> datetime:
    """Drafts that were last touched before are gone."""
    return now() - timedelta(days=parts().draft_days)


def today() -> date:
    """The day of the request in Việt Nam."""
    return now().astimezone(ZONE).date()
