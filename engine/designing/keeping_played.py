"""What was played becomes a scenario of the draft."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.scenario_text import scenario_text
from engine.catalogue.scenarios import FOLDER
from engine.designing.change import upload_files
from engine.designing.drafts import the_draft
from engine.designing.keeping import Changed
from engine.designing.playing import read_played
from engine.designing.rights import Designer
from engine.errors import DesignRefused
from engine.typed.folding import folded
from engine.typed.given import line_given

LONGEST = 60
"""Letters of the file's name."""


def keep_played(
    session: Session, *, who: Designer, procedure_code: str, text: str, name: str, now: datetime
) -> Changed:
    """Put it into the draft as a file of its own, under a name that no other file has.

    ``text`` is what ``play`` answered, ``name`` a sentence. Raises DesignRefused, TextUnreadable,
    DesignNotFound, MayNotPublish.
    """
    found = the_draft(session, who, procedure_code)
    who.require(found.subject.sector)
    called = line_given("ten-kich-ban", "Tên kịch bản", name)
    if not called:
        raise DesignRefused(reason="hãy đặt tên kịch bản: một câu, ai nộp, chuyện gì xảy ra.")
    files = found.files
    content = scenario_text(replace(read_played(text), name=called)).encode()
    start = "_".join(re.findall("[a-z0-9]+", folded(called)))[:LONGEST].strip("_") or "choi_thu"
    paths = (f"{FOLDER}{start}{end}.toml" for end in ("", *(f"_{n}" for n in range(2, 1000))))
    path = next(one for one in paths if files.get(one, content) == content)
    return upload_files(
        session, who=who, procedure_code=procedure_code, files={path: content}, now=now
    )
