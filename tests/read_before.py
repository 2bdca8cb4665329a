"""What somebody gives with a decision: the mark of what lies there, read just now."""

import re
from typing import Any

from engine.acts import ACTS
from engine.publishing.doers import what_was_read
from tests.client import Api
from tests.town import Town


def read_now(town: Town, act: str, case_id: str) -> str:
    """The mark of what the case shows for the act."""
    with town.database.reading() as session:
        return str(what_was_read(session, ACTS[act], town.case(case_id))["seen"])


def told_by(who: Api, ref: str, act: str) -> dict[str, str]:
    """What the API tells them to send with the act: the mark of what their file shows."""
    acts = who.get(f"/cases/{ref}").json.get("acts", ())
    asked: list[Any] = [one for found in acts if found["kind"] == act for one in found["inputs"]]
    marks = [one["choices"][0]["value"] for one in asked if one["kind"] == "seen"]
    return {"seen": marks[0]} if marks else {}


def hidden_in(page: str, address: str) -> dict[str, str]:
    """What the page's form for this address sends along unseen."""
    _, _, form = page.partition(f'action="{address}')
    found = re.search(r'name="seen" value="([^"]+)"', form.partition("</form>")[0])
    return {"seen": found[1]} if found else {}
