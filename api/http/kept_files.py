"""The bytes of a file that a row names."""

import logging

from api.http.parts import parts
from engine.errors import StoreUnavailable

_log = logging.getLogger(__name__)


def bytes_of(digest: str) -> bytes:
    """The file's content. Raises Unavailable; a file that is lost is in the log with its digest."""
    try:
        return parts().documents.get(digest)
    except KeyError as lost:
        _log.error("document %s is lost", digest)
        raise StoreUnavailable from lost
