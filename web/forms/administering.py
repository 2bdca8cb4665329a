"""The officer who is signed in, as administrator of their own province."""

from typing import Any

from api.http import require
from engine.access import Administrator
from engine.administration.administrators import administrator_of


def administrator_here(session: Any) -> Administrator:
    """What they may administer. Raises NotSignedIn, OtherAccount, NotAdministrator."""
    who = require("officer")
    return administrator_of(session, who, who.province_code or "")
