"""The filing form, the same for a citizen online and for an officer at a counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask import render_template, request

from api.http import now, parts, reading, today, writing
from engine.accounts import Person
from engine.accounts.person import Post
from engine.cases.documents import LARGEST
from engine.cases.submit import Filing, Submitted, submit_case
from engine.catalogue.forms import checked
from engine.catalogue.packages import current_digest, package
from engine.errors import ChannelClosed, PlaceClosed, Refusal
from engine.queries.services import service
from engine.queries.views import RequiredDocument, ServicePage
from web.forms import Posted, answers, fields, sections
from web.places import chosen_places, form_with_places
from web.refusing import trouble
from web.uploads import paper_field, uploaded_papers


@dataclass(frozen=True, slots=True)
class Paper:
    """A required document as the form asks for it."""

    asked: RequiredDocument
    field: str
    error: str | None

    @property
    def id(self) -> str:
        """The HTML id of the file control."""
        return f"f-{self.field}"


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a filing is made: online, or over the counter of the officer's centre."""

    province: str
    code: str
    channel: Literal["online", "counter"]
    post: Post | None = None

    @property
    def centre(self) -> str | None:
        """The centre that receives over its own counter."""
        return self.post.unit_code if self.post else None

    def found(self) -> ServicePage:
        """The procedure that is filed. Raises ProcedureNotFound, ChannelClosed, PlaceClosed."""
        with reading() as session:
            found = service(session, province_code=self.province, code=self.code, now=now())
        if self.channel == "online" and not found.card.online:
            raise ChannelClosed(channel="trực tuyến")
        if not found.centres:
            raise PlaceClosed(place="Tỉnh")
        return found

    def known(self, person: Person) -> dict[str, object]:
        """Answers that a citizen's account already tells: nobody types them again."""
        if self.post:
            return {}
        told = {
            "submitter_name": person.name,
            "submitter_identity_number": person.identity_number,
            "submitter_phone": person.phone,
        }
        return {key: told[name] for name, key in self._people().items() if told.get(name)}

    def _people(self) -> Mapping[str, str]:
        """What the form asks about people → its field."""
        key = {"province_code": self.province, "procedure_code": self.code}
        with reading() as session:
            digest = current_digest(session, **key, day=today())
            return package(session, self.province, digest).manifest.people


def filing_page(
    counter: Counter,
    person: Person,
    refusal: Refusal | None = None,
    typed: Posted | None = None,
) -> str:
    """The form; after a refusal with its reasons and what was typed, but not the files."""
    found, wrong = counter.found(), trouble(refusal)
    asked = fields(
        form_with_places(found, counter.centre),
        values=counter.known(person),
        typed=typed,
        faults=wrong.by_field,
    )
    papers = tuple(
        Paper(one, paper_field(one.code), wrong.by_field.get(paper_field(one.code)))
        for one in found.documents
    )
    return render_template(
        "pages/filing.html",
        layout="office.html" if counter.post else "citizen.html",
        counter=counter,
        service=found,
        sections=sections(asked, first="Nội dung khai"),
        papers=papers,
        upload_limit=LARGEST,
        faults=wrong.faults,
        refusal=wrong.banner,
    )


def file_posted(counter: Counter, person: Person) -> Submitted:
    """File what was posted. Raises FormInvalid with every fault, FileRefused, ChannelClosed…"""
    found = counter.found()
    form = form_with_places(found, counter.centre)
    clean = checked(form, answers(form, request.form))
    places = chosen_places(found, clean, counter.centre)
    filing = Filing(
        province_code=counter.province,
        procedure_code=counter.code,
        channel=counter.channel,
        receiving_unit=places.receiving,
        returning_unit=places.returning,
        answers=places.answers,
        documents=uploaded_papers([one.code for one in found.documents]),
    )
    with writing() as session:
        return submit_case(
            session, person=person, filing=filing, store=parts().documents, now=now()
        )
