"""The filing form, the same for a citizen online and for an officer at a counter."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from flask import render_template, request

from api.http import now, parts, reading, today
from api.http.problems import status_of
from engine.accounts import Grant, Person, Post
from engine.cases.adding_files import LARGEST, FiledDocument, name_of
from engine.cases.submit import Filing, Submitted, submit_case
from engine.catalogue.applicants import AUTHORISATION
from engine.catalogue.forms import checked, keys_of_files, questions
from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.packages import current_digest, package
from engine.catalogue.rules.admission import sent_elsewhere
from engine.drafts.draft import DraftKind, KeptDraft
from engine.errors import ChannelClosed, PlaceClosed, Refusal
from engine.queries.open_cases import OpenCase, open_cases
from engine.queries.services import service
from engine.queries.views.service import RequiredDocument, ServicePage
from web.forms import rows
from web.forms.conditions import Condition, applies_when
from web.forms.drafting import (
    DRAFT,
    asked_draft,
    drafts_of_mine,
    forget_sent,
    go_on_if_sent,
)
from web.forms.fields import answers, fields, sections
from web.forms.once import answer_to, answered_before, once
from web.forms.places import FILING, PLACE, chosen_places, form_with_places, places_chosen
from web.forms.rows import Posted
from web.forms.uploads import ON_PAPER, KeptFile, keep, paper_field, papers_on_hand, posted_papers
from web.forms.who import form_with_who, own_answers, papers_with_authorisation, who_told
from web.frame.refusing import Trouble, trouble


@dataclass(frozen=True, slots=True)
class Paper:
    """A component of the dossier as the form asks for it; ``kept`` came with a refused try."""

    asked: RequiredDocument
    field: str
    error: str | None
    condition: Condition | None
    kept: tuple[KeptFile, ...]
    on_hand: bool
    """Whether the officer at the counter has marked it as received on paper."""

    @property
    def id(self) -> str:
        """The HTML id of the file control."""
        return f"f-{self.field}"


@dataclass(frozen=True, slots=True)
class Again:
    """A filing that was refused, sent for another row, or a draft: why, and all that came."""

    refusal: Refusal | None
    typed: Posted
    kept: tuple[KeptFile, ...]
    draft: KeptDraft | None = None


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
        return "filing" if self.channel == "online" else "counter"

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

    def _place(self, typed: Posted | None) -> str | None:
        """The commune that was typed, else the place that the page was opened for."""
        area = self._area() if typed else None
        return (typed.get(area) if typed and area else None) or request.args.get(PLACE)

    def _area(self) -> str | None:
        key = {"province_code": self.province, "procedure_code": self.code}
        with reading() as session:
            digest = current_digest(session, **key, day=today())
            return package(session, self.province, digest).manifest.area_field

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

    def under_way(self, person: Person, typed: Posted | None) -> tuple[OpenCase, ...]:
        """The open cases of this procedure of the person, at a counter of whom the form names."""
        fields = self._people() if self.post and typed else {}
        named = (fields.get(f"{who}_identity_number") for who in ("owner", "submitter"))
        numbers = (typed.get(field) for field in named if typed and field)
        with reading() as session:
            return open_cases(
                session,
                province_code=self.province,
                procedure_code=self.code,
                account_id=None if self.post else person.account_id,
                number=next((number for number in numbers if number), None),
            )

    def _people(self) -> Mapping[str, str]:
        """What the form asks about people → its field."""
        key = {"province_code": self.province, "procedure_code": self.code}
        with reading() as session:
            digest = current_digest(session, **key, day=today())
            return package(session, self.province, digest).manifest.people


def opened_page(counter: Counter, person: Person) -> str:
    """The form, empty; or with the draft that the address names."""
    found = asked_draft()
    again = Again(None, found.typed, found.kept, found.draft) if found else None
    return filing_page(counter, person, again)


def filing_page(counter: Counter, person: Person, again: Again | None = None) -> str:
    """The form; after a refusal with its reasons, what was typed and the files that came."""
    found = counter.found(again.typed) if again else counter.open()
    wrong = trouble(again.refusal if again else None)
    form = form_with_who(form_with_places(found, counter.centre))
    asked = fields(
        form,
        values=counter.known(person) | ({} if counter.post else places_chosen(found)),
        typed=again.typed if again else None,
        faults=wrong.by_field,
        kept=again.kept if again else (),
    )
    return render_template(
        "pages/filing.html",
        layout="office.html" if counter.post else "citizen.html",
        counter=counter,
        service=found,
        sections=sections(asked, first="Nội dung khai"),
        papers=_papers(found, form, wrong, again),
        upload_limit=LARGEST,
        faults=wrong.faults,
        refusal=wrong.banner,
        draft=again.draft if again else None,
        others=() if again else drafts_of_mine(counter.kind, counter.code),
        lost=DRAFT in request.args and again is None,
        under_way=counter.under_way(person, again.typed if again else None),
    )


def _papers(
    found: ServicePage, form: Mapping[str, Any], wrong: Trouble, again: Again | None
) -> tuple[Paper, ...]:
    labels = {str(one["key"]): one for one in questions(form)}
    kept = again.kept if again else ()
    on_hand = again.typed.getlist(ON_PAPER) if again else ()
    return tuple(
        Paper(
            asked=one,
            field=paper_field(one.code),
            error=wrong.by_field.get(paper_field(one.code)),
            condition=applies_when(one.when, labels) if one.when else None,
            kept=tuple(file for file in kept if file.component == one.code),
            on_hand=one.code in on_hand,
        )
        for one in papers_with_authorisation(found.documents, found.form)
    )


def answered(counter: Counter, person: Person) -> Submitted | tuple[str, int]:
    """File what was posted, or the page again with every mistake and nothing lost."""
    key = answered_before(person)
    if key and (before := answer_to(person, key)):
        return Submitted(**before)
    papers, account = posted_papers(person.account_id), person.account_id
    form = form_with_who(counter.found(request.form).form)
    if more := rows.changed(form, request.form):
        go_on_if_sent(person)
        return filing_page(counter, person, Again(None, more, keep(papers, account))), 200
    typed = rows.without_blank(form, request.form)
    try:
        return _file(counter, person, typed, papers)
    except Refusal as refusal:
        go_on_if_sent(person)
        again = Again(refusal, typed, keep(papers, account))
        return filing_page(counter, person, again), status_of(refusal)


def _file(
    counter: Counter, person: Person, typed: Posted, papers: list[FiledDocument]
) -> Submitted:
    """Raises FormInvalid with every fault, DocumentsMissing, FileRefused, ChannelClosed…"""
    found = counter.found(typed)
    form = form_with_who(form_with_places(found, counter.centre))
    by_files = keys_of_files(form)
    codes = {*by_files, *(one.code for one in found.documents)}
    files = {key: [name_of(file) for file in papers if file.component == key] for key in by_files}
    clean = checked(form, answers(form, typed), today=today(), files=files)
    who, places = who_told(clean), chosen_places(found, own_answers(clean), counter.centre)
    if who.authorisation is not None:
        codes.add(AUTHORISATION.code)
    filing = Filing(
        province_code=counter.province,
        procedure_code=counter.code,
        channel=counter.channel,
        receiving_unit=places.receiving,
        returning_unit=places.returning,
        answers=places.answers,
        documents=[file for file in papers if file.component in codes],
        papers=papers_on_hand(codes - {*by_files}) if counter.post else (),
        applicant_kind=who.kind,
        authorisation=who.authorisation,
    )

    def filed(session: Any) -> dict[str, Any]:
        submitted = submit_case(
            session, person=person, filing=filing, store=parts().documents, now=now()
        )
        forget_sent(session, person)
        return asdict(submitted)

    return Submitted(**once(person, filed)[1])
