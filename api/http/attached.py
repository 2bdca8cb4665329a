"""A file as an answer that browsers keep under its own name, whatever letters the name has."""

import unicodedata
from string import ascii_letters, digits

from flask import Response

from engine.typed.file_names import behind_folders


def attached(data: bytes, name: str, kind: str) -> Response:
    """The bytes to be kept under the last part of ``name``: in ASCII for old readers, and beside
    it whole (RFC 6266)."""
    response = Response(data, mimetype=kind)
    whole = one_line(name)
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    told = {"filename": plain, "filename*": f"UTF-8''{_written(whole)}"}
    response.headers.set("Content-Disposition", "attachment", **told)
    return response


def one_line(name: str) -> str:
    """The name as a header can carry it: names were taken as they came once."""
    return "".join(c if c.isprintable() else " " for c in behind_folders(name))


def _written(name: str) -> str:
    """The name in UTF-8, each octet but plain letters and digits by its number (RFC 8187)."""
    return "".join(chr(one) if chr(one) in _PLAIN else f"%{one:02X}" for one in name.encode())


_PLAIN = frozenset(f"{ascii_letters}{digits}-._~")
