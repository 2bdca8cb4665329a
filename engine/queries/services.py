"""One procedure that can be filed, and all that a citizen needs to decide."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from engine.catalogue.components import Component, components
from engine.catalogue.forms import answers_schema, keys_of_communes, with_options
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.fees.subjects import filing_form
from engine.organisation.tree import Setting, setting_of
from engine.queries.fees import fee_words
from engine.queries.filing_places import filing_places
from engine.queries.filing_terms import filing_terms, spot_of
from engine.queries.service_list import cards, words_of_closure
from engine.queries.views.parts import UnitName
from engine.queries.views.service import NotTaken, Place, RequiredDocument, ServicePage
from engine.queries.wording import local
from engine.routing.closures import Closure
from engine.routing.definitions import definition_of

LEVELS = {"commune": "Cấp xã", "department": "Sở, ngành", "province": "UBND tỉnh"}


def service(
    session: Session,
    *,
    province_code: str,
    code: str,
    now: datetime,
    place: str | None = None,
    receiving: str | None = None,
) -> ServicePage:
    """A procedure in full, with what applies today at the place, or in the whole province.

    ``place`` is a commune or a service centre; ``receiving`` a centre, where it is another one.
    Raises ProvinceNotFound, ProcedureNotFound, UnitNotFound.
    """
    day = local(now).date()
    setting = setting_of(session, province_code)
    published = _current(session, province_code, code, day)
    manifest = published.manifest
    places = filing_places(session, published, setting, day)
    spot = spot_of(setting, place, receiving, day)
    terms = filing_terms(session, published, setting, spot, day)
    replaced = terms.at_filing.of_kind("document_replaced")
    form = _form_with_places(published, setting, places.communes, day)
    (card,) = cards(session, setting, [manifest], spot, day)
    shut = [one for one in places.closed if one.unit_code in (spot.commune, spot.receiving)]
    not_taken = words_of_closure(setting, shut[0]) if shut else None
    return ServicePage(
        card=replace(card, not_taken=not_taken),
        decision=manifest.decision.number,
        decision_date=manifest.decision.date,
        form=form,
        answers_schema=answers_schema(form),
        places=places.communes,
        centres=places.centres,
        documents=tuple(_document(one) for one in components(manifest, replaced)),
        stages=tuple(_stages(published)),
        fee_words=fee_words(session, published, setting, places, day),
        demo_notes=manifest.demo_notes,
        terms=terms.shown,
        not_taken=tuple(_not_taken(places.closed, setting)),
    )


def _not_taken(closed: tuple[Closure, ...], setting: Setting) -> Iterator[NotTaken]:
    """The closed places by what whoever files is told of the reason."""
    by_reason: dict[str, list[UnitName]] = {}
    for one in closed:
        place = UnitName(one.unit_code, setting.unit_short_name(one.unit_code))
        by_reason.setdefault(one.short, []).append(place)
    for why, found in by_reason.items():
        yield NotTaken(why, tuple(found))


def _document(found: Component) -> RequiredDocument:
    asked = found.asked
    return RequiredDocument(
        code=asked.code,
        name=asked.name,
        required=asked.required,
        note=asked.note,
        how=asked.how,
        when=asked.when,
        source=found.source,
        basis=found.basis,
    )


def _current(session: Session, province_code: str, code: str, day: date) -> PublishedPackage:
    digest = current_digest(session, province_code=province_code, procedure_code=code, day=day)
    return package(session, province_code, digest)


def _form_with_places(
    published: PublishedPackage, setting: Setting, places: tuple[Place, ...], day: date
) -> Mapping[str, object]:
    """The filing form with its communes as options: for its area those that take such a filing."""
    manifest = published.manifest
    form = filing_form(published) or {"components": []}
    taking = [{"value": place.commune_code, "label": place.commune_name} for place in places]
    every = [{"value": unit.code, "label": unit.short_name} for unit in setting.communes(day)]
    filled = dict.fromkeys(keys_of_communes(form), every)
    if manifest.area_field in filled:
        filled[manifest.area_field] = taking
    return with_options(form, filled)


def _stages(published: PublishedPackage) -> Iterator[str]:
    """The levels that a case goes through, in order."""
    steps = definition_of(published).steps.values()
    for level, _ in groupby(step.level for step in steps):
        if level:
            yield LEVELS[level]
