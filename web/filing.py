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
from engine.errors import Refusal
from engine.queries.services import service
from engine.queries.views import RequiredDocument, ServicePage
from web.forms import Posted, answers, fields, key_of_choices, sections
from web.refusing import trouble
from web.uploads import paper_field, uploaded_papers

COMMUNES = "communes"  # the valuesKey of the question that names the competent commune
CENTRES = "centres"

RETURNING = "noi-tra"
_WHERE_TO_RETURN: Mapping[str, object] = {
    "components": [
        {"type": "text", "text": "## Nơi trả kết quả"},
        {
            "type": "select",
            "key": RETURNING,
            "label": "Trung tâm trả bản giấy",
            "description": "Bỏ trống thì trả ở Trung tâm của xã, phường giải quyết",
            "valuesKey": CENTRES,
        },
    ]
}


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

    def found(self) -> ServicePage:
        """The procedure that is filed. Raises ProcedureNotFound."""
        with reading() as session:
            return service(session, province_code=self.province, code=self.code, now=now())

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
        found.form,
        values=counter.known(person),
        typed=typed,
        faults=wrong.by_field,
        choices=_choices(found),
    ) + fields(_WHERE_TO_RETURN, typed=typed, choices=_choices(found))
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
    area = key_of_choices(found.form, COMMUNES)
    values = answers(found.form, request.form)
    centres = {place.commune_code: place.centre_code for place in found.places}
    checked(found.form, values)
    commune = str(values[area]) if area else found.places[0].commune_code
    filing = Filing(
        province_code=counter.province,
        procedure_code=counter.code,
        channel=counter.channel,
        competent_unit=commune,
        receiving_unit=counter.post.unit_code if counter.post else centres[commune],
        returning_unit=request.form.get(RETURNING) or centres[commune],
        answers=values,
        documents=uploaded_papers([one.code for one in found.documents]),
    )
    with writing() as session:
        return submit_case(
            session, person=person, filing=filing, store=parts().documents, now=now()
        )


def _choices(found: ServicePage) -> Mapping[str, list[tuple[str, str]]]:
    return {CENTRES: [(place.centre_code, place.centre_name) for place in found.places]}
