"""The providers of an installation: one for officers, one for citizens, or none."""

from collections.abc import Mapping
from datetime import datetime

from adapters.oidc.client import OidcClient, Registered
from engine.errors import ProviderNotOffered
from engine.ports import Audience, Begun, Vouched


class OidcProviders:
    """OpenID Connect for each audience that has a provider."""

    def __init__(self, registered: Mapping[Audience, Registered]) -> None:
        self._clients = {audience: OidcClient(one) for audience, one in registered.items()}

    def offered(self) -> Mapping[Audience, str]:
        """Who can sign in so, and the provider's name."""
        return {audience: client.name for audience, client in self._clients.items()}

    def begin(self, audience: Audience, *, back: str) -> Begun:
        """Begin a sign-in. Raises ProviderNotOffered, ProviderUnavailable, ProviderAnswerWrong."""
        return self._of(audience).begin(back=back)

    def finish(
        self, audience: Audience, *, begun: Begun, code: str, back: str, now: datetime
    ) -> Vouched:
        """Whom the provider vouches for.

        Raises ProviderNotOffered, ProviderUnavailable, ProviderAnswerWrong, ProviderSilent.
        """
        return self._of(audience).finish(begun=begun, code=code, back=back, now=now)

    def leave(self, audience: Audience, *, back: str) -> str | None:
        """Where a browser signs out there too."""
        client = self._clients.get(audience)
        return client.leave(back=back) if client else None

    def _of(self, audience: Audience) -> OidcClient:
        try:
            return self._clients[audience]
        except KeyError:
            raise ProviderNotOffered from None
