"""The only module that reads the environment. Every setting is in docs/reference/settings.md."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.errors import SettingInvalid
from engine.ports import Audience

Mode = Literal["demo", "production"]
ADAPTER = "MOTCUA_ADAPTER_"
"""A variable of this beginning names the adapter of a port (``api.ports``)."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider, how we are registered there, and what it knows people by."""

    issuer: str
    client_id: str
    secret: str
    name: str
    claim: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this installation runs."""

    mode: Mode
    var: Path
    """Where the embedded database, documents and audit heads lie."""
    database: str
    """``sqlite`` (a file under ``var``), ``postgres`` (an embedded server there), or a URL."""
    secret_key: str
    """Signs session cookies."""
    audit_key: bytes
    """Keys the daily heads of the audit."""
    processes: Path
    host: str
    port: int
    threads: int
    processes_at_once: int
    """How many processes ``motcua serve`` runs."""
    draft_days: int
    """How many days a draft of a form is kept after it was last touched."""
    key_days: int
    """How many days a one-use key is remembered with the answer that it got."""
    session_idle_minutes: int
    session_hours: int
    """A session ends when it was not used for so long, and after so many hours in any case."""
    sign_in_wrong: int
    sign_in_wrong_here: int
    sign_in_minutes: int
    """So many wrong passwords of one user name, and from one address, in so many minutes."""
    sign_in_code_hours: int
    """How long a one-use code may be used."""
    second_factor: bool
    """Whether whoever administers must have a second factor."""
    address: str
    """Where people find this installation: scheme and host, no path; empty: as they say."""
    providers: Mapping[Audience, Provider]
    officers_province: str
    """Whose officers the provider for officers vouches for."""
    messages_spool: Path | None
    """Where short messages are dropped for a gateway."""
    sign_in_days: int
    """How many days it is kept who signed in, and what was refused."""
    proxies: int
    """How many proxies in front of this server tell truly where a request comes from."""
    demo_data: frozenset[str] | None
    """What of demonstrations is taken: provinces, or ``province/procedure``; ``None``: all."""
    log: Literal["text", "json"]
    """How lines of the log are written."""
    metrics_token: str
    """Whoever shows it reads ``/metrics``; empty: whoever is on this machine."""
    adapters: Mapping[str, str]
    """Port by port the adapter that was asked for; ``api.ports`` knows which there are."""

    @property
    def database_url(self) -> str | None:
        """The URL of the database; ``None`` for an embedded server, which has one once it runs."""
        if self.database == "sqlite":
            return f"sqlite:///{self.var / 'motcua.db'}"
        return None if self.database == "postgres" else self.database

    @property
    def demo(self) -> bool:
        """Whether demo accounts may exist."""
        return self.mode == "demo"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read ``MOTCUA_*``. Raises SettingInvalid.

        In demo mode secrets are made once and kept under ``var``; production wants them given.
        """
        mode = env.get("MOTCUA_MODE", "production")
        if mode not in ("demo", "production"):
            raise SettingInvalid(name="MOTCUA_MODE", reason="chỉ nhận demo hoặc production")
        var = Path(env.get("MOTCUA_VAR", "var")).resolve()
        shipped = Path(__file__).parent.parent / "processes"
        return cls(
            mode="demo" if mode == "demo" else "production",
            var=var,
            database=env.get("MOTCUA_DATABASE", "sqlite"),
            secret_key=_secret(env, "MOTCUA_SECRET_KEY", mode, var),
            audit_key=_secret(env, "MOTCUA_AUDIT_KEY", mode, var).encode(),
            processes=Path(env.get("MOTCUA_PROCESSES", str(shipped))).resolve(),
            host=env.get("MOTCUA_HOST", "127.0.0.1"),
            port=_number(env, "MOTCUA_PORT", 8000),
            threads=_number(env, "MOTCUA_THREADS", 8),
            processes_at_once=_number(env, "MOTCUA_SERVERS", os.cpu_count() or 1),
            draft_days=_number(env, "MOTCUA_DRAFT_DAYS", 30),
            key_days=_number(env, "MOTCUA_KEY_DAYS", 30),
            session_idle_minutes=_number(env, "MOTCUA_SESSION_IDLE_MINUTES", 12 * 60),
            session_hours=_number(env, "MOTCUA_SESSION_HOURS", 24),
            sign_in_wrong=_number(env, "MOTCUA_SIGN_IN_WRONG", 10),
            sign_in_wrong_here=_number(env, "MOTCUA_SIGN_IN_WRONG_HERE", 100),
            sign_in_minutes=_number(env, "MOTCUA_SIGN_IN_MINUTES", 15),
            sign_in_code_hours=_number(env, "MOTCUA_SIGN_IN_CODE_HOURS", 7 * 24, least=1),
            second_factor=_of_admins(env, "MOTCUA_SECOND_FACTOR"),
            address=env.get("MOTCUA_ADDRESS", "").rstrip("/"),
            providers=_providers(env, mode),
            officers_province=env.get("MOTCUA_OIDC_OFFICERS_PROVINCE", ""),
            messages_spool=_folder(env, "MOTCUA_MESSAGES_SPOOL"),
            sign_in_days=_number(env, "MOTCUA_SIGN_IN_DAYS", 365),
            proxies=_number(env, "MOTCUA_PROXIES", 0),
            demo_data=None if mode == "demo" else _names(env, "MOTCUA_DEMO_DATA"),
            log=_log_of(env, mode),
            metrics_token=env.get("MOTCUA_METRICS_TOKEN", ""),
            adapters={
                name.removeprefix(ADAPTER).lower(): value
                for name, value in env.items()
                if name.startswith(ADAPTER) and value
            },
        )


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    text = env.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
        raise SettingInvalid(name=name, reason="phải là số nguyên")
    if int(text) < least:
        raise SettingInvalid(name=name, reason=f"ít nhất là {least}")
    return int(text)


