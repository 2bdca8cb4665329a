"""All cases as a table that leaves the house: who took it away is a line of the log."""

import logging

from api.http.parts import now
from api.http.signing import require
from api.http.transaction import reading
from engine.queries.all_cases import exported
from engine.queries.views.all_cases import CasesAsked

_log = logging.getLogger("motcua.readings")


def table_of_cases(asked: CasesAsked) -> str:
    """The cases that are asked for, as CSV. Raises NotSignedIn, NotOverseer, ExportTooLarge."""
    who = require("officer")
    with reading() as session:
        text = exported(session, person=who, now=now(), asked=asked)
    _log.info("a table of %d cases for account %s", text.count("\n") - 1, who.account_id)
    return text
