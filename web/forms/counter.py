"""Where a filing is made: online, over a counter, or online with the help of an officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask import request

from api.http import now, reading, today
from engine.accounts import Grant, Person, Post
from engine.catalogue.applicants import FOR_WHOM
from engine.catalogue.forms.questions import Component, questions
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.packages import current_digest, package
from engine.catalogue.rules.admission import sent_elsewhere
from engine.drafts.draft import DraftKind
from engine.errors import ChannelClosed, PlaceClosed
from engine.queries.held_about import HeldAbout, held_about
from engine.queries.open_cases import OpenCase, open_cases
from engine.queries.services import service
from engine.queries.views.service import ServicePage
from web.forms.places import FILING, PLACE, form_with_places
from web.forms.rows import Posted
from web.forms.who import files_for_other, form_with_who

OF_ANOTHER = frozenset({"owner_name", "owner_identity_number"})
"""Of an owner who is somebody else than who files."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a filing is made: online, or over the counter of the officer's centre."""

    province: str
    code: str
    channel: Literal["online", "counter"]
    post: Post | Grant | None = None

    @property
    def kind(self) -> DraftKind:
        """The kind of its drafts."""
        return "counter" if self.post else "filing"

    @property
    def assists(self) -> bool:
        """Whether an officer helps a citizen to file online."""
        return self.post is not None and self.channel == "online"

    @property
    def takes_paper(self) -> bool:
        """Whether papers may lie on the counter."""
        return self.channel == "counter"

    @property
    def centre(self) -> str | None:
        """The centre that receives over its own counter."""
        return self.post.unit_code if self.post else None

    def found(self, typed: Posted | None = None) -> ServicePage:
        """The procedure with what applies where it is filed, as far as that is chosen by now.

        Raises ProcedureNotFound, UnitNotFound.
        """
        place, receiving = self._place(typed), self.centre or (typed and typed.get(FILING))
        with reading() as session:
            return service(
                session,
                province_code=self.province,
                code=self.code,
                now=now(),
                place=place,
                receiving=receiving or None,
            )

    def open(self) -> ServicePage:
        """The same before anything is typed; no form for what can't be filed here.

        Raises FiledElsewhere, ChannelClosed, PlaceClosed too.
        """
        found = self.found()
        terms = found.terms
        other = terms.online_elsewhere if self.channel == "online" else terms.closed
        if other is not None:
            raise sent_elsewhere(other.where, other.address, other.basis)
        if self.channel not in terms.channels:
            raise ChannelClosed(channel=CHANNEL_WORDS[self.channel])
        if not found.centres:
            raise PlaceClosed(place="Tỉnh")
        return found

    def form_of(self, found: ServicePage) -> dict[str, object]:
        """The procedure's form with what every filing is asked: where, and whose it is."""
        needed = self.channel != "online" and found.terms.agency_needs_ground
        grounds = found.terms.paper_grounds if needed else None
        asked = form_with_places(found, self.centre)
        people = self.people()
        return form_with_who(
            asked,
            grounds,
            for_other="owner_name" in people,
            numbered="owner_tax_number" in people,
        )

    def _place(self, typed: Posted | None) -> str | None:
        """The commune that was typed, else the place that the page was opened for."""
        area = self._area() if typed else None
        return (typed.get(area) if typed and area else None) or request.args.get(PLACE)

    def _area(self) -> str | None:
        key = {"province_code": self.province, "procedure_code": self.code}
        with reading() as session:
            digest = current_digest(session, **key, day=today())
            return package(session, self.province, digest).manifest.area_field

    def known(self, person: Person, form: Component) -> dict[str, object]:
        """Answers that a citizen's account already tells: nobody types them again.

        A form that asks for whom one files names its owner only where that is somebody else.
        """
        if self.post:
            return {}
        told = {
            **self.held(person, None).people,
            "submitter_name": person.name,
            "submitter_identity_number": person.identity_number,
            "submitter_phone": person.phone,
        }
        if any(one["key"] == FOR_WHOM for one in questions(form)):
            told = {name: value for name, value in told.items() if name not in OF_ANOTHER}
        return {key: told[name] for name, key in self.people().items() if told.get(name)}

    def held(self, person: Person, typed: Posted | None) -> HeldAbout:
        """What the province holds: of the citizen, at a counter of the owner that the form names.

        Nothing of somebody else whom a citizen files for.
        """
        number = self._owner_number(typed) if self.post else person.identity_number
        other = typed is not None and not self.post and files_for_other(typed)
        with reading() as session:
            return held_about(
                session,
                province_code=self.province,
                procedure_code=self.code,
                number=None if other else number,
                now=now(),
            )

    def _owner_number(self, typed: Posted | None) -> str | None:
        """The owner's number as it was typed; of who files for themselves, the submitter's."""
        fields = self.people() if typed else {}
        named = (fields.get(f"{who}_identity_number") for who in ("owner", "submitter"))
        return next((typed[field] for field in named if typed and field and typed.get(field)), None)

    def under_way(self, person: Person, typed: Posted | None) -> tuple[OpenCase, ...]:
        """The open cases of this procedure of the person, at a counter of whom the form names."""
        with reading() as session:
            return open_cases(
                session,
                province_code=self.province,
                procedure_code=self.code,
                account_id=None if self.post else person.account_id,
                number=self._owner_number(typed) if self.post else None,
            )

    def people(self) -> Mapping[str, str]:
        """What the form asks about people → its field."""
        key = {"province_code": self.province, "procedure_code": self.code}
        with reading() as session:
            digest = current_digest(session, **key, day=today())
            return package(session, self.province, digest).manifest.people
