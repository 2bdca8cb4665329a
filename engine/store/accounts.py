"""Who may sign in, who is signed in, and what was tried."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime


class Account(Base):
    """A way to sign in: a citizen, or an officer of a province.

    ``password_hash`` is empty until somebody has set a password with a one-use code.
    ``disabled_why``: locked, left. ``signed_in_at`` is when it was last signed in to.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
        Index("ix_accounts_identity_number", "identity_number"),
        Index("ix_accounts_phone", "phone"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    kind: Mapped[str] = mapped_column(Code)
    full_name: Mapped[str]
    honorific: Mapped[str | None]
    province_code: Mapped[str | None] = mapped_column(Code)
    officer_id: Mapped[str | None] = mapped_column(Key)
    identity_number: Mapped[str | None] = mapped_column(Code)
    phone: Mapped[str | None] = mapped_column(Code)
    demo: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_why: Mapped[str | None] = mapped_column(Code)
    code_from: Mapped[str | None] = mapped_column(Key)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInCode(Base):
    """The one code with which an account's password may be set, once, until it ends.

    Only its hash is kept; who has used it, or got another, finds the row gone or changed.
    """

    __tablename__ = "sign_in_codes"

    account_id: Mapped[str] = mapped_column(Key, ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(Code)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountSubject(Base):
    """The person at an outside provider to whom an account belongs: one at each provider.

    Whoever is an officer and a citizen, and comes by one provider as both, has an account of each
    ``audience``.
    """

    __tablename__ = "account_subjects"
    __table_args__ = (Index("ix_account_subjects_account_id", "account_id", "issuer", unique=True),)

    audience: Mapped[str] = mapped_column(Code, primary_key=True)
    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(Key, ForeignKey("accounts.id"))
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryCode(Base):
    """The code for an account that a browser asked for last: it opens it once, in that browser.

    It was sent to the telephone of the account; ``device`` is the mark of the browser. Only a keyed
    hash is kept; ``wrong`` counts what was tried instead.
    """

    __tablename__ = "entry_codes"

    account_id: Mapped[str] = mapped_column(Key, ForeignKey("accounts.id"), primary_key=True)
    device: Mapped[str] = mapped_column(Code, primary_key=True)
    code_hash: Mapped[str] = mapped_column(Code)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wrong: Mapped[int] = mapped_column(default=0)


class WrongFact(Base):
    """A wrong fact that was told to open the case ``about``; ``told`` is a keyed hash of it."""

    __tablename__ = "wrong_facts"

    about: Mapped[str] = mapped_column(Key, primary_key=True)
    told: Mapped[str] = mapped_column(Code, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """What a telephone shows besides the password: codes that change with time (RFC 6238).

    ``secret`` is encrypted under the installation's key. It counts once ``confirmed_at`` is set.
    ``last_step`` is the last interval whose code was used, so that none is used twice;
    ``recovery`` are hashes of codes for when the telephone is lost, each for one use.
    """

    __tablename__ = "second_factors"

    account_id: Mapped[str] = mapped_column(Key, ForeignKey("accounts.id"), primary_key=True)
    secret: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(BigInteger)
    recovery: Mapped[list[str]] = mapped_column(Json)


class SignIn(Base):
    """A browser or program that is signed in; the cookie names it by ``id``.

    ``ends_at`` is when it ends however busy it is. ``password_mark`` tells the password that it
    began with, so that another password ends it. ``why``: out, others, password, reset.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_account_id", "account_id", "ended_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    account_id: Mapped[str] = mapped_column(Key, ForeignKey("accounts.id"))
    password_mark: Mapped[str] = mapped_column(Code)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(Code)
    agent: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str | None] = mapped_column(Code)


class SignInEvent(Base):
    """Signing in and out, and what was refused: who, from where. Never a password.

    ``kind``: in, in_provider, in_code; wrong (a password), wrong_second (the telephone's code),
    wrong_code (a one-use code), refused (known to a provider, not let in here); code_sent; out,
    others, password (another one was set), freed (the tries of before count no more), second,
    no_second. What the brake refused is in the log alone. ``account_id`` is ``None`` for a name
    nobody has. In older rows a wrong code of either sort is ``wrong``. ``device`` names a browser
    in which somebody came in or asked for a code before, by the mark in its cookie.
    """

    __tablename__ = "sign_in_events"
    __table_args__ = (
        Index("ix_sign_in_events_username", "username", "at"),
        Index("ix_sign_in_events_address", "address", "at"),
        Index("ix_sign_in_events_at", "at"),
        Index("ix_sign_in_events_account", "account_id", "id"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(Code)
    username: Mapped[str]
    account_id: Mapped[str | None] = mapped_column(Key)
    address: Mapped[str] = mapped_column(Code)
    device: Mapped[str | None] = mapped_column(Code)
