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

Mode = Literal["demo", "production"]
ADAPTER = "MOTCUA_ADAPTER_"
"""A variable of this beginning names the adapter of a port (``api.ports``)."""


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
            adapters={
                name.removeprefix(ADAPTER).lower(): value
                for name, value in env.items()
                if name.startswith(ADAPTER) and value
            },
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdigit():
        raise SettingInvalid(name=name, reason="phải là số nguyên")
    return int(text)


SHORTEST_SECRET = 32


def _secret(env: Mapping[str, str], name: str, mode: str, var: Path) -> str:
    given = env.get(name)
    if given:
        if len(given) < SHORTEST_SECRET:
            raise SettingInvalid(name=name, reason=f"cần ít nhất {SHORTEST_SECRET} ký tự")
        return given
    if mode == "production":
        raise SettingInvalid(name=name, reason="bắt buộc khi vận hành thật")
    return _kept(var / f"{name.lower()}.txt")


def _kept(path: Path) -> str:
    """A secret made at the first start; two processes starting together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(SHORTEST_SECRET))
            file.flush()
            with suppress(FileExistsError):
                path.hardlink_to(file.name)
    return path.read_text(encoding="utf-8")
