"""The process of a published package, and what the system knows of a case that runs on it."""

from collections.abc import Mapping

from engine.access import refs_of
from engine.catalogue.packages import PublishedPackage
from engine.routing.competence import about_of
from engine.routing.desks import CaseUnits
from engine.store.rows import CaseRow
from engine.workflow import Definition, load_definition


def definition_of(published: PublishedPackage) -> Definition:
    """The process of a package; parsed once per process."""
    return load_definition(
        published.digest, published.files, process_file=published.manifest.process
    )


def step_numbers(published: PublishedPackage) -> Mapping[str, int]:
    """Element id → the step's number in the approved table, which is its order in the diagram."""
    return definition_of(published).numbers


def units_of(case: CaseRow, published: PublishedPackage) -> CaseUnits:
    """Which unit plays which role in the case."""
    return CaseUnits(
        receiving=case["receiving_unit"],
        competent=case["competent_unit"],
        returning=case["returning_unit"],
        others=published.manifest.roles,
        by_area=published.manifest.area_roles,
        commune=case["commune"],
        about=about_of(published.manifest, case["first_commune"] or case["commune"], refs_of(case)),
    )


def known_of(case: CaseRow) -> dict[str, object]:
    """What the system itself knows of a case, under the names that expressions use."""
    return {
        "channel": case["channel"],
        "receiving_unit": case["receiving_unit"],
        "competent_unit": case["competent_unit"],
        "returning_unit": case["returning_unit"],
        "submitted_at": case["submitted_at"],
        "received_at": case["received_at"],
    }
