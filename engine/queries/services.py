"""The procedures that can be filed, and all that a citizen needs to decide."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.components import Component, components
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.errors import ProcedureNotFound
from engine.organisation.tree import setting_of
from engine.queries.fees import fee_words
from engine.queries.filing_places import filing_places
from engine.queries.filing_terms import filing_terms, spot_of
from engine.queries.views.service import Place, RequiredDocument, ServiceCard, ServicePage
from engine.queries.wording import limit_words, local
from engine.routing.definitions import definition_of
from engine.store.catalogue import Procedure

LEVELS = {"commune": "Cấp xã", "department": "Sở, ngành", "province": "UBND tỉnh"}


def services(
    session: Session, *, now: datetime, search: str | None = None
) -> tuple[ServiceCard, ...]:
    """Every procedure with a package valid today, whose name or code holds the searched words.

    The search is blind to accents and case, as people type on phones.
    """
    day = local(now).date()
    rows = session.execute(
        select(Procedure.province_code, Procedure.code).order_by(
            Procedure.province_code, Procedure.sector, Procedure.name
        )
    )
    found = []
    for province_code, code in rows:
        try:
            card = _card(province_code, _current(session, province_code, code, day))
        except ProcedureNotFound:
            continue  # published for a later day
        if _matches(card, search):
            found.append(card)
    return tuple(found)


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
    card = _card(province_code, published)
    return ServicePage(
        card=replace(card, time_limit=terms.limit_line, online=terms.shown.online),
        decision=manifest.decision.number,
        decision_date=manifest.decision.date,
        form=_form_with_places(published, places.communes),
        places=places.communes,
        centres=places.centres,
        documents=tuple(_document(one) for one in components(manifest, replaced)),
        stages=tuple(_stages(published)),
        fee_words=fee_words(session, published, setting, places, day),
        demo_notes=manifest.demo_notes,
        terms=terms.shown,
    )


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


def plain(text: str) -> str:
    """Text without accents and in lower case, for searching."""
    folded = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _matches(card: ServiceCard, search: str | None) -> bool:
    words = plain(search or "").split()
    text = plain(f"{card.code} {card.name} {card.short_name} {card.sector}")
    return all(word in text for word in words)


def _current(session: Session, province_code: str, code: str, day: date) -> PublishedPackage:
    digest = current_digest(session, province_code=province_code, procedure_code=code, day=day)
    return package(session, province_code, digest)


def _card(province_code: str, published: PublishedPackage) -> ServiceCard:
    manifest = published.manifest
    return ServiceCard(
        province_code=province_code,
        code=manifest.code,
        name=manifest.name,
        short_name=manifest.short_name,
        sector=manifest.sector,
        time_limit=limit_words(manifest.time_limit),
        online="online" in manifest.channels,
    )


def _form_with_places(
    published: PublishedPackage, places: tuple[Place, ...]
) -> Mapping[str, object]:
    """The filing form with the communes that can be chosen as options of its area field."""
    manifest = published.manifest
    form = published.form(manifest.filing_form) or {"components": []}
    options = [{"value": place.commune_code, "label": place.commune_name} for place in places]
    components = form["components"]
    assert isinstance(components, list)  # noqa: S101 - the diagnosis refuses other forms
    return {
        **form,
        "components": [
            {**component, "values": options}
            if component.get("key") == manifest.area_field
            else component
            for component in components
        ],
    }


def _stages(published: PublishedPackage) -> Iterator[str]:
    """The levels that a case goes through, in order."""
    steps = definition_of(published).steps.values()
    for level, _ in groupby(step.level for step in steps):
        if level:
            yield LEVELS[level]
