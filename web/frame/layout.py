"""What every page shows around its content."""

from collections.abc import Mapping

from flask import g

from api.http import now, parts, person
from api.http.problems import MOST_TOLD
from engine.access import holds
from engine.acts import ACTS
from engine.proposing.rights import reads_proposals, takes_part
from engine.queries.oversight import may_oversee
from engine.typed.folding import LONGEST_SEARCH
from web.entrance.display import chosen
from web.forms.act_inputs import SURE, control_of
from web.forms.drafting import draft_address, draft_days, drafts_of_mine, kept_until
from web.forms.form_key import key_field
from web.frame.addresses import here_path
from web.frame.assets import asset
from web.frame.drawing import drawn_once
from web.frame.icons import icon, icon_names, sprite
from web.frame.kept_words import kept_excerpt, kept_name
from web.frame.menu import menu_of
from web.frame.provinces import province_names
from web.officer.all_cases import sees_cases

SHOWN_IMAGES = frozenset({"image/png", "image/jpeg"})


def may_open(right: str) -> bool:
    """Whether a page that needs the right is for who looks: no link leads to a refusal."""
    return holds(person(), right)


GLOBALS: Mapping[str, object] = {
    "may_open": may_open,
    "asset": asset,
    "drawn_once": drawn_once,
    "icon": icon,
    "sprite": sprite,
    "here_path": here_path,
    "now": now,
    "control_of": control_of,
    "SURE": SURE,
    "MOST_TOLD": MOST_TOLD,
    "LONGEST_SEARCH": LONGEST_SEARCH,
    "form_key": key_field,
    "drafts_of_mine": drafts_of_mine,
    "kept_excerpt": kept_excerpt,
    "kept_name": kept_name,
    "draft_address": draft_address,
    "draft_days": draft_days,
    "kept_until": kept_until,
    "ACTS": ACTS,
    "ICON_NAMES": icon_names(),
    "SHOWN_IMAGES": SHOWN_IMAGES,
}


def around() -> dict[str, object]:
    """The person and their choices, for the frame of a page."""
    who = None if g.get("without_person") else person()
    names = province_names([who.province_code]) if who else {}
    return {
        "person": who,
        "place_name": "".join(names.values()),
        "display": chosen(),
        "demo_mode": parts().demo,
        "menu": menu_of(who) if who else (),
        "can_publish": who is not None and takes_part(who),
        "reads_proposals": who is not None and reads_proposals(who),
        "sees_cases": who is not None and sees_cases(who),
        "can_oversee": who is not None and may_oversee(who),
    }
