"""The filing form, the same for a citizen online and for an officer at a counter."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import render_template, request

from api.http import now, parts, today
from api.http.problems import status_of
from engine.accounts import Person
from engine.cases.adding_files import LARGEST, FiledDocument, name_of
from engine.cases.submit import Filing, Submitted, submit_case
from engine.catalogue.applicants import AUTHORISATION, PERSON
from engine.catalogue.forms import checked, keys_of_files, questions
from engine.drafts.draft import KeptDraft
from engine.errors import Refusal
from engine.queries.held_about import HeldAbout, HeldPaper
from engine.queries.views.service import RequiredDocument, ServicePage
from web.forms import rows
from web.forms.conditions import Condition, applies_when
from web.forms.counter import Counter
from web.forms.drafting import (
    DRAFT,
    asked_draft,
    drafts_of_mine,
    forget_sent,
    go_on_if_sent,
)
from web.forms.fields import answers, fields, sections
from web.forms.held import LOOK_UP, OFFERED, REUSED, looked_up, reused
from web.forms.once import answer_to, answered_before, once
from web.forms.places import chosen_places, places_chosen
from web.forms.rows import Posted
from web.forms.uploads import ON_PAPER, KeptFile, keep, paper_field, papers_on_hand, posted_papers
from web.forms.who import (
    KIND,
    own_answers,
    papers_with_authorisation,
    who_told,
)
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
    held: HeldPaper | None = None
    """A file of an earlier dossier of the owner that answers it."""
    reused: bool = False

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


def opened_page(counter: Counter, person: Person) -> str:
    """The form, empty; or with the draft that the address names."""
    found = asked_draft()
    again = Again(None, found.typed, found.kept, found.draft) if found else None
    return filing_page(counter, person, again)


def filing_page(counter: Counter, person: Person, again: Again | None = None) -> str:
    """The form; after a refusal with its reasons, what was typed and the files that came."""
    found = counter.found(again.typed) if again else counter.open()
    wrong = trouble(again.refusal if again else None)
    form = counter.form_of(found)
    held = counter.held(person, again.typed if again else None)
    asked = fields(
        form,
        values=counter.known(person, form) | ({} if counter.post else places_chosen(found)),
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
        papers=_papers(found, form, wrong, again, held),
        looks_up=LOOK_UP,
        upload_limit=LARGEST,
        faults=wrong.faults,
        refusal=wrong.banner,
        draft=again.draft if again else None,
        others=() if again else drafts_of_mine(counter.kind, counter.code),
        lost=DRAFT in request.args and again is None,
        under_way=counter.under_way(person, again.typed if again else None),
    )


def _papers(
    found: ServicePage,
    form: Mapping[str, Any],
    wrong: Trouble,
    again: Again | None,
    held: HeldAbout,
) -> tuple[Paper, ...]:
    labels = {str(one["key"]): one for one in questions(form)}
    kept = again.kept if again else ()
    on_hand = again.typed.getlist(ON_PAPER) if again else ()
    ticked = again.typed.getlist(REUSED) if again and OFFERED in again.typed else None
    return tuple(
        Paper(
            asked=one,
            field=paper_field(one.code),
            error=wrong.by_field.get(paper_field(one.code)),
            condition=applies_when(one.when, labels) if one.when else None,
            kept=tuple(file for file in kept if file.component == one.code),
            on_hand=one.code in on_hand,
            held=(paper := held.papers.get(one.code)),
            reused=paper is not None
            and (paper.id in ticked if ticked is not None else not one.when),
        )
        for one in papers_with_authorisation(found.documents, form)
    )


def answered(counter: Counter, person: Person) -> Submitted | tuple[str, int]:
    """File what was posted, or the page again with every mistake and nothing lost."""
    key = answered_before(person)
    if key and (before := answer_to(person, key)):
        return Submitted(**before)
    papers, account = posted_papers(person.account_id), person.account_id
    form = counter.form_of(counter.found(request.form))
    if more := rows.changed(form, request.form):
        go_on_if_sent(person)
        return filing_page(counter, person, Again(None, more, keep(papers, account))), 200
    typed = rows.without_blank(form, request.form)
    if LOOK_UP in request.form:
        go_on_if_sent(person)
        return filing_page(
            counter, person, Again(None, looked_up(counter, person, typed), keep(papers, account))
        ), 200
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
    form = counter.form_of(found)
    by_files = keys_of_files(form)
    codes = {*by_files, *(one.code for one in found.documents)}
    files = {key: [name_of(file) for file in papers if file.component == key] for key in by_files}
    clean = checked(form, {KIND: PERSON, **answers(form, typed)}, today=today(), files=files)
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
        papers=papers_on_hand(codes - {*by_files}) if counter.takes_paper else (),
        applicant_kind=who.kind,
        owner_tax_number=who.tax_number,
        authorisation=who.authorisation,
        paper_ground=who.paper_ground,
        reuse=reused(counter, person, typed, papers),
    )

    def filed(session: Any) -> dict[str, Any]:
        submitted = submit_case(
            session, person=person, filing=filing, store=parts().documents, now=now()
        )
        forget_sent(session, person)
        return asdict(submitted)

    return Submitted(**once(person, filed)[1])
