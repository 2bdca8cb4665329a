"""What local rules say about filing: open channels, and whether this is the place at all."""

from engine.catalogue.manifest import Channel, Manifest
from engine.catalogue.rules.resolution import Resolved
from engine.errors import FiledElsewhere


def open_channels(manifest: Manifest, found: Resolved) -> tuple[Channel, ...]:
    """The channels that the procedure may be filed through."""
    rule = found.one("channels")
    return tuple(rule.value["channels"]) if rule else manifest.channels


def online_level(manifest: Manifest, found: Resolved) -> str | None:
    """How far the procedure goes online: full, partial or none; ``None`` when nobody says."""
    rule = found.one("channels")
    return str(rule.value["online_level"]) if rule else manifest.online_level


def check_place(found: Resolved, channel: str) -> None:
    """Whether a filing through this channel belongs here. Raises FiledElsewhere.

    Online filings go to the national portal where a rule sends them there; a procedure whose home
    is the ministry's system takes no filings here at all.
    """
    home, place = found.one("handling_system"), found.one("filing_place")
    if home is not None and home.value["home"] == "ministry":
        raise FiledElsewhere(where="hệ thống của bộ", address="", basis=home.basis.words)
    if place is not None and channel == "online" and place.value["place"] == "national_portal":
        address = place.value["address"]
        where = f"Cổng dịch vụ công quốc gia ({address})"
        raise FiledElsewhere(where=where, address=address, basis=place.basis.words)
