"""A contract for import-linter that its own kinds can't state (``setup.cfg``, packages)."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PackagesContract(Contract):
    """A package from outside is imported only in the places that a line names for it.

    A line is ``package package …: module module …``. A package without a line may be imported
    nowhere; a module of Python's own library is free unless it has one. The rule holds for rooms
    and packages to come, because nothing is open that isn't named.
    """

    type_name = "packages"
    places = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - its form
        """Every import of an outside package that no line allows; every place that is gone."""
        places = self._places()
        outside = {name for name in graph.modules if graph.is_module_squashed(name)}
        watched = outside - (sys.stdlib_module_names - places.keys())
        illegal = [
            (importer, package, places.get(package, []))
            for package in sorted(watched)
            for importer in sorted(graph.find_modules_that_directly_import(package))
            if not any(f"{importer}.".startswith(f"{place}.") for place in places.get(package, []))
        ]
        named = {place for allowed in places.values() for place in allowed}
        gone = sorted(named - graph.modules)
        return ContractCheck(
            kept=not illegal and not gone, metadata={"illegal": illegal, "gone": gone}
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who imports what, and where that would be allowed."""
        for importer, package, allowed in check.metadata["illegal"]:
            where = f"only {', '.join(allowed)} may" if allowed else "nobody may (setup.cfg)"
            output.print_error(f"- {importer} -> {package}: {where}", bold=False)
        for place in check.metadata["gone"]:
            output.print_error(f"- {place} is named as a place and does not exist", bold=False)

    def _places(self) -> dict[str, list[str]]:
        lines = (line.partition(":") for line in self.places)  # type: ignore[attr-defined]
        return {name: allowed.split() for names, _, allowed in lines for name in names.split()}
