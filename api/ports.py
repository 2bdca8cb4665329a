"""The registry of ports: what may stand behind each. An adapter is a folder and one line here.

The factory, the worker, the command line and the contract tests draw from it, so whatever is
registered is tested. Nothing registers itself by being imported. See docs/reference/ports.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from adapters.folder.documents import FolderDocuments
from adapters.folder.heads import FolderHeads
from adapters.messages.mailbox import Mailbox
from adapters.messages.spool import SpooledMessages
from adapters.oidc.client import Registered
from adapters.oidc.providers import OidcProviders
from api.settings import ADAPTER, Settings
from engine.errors import SettingInvalid
from engine.ports import DocumentStore, HeadStore, IdentityProviders, MessageSender

Made = TypeVar("Made")
SIMULATOR = "simulator"
"""The adapter that plays an outside system: a demo takes it unasked, production never."""


@dataclass(frozen=True)
class Port(Generic[Made]):
    """A port and its adapters by name, each made from settings."""

    name: str
    protocol: type
    adapters: Mapping[str, Callable[[Settings], Made]]

    @property
    def setting(self) -> str:
        """The environment variable that chooses the adapter."""
        return f"{ADAPTER}{self.name.upper()}"

    def chosen(self, settings: Settings) -> str:
        """The adapter that the settings name; unasked a demo's simulator, else the first.

        Raises SettingInvalid for one that isn't there, and for a simulator in production.
        """
        open_ones = [name for name in self.adapters if settings.demo or name != SIMULATOR]
        unasked = SIMULATOR if SIMULATOR in open_ones else next(iter(open_ones), "")
        name = settings.adapters.get(self.name, unasked)
        if name not in open_ones:
            listed = ", ".join(open_ones)
            reason = f"chỉ nhận {listed}" if listed else "chưa có hệ thống thật nào để nối"
            raise SettingInvalid(name=self.setting, reason=reason)
        return name

    def make(self, settings: Settings) -> Made:
        """The chosen adapter, made. Raises SettingInvalid."""
        return self.adapters[self.chosen(settings)](settings)


DOCUMENTS = Port[DocumentStore](
    "documents",
    DocumentStore,
    {"folder": lambda settings: FolderDocuments(settings.var / "documents")},
)
HEADS = Port[HeadStore](
    "heads",
    HeadStore,
    {"folder": lambda settings: FolderHeads(settings.var / "heads")},
)
IDENTITY = Port[IdentityProviders](
    "identity",
    IdentityProviders,
    {
        "oidc": lambda settings: OidcProviders(
            {who: Registered(**asdict(one)) for who, one in settings.providers.items()}
        )
    },
)
MESSAGES = Port[MessageSender](
    "messages",
    MessageSender,
    {
        "spool": lambda settings: SpooledMessages(settings.messages_spool),
        "simulator": lambda settings: Mailbox(settings.var / "mailbox"),
    },
)
PORTS: tuple[Port[Any], ...] = (DOCUMENTS, HEADS, IDENTITY, MESSAGES)


def check_adapters(settings: Settings, ports: tuple[Port[Any], ...] = PORTS) -> None:
    """Raise SettingInvalid when a setting names a port or an adapter that isn't there."""
    for name in settings.adapters.keys() - {port.name for port in ports}:
        listed = ", ".join(port.setting for port in ports)
        raise SettingInvalid(name=f"{ADAPTER}{name.upper()}", reason=f"chỉ có {listed}")
    for port in ports:
        port.chosen(settings)