def _names(env: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(word.strip() for word in env.get(name, "").split(",") if word.strip())


def _of_admins(env: Mapping[str, str], name: str) -> bool:
    """Whether it is for administrators, or off."""
    chosen = env.get(name, "off")
    if chosen not in ("off", "admins"):
        raise SettingInvalid(name=name, reason="chỉ nhận off hoặc admins")
    return chosen == "admins"


OFFICERS: Mapping[str, str] = {
    "issuer": "MOTCUA_OIDC_OFFICERS_ISSUER",
    "client_id": "MOTCUA_OIDC_OFFICERS_CLIENT",
    "secret": "MOTCUA_OIDC_OFFICERS_SECRET",
    "name": "MOTCUA_OIDC_OFFICERS_NAME",
    "claim": "MOTCUA_OIDC_OFFICERS_CLAIM",
}
CITIZENS: Mapping[str, str] = {
    "issuer": "MOTCUA_OIDC_CITIZENS_ISSUER",
    "client_id": "MOTCUA_OIDC_CITIZENS_CLIENT",
    "secret": "MOTCUA_OIDC_CITIZENS_SECRET",
    "name": "MOTCUA_OIDC_CITIZENS_NAME",
    "claim": "MOTCUA_OIDC_CITIZENS_CLAIM",
}
UNSAID: Mapping[Audience, Mapping[str, str]] = {
    "officers": {"name": "tài khoản của tỉnh", "claim": "preferred_username"},
    "citizens": {"name": "VNeID", "claim": "identity_number"},
}
"""What a provider is called and knows people by where nothing is said."""


def _providers(env: Mapping[str, str], mode: str) -> Mapping[Audience, Provider]:
    """The providers whose issuer is named. Raises SettingInvalid where more is wanted of one."""
    tables: Mapping[Audience, Mapping[str, str]] = {"officers": OFFICERS, "citizens": CITIZENS}
    found: dict[Audience, Provider] = {}
    for audience, names in tables.items():
        told = {field: env.get(name) for field, name in names.items()}
        if not told["issuer"]:
            continue
        wanted = [names["client_id"], names["secret"], "MOTCUA_ADDRESS"]
        if audience == "officers":
            wanted.append("MOTCUA_OIDC_OFFICERS_PROVINCE")
        for name in wanted:
            if not env.get(name):
                reason = f"bắt buộc khi có {names['issuer']}"
                raise SettingInvalid(name=name, reason=reason)
        for name in (names["issuer"], "MOTCUA_ADDRESS"):
            if mode == "production" and not env[name].startswith("https://"):
                raise SettingInvalid(name=name, reason="phải bắt đầu bằng https://")
        unsaid = UNSAID[audience]
        found[audience] = Provider(**{**unsaid, **{k: v for k, v in told.items() if v}})
    return found


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    """A folder that is there. Raises SettingInvalid."""
    given = env.get(name)
    if not given:
        return None
    if not Path(given).is_dir():
        raise SettingInvalid(name=name, reason="phải là thư mục đã có")
    return Path(given)


def _log_of(env: Mapping[str, str], mode: str) -> Literal["text", "json"]:
    chosen = env.get("MOTCUA_LOG", "text" if mode == "demo" else "json")
    if chosen not in ("text", "json"):
        raise SettingInvalid(name="MOTCUA_LOG", reason="chỉ nhận text hoặc json")
    return "json" if chosen == "json" else "text"


LONGEST_NUMBER = 10
"""Digits of a number in a setting."""


SHORTEST_SECRET = 32


def _secret(env: Mapping[str, str], name: str, mode: str, var: Path) -> str:
    given = env.get(name)
    if given:
        if len(given) < SHORTEST_SECRET:
            raise SettingInvalid(name=name, reason=f"cần ít nhất {SHORTEST_SECRET} ký tự")
        return given
    if mode == "production":
        raise SettingInvalid(
            name=name, reason="bắt buộc khi vận hành thật; chạy thử thì đặt MOTCUA_MODE=demo"
        )
    return _kept(var / f"{name.lower()}.txt")


def _kept(path: Path) -> str:
    """A secret made at the first start; two processes starting together agree on one."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(SHORTEST_SECRET))
            file.flush()
            with suppress(FileExistsError):
                path.hardlink_to(file.name)
    return path.read_text(encoding="utf-8")
